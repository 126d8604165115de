import { html, nothing } from "lit/html.js";
import { closeIcon, lockIcon, menuIcon, personIcon } from "../icons.js";

/** @typedef {import("../element.js").DoorstepChat} Chat */
/** @typedef {import("../strings/index.js").Words} Words */

/**
 * Who this is, the language switch, the way to a person, and how the line stands.
 * @param {Chat} chat
 * @param {Words} t
 */
export function header(chat, t) {
  const { talk } = chat;
  const other = talk.language === "en" ? "es" : "en";
  return html`<header>
    <div class="brand">
      <h2 id="title">${chat.servicer}</h2>
      <p>${talk.agent ? nothing : t.assistant} ${talk.verified ? html`<span class="confirmed">${lockIcon}${t.verified}</span>` : nothing}</p>
    </div>
    <div class="tools">
      <button type="button" class="tool" lang=${other} @click=${() => talk.speak(other)}>${t.otherLanguage}</button>
      <button type="button" class="tool icon" id="menu-button" aria-label=${t.menu} title=${t.menu}
        aria-expanded=${chat.menuOpen} aria-controls="menu" @click=${() => chat.toggleMenu()}>${menuIcon}</button>
      <button type="button" class="tool icon" aria-label=${t.close} title=${t.close}
        @click=${() => chat.hide()}>${closeIcon}</button>
    </div>
    ${menu(chat, t)}
  </header>
  <div class="bar">
    <p role="status" class=${talk.up ? "up" : "down"}>${status(chat, t)}</p>
    <button type="button" class="person" @click=${() => talk.askForPerson()}>${personIcon}${t.person}</button>
  </div>`;
}

function status(/** @type {Chat} */ chat, /** @type {Words} */ t) {
  const { talk } = chat;
  if (!talk.up) {
    if (!talk.lost) return t.connecting;
    const why = talk.crowded ? t.crowded : t.reconnecting;
    return chat.phone ? `${why} ${t.callUs} ${chat.phone}.` : why;
  }
  if (talk.agent) return `${t.withPerson} ${talk.holderName ?? t.aPerson}`;
  if (talk.holder === "queue") return t.waiting;
  return t.connected;
}

function menu(/** @type {Chat} */ chat, /** @type {Words} */ t) {
  const item = (/** @type {"txt" | "json" | "pdf"} */ format, /** @type {string} */ label) =>
    html`<li><button type="button" @click=${() => chat.download(format)}>${label}</button></li>`;
  const formats = html`<p id="menu-title" class="small">${t.transcript}</p>
    <ul aria-labelledby="menu-title">${item("txt", t.asText)} ${item("json", t.asJson)} ${item("pdf", t.asPdf)}</ul>`;
  return html`<div id="menu" class="menu" ?hidden=${!chat.menuOpen}>
    ${chat.talk.verified ? formats : nothing}
    <button type="button" @click=${() => chat.end()}>${t.forget}</button>
  </div>`;
}
