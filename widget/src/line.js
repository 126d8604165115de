import { call } from "./door.js";

/** Sockets that failed before they were greeted, after which long polling takes over. */
const SOCKET_FAILURES = 2;
const GREETING_LIMIT = 8_000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 20_000;
/** How the gateway says that too many chats come from this address: as the end of a socket, and over HTTP. */
const CROWDED_CLOSE = 4429;
const CROWDED_STATUS = 429;

/**
 * The line to the gateway: a socket, or long polling where no socket can be opened, kept open until told otherwise.
 *
 * It knows the cursor, so each connection goes on after the last entry that the stream has delivered.
 *
 * @typedef {{type: string, [field: string]: any}} Frame
 * @typedef {object} Ends
 * @property {string} base
 * @property {() => string} token
 * @property {(frame: Frame) => void} deliver
 * @property {(up: boolean, crowded: boolean) => void} status
 * @property {() => void} refused the session token is not good (any more)
 */
export class Line {
  #failures = 0;
  #waits = 0;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {AbortController | null} */
  #polling = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #hurry = () => this.wanted && !this.up && this.#connect();

  /** @param {Ends} ends */
  constructor(ends) {
    this.ends = ends;
    this.cursor = 0;
    this.wanted = false;
    this.up = false;
    this.crowded = false;
  }

  open() {
    if (this.wanted) return;
    this.wanted = true;
    addEventListener("online", this.#hurry);
    this.#connect();
  }

  close() {
    this.wanted = false;
    removeEventListener("online", this.#hurry);
    this.#drop();
  }

  /** Hangs up and dials again. */
  restart() {
    if (!this.wanted) return;
    this.#drop();
    this.#retry();
  }

  /** Sends a frame if the line is up; whoever must be sure waits for the acknowledgement. @param {object} frame */
  send(frame) {
    if (!this.up) return;
    if (this.#socket) this.#socket.send(JSON.stringify(frame));
    else this.#post(frame).catch(() => this.restart());
  }

  /** Sends a frame once more, whether or not the line is up, and takes what comes back. @param {object} frame */
  again(frame) {
    return this.#post(frame);
  }

  #connect() {
    this.#drop();
    if (this.#failures < SOCKET_FAILURES) this.#dial();
    else this.#poll();
  }

  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#polling?.abort();
    this.#polling = null;
    this.#mark(false);
  }

  #mark(/** @type {boolean} */ up, crowded = this.crowded && !up) {
    if (up) this.#waits = 0;
    if (this.up === up && this.crowded === crowded) return;
    this.up = up;
    this.crowded = crowded;
    this.ends.status(up, crowded);
  }

  #retry(crowded = false) {
    this.#mark(false, crowded);
    if (!this.wanted) return;
    const soon = crowded ? LONGEST_WAIT : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#waits);
    const wait = soon * (0.7 + Math.random() * 0.6);
    this.#waits += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  #hello() {
    return { type: "hello", token: this.ends.token(), cursor: this.cursor };
  }

  #dial() {
    const address = new URL("chat/ws", this.ends.base);
    address.protocol = address.protocol.replace("http", "ws");
    /** @type {WebSocket} */
    let socket;
    try {
      socket = new WebSocket(address);
    } catch {
      this.#failures = SOCKET_FAILURES;
      return this.#poll();
    }
    this.#socket = socket;
    let greeted = false;
    const limit = setTimeout(() => socket.close(), GREETING_LIMIT);
    socket.onopen = () => socket.send(JSON.stringify(this.#hello()));
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return;
      const frame = JSON.parse(data);
      if (frame.code === "session_ended") return this.ends.refused();
      if (frame.type === "ready") {
        greeted = true;
        clearTimeout(limit);
        this.#failures = 0;
        this.#mark(true);
      }
      this.#stream(frame);
    };
    socket.onclose = ({ code }) => {
      clearTimeout(limit);
      if (this.#socket !== socket) return;
      this.#socket = null;
      const crowded = code === CROWDED_CLOSE;
      if (!greeted && !crowded) this.#failures += 1;
      this.#retry(crowded);
    };
  }

  async #poll() {
    const polling = new AbortController();
    this.#polling = polling;
    try {
      await this.#post(this.#hello(), () => this.#polling === polling && this.#mark(true));
      while (this.#polling === polling) {
        const response = await call(this.ends.base, `chat/frames?cursor=${this.cursor}`, this.ends.token(), polling);
        const { frames, cursor } = await response.json();
        if (this.#polling !== polling) return;
        frames.forEach((/** @type {Frame} */ frame) => this.#stream(frame));
        this.cursor = Math.max(this.cursor, cursor);
      }
    } catch (error) {
      if (this.#polling !== polling) return;
      this.#polling = null;
      // The next try begins with the socket again: what kept it from opening may have gone.
      this.#failures = SOCKET_FAILURES - 1;
      const status = error instanceof Response ? error.status : 0;
      if (status === 401) this.ends.refused();
      else this.#retry(status === CROWDED_STATUS);
    }
  }

  /** Posts a frame and delivers what comes back; the line counts as up before that, because a greeting sends what waits. */
  async #post(/** @type {object} */ frame, taken = () => {}) {
    const response = await call(this.ends.base, "chat/frames", this.ends.token(), { method: "POST", body: JSON.stringify(frame) });
    const { frames } = await response.json();
    taken();
    for (const answer of frames) this.ends.deliver(answer);
  }

  /** Frames of the stream come in order; only they move the cursor. */
  #stream(/** @type {Frame} */ frame) {
    if (frame.type === "entry") this.cursor = Math.max(this.cursor, frame.seq);
    this.ends.deliver(frame);
  }
}
