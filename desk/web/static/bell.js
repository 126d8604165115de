// Being told: a count in the title and on the icon always; a sound and a desktop notice for whoever switched them on.

const preferred = document.querySelector("[data-desk]")?.dataset ?? {};
const title = document.title;
const icon = document.querySelector('link[rel="icon"]');
const plainIcon = icon.href;
// "Nobody is waiting." or "2 people are waiting.": on every list of the queue, whichever is shown.
const waitingNow = () => Number.parseInt(document.querySelector("[data-waiting]")?.textContent ?? "0", 10) || 0;

function unreadNow() {
  let sum = 0;
  for (const mark of document.querySelectorAll("[data-unread]:not([hidden]) [data-unread-count]")) sum += Number(mark.textContent);
  return sum;
}

// What was written to the one conversation of the page while nobody looked.
let missed = 0;

function iconWith(count) {
  const said = count > 9 ? "9+" : count;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#9f1d1d"/><text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-weight="bold" font-size="20" fill="#fff">${said}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function showCount() {
  const count = waitingNow() + unreadNow() + missed;
  document.title = count ? `(${count}) ${title}` : title;
  const href = count ? iconWith(count) : plainIcon;
  if (icon.href !== href) icon.href = href;
}

// A browser lets a page sound only once somebody has touched it.
let audio;
function sound() {
  if (preferred.sound !== "on") return;
  audio ??= new AudioContext();
  audio.resume().then(() => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.12, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.35);
    document.dispatchEvent(new CustomEvent("desk:sounded"));
  }, () => {});
}

// Never a name and never a word of a message: a notice shows on whatever screen is there.
function notify(words) {
  if (preferred.notices !== "on" || !document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const notice = new Notification("Doorstep desk", { body: words, tag: "doorstep-desk" });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
  });
}

function tell(words) {
  sound();
  notify(words);
}

let waited = waitingNow();
document.addEventListener("desk:counted", () => {
  const waiting = waitingNow();
  if (waiting > waited) tell("Somebody is waiting for a person.");
  waited = waiting;
  showCount();
});
document.addEventListener("desk:written", () => {
  if (document.hidden && !document.querySelector("[data-unread]")) missed += 1;
  tell("A borrower has written.");
  showCount();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  missed = 0;
  showCount();
});
showCount();

// Permission is asked for only when somebody switches notices on.
const asks = document.querySelector("[data-asks-permission]");
asks?.addEventListener("change", async () => {
  const words = document.querySelector("[data-permission]");
  if (!asks.checked) words.textContent = "";
  else if (!("Notification" in window)) words.textContent = "This browser has no desktop notices.";
  else {
    const answer = await Notification.requestPermission();
    words.textContent = answer === "granted" ? "Your browser allows notices." : "Your browser does not allow notices: nothing will be shown.";
  }
});
