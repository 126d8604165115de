// The desk's own script: times that run, logs that stay at their end, drafts that survive, and Enter that sends.

const DRAFT = "doorstep-draft ";
const stream = document.querySelector("[data-stream]");
const live = document.querySelector("[data-live]");

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

function setLive(on) {
  live.hidden = false;
  live.classList.toggle("lost", !on);
  live.querySelector("[data-live-words]").textContent = on ? "Live" : "Reconnecting…";
}

// One conversation on the page.
function openPane(pane) {
  const { conversation, csrf } = pane.dataset;
  const log = pane.querySelector(".log");
  const newer = pane.querySelector(".newer");
  const unread = pane.querySelector("[data-unread]");
  let atEnd = true;

  // The log follows new messages unless the reader has scrolled up to read older ones.
  function toEnd() {
    log.scrollTop = log.scrollHeight;
    newer.hidden = true;
  }

  const replyText = () => pane.querySelector('[data-writing="reply"]');
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

  // Colleagues, and for a reply the borrower, see that somebody writes: said at most every three seconds, and taken back
  // after five of silence.
  const said = {};
  function sayWriting(what, on) {
    clearTimeout(said[what]?.silence);
    said[what] = { at: on ? Date.now() : 0 };
    const body = new URLSearchParams({ on: on ? "1" : "0", writing: what });
    const headers = { "X-CSRF-Token": csrf };
    fetch(`/desk/conversations/${conversation}/typing`, { method: "POST", headers, body }).catch(() => {});
  }
  function written(what) {
    if (what === "reply") keepDraft();
    if (Date.now() - (said[what]?.at ?? 0) > 3000) sayWriting(what, true);
    clearTimeout(said[what].silence);
    said[what].silence = setTimeout(() => sayWriting(what, false), 5000);
  }

  function markUnread() {
    if (!unread || pane.contains(document.activeElement)) return;
    const count = unread.querySelector("[data-unread-count]");
    count.textContent = unread.hidden ? "1" : String(Number(count.textContent) + 1);
    unread.hidden = false;
  }

  restoreDraft();
  toEnd();
  // What was shown since the form was made has been read as well.
  pane.addEventListener("submit", (event) => {
    const readTo = event.target.elements.read_to;
    const newest = Number(log.lastElementChild?.id.replace("entry-", ""));
    if (readTo && newest > Number(readTo.value)) readTo.value = newest;
  });
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    if (atEnd) newer.hidden = true;
  });
  pane.addEventListener("focusin", () => {
    if (!unread || unread.hidden) return;
    unread.hidden = true;
    document.dispatchEvent(new CustomEvent("desk:counted"));
  });
  pane.addEventListener("htmx:sseMessage", (event) => {
    if (event.target !== log) return;
    if (log.lastElementChild?.matches(".message.borrower")) {
      markUnread();
      document.dispatchEvent(new CustomEvent("desk:written"));
    }
    if (atEnd) toEnd();
    else newer.hidden = false;
  });
  newer.querySelector("button").addEventListener("click", () => {
    toEnd();
    log.focus();
  });
  pane.addEventListener("keydown", (event) => {
    if (event.target !== replyText() || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (replyText().value.trim()) replyText().form.requestSubmit();
  });
  pane.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-reply]")) replyText().readOnly = true;
  });
  pane.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches("[data-reply]") && replyText()) replyText().readOnly = false;
  });
  pane.addEventListener("reply-sent", () => {
    sayWriting("reply", false);
    sessionStorage.removeItem(DRAFT + conversation);
    toEnd();
  });
  pane.addEventListener("htmx:afterSwap", (event) => {
    if (!event.target.matches(".composer")) return;
    restoreDraft();
    if (atEnd) toEnd();
  });
  pane.addEventListener("htmx:sendError", (event) => event.target.matches("[data-reply]") && setLive(false));
  return { writing: pane, written };
}

// What is asked every few seconds and comes back the same is not put in again: a screen reader would say it again.
let forYou = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "for-you") return;
  if (event.detail.serverResponse === forYou) event.detail.shouldSwap = false;
  forYou = event.detail.serverResponse;
});

if (stream) {
  runTimes();
  setInterval(runTimes, 10000);
  stream.addEventListener("htmx:sseOpen", () => setLive(true));
  stream.addEventListener("htmx:sseError", () => setLive(false));
  stream.addEventListener("htmx:sseClose", (event) => {
    if (event.detail.type === "message") location.assign(`/staff/sign-in?next=${encodeURIComponent(location.pathname)}`);
  });
  // After a lost connection the stream may tell an entry again: each is shown once.
  stream.addEventListener("htmx:sseBeforeMessage", (event) => {
    const named = event.target.matches(".log") && /id="(entry-[\w-]+)"/.exec(event.detail.data);
    if (named && document.getElementById(named[1])) event.preventDefault();
  });
  stream.addEventListener("htmx:sseMessage", () => {
    runTimes();
    document.dispatchEvent(new CustomEvent("desk:counted"));
  });
}

const panes = [...document.querySelectorAll("[data-pane]")].map(openPane);
// A note stands beside the conversation and not inside it.
document.addEventListener("input", (event) => {
  const what = event.target.dataset?.writing;
  if (!what) return;
  const own = panes.find((pane) => pane.writing.contains(event.target)) ?? panes[0];
  own?.written(what);
});
