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
const shown = new Set();

function bubble({ to_masked: to, text, at }) {
  const item = document.createElement("li");
  const moment = new Date(at).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
  const about = document.createElement("small");
  about.textContent = `To ${to}, ${moment}`;
  item.append(about, document.createTextNode(text));
  return item;
}

async function look() {
  if (document.hidden) return;
  const response = await fetch("/demo/phone", { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return;
  const { messages } = await response.json();
  const fresh = messages.filter((message) => !shown.has(`${message.at} ${message.text}`));
  if (!fresh.length) return;
  phone.querySelector(".none")?.remove();
  for (const message of fresh.sort((a, b) => a.at.localeCompare(b.at))) {
    shown.add(`${message.at} ${message.text}`);
    phone.append(bubble(message));
  }
  phone.scrollTop = phone.scrollHeight;
}

if (phone) {
  look();
  setInterval(look, POLL_EVERY);
}
