/** A sign of writing that is not taken back is believed this long. */
const TYPING_SHOWN = 20_000;
/** What the assistant reads to the last word, and what a person does. */
const BOT_LIMIT = 2_000;
const PERSON_LIMIT = 10_000;

/**
 * @typedef {object} Entry
 * @property {number} seq
 * @property {string} at
 * @property {{kind: "borrower" | "bot" | "agent" | "system", name: string | null}} author
 * @property {string} kind
 * @property {string} text
 * @property {string} [language]
 * @property {{title: string}[]} [buttons]
 * @property {number} [standing] how long its buttons stand: until something is said (0), until it is answered itself or the
 *   borrower writes (1), or only writes while nobody is awaited (2)
 * @property {number | null} [answers] the place of the message whose button this is
 * @property {boolean} [waiting] whether it was written while a person was awaited
 * @property {{document_id: string, title: string, media_type: string}[]} [documents]
 * @property {"identity" | "code" | null} [form]
 * @property {string | null} [client_message_id]
 */

/** What is known of a conversation: who said what, who holds the line, and what the borrower has proven. */
export class Known {
  /** Knows nothing yet, or nothing any more. */
  clear() {
    /** @type {Entry[]} */
    this.entries = [];
    this.holder = "bot";
    /** @type {string | null} */
    this.holderName = null;
    this.level = "none";
    /** Who is writing at the other end. @type {{name: string | null, until: number} | null} */
    this.typing = null;
  }

  get verified() {
    return this.level === "verified" || this.level === "step_up";
  }

  get agent() {
    return this.holder.startsWith("agent");
  }

  /** Whether the gateway would take a document: it knows who this is, or a person is here. */
  get maySend() {
    return this.verified || this.agent;
  }

  /** How many characters a message may have. */
  get limit() {
    return this.holder === "bot" ? BOT_LIMIT : PERSON_LIMIT;
  }

  /** The last thing that somebody other than the borrower said. */
  get lastAnswer() {
    return this.entries.findLast((entry) => entry.author.kind !== "borrower");
  }

  /** The form the assistant is waiting for. */
  get form() {
    return this.verified ? null : (this.lastAnswer?.form ?? null);
  }

  /**
   * The messages whose suggested replies may be pressed: the last one, until the borrower says something, and each that
   * stands by itself, such as whether a message was read rightly, until it is answered or the borrower writes. What is
   * asked at the door, such as how to be answered, stands however much is written while a person is awaited.
   */
  get lastOffers() {
    const asking = this.agent ? [] : this.entries.filter((entry) => entry.buttons?.length);
    return asking.filter(({ seq, standing }, index) => {
      const later = this.entries.filter((entry) => entry.seq > seq && entry.author.kind === "borrower");
      return standing
        ? later.every(({ answers, waiting }) => (answers ? answers !== seq : waiting && standing > 1))
        : !later.length && !asking[index + 1];
    });
  }

  /** Takes in who holds the line and what is proven. @param {import("./line.js").Frame} frame */
  stand({ holder, level, name }) {
    this.holder = holder;
    this.level = level;
    this.#nameHolder(name);
  }

  /** Takes in a message, once. @param {Entry} entry */
  add(entry) {
    if (this.entries.some(({ seq }) => seq === entry.seq)) return;
    this.entries = [...this.entries, entry].sort((a, b) => a.seq - b.seq);
    if (entry.author.kind === "borrower") return;
    this.typing = null;
    this.#nameHolder();
  }

  /** @param {import("./line.js").Frame} frame */
  types({ author, on }) {
    this.typing = on ? { name: author === "bot" ? null : author, until: Date.now() + TYPING_SHOWN } : null;
  }

  /** The agent's name, from the state or from what the agent said. */
  #nameHolder(/** @type {string | null} */ name = null) {
    const said = this.entries.findLast((entry) => entry.author.kind === "agent")?.author.name ?? null;
    this.holderName = this.agent ? (name ?? said ?? this.holderName) : null;
  }
}
