import { html, nothing } from "lit/html.js";
import { clipIcon } from "../icons.js";
import { newId } from "../outbox.js";

/** @typedef {import("../element.js").DoorstepChat} Chat */
/** @typedef {import("../strings/index.js").Words} Words */

/** The most the gateway takes. */
const MOST_BYTES = 10 * 1024 * 1024;
const KINDS = "application/pdf,image/jpeg,image/png";
/** What a document may be; its words stand in the strings under `is` and the name. */
const LABELS = /** @type {const} */ (["payment", "income", "hardship", "insurance", "identity", "other"]);

/** The form by which a borrower adds a document, offered where the gateway would take one. */
export class AttachForm {
  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    this.#empty();
  }

  #empty() {
    this.open = false;
    /** One id for each chosen file, however often it is sent. @type {{file: File, id: string} | null} */
    this.chosen = null;
    /** @type {typeof LABELS[number]} */
    this.label = "payment";
    /** @type {"file" | "large" | "failed" | null} */
    this.trouble = null;
    /** What the gateway said about the file. */
    this.refusal = "";
    this.sent = 0;
    /** @type {(() => void) | null} */
    this.stop = null;
  }

  get shown() {
    return this.open && this.chat.talk.maySend;
  }

  /** The button beside the message field. @param {Words} t */
  button(t) {
    return this.chat.talk.maySend
      ? html`<button type="button" class="icon" id="clip" aria-label=${t.attach} title=${t.attach}
          aria-expanded=${this.shown} aria-controls="attach" @click=${() => (this.open ? this.close() : this.#show())}>${clipIcon}</button>`
      : nothing;
  }

  /** @param {Words} t */
  template(t) {
    if (!this.shown) return nothing;
    const words = this.refusal || { file: t.chooseFirst, large: t.tooLarge, failed: t.failed, none: "" }[this.trouble ?? "none"];
    return html`<form class="attach" id="attach" novalidate aria-labelledby="attach-title" @submit=${(/** @type {Event} */ e) => this.#submit(e)}>
      <h3 id="attach-title">${clipIcon}${t.attach}</h3>
      <div>
        <label for="kind">${t.whatIsIt}</label>
        <select id="kind" @change=${(/** @type {Event} */ e) => this.#label(e)}>
          ${LABELS.map((name) => html`<option value=${name} ?selected=${name === this.label}>${t[`is_${name}`]}</option>`)}
        </select>
      </div>
      ${this.label === "other" ? html`<div><label for="remark">${t.remark}</label><input id="remark" maxlength="60" autocomplete="off" /></div>` : nothing}
      ${this.#file("file", t.chooseFile, KINDS)}
      ${this.#file("photo", t.takePhoto, "image/*", "environment")}
      <p class="small" id="attach-hint">${t.attachHint}</p>
      ${this.stop ? html`<progress max="1" .value=${this.sent} aria-label=${t.sending}></progress>` : nothing}
      <p role="alert" class="wrong">${words || nothing}</p>
      <p class="actions">
        <button class="primary" aria-disabled=${Boolean(this.stop)}>${this.stop ? t.sending : t.sendDocument}</button>
        <button type="button" class="link" @click=${() => this.close()}>${t.cancel}</button>
      </p>
    </form>`;
  }

  /** A way to choose a file: from what there is, or on a phone by its camera. */
  #file(/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ accept, /** @type {string | typeof nothing} */ capture = nothing) {
    return html`<div class=${id}>
      <label for=${id}>${label}</label>
      <input id=${id} type="file" accept=${accept} capture=${capture} aria-describedby="attach-hint"
        @change=${(/** @type {Event} */ e) => this.#choose(e)} />
    </div>`;
  }

  async #show() {
    this.open = true;
    await this.chat.changed();
    this.chat.find("#kind").focus();
  }

  /** Puts the form away, with whatever is under way; the keyboard goes back to the button. */
  async close() {
    const { stop } = this;
    this.#empty();
    stop?.();
    await this.chat.changed();
    this.chat.find("#clip")?.focus();
  }

  #label(/** @type {Event} */ event) {
    this.label = /** @type {any} */ (event.target).value;
    this.chat.changed();
  }

  /** What was chosen last counts, and only that is shown. */
  #choose(/** @type {Event} */ event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    const other = /** @type {HTMLInputElement} */ (this.chat.find(input.id === "file" ? "#photo" : "#file"));
    other.value = "";
    this.chosen = file ? { file, id: newId() } : null;
    this.#say(file && file.size > MOST_BYTES ? "large" : null);
  }

  async #say(/** @type {AttachForm["trouble"]} */ trouble, refusal = "") {
    this.trouble = trouble;
    this.refusal = refusal;
    await this.chat.changed();
    this.chat.find(".attach .actions")?.scrollIntoView({ block: "nearest" });
  }

  async #submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (this.stop || this.trouble === "large") return;
    if (!this.chosen) {
      this.#say("file");
      return this.chat.find("#file").focus();
    }
    const { chosen, label } = this;
    const remark = /** @type {HTMLInputElement | null} */ (this.chat.find("#remark"))?.value.trim() ?? "";
    const sending = this.chat.talk.sendDocument({ id: chosen.id, name: chosen.file.name, label, remark }, chosen.file, (part) => {
      this.sent = part;
      this.chat.changed();
    });
    this.sent = 0;
    this.stop = sending.stop;
    this.#say(null);
    const refusal = await sending.refusal;
    // Put away meanwhile: nobody waits for this any more.
    if (this.stop !== sending.stop) return;
    this.stop = null;
    if (refusal === null) return this.#taken();
    this.#say("failed", refusal);
  }

  /** The conversation shows what came of it. */
  #taken() {
    this.#empty();
    this.chat.toEnd();
    this.chat.focusWriting();
  }
}
