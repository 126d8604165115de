import { documentAddress, openSession, transcript, upload } from "./door.js";
import { Known } from "./known.js";
import { Line } from "./line.js";
import { Memory } from "./memory.js";
import { Outbox } from "./outbox.js";
import { signedIn } from "./signin.js";
import { supported } from "./strings/index.js";

/** Without an acknowledgement in this time, the line is taken for dead and dialled again. */
const ACKNOWLEDGE_LIMIT = 10_000;
const TYPING_TOLD_EVERY = 3_000;
const SIGN_IN_AGAIN_AFTER = 30_000;
const HISTORY_COMES_WITHIN = 1_000;
/** Another tab may be about to write down the token that replaced ours. */
const NEWER_TOKEN_COMES_WITHIN = 1_000;
const NEXT_TRY = 4_000;

/** One conversation with the gateway, as this tab knows it. It tells `changed` whenever there is something new to show. */
export class Conversation extends Known {
  /**
   * @param {object} options
   * @param {string} options.base the gateway's address
   * @param {string | null} options.hostTokenUrl
   * @param {import("./strings/index.js").Language} options.language until the borrower has chosen one
   * @param {() => void} options.changed
   * @param {(text: string) => void} options.giveBack takes the words of a message that was refused
   */
  constructor({ base, hostTokenUrl, language, changed, giveBack }) {
    super();
    this.base = base;
    this.hostTokenUrl = hostTokenUrl;
    this.changed = changed;
    this.giveBack = giveBack;
    this.memory = new Memory(base);
    this.session = this.memory.session;
    this.outbox = new Outbox(this.memory);
    this.language = this.memory.language ?? language;
    this.line = new Line({
      base,
      token: () => this.session?.token ?? "",
      deliver: (frame) => this.#take(frame),
      status: (up, crowded) => this.#lineIs(up, crowded),
      refused: () => this.#begin(NEWER_TOKEN_COMES_WITHIN),
    });
    this.opened = false;
    this.typedAt = 0;
    this.signedInAt = 0;
    this.#empty();
    this.otherTab = (/** @type {StorageEvent} */ { key }) => key?.startsWith(this.memory.prefix) && this.#remembered();
    addEventListener("storage", this.otherTab);
    this.watch = setInterval(() => this.#overdue(), 2_000);
  }

  #empty() {
    this.clear();
    this.line.cursor = 0;
    this.up = false;
    /** Whether the line was up, or should have been, and is down. */
    this.lost = false;
    /** Whether that is because too many chats come from this internet address. */
    this.crowded = false;
    /** While history comes in it is shown, not announced. */
    this.quiet = false;
    /** What the gateway said about the last thing it would not do. @type {string | null} */
    this.problem = null;
    /** @type {string | null} */
    this.identityProblem = null;
    this.renewed = false;
  }

  /** The messages whose suggested replies can still be chosen. */
  get offers() {
    return this.outbox.shown.length ? [] : this.lastOffers;
  }

  get unread() {
    const seen = this.session?.seen ?? 0;
    return this.entries.filter((entry) => entry.seq > seen && entry.author.kind !== "borrower").length;
  }

  /** Connects with what is remembered, if anything is. */
  resume() {
    if (!this.session || this.line.wanted) return;
    this.quiet = true;
    this.line.open();
  }

  /** The borrower has opened the chat: finds out who is signed in, then connects. */
  async open() {
    this.opened = true;
    const host = await signedIn(this.hostTokenUrl);
    if (this.session?.account && host !== undefined && this.session.account !== host?.account) this.forget();
    this.opened = true;
    this.host = host;
    if (!this.session) return this.#begin();
    if (this.up) this.#useSignIn();
    this.resume();
  }

  /** Leaves the conversation on this device; it stays in the servicer's record. */
  forget() {
    this.line.close();
    this.outbox.clear();
    this.#keep(undefined);
    this.#empty();
    this.opened = false;
    this.changed();
  }

  /** Ends everything this tab does for the conversation, when the element leaves the page. */
  dispose() {
    this.line.close();
    removeEventListener("storage", this.otherTab);
    clearInterval(this.watch);
    clearTimeout(this.beginning);
  }

  /** @param {string} text */
  say(text) {
    this.#submit({ type: "message", text, language: this.language }, text);
  }

  /** @param {import("./known.js").Entry} entry @param {number} index of the suggested reply */
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

  /** @param {import("./strings/index.js").Language} language */
  speak(language) {
    this.language = this.wish = this.memory.language = language;
    this.line.send({ type: "language", language });
    this.changed();
  }

  /** Tells a person at the other end that the borrower is writing. */
  typed() {
    if (!this.agent || Date.now() - this.typedAt < TYPING_TOLD_EVERY) return;
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
    return documentAddress(this.base, this.session?.token, id);
  }

  /**
   * Sends a document that the borrower has.
   * @param {{id: string, name: string, label: string, remark: string}} about
   * @param {File} file
   * @param {(part: number) => void} told
   */
  sendDocument(about, file, told) {
    return upload(this.base, this.session?.token, about, file, told);
  }

  /** @param {"txt" | "json" | "pdf"} format */
  transcript(format) {
    return transcript(this.base, this.session?.token, format, this.language);
  }

  #submit(/** @type {Omit<import("./outbox.js").Outgoing, "id">} */ frame, /** @type {string | null} */ text) {
    this.problem = null;
    this.line.send(this.outbox.add(frame, text).frame);
    this.changed();
  }

  #sendAll() {
    for (const item of this.outbox.open) {
      item.since = Date.now();
      this.line.send(item.frame);
    }
  }

  #overdue() {
    const now = Date.now();
    if (this.typing && this.typing.until < now) this.#lineIs(this.up, this.crowded);
    if (this.up && this.outbox.open.some((item) => now - item.since > ACKNOWLEDGE_LIMIT)) this.line.restart();
  }

  #lineIs(/** @type {boolean} */ up, /** @type {boolean} */ crowded) {
    this.up = up;
    this.lost = !up;
    this.crowded = crowded;
    this.typing = null;
    this.changed();
  }

  /**
   * Begins a conversation, because there is none or the gateway does not know ours any more.
   * Nobody is given a new one who has not opened the chat on this page.
   */
  #begin(wait = 0) {
    this.line.close();
    const refused = this.session?.token;
    clearTimeout(this.beginning);
    this.beginning = setTimeout(async () => {
      const remembered = this.memory.session;
      if (remembered && remembered.token !== refused) {
        this.session = remembered;
      } else if (!(refused && (await this.#regain(refused)))) {
        if (refused) this.#empty();
        this.#keep(undefined);
        if (!this.opened) return;
        try {
          const { token } = await openSession(this.base, this.language, this.host?.token);
          this.#keep({ token, account: this.host?.account });
          this.renewed = Boolean(refused);
        } catch (error) {
          this.lost = true;
          this.crowded = error instanceof Response && error.status === 429;
          this.#begin(NEXT_TRY);
        }
        this.host = undefined;
      }
      if (this.session) this.line.open();
      this.changed();
    }, wait);
  }

  /** The answer to a right code may have been lost with the new token: the code that is still open asks for it once more. */
  async #regain(/** @type {string} */ refused) {
    const code = this.outbox.open.find(({ frame }) => frame.type === "code");
    if (!code) return false;
    await this.line.again(code.frame).catch(() => undefined);
    return this.session?.token !== refused;
  }

  #keep(/** @type {import("./memory.js").Session | undefined} */ session) {
    this.session = this.memory.session = session;
  }

  /** Another tab has a newer token, another conversation, or has ended the chat. */
  #remembered() {
    const before = this.session;
    this.session = this.memory.session;
    if (before && !this.session) {
      this.line.close();
      this.#empty();
    } else if (this.opened) {
      this.resume();
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
    this.host = await signedIn(this.hostTokenUrl);
    this.#useSignIn();
  }

  #take(/** @type {import("./line.js").Frame} */ frame) {
    if (frame.type === "ready") this.#ready(frame);
    else if (frame.type === "state") this.#state(frame);
    else if (frame.type === "entry") this.#entry(/** @type {any} */ (frame));
    else if (frame.type === "ack") this.outbox.acknowledged(frame.id, frame.seq);
    else if (frame.type === "token" && this.session) this.#keep({ ...this.session, token: frame.token });
    else if (frame.type === "typing") this.types(frame);
    else if (frame.type === "error") this.#error(frame);
    this.changed();
  }

  #ready(/** @type {import("./line.js").Frame} */ frame) {
    if (this.conversation && this.conversation !== frame.conversation) this.entries = [];
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
    this.stand(frame);
    if (this.verified && this.account && this.session) this.#keep({ ...this.session, account: this.account });
    if (before && !this.verified) this.#signInAgain();
    const language = supported(frame.language);
    if (this.wish === language) this.wish = undefined;
    if (language && !this.wish) this.language = language;
  }

  #entry(/** @type {import("./known.js").Entry} */ entry) {
    this.outbox.settle(entry);
    this.add(entry);
    // Asked who it is, a visitor who has signed in on the site meanwhile need not fill in a form.
    if (entry.form && !this.quiet) this.#signInAgain();
  }

  /** What was refused goes back to where it can be changed; nothing of it was kept by the gateway. */
  #error(/** @type {import("./line.js").Frame} */ { id, code, message = null }) {
    const item = this.outbox.remove(id);
    if (item?.frame.last4 || item?.frame.code) this.identityProblem = message;
    else this.problem = message;
    if (item?.frame.type === "message") this.giveBack(item.text ?? "");
    // What was said here belongs to somebody else than the person signed in to the site.
    if (code === "other_party") {
      this.forget();
      this.open();
    }
  }
}
