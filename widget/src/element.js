import { html, nothing, render } from "lit/html.js";
import tokens from "../static/tokens.css";
import { Conversation } from "./conversation.js";
import { chatIcon } from "./icons.js";
import { Rendered } from "./rendered.js";
import { STRINGS, supported } from "./strings/index.js";
import style from "./style.css";
import { AttachForm } from "./views/attach.js";
import { composer, lengthOf } from "./views/composer.js";
import { header } from "./views/header.js";
import { IdentityForm } from "./views/identity.js";
import { drawLog, replies, typing, wayDown } from "./views/log.js";

const NARROW = "(max-width: 30rem)";
const NEAR_END = 60;

/**
 * The chat window: `<doorstep-chat gateway="" host-token-url="" language="en" servicer="" phone="">`.
 *
 * `gateway` is the address of Doorstep (empty: this site); `host-token-url` is where the servicer's site says who is
 * signed in; `servicer` and `phone` are shown. A page may call `show()`, `hide()` and `compose(text)`.
 */
export class DoorstepChat extends Rendered {
  constructor() {
    super([style, tokens]);
    this.opened = false;
    this.menuOpen = false;
    this.draft = "";
    this.failed = false;
    this.atEnd = true;
    this.below = false;
    /** Where we have scrolled to ourselves. */
    this.placed = 0;
    /** The nodes of the log by message. @type {Map<string, HTMLDivElement>} */
    this.messages = new Map();
    /** @type {import("./known.js").Entry[]} */
    this.keptOffers = [];
    this.identity = new IdentityForm(this);
    this.attach = new AttachForm(this);
  }

  connectedCallback() {
    this.servicer = this.getAttribute("servicer") || "Harborline Home Servicing";
    this.phone = this.getAttribute("phone");
    this.talk = new Conversation({
      base: new URL(this.getAttribute("gateway") || "/", location.href).href,
      hostTokenUrl: this.getAttribute("host-token-url"),
      language: supported(this.getAttribute("language")) ?? supported(document.documentElement.lang) ?? "en",
      changed: () => this.changed(),
      giveBack: (text) => this.#write([text, this.draft].filter(Boolean).join("\n")),
    });
    this.draft = this.talk.memory.recall("draft") ?? "";
    this.talk.resume();
    // Open as it was on the page before; the keyboard stays where it is.
    if (this.talk.memory.recall("open") && !matchMedia(NARROW).matches) this.#open(() => this.#dialog.setAttribute("open", ""));
    this.changed();
  }

  disconnectedCallback() {
    this.talk.dispose();
  }

  /** Opens the window and puts the keyboard in it. */
  async show() {
    if (this.opened) return;
    await this.#open(() => {
      if (matchMedia(NARROW).matches) this.#dialog.showModal();
      else this.#dialog.show();
      this.focusWriting();
    });
  }

  /** Closes the window; the conversation goes on. */
  hide() {
    this.#dialog.close();
  }

  /** Opens the window with a question ready to be sent. @param {string} text */
  async compose(text) {
    this.#write(text);
    await this.show();
    this.find("#text").focus();
  }

  #template() {
    const t = STRINGS[this.talk.language];
    const unread = this.opened ? 0 : this.talk.unread;
    return html`<section aria-label=${`${t.region} ${this.servicer}`} lang=${this.talk.language}>
      <button type="button" class="launcher" aria-haspopup="dialog" ?hidden=${this.opened} @click=${() => this.show()}>
        ${chatIcon}<span>${t.launcher}</span>${unread ? html` <b class="unread">${t.newMessages}: ${unread}</b>` : nothing}
      </button>
      <dialog aria-labelledby="title" tabindex="-1" @close=${() => this.#closed()} @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e)}>
        ${header(this, t)}
        <div class="scroll" tabindex="0" role="group" aria-label=${t.log} @scroll=${() => this.#scrolled()}>
          ${this.talk.renewed ? html`<p class="notice">${t.newChat}</p>` : nothing}
          <div role="log" aria-live=${this.talk.quiet ? "off" : "polite"} aria-relevant="additions" aria-label=${t.log}></div>
          ${typing(this, t)} ${replies(this, t)} ${this.identity.template(t)} ${this.attach.template(t)}
        </div>
        ${wayDown(this, t)} ${composer(this, t)}
      </dialog>
    </section>`;
  }

  draw() {
    const focused = this.root.activeElement;
    const { offers } = this.talk;
    if (offers.length || !focused?.closest(".replies")) this.keptOffers = offers;
    const wasInForm = focused?.closest(".identity");
    render(this.#template(), this.root);
    const area = /** @type {HTMLTextAreaElement} */ (this.find("#text"));
    if (area.value !== this.draft) area.value = this.draft;
    drawLog(this, STRINGS[this.talk.language], this.find("[role=log]"));
    const form = this.identity.shown;
    // The form that had the keyboard has gone: the borrower goes on in the next one, or in the message field.
    if (wasInForm && form !== this.formBefore) this.find(form ? ".identity input" : "#text").focus();
    this.formBefore = form;
    this.#follow(form);
  }

  /** Keeps the end in view for a reader who is there; tells one who is further up that there is more. */
  #follow(/** @type {string | null} */ form) {
    const { entries, outbox, typing: writing } = this.talk;
    const end = entries.at(-1)?.seq;
    const mark = [end, outbox.shown.length, writing, form].join();
    if (mark !== this.markBefore) {
      if (this.atEnd) this.toEnd();
      else if (end !== this.endBefore) {
        this.below = true;
        this.changed();
      }
      this.markBefore = mark;
      this.endBefore = end;
    }
    if (this.opened && this.atEnd && !document.hidden) this.talk.seen();
  }

  toggleMenu(open = !this.menuOpen) {
    this.menuOpen = open;
    this.changed();
    if (!open) this.find("#menu-button").focus();
  }

  /** Ends the chat on this device and closes the window. */
  end() {
    this.talk.forget();
    this.#write("");
    this.hide();
  }

  typed() {
    this.#write(/** @type {HTMLTextAreaElement} */ (this.find("#text")).value);
    this.talk.typed();
  }

  /** @param {Event} event */
  send(event) {
    event.preventDefault();
    const text = this.draft.trim();
    if (!text || lengthOf(text) > this.talk.limit) return;
    this.#write("");
    this.talk.say(text);
    this.toEnd();
  }

  /** The button goes away, so the keyboard moves on. @param {import("./known.js").Entry} offer @param {number} index */
  choose(offer, index) {
    if (!this.talk.offers.includes(offer)) return;
    this.talk.choose(offer, index);
    this.toEnd();
    this.focusWriting();
  }

  /** Opens a document in a tab of its own, or here where the browser gives none. @param {string} id */
  async openDocument(id) {
    const tab = window.open("", "_blank");
    if (tab) tab.opener = null;
    await this.#attempt(async () => {
      const address = await this.talk.documentAddress(id);
      if (tab) tab.location.replace(address);
      else location.assign(address);
    });
    if (this.failed) tab?.close();
  }

  /** @param {"txt" | "json" | "pdf"} format */
  async download(format) {
    await this.#attempt(async () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await this.talk.transcript(format));
      link.download = `conversation.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      this.toggleMenu(false);
    });
  }

  /** Goes to the last message. */
  toEnd(focus = false) {
    this.atEnd = true;
    this.below = false;
    const scroll = this.find(".scroll");
    const newest = /** @type {HTMLElement | null} */ (this.find("[role=log]").lastElementChild);
    // A long answer, or one with a form below it, is read from its beginning.
    scroll.scrollTop = Math.min(scroll.scrollHeight, newest ? newest.offsetTop - 8 : 0);
    this.placed = scroll.scrollTop;
    if (focus) scroll.focus();
    this.changed();
  }

  /** @returns {HTMLDialogElement} */
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.find("dialog"));
  }

  /** Puts the keyboard where the borrower writes; on a touch screen only into the window, lest keys cover it. */
  focusWriting() {
    (matchMedia("(pointer: coarse)").matches ? this.#dialog : this.find("#text")).focus();
  }

  async #attempt(/** @type {() => Promise<void>} */ deed) {
    this.failed = await deed().then(
      () => false,
      () => true,
    );
    this.changed();
  }

  async #open(/** @type {() => void} */ appear) {
    this.opened = true;
    this.talk.memory.note("open", true);
    await this.changed();
    appear();
    this.toEnd();
    await this.talk.open();
  }

  async #closed() {
    this.opened = false;
    this.menuOpen = false;
    this.talk.memory.note("open", false);
    await this.changed();
    this.find(".launcher").focus();
  }

  #key(/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (this.menuOpen) this.toggleMenu(false);
    else if (this.attach.shown) this.attach.close();
    else this.hide();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.find(".scroll");
    if (scrollTop === this.placed) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.atEnd) {
      this.below = false;
      this.changed();
    }
  }

  #write(/** @type {string} */ text) {
    this.draft = text;
    this.talk.memory.note("draft", text);
    this.changed();
  }
}
