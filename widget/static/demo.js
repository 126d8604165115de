// What the demonstration's pages add to reading: opening the chat with a question, copying one, and the phone.
const POLL_EVERY = 2500;
const chat = document.querySelector("doorstep-chat");
document.documentElement.classList.add("scripted");

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if ("openChat" in button.dataset) chat.show();
  if (button.dataset.ask) chat.compose(button.dataset.ask);
  if (button.dataset.copy) {
    const words = button.textContent;
    await navigator.clipboard?.writeText(button.dataset.copy);
    button.textContent = "✓";
    setTimeout(() => (button.textContent = words), 1500);
  }
});

const phone = document.querySelector("[data-phone]");
const texts = phone.querySelector("ol");
const shown = new Set();

function bubble({ to_masked: to, text, at }) {
  const item = document.createElement("li");
  const about = document.createElement("small");
  about.textContent = `To ${to}, ${new Date(at).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })}`;
  item.append(about, text);
  return item;
}

/** Shows texts that have come; the phone opens for one that comes while somebody looks at the page. */
async function look(first = false) {
  if (document.hidden) return;
  const response = await fetch("/demo/phone", { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const { messages } = await response.json();
  const name = ({ at, text }) => `${at} ${text}`;
  const fresh = messages.filter((message) => !shown.has(name(message))).sort((a, b) => a.at.localeCompare(b.at));
  if (!fresh.length) return;
  if (!first) phone.open = true;
  for (const message of fresh) {
    shown.add(name(message));
    texts.append(bubble(message));
  }
  texts.parentElement.scrollTop = texts.scrollHeight;
}

look(true);
setInterval(look, POLL_EVERY);
