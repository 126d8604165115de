// What the trainer's pages do beyond plain forms: keys for labels, a search over intents, progress without reloading.

const OFF = "doorstep-trainer-shortcuts-off";

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

// Keys: 1 to 5 for the offers, o and s, / for the search. They can be switched off, because single letters get in
// the way of speech input.
const toggle = document.querySelector("[data-shortcuts]");

function shortcutsAreOn() {
  return localStorage.getItem(OFF) === null;
}

function showShortcuts() {
  if (!toggle) return;
  const on = shortcutsAreOn();
  toggle.setAttribute("aria-pressed", String(on));
  toggle.textContent = on ? "Keyboard shortcuts are on" : "Keyboard shortcuts are off";
  for (const key of document.querySelectorAll("kbd")) key.hidden = !on;
}

function isWriting(element) {
  return element.matches("input, textarea, select, [contenteditable]");
}

toggle?.addEventListener("click", () => {
  if (shortcutsAreOn()) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
  showShortcuts();
});
showShortcuts();

document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting(event.target);
  if (busy || !toggle || !shortcutsAreOn()) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.closest("details").open = true;
    search.focus();
    return;
  }
  const button = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// Search: every word must stand in the intent's or the topic's name. Enter must not choose an intent unseen.
const search = document.querySelector("[data-search]");
search?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
search?.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of document.querySelectorAll(`#${search.dataset.search} fieldset`)) {
    let here = 0;
    for (const button of group.querySelectorAll("button")) {
      button.hidden = !words.every((word) => button.dataset.words.includes(word));
      here += button.hidden ? 0 : 1;
    }
    group.hidden = here === 0;
    found += here;
  }
  const count = document.querySelector("[data-search-count]");
  count.textContent = words.length ? `${found} ${found === 1 ? "intent" : "intents"} found` : "";
});

// Two quick presses must not send a form twice.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Progress: the server says how far the training is; when it has ended the whole page is shown.
const progress = document.querySelector("[data-progress]");

async function lookAgain() {
  try {
    const answer = await fetch(progress.dataset.progress, { cache: "no-store", headers: { "hx-request": "true" } });
    if (answer.headers.get("x-run-state") !== "running") {
      location.reload();
      return;
    }
    replaceProgress(await answer.text());
  } catch {
    // The network is away for a moment; the next look tells.
  }
  setTimeout(lookAgain, 1500);
}

// The parts a reader may be using stay: the heading speaks only when its words change, the details stay open.
function replaceProgress(markup) {
  const fresh = new DOMParser().parseFromString(markup, "text/html");
  for (const selector of ["#state-heading", ".hint", "pre"]) {
    const [old, now] = [progress.querySelector(selector), fresh.querySelector(selector)];
    if (old && now && old.textContent !== now.textContent) old.textContent = now.textContent;
  }
  const details = fresh.querySelector("details");
  if (details && !progress.querySelector("details")) progress.firstElementChild.append(details);
}

if (progress) setTimeout(lookAgain, 1000);
