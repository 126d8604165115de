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

  /** @returns {Session | undefined} */
  get session() {
    return this.#read("session");
  }
  set session(value) {
    this.#write("session", value);
  }

  /** @returns {import("./strings/index.js").Language | undefined} */
  get language() {
    return this.#read("language");
  }
  set language(value) {
    this.#write("language", value);
  }

  /** What belongs to this tab. @param {"open" | "draft" | "unsent"} name */
  recall(name) {
    return this.#read(name, "sessionStorage");
  }

  /** @param {"open" | "draft" | "unsent"} name @param {unknown} value nothing is kept of an empty one */
  note(name, value) {
    this.#write(name, value, "sessionStorage");
  }

  #read(/** @type {string} */ name, /** @type {"localStorage" | "sessionStorage"} */ place = "localStorage") {
    try {
      return JSON.parse(window[place].getItem(this.prefix + name) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  }

  #write(/** @type {string} */ name, /** @type {unknown} */ value, /** @type {"localStorage" | "sessionStorage"} */ place = "localStorage") {
    try {
      if (value) window[place].setItem(this.prefix + name, JSON.stringify(value));
      else window[place].removeItem(this.prefix + name);
    } catch {
      // Private browsing or a full store: the conversation goes on without being remembered here.
    }
  }
}
