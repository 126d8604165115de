/**
 * What this browser remembers between pages. Nothing is written before the chat is first opened.
 *
 * The session and the language are shared by all tabs; the unsent draft, unsent messages and whether the window is
 * open belong to one tab. Where storage is refused, the chat works and forgets.
 *
 * @typedef {{token: string, account?: string, seen?: number}} Session
 */
export class Memory {
  /** @param {string} base the gateway's address: each gateway has its own memory */
  constructor(base) {
    this.prefix = `doorstep ${base} `;
  }

  /** @returns {Session | null} */
  get session() {
    return this.#read("localStorage", "session");
  }
  set session(value) {
    this.#write("localStorage", "session", value);
  }

  /** @returns {string | null} */
  get language() {
    return this.#read("localStorage", "language");
  }
  set language(value) {
    this.#write("localStorage", "language", value);
  }

  /** @returns {boolean} */
  get open() {
    return Boolean(this.#read("sessionStorage", "open"));
  }
  set open(value) {
    this.#write("sessionStorage", "open", value || null);
  }

  /** @returns {string} */
  get draft() {
    return this.#read("sessionStorage", "draft") ?? "";
  }
  set draft(value) {
    this.#write("sessionStorage", "draft", value || null);
  }

  /** @returns {import("./outbox.js").Item[]} */
  get unsent() {
    return this.#read("sessionStorage", "unsent") ?? [];
  }
  set unsent(value) {
    this.#write("sessionStorage", "unsent", value.length ? value : null);
  }

  /** Calls back when another tab has changed or ended the session. @param {() => void} changed */
  watch(changed) {
    const listener = (/** @type {StorageEvent} */ event) => {
      if (event.key === `${this.prefix}session` || event.key === null) changed();
    };
    addEventListener("storage", listener);
    return () => removeEventListener("storage", listener);
  }

  #read(/** @type {"localStorage" | "sessionStorage"} */ place, /** @type {string} */ name) {
    try {
      return JSON.parse(window[place].getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  #write(/** @type {"localStorage" | "sessionStorage"} */ place, /** @type {string} */ name, /** @type {unknown} */ value) {
    try {
      if (value === null) window[place].removeItem(this.prefix + name);
      else window[place].setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // Private browsing or a full store: the conversation goes on without being remembered here.
    }
  }
}
