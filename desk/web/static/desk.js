// The desk's own script: times that run, a log that stays at its end, drafts that survive, and Enter that sends.

const DRAFT = "doorstep-draft ";
const stream = document.querySelector("[data-stream]");
const log = document.getElementById("log");
const live = document.querySelector("[data-live]");
const conversation = stream?.dataset.conversation;

// The desk's clock may show another day than this computer's: the page says what time it is there.
const skew = stream?.dataset.now ? Date.parse(stream.dataset.now) - Date.now() : 0;

// How long somebody has been waiting, as the server words it.
function inWords(since) {
  const minutes = Math.max(0, Math.floor((Date.now() + skew - since) / 60000));
  if (minutes < 1) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "1 day" : `${days} days`;
}

function runTimes() {
  for (const time of document.querySelectorAll("[data-waited]")) {
    const words = inWords(Date.parse(time.dateTime));
    if (time.textContent !== words) time.textContent = words;
  }
}

const title = document.title;
function countInTitle() {
  const count = document.querySelector("#waiting-heading .count");
  if (count) document.title = Number(count.textContent) ? `(${count.textContent}) ${title}` : title;
}

// The log follows new messages unless the reader has scrolled up to read older ones.
const newer = document.querySelector(".newer");
let atEnd = true;
function toEnd() {
  log.scrollTop = log.scrollHeight;
  newer.hidden = true;
}

const replyText = () => document.getElementById("reply-text");
function keepDraft() {
  const text = replyText();
  if (!text) return;
  if (text.value) sessionStorage.setItem(DRAFT + conversation, text.value);
  else sessionStorage.removeItem(DRAFT + conversation);
}
function restoreDraft() {
  const text = replyText();
  if (text && !text.value) text.value = sessionStorage.getItem(DRAFT + conversation) ?? "";
}

// The borrower sees that somebody types: said at most every three seconds, and taken back after five of silence.
let saidTypingAt = 0;
let silence;
function sayTyping(on) {
  saidTypingAt = on ? Date.now() : 0;
  const headers = { "X-CSRF-Token": stream.dataset.csrf };
  fetch(`/desk/conversations/${conversation}/typing`, { method: "POST", headers, body: new URLSearchParams({ on: on ? "1" : "0" }) }).catch(() => {});
}
function typed() {
  keepDraft();
  if (Date.now() - saidTypingAt > 3000) sayTyping(true);
  clearTimeout(silence);
  silence = setTimeout(() => sayTyping(false), 5000);
}

function setLive(on) {
  live.hidden = false;
  live.classList.toggle("lost", !on);
  live.querySelector("[data-live-words]").textContent = on ? "Live" : "Reconnecting…";
}

if (stream) {
  runTimes();
  countInTitle();
  setInterval(runTimes, 10000);
  stream.addEventListener("htmx:sseOpen", () => setLive(true));
  stream.addEventListener("htmx:sseError", () => setLive(false));
  stream.addEventListener("htmx:sseClose", (event) => {
    if (event.detail.type === "message") location.assign(`/staff/sign-in?next=${encodeURIComponent(location.pathname)}`);
  });
  // After a lost connection the stream may tell an entry again: each is shown once.
  stream.addEventListener("htmx:sseBeforeMessage", (event) => {
    if (event.target === log && document.getElementById(`entry-${event.detail.lastEventId}`)) event.preventDefault();
  });
  stream.addEventListener("htmx:sseMessage", () => {
    runTimes();
    countInTitle();
  });
}

if (conversation) {
  restoreDraft();
  toEnd();
  // What was shown since the form was made has been read as well.
  stream.addEventListener("submit", (event) => {
    const readTo = event.target.elements.read_to;
    const newest = Number(log.lastElementChild?.id.replace("entry-", ""));
    if (readTo && newest > Number(readTo.value)) readTo.value = newest;
  });
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    if (atEnd) newer.hidden = true;
  });
  stream.addEventListener("htmx:sseMessage", (event) => {
    if (event.target === log) {
      if (atEnd) toEnd();
      else newer.hidden = false;
    }
  });
  newer.querySelector("button").addEventListener("click", () => {
    toEnd();
    log.focus();
  });
  stream.addEventListener("input", (event) => event.target === replyText() && typed());
  stream.addEventListener("keydown", (event) => {
    if (event.target !== replyText() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (replyText().value.trim()) document.getElementById("reply").requestSubmit();
  });
  stream.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "reply") replyText().readOnly = true;
  });
  stream.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.id === "reply" && replyText()) replyText().readOnly = false;
  });
  document.body.addEventListener("reply-sent", () => {
    clearTimeout(silence);
    sayTyping(false);
    sessionStorage.removeItem(DRAFT + conversation);
    toEnd();
  });
  stream.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "composer") return;
    restoreDraft();
    if (atEnd) toEnd();
  });
  stream.addEventListener("htmx:sendError", (event) => event.target.id === "reply" && setLive(false));
}
