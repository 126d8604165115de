import { html, nothing } from "lit/html.js";
import { sendIcon } from "../icons.js";

/** How near the limit the count appears. */
const COUNT_LAST = 200;

/**
 * Where the borrower writes. What is typed is kept until it is sent, also over a reload.
 * @param {import("../element.js").DoorstepChat} chat
 * @param {import("../strings/index.js").Words} t
 */
export function composer(chat, t) {
  const left = chat.talk.limit - lengthOf(chat.draft);
  const { problem } = chat.talk;
  return html`<form class="composer" @submit=${(/** @type {Event} */ e) => chat.send(e)}>
    <p role="alert" class="wrong">${chat.failed ? t.failed : problem || nothing}</p>
    <p id="count" class=${left < 0 ? "wrong" : "small"}>${left > COUNT_LAST ? nothing : left < 0 ? `${t.over}: ${-left}` : `${t.left}: ${left}`}</p>
    <div class="write">
      ${chat.attach.button(t)}
      <textarea id="text" rows="1" placeholder=${t.composer} aria-label=${t.composer} aria-describedby="hint count"
        aria-invalid=${left < 0} enterkeyhint="send" @input=${() => chat.typed()}
        @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === "Enter" && !e.shiftKey && !e.isComposing && chat.send(e)}></textarea>
      <button class="primary icon" aria-label=${t.send} title=${t.send}>${sendIcon}</button>
    </div>
    <p id="hint" class="small">${t.composerHint}</p>
  </form>`;
}

/** How many characters the gateway will count. @param {string} text */
export function lengthOf(text) {
  return [...text.trim()].length;
}
