/**
 * What the borrower has sent and the gateway has not yet shown back.
 *
 * Each item keeps one id for its whole life, so sending it again is harmless: the gateway records an id once.
 *
 * @typedef {{id: string, type: string, language?: string, [field: string]: unknown}} Outgoing
 * @typedef {{frame: Outgoing, text: string | null, at: string, since: number, seq?: number}} Item
 */

/** Frames that carry proof of identity are never written to storage. */
const NEVER_STORED = ["identify", "code"];

export class Outbox {
  /** @param {import("./memory.js").Memory} memory */
  constructor(memory) {
    this.memory = memory;
    /** @type {Item[]} */
    this.items = memory.recall("unsent") ?? [];
  }

  /** Items shown in the conversation until their entry arrives. */
  get shown() {
    return this.items.filter((item) => item.text !== null);
  }

  /** Items the gateway has not acknowledged. */
  get open() {
    return this.items.filter((item) => item.seq === undefined);
  }

  /** Whether a frame of one of these types is under way. @param {string[]} types */
  has(...types) {
    return this.open.some((item) => types.includes(item.frame.type));
  }

  /**
   * @param {Omit<Outgoing, "id">} frame
   * @param {string | null} text what the log shows meanwhile; null for what is not a message
   * @returns {Item}
   */
  add(frame, text) {
    const item = { frame: /** @type {Outgoing} */ ({ ...frame, id: newId() }), text, at: new Date().toISOString(), since: Date.now() };
    this.#set([...this.items, item]);
    return item;
  }

  /** The gateway has it: a message stays until its entry comes, anything else has served. @param {string} id @param {number} seq */
  acknowledged(id, seq) {
    this.#set(this.items.flatMap((item) => (item.frame.id !== id ? [item] : item.text === null ? [] : [{ ...item, seq }])));
  }

  /** The entry has arrived: its item has served. @param {{seq: number, client_message_id?: string | null}} entry */
  settle(entry) {
    this.#set(this.items.filter((item) => item.frame.id !== entry.client_message_id && item.seq !== entry.seq));
  }

  /** Takes an item out and returns it. @param {string} id */
  remove(id) {
    const found = this.items.find(({ frame }) => frame.id === id);
    this.#set(this.items.filter((item) => item !== found));
    return found;
  }

  clear() {
    this.#set([]);
  }

  #set(/** @type {Item[]} */ items) {
    this.items = items;
    const kept = items.filter((item) => !NEVER_STORED.includes(item.frame.type));
    this.memory.note("unsent", kept.length && kept);
  }
}

/** A random UUID, version 4. (`crypto.randomUUID` is absent where the page came over plain HTTP.) */
export function newId() {
  const random = () => crypto.getRandomValues(new Uint8Array(1))[0];
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (+digit ^ (random() & (15 >> (+digit / 4)))).toString(16));
}
