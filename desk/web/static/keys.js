// Shortcuts of one key: never while somebody writes in a field, never with Ctrl, Alt or Meta, and off when they say so.

const bar = document.querySelector("[data-desk]");
const dialog = document.getElementById("keys-dialog");

const writes = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const shown = (element) => element.offsetParent !== null;

// The conversation that keys are about: the one that has the focus, or else the first.
const place = () => document.activeElement?.closest("[data-pane]") ?? document.querySelector("[data-pane]") ?? document;

// The row of a list that keys are about: the one that has the focus.
const rowLink = (row) => (row.matches("a") ? row : row.querySelector("a[href]"));
function step(by) {
  const links = [...document.querySelectorAll("[data-row]")].filter(shown).map(rowLink).filter(Boolean);
  if (!links.length) return false;
  const row = document.activeElement?.closest("[data-row]");
  const pane = document.activeElement?.closest("[data-pane]");
  const here = links.findIndex((link) => (row ? row.contains(link) : pane?.contains(link)));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : (here + by + links.length) % links.length;
  links[next].focus();
  return true;
}

function controlFor(key) {
  // In a list, T takes the case that has the focus.
  const take = key === "t" && document.activeElement?.closest("[data-row]")?.querySelector("[data-take]");
  if (take) return take;
  const named = `[data-key="${CSS.escape(key)}"]`;
  const found = [...place().querySelectorAll(named), ...document.querySelectorAll(named)];
  // A field of this page is nearer than a link that leads to one.
  const usable = found.filter(shown);
  return usable.find((each) => each.matches("input, textarea, select")) ?? usable[0];
}

function use(control) {
  // What ends a conversation takes Enter as well: one stray key must not do it.
  if (control.matches("input, textarea, select, [data-key-asks]")) control.focus();
  else {
    control.click();
    if (control.matches("summary")) control.parentElement.querySelector("input:not([type=hidden])")?.focus();
  }
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape" && !dialog.open && writes(event.target)) {
    event.target.blur();
    const pane = event.target.closest("[data-pane]");
    pane?.querySelector(".log").focus();
    return;
  }
  if (bar.dataset.shortcuts !== "on" || dialog.open || event.key.length !== 1 || writes(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "?") dialog.showModal();
  else if (key === "j" || key === "k") {
    if (!step(key === "j" ? 1 : -1)) return;
  } else {
    const control = controlFor(key);
    if (!control) return;
    use(control);
  }
  event.preventDefault();
}

if (bar) {
  document.addEventListener("keydown", pressed);
  bar.querySelector("[data-keys-open]").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}
