import { html, nothing, render } from "lit/html.js";
import { documentIcon, downIcon } from "../icons.js";

/** @typedef {import("../element.js").DoorstepChat} Chat */
/** @typedef {import("../strings/index.js").Words} Words */
/** @typedef {import("../known.js").Entry} Entry */
/** @typedef {import("../outbox.js").Item} Item */

/**
 * Draws what has been said into the log.
 *
 * Each message has a node of its own, which it shares with its unsent self: a screen reader then hears a message once,
 * when its node is added, and never again because something around it moved.
 *
 * @param {Chat} chat
 * @param {Words} t
 * @param {Element} place
 */
export function drawLog(chat, t, place) {
  const { entries, outbox } = chat.talk;
  const said = [...entries, ...outbox.shown.map(asEntry)];
  const nodes = said.map((one) => {
    const key = String(one.client_message_id ?? one.seq);
    const node = chat.messages.get(key) ?? document.createElement("div");
    chat.messages.set(key, node);
    node.className = `said ${one.author.kind}`;
    render(message(chat, t, one), node);
    return node;
  });
  for (const node of [...place.children]) if (!nodes.includes(/** @type {HTMLDivElement} */ (node))) node.remove();
  nodes.forEach((node, index) => {
    if (place.children[index] !== node) place.insertBefore(node, place.children[index]);
  });
}

/** @returns {Entry & {item: Item}} */
function asEntry(/** @type {Item} */ item) {
  const author = { kind: /** @type {const} */ ("borrower"), name: null };
  const { id, language } = item.frame;
  return { seq: Infinity, at: item.at, author, kind: "message", text: item.text ?? "", language, client_message_id: id, item };
}

function message(/** @type {Chat} */ chat, /** @type {Words} */ t, /** @type {Entry & {item?: Item}} */ said) {
  const { author, at, text, language = nothing, documents, buttons, item } = said;
  const { kind, name } = author;
  const who = kind === "borrower" ? t.you : kind === "agent" ? (name ?? t.aPerson) : kind === "bot" ? t.bot : t.system;
  return html`<p class="by"><b>${who}</b> <time datetime=${at}>${moment(at, chat.talk.language)}</time></p>
    ${text ? html`<p class="text" lang=${language}>${text}</p>` : nothing}
    ${documents?.map((document) => card(chat, t, document))}
    ${
      buttons?.length
        ? html`<p class=${chat.talk.offers.includes(said) ? "unseen" : "offered"}><span class="unseen">${t.options}:</span>
          ${buttons.map(({ title }) => html`<span lang=${language}>${title}</span> `)}</p>`
        : nothing
    }
    ${item ? html`<p class="by" aria-hidden="true">${item.seq ? nothing : chat.talk.up ? t.sending : t.waitingToSend}</p>` : nothing}`;
}

function moment(/** @type {string} */ at, /** @type {string} */ language) {
  const then = new Date(at);
  const today = then.toDateString() === new Date().toDateString();
  const day = today ? {} : /** @type {const} */ ({ month: "short", day: "numeric" });
  return then.toLocaleString(`${language}-US`, { ...day, hour: "numeric", minute: "2-digit" });
}

function card(/** @type {Chat} */ chat, /** @type {Words} */ t, /** @type {NonNullable<Entry["documents"]>[number]} */ document) {
  const { document_id: id, title, media_type: type } = document;
  return html`<button type="button" class="card" @click=${() => chat.openDocument(id)}>
      ${documentIcon}<span><b>${title}</b><small>${type.split("/").pop()?.toUpperCase()}, ${t.opensInNewTab}</small></span>
    </button>`;
}

/**
 * Suggested replies, outside the log. Those that can no longer be chosen disappear, unless the keyboard is on them.
 * @param {Chat} chat
 * @param {Words} t
 */
export function replies(chat, t) {
  const { offers } = chat.talk;
  return (offers.length ? offers : chat.keptOffers).map(
    (entry) => html`<div class="replies" role="group" aria-label=${t.options}>
      ${entry.buttons?.map(
        ({ title }, index) => html`<button type="button" lang=${entry.language ?? nothing} aria-disabled=${!offers.length}
          @click=${() => chat.choose(entry, index)}>${title}</button>`,
      )}
    </div>`,
  );
}

/**
 * Who is writing at the other end.
 * @param {Chat} chat
 * @param {Words} t
 */
export function typing(chat, t) {
  const { typing, agent, holderName } = chat.talk;
  const name = typing?.name ?? (agent ? (holderName ?? t.aPerson) : t.bot);
  return html`<p class="typing" ?hidden=${!typing}><span class="beat" aria-hidden="true"><i></i><i></i><i></i></span>${name} ${t.typing}</p>`;
}

/**
 * The way back down, when something has come while the reader was further up.
 * @param {Chat} chat
 * @param {Words} t
 */
export function wayDown(chat, t) {
  return html`<button type="button" class="below" ?hidden=${!chat.below} @click=${() => chat.toEnd(true)}>${downIcon}${t.newMessages}</button>`;
}
