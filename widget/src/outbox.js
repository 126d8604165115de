/**
 * What the borrower has sent and the gateway has not yet shown back.
 *
 * Each item keeps one id for its whole life, so sending it again is harmless: the gateway records an id once.
 *
 * @typedef {{id: string, type: string, text?: string, language?: string, [field: string]: unknown}} Outgoing
 * @typedef {{frame: Outgoing, text: string | null, at: string, since: number, seq?: number,
 *            problem?: {code?: string, message?: string}}} Item
 */

/** Frames that carry proof of identity are never written to storage. */
const NEVER_STORED = ["identify", "code"];

export class Outbox {
  /** @param {import("./memory.js").Memory} memory */
  constructor(memory) {
    this.memory = memory;
    /** @type {Item[]} */
    this.items = memory.unsent;
  }

  /** Items shown in the conversation until their entry arrives. */
  get shown() {
    return this.items.filter((item) => item.text !== null);
  }

  /** Items the gateway has neither acknowledged nor refused. */
  get unacknowledged() {
    return this.items.filter((item) => item.seq === undefined && !item.problem);
  }

  /** Whether a frame of this type is under way. @param {string[]} types */
  has(...types) {
    return this.unacknowledged.some((item) => types.includes(item.frame.type));
  }

  /**
   * @param {Omit<Outgoing, "id">} frame
   * @param {string | null} text what the log shows meanwhile; null for what is not a message
   * @returns {Item}
   */
  add(frame, text) {
    const id = newId();
    const item = { frame: /** @type {Outgoing} */ ({ ...frame, id }), text, at: new Date().toISOString(), since: Date.now() };
    this.items = [...this.items, item];
    this.#store();
    return item;
  }

  /** The gateway has it: it is not sent again. @param {string} id @param {number} seq */
  acknowledge(id, seq) {
    this.#change(id, (item) => (item.text === null ? null : { ...item, seq }));
  }

  /** The gateway will not take it; it stays, with the reason. @param {string} id @param {Item["problem"]} problem */
  refuse(id, problem) {
    this.#change(id, (item) => (item.text === null ? null : { ...item, problem }));
  }

  /** Its turn again, under the same id. @param {string} id */
  retry(id) {
    this.#change(id, (item) => ({ ...item, problem: undefined, since: Date.now() }));
  }

  /** @param {string} id */
  remove(id) {
    this.#change(id, () => null);
  }

  /** The entry has arrived: its item has served. @param {{seq: number, client_message_id?: string | null}} entry */
  settle(entry) {
    this.items = this.items.filter((item) => item.frame.id !== entry.client_message_id && item.seq !== entry.seq);
    this.#store();
  }

  clear() {
    this.items = [];
    this.#store();
  }

  #change(/** @type {string} */ id, /** @type {(item: Item) => Item | null} */ change) {
    this.items = this.items.flatMap((item) => (item.frame.id === id ? (change(item) ?? []) : [item]));
    this.#store();
  }

  #store() {
    this.memory.unsent = this.items.filter((item) => !NEVER_STORED.includes(item.frame.type));
  }
}

/** A random UUID; `randomUUID` is absent where the page came over plain HTTP. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
