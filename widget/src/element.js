import { html, nothing } from "lit/html.js";
import tokens from "../static/tokens.css";
import { Conversation } from "./conversation.js";
import { chatIcon } from "./icons.js";
import { Rendered } from "./rendered.js";
import { STRINGS, supported } from "./strings/index.js";
import style from "./style.css";
import { composer, LIMIT, lengthOf } from "./views/composer.js";
import { header } from "./views/header.js";
import { IdentityForm } from "./views/identity.js";
import { drawLog, replies, typing, wayDown } from "./views/log.js";

const RESET = ":host{all:initial}";
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
    super([RESET, tokens, style]);
    this.opened = false;
    this.menuOpen = false;
    this.draft = "";
    /** @type {"transcriptFailed" | "documentFailed" | null} */
    this.notice = null;
    this.atEnd = true;
    this.below = false;
    /** @type {Record<string, string>} */
    this.documentLinks = {};
    /** The nodes of the log by message. @type {Map<string, HTMLDivElement>} */
    this.messages = new Map();
    /** @type {import("./conversation.js").Entry | null} */
    this.keptOffer = null;
    this.identity = new IdentityForm(this);
  }

  connectedCallback() {
    this.servicer = this.getAttribute("servicer") || "Harborline Home Servicing";
    this.phone = this.getAttribute("phone");
    this.talk = new Conversation({
      base: new URL(this.getAttribute("gateway") || "/", location.href).href,
      hostTokenUrl: this.getAttribute("host-token-url"),
      language: supported(this.getAttribute("language")) ?? supported(document.documentElement.lang) ?? "en",
      changed: () => this.changed(),
    });
    this.draft = this.talk.memory.draft;
    this.talk.resume();
    // Open as it was on the page before; the keyboard stays where it is.
    if (this.talk.memory.open && !matchMedia(NARROW).matches) this.#open(() => this.#dialog.setAttribute("open", ""));
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
      const touch = matchMedia("(pointer: coarse)").matches;
      (touch ? this.#dialog : this.find("#text")).focus();
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

  template() {
    const t = STRINGS[this.talk.language];
    const unread = this.opened ? 0 : this.talk.unread;
    return html`<section aria-label=${t.region(this.servicer)} lang=${this.talk.language}>
      <button type="button" class="launcher" aria-haspopup="dialog" ?hidden=${this.opened} @click=${() => this.show()}>
        ${chatIcon}<span>${t.launcher}</span>${unread ? html` <b class="unread">${t.unread(unread)}</b>` : nothing}
      </button>
      <dialog aria-labelledby="title" tabindex="-1" @close=${() => this.#closed()} @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e)}>
        ${header(this, t)}
        <div class="scroll" tabindex="0" role="group" aria-label=${t.log} @scroll=${() => this.#scrolled()}>
          <p class="notice">${this.talk.renewed ? t.newChat : t.assistantNote}</p>
          <div role="log" aria-live=${this.talk.quiet ? "off" : "polite"} aria-relevant="additions" aria-label=${t.log}></div>
          ${typing(this, t)} ${replies(this, t)} ${this.identity.template(t)}
        </div>
        ${wayDown(this, t)} ${composer(this, t)}
      </dialog>
    </section>`;
  }

  drawing() {
    const focused = this.root.activeElement;
    const { offer } = this.talk;
    if (offer || !focused?.closest(".replies")) this.keptOffer = offer;
    this.focusWasInForm = focused?.closest(".identity");
  }

  drawn() {
    const area = /** @type {HTMLTextAreaElement} */ (this.find("#text"));
    if (area.value !== this.draft) area.value = this.draft;
    drawLog(this, STRINGS[this.talk.language], this.find("[role=log]"));
    const form = this.identity.shown;
    // The form that had the keyboard has gone: the borrower goes on in the next one, or in the message field.
    if (this.focusWasInForm && form !== this.formBefore) this.find(form ? ".identity input" : "#text").focus();
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
    if (!text || lengthOf(text) > LIMIT) return;
    this.notice = null;
    this.#write("");
    this.talk.say(text);
    this.toEnd();
  }

  /** Takes a refused message out; its words go back to where they can be changed. @param {import("./outbox.js").Item} item */
  discard({ frame, text }) {
    this.talk.discard(frame.id);
    if (!this.draft && frame.type === "message") this.#write(text ?? "");
    this.find("#text").focus();
  }

  /** @param {import("./conversation.js").Entry | null} offer @param {number} index @param {MouseEvent} event */
  choose(offer, index, event) {
    if (!offer) return;
    this.talk.choose(offer, index);
    this.toEnd();
    // The keyboard was on a button that goes away: it moves to where the next words are written.
    if (event.detail === 0) this.find("#text").focus();
  }

  /** Opens a document in a tab of its own; where the browser will not, offers the link. @param {string} id */
  async openDocument(id) {
    const tab = window.open("", "_blank");
    if (tab) tab.opener = null;
    await this.#attempt("documentFailed", async () => {
      const address = await this.talk.documentAddress(id);
      if (tab) tab.location.replace(address);
      else this.documentLinks[id] = address;
    });
    if (this.notice) tab?.close();
  }

  /** @param {"txt" | "json" | "pdf"} format */
  async download(format) {
    await this.#attempt("transcriptFailed", async () => {
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
    scroll.scrollTop = scroll.scrollHeight;
    if (focus) scroll.focus();
    this.changed();
  }

  /** @returns {HTMLDialogElement} */
  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.find("dialog"));
  }

  async #attempt(/** @type {"transcriptFailed" | "documentFailed"} */ failure, /** @type {() => Promise<void>} */ deed) {
    this.notice = null;
    await deed().catch(() => {
      this.notice = failure;
    });
    this.changed();
  }

  async #open(/** @type {() => void} */ appear) {
    this.opened = true;
    this.talk.memory.open = true;
    await this.changed();
    appear();
    this.toEnd();
    await this.talk.open();
  }

  async #closed() {
    this.opened = false;
    this.menuOpen = false;
    this.talk.memory.open = false;
    await this.changed();
    this.find(".launcher").focus();
  }

  #key(/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (this.menuOpen) this.toggleMenu(false);
    else this.hide();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.find(".scroll");
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.atEnd) {
      this.below = false;
      this.changed();
    }
  }

  #write(/** @type {string} */ text) {
    this.draft = text;
    this.talk.memory.draft = text;
    this.changed();
  }
}
