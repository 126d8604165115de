import { documentAddress, openSession, Refused, signedIn, transcript } from "./door.js";
import { Line } from "./line.js";
import { Memory } from "./memory.js";
import { Outbox } from "./outbox.js";
import { supported } from "./strings/index.js";

/** Without an acknowledgement in this time, the line is taken for dead and dialled again. */
const ACKNOWLEDGE_LIMIT = 10_000;
const TYPING_SHOWN = 15_000;
const TYPING_TOLD_EVERY = 3_000;
const SIGN_IN_AGAIN_AFTER = 30_000;
const RENEWAL_WAIT = 3_000;
const HISTORY_COMES_WITHIN = 1_000;
const CONFIRMED = ["verified", "step_up"];

/**
 * @typedef {object} Entry
 * @property {number} seq
 * @property {string} at
 * @property {{kind: "borrower" | "bot" | "agent" | "system", name: string | null}} author
 * @property {string} kind
 * @property {string} text
 * @property {string} [language]
 * @property {{title: string}[]} [buttons]
 * @property {{document_id: string, title: string, media_type: string}[]} [documents]
 * @property {"identity" | "code" | null} [form]
 * @property {string | null} [client_message_id]
 */

/** One conversation with the gateway, as this tab knows it. It tells `changed` whenever there is something new to show. */
export class Conversation {
  /** @param {{base: string, hostTokenUrl: string | null, language: import("./strings/index.js").Language, changed: () => void}} options */
  constructor({ base, hostTokenUrl, language, changed }) {
    this.base = base;
    this.hostTokenUrl = hostTokenUrl;
    this.changed = changed;
    this.memory = new Memory(base);
    this.session = this.memory.session;
    this.outbox = new Outbox(this.memory);
    this.language = supported(this.memory.language) ?? language;
    this.line = new Line({
      base,
      token: () => this.session?.token ?? "",
      deliver: (frame) => this.#take(frame),
      status: (up) => this.#lineIs(up),
      refused: () => this.#renew(),
    });
    this.opened = false;
    this.signedInAt = 0;
    this.renewals = 0;
    this.#empty();
    this.unwatch = this.memory.watch(() => this.#otherTab());
    this.watch = setInterval(() => this.#overdue(), 2_000);
  }

  /** Forgets what was shown; the next `ready` brings it again, or something else. */
  #empty() {
    /** @type {Entry[]} */
    this.entries = [];
    this.line.cursor = 0;
    this.holder = "bot";
    /** @type {string | null} */
    this.holderName = null;
    this.level = "none";
    this.up = false;
    this.everUp = false;
    /** While history comes in it is shown, not announced. */
    this.quiet = false;
    /** @type {{code?: string, message?: string} | null} */
    this.problem = null;
    /** @type {{code?: string, message?: string} | null} */
    this.identityProblem = null;
    /** @type {{name: string | null, until: number} | null} */
    this.typing = null;
    this.renewed = false;
  }

  get verified() {
    return CONFIRMED.includes(this.level);
  }

  get agent() {
    return this.holder.startsWith("agent");
  }

  /** The last thing that somebody other than the borrower said. */
  get lastAnswer() {
    return this.entries.findLast((entry) => entry.author.kind !== "borrower");
  }

  /** The form the assistant is waiting for. */
  get form() {
    return this.verified ? null : (this.lastAnswer?.form ?? null);
  }

  /** The message whose suggested replies can still be chosen. */
  get offer() {
    const index = this.entries.findLastIndex((entry) => entry.buttons?.length);
    const overtaken = this.entries.slice(index + 1).some((entry) => entry.author.kind === "borrower");
    return index < 0 || overtaken || this.agent || this.outbox.shown.length ? null : this.entries[index];
  }

  get unread() {
    const seen = this.session?.seen ?? 0;
    return this.entries.filter((entry) => entry.seq > seen && entry.author.kind !== "borrower").length;
  }

  /** Connects with what is remembered, if anything is: for a page on which the chat has not been opened yet. */
  resume() {
    if (this.session) {
      this.quiet = true;
      this.line.open();
    }
  }

  /** The borrower has opened the chat: finds out who is signed in, then connects. */
  async open() {
    this.opened = true;
    const host = await signedIn(this.hostTokenUrl);
    if (this.session?.account && host !== undefined && this.session.account !== host?.account) this.forget();
    this.host = host ?? undefined;
    if (this.session) {
      if (!this.line.wanted) this.resume();
      else if (this.up) this.#useSignIn();
    } else {
      await this.#renew();
    }
  }

  /** Leaves the conversation on this device; it stays in the servicer's record. */
  forget() {
    this.line.close();
    this.outbox.clear();
    this.#keep(null);
    this.memory.draft = "";
    this.#empty();
    this.changed();
  }

  /** Ends everything this tab does for the conversation, when the element leaves the page. */
  dispose() {
    this.line.close();
    this.unwatch();
    clearInterval(this.watch);
  }

  /** @param {string} text */
  say(text) {
    this.#submit({ type: "message", text, language: this.language }, text);
  }

  /** @param {Entry} entry @param {number} index of the suggested reply */
  choose(entry, index) {
    this.#submit({ type: "choice", seq: entry.seq, index }, entry.buttons?.[index].title ?? "");
  }

  askForPerson() {
    if (this.holder === "bot" && !this.outbox.has("person")) this.#submit({ type: "person" }, null);
  }

  /** Sends proof of identity: last four of the loan and ZIP, or the code. @param {Record<string, string>} proof */
  prove(proof) {
    this.identityProblem = null;
    this.#submit({ type: proof.code ? "code" : "identify", ...proof }, null);
  }

  /** @param {string} id of an item that was refused */
  retry(id) {
    this.outbox.retry(id);
    this.#sendAll();
    this.changed();
  }

  /** @param {string} id */
  discard(id) {
    this.outbox.remove(id);
    this.changed();
  }

  /** @param {import("./strings/index.js").Language} language */
  speak(language) {
    this.language = language;
    this.memory.language = language;
    this.wish = language;
    this.line.send({ type: "language", language });
    this.changed();
  }

  /** Tells a person at the other end that the borrower is writing. */
  typed() {
    if (!this.agent || Date.now() - (this.typedAt ?? 0) < TYPING_TOLD_EVERY) return;
    this.typedAt = Date.now();
    this.line.send({ type: "typing" });
  }

  /** Everything there is has been looked at. */
  seen() {
    const seq = this.entries.at(-1)?.seq ?? 0;
    if (this.session && seq > (this.session.seen ?? 0)) this.#keep({ ...this.session, seen: seq });
  }

  /** @param {string} id */
  documentAddress(id) {
    return documentAddress(this.base, this.session?.token ?? "", id);
  }

  /** @param {"txt" | "json" | "pdf"} format */
  transcript(format) {
    return transcript(this.base, this.session?.token ?? "", format);
  }

  #submit(/** @type {Omit<import("./outbox.js").Outgoing, "id">} */ frame, /** @type {string | null} */ text) {
    this.problem = null;
    const item = this.outbox.add(frame, text);
    this.line.send(item.frame);
    this.changed();
  }

  #sendAll() {
    for (const item of this.outbox.unacknowledged) {
      item.since = Date.now();
      this.line.send(item.frame);
    }
  }

  #overdue() {
    if (this.typing && this.typing.until < Date.now()) {
      this.typing = null;
      this.changed();
    }
    if (this.up && this.outbox.unacknowledged.some((item) => Date.now() - item.since > ACKNOWLEDGE_LIMIT)) this.line.restart();
  }

  #lineIs(/** @type {boolean} */ up) {
    this.up = up;
    if (up) {
      this.everUp = true;
      this.renewals = 0;
      this.problem = null;
    }
    this.typing = null;
    this.changed();
  }

  /** A new session, because there is none or the gateway does not know ours. */
  async #renew() {
    this.line.close();
    const remembered = this.memory.session;
    if (remembered && remembered.token !== this.session?.token) {
      this.session = remembered;
      return this.line.open();
    }
    const lost = this.session !== null;
    if (lost) this.#empty();
    this.renewals += 1;
    try {
      if (this.renewals > 2) throw new Refused(0);
      const { token } = await openSession(this.base, { language: this.language, ...(this.host && { host_token: this.host.token }) });
      this.#keep({ token, account: this.host?.account });
      this.memory.language = this.language;
      this.host = undefined;
      this.renewed = lost;
      this.line.open();
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && this.host) this.host = undefined;
      this.problem = { code: "unavailable" };
      setTimeout(() => !this.line.wanted && this.#again(), RENEWAL_WAIT * Math.min(8, this.renewals));
    }
    this.changed();
  }

  #again() {
    this.renewals = Math.min(this.renewals, 1);
    return this.#renew();
  }

  #keep(/** @type {import("./memory.js").Session | null} */ session) {
    this.session = session;
    this.memory.session = session;
  }

  /** Another tab has a newer token, another conversation, or has ended the chat. */
  #otherTab() {
    const session = this.memory.session;
    if (!session && this.session) {
      this.line.close();
      this.session = null;
      this.#empty();
    } else if (session) {
      const other = !this.session;
      this.session = session;
      if (other && this.opened) this.resume();
    }
    this.changed();
  }

  /** Uses the sign-in on the servicer's site, once per fetched token, where the level asks for it. */
  #useSignIn() {
    if (!this.host || this.verified) return;
    this.signedInAt = Date.now();
    this.line.send({ type: "host_token", token: this.host.token });
    this.account = this.host.account;
    this.host = undefined;
  }

  async #signInAgain() {
    if (Date.now() - this.signedInAt < SIGN_IN_AGAIN_AFTER) return;
    this.signedInAt = Date.now();
    this.host = (await signedIn(this.hostTokenUrl)) ?? undefined;
    this.#useSignIn();
  }

  #take(/** @type {import("./line.js").Frame} */ frame) {
    if (frame.type === "ready") this.#ready(frame);
    else if (frame.type === "state") this.#state(frame);
    else if (frame.type === "entry") this.#entry(/** @type {any} */ (frame));
    else if (frame.type === "ack") this.outbox.acknowledge(frame.id, frame.seq);
    else if (frame.type === "token" && this.session) this.#keep({ ...this.session, token: frame.token });
    else if (frame.type === "typing") this.#typing(frame);
    else if (frame.type === "error") this.#error(frame);
    this.changed();
  }

  #ready(/** @type {import("./line.js").Frame} */ frame) {
    if (this.conversation && this.conversation !== frame.conversation) {
      this.entries = [];
    }
    this.conversation = frame.conversation;
    if (this.quiet) setTimeout(() => this.#announce(), HISTORY_COMES_WITHIN);
    this.#state(frame);
    if (this.wish) this.line.send({ type: "language", language: this.wish });
    this.#useSignIn();
    this.#sendAll();
  }

  #announce() {
    this.quiet = false;
    this.changed();
  }

  #state(/** @type {import("./line.js").Frame} */ frame) {
    const before = this.verified;
    this.holder = frame.holder ?? this.holder;
    this.level = frame.level ?? this.level;
    this.holderName = this.agent ? (frame.agent ?? this.#agentName()) : null;
    if (this.verified && this.account && this.session) this.#keep({ ...this.session, account: this.account });
    if (before && !this.verified) this.#signInAgain();
    const language = supported(frame.language);
    if (this.wish === language) this.wish = undefined;
    if (language && !this.wish) this.language = language;
  }

  #agentName() {
    return this.entries.findLast((entry) => entry.author.kind === "agent")?.author.name ?? null;
  }

  #entry(/** @type {Entry} */ entry) {
    this.outbox.settle(entry);
    if (entry.kind !== "message" || this.entries.some(({ seq }) => seq === entry.seq)) return;
    this.entries = [...this.entries, entry].sort((a, b) => a.seq - b.seq);
    if (entry.author.kind === "borrower") return;
    this.typing = null;
    if (this.agent) this.holderName = this.#agentName() ?? this.holderName;
  }

  #typing(/** @type {import("./line.js").Frame} */ { author, on }) {
    const name = typeof author === "string" ? author : (author?.name ?? null);
    this.typing = on ? { name: name === "bot" ? null : name, until: Date.now() + TYPING_SHOWN } : null;
  }

  #error(/** @type {import("./line.js").Frame} */ { id, code, message }) {
    const item = this.outbox.items.find(({ frame }) => frame.id === id);
    if (item && ["identify", "code"].includes(item.frame.type)) this.identityProblem = { code, message };
    else if (!item || item.text === null) this.problem = { code, message };
    if (item) this.outbox.refuse(id, { code, message });
  }
}
