import { html, nothing } from "lit/html.js";
import { lockIcon } from "../icons.js";

/** @typedef {import("../element.js").DoorstepChat} Chat */
/** @typedef {import("../strings/index.js").Words} Words */

const LENGTHS = { last4: 4, zip: 5, code: 6 };
/** @typedef {keyof typeof LENGTHS} Field */

/** The form by which a borrower proves who they are: loan and ZIP, then the code that was sent. */
export class IdentityForm {
  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    /** @type {string[]} */
    this.wrong = [];
    /** The answer whose form the borrower has put aside, and the one left for other details. */
    this.declined = 0;
    this.other = 0;
  }

  get #answer() {
    return this.chat.talk.lastAnswer?.seq ?? 0;
  }

  /** Which form to show, if any. */
  get shown() {
    const { form } = this.chat.talk;
    if (!form || this.declined === this.#answer) return null;
    return this.other === this.#answer ? "identity" : form;
  }

  get busy() {
    return this.chat.talk.outbox.has("identify", "code");
  }

  /** @param {Words} t */
  template(t) {
    if (!this.shown) return nothing;
    const code = this.shown === "code";
    const { identityProblem: problem } = this.chat.talk;
    return html`<form class="identity" novalidate aria-labelledby="identity-title" @submit=${(/** @type {Event} */ e) => this.#submit(e)}>
      <h3 id="identity-title">${lockIcon}${code ? t.codeTitle : t.identityTitle}</h3>
      ${
        code
          ? this.#field("code", t.code, t.codeWrong, "one-time-code")
          : [this.#field("last4", t.last4, t.last4Wrong, "off"), this.#field("zip", t.zip, t.zipWrong, "postal-code")]
      }
      <p role="alert" class="wrong">${problem || nothing}</p>
      <p class="actions">
        <button class="primary" aria-disabled=${this.busy}>${this.busy ? t.checking : code ? t.confirm : t.sendCode}</button>
        ${code ? html`<button type="button" class="link" @click=${() => this.#leave("other")}>${t.otherDetails}</button>` : nothing}
        <button type="button" class="link" @click=${() => this.#leave("declined")}>${t.notNow}</button>
      </p>
      <p class="small">${t.neverAsk}</p>
    </form>`;
  }

  /** A field of digits with its label above and what is wrong with it below. */
  #field(/** @type {Field} */ name, /** @type {string} */ label, /** @type {string} */ wrong, /** @type {string} */ autocomplete) {
    const bad = this.wrong.includes(name);
    return html`<div>
      <label for=${name}>${label}</label>
      <input id=${name} name=${name} inputmode="numeric" maxlength="12" size="8" required autocomplete=${autocomplete}
        aria-invalid=${bad} aria-describedby="${name}-wrong" />
      <p class="wrong" id="${name}-wrong">${bad ? wrong : nothing}</p>
    </div>`;
  }

  #leave(/** @type {"declined" | "other"} */ how) {
    this[how] = this.#answer;
    this.chat.changed();
  }

  /** Sends what was typed if it has the right digits; else says so and goes to the first field that has not. */
  #submit(/** @type {Event} */ event) {
    event.preventDefault();
    if (this.busy) return;
    const form = /** @type {HTMLFormElement} */ (event.target);
    const values = digitsIn(form);
    this.wrong = Object.keys(values).filter((name) => values[name].length !== LENGTHS[/** @type {Field} */ (name)]);
    this.chat.changed();
    if (this.wrong.length) return this.chat.find(`#${this.wrong[0]}`).focus();
    form.reset();
    this.other = 0;
    this.chat.talk.prove(values);
  }
}

/** Digits of each field; spaces and hyphens are forgiven, and of a ZIP+4 the first five count. */
function digitsIn(/** @type {HTMLFormElement} */ form) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const { name, value } of form.querySelectorAll("input")) {
    const digits = value.replace(/[\s-]/g, "");
    values[name] = /\D/.test(digits) ? "" : name === "zip" && digits.length === 9 ? digits.slice(0, 5) : digits;
  }
  return values;
}
