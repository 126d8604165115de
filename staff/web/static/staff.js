// What every staff page needs of a script: filling in a demonstration account, forgetting drafts on the way out, and
// telling that an agent is there.

const form = document.getElementById("sign-in");

async function demoAccount(account) {
  const answer = await fetch(`/staff/demo-accounts/${encodeURIComponent(account)}`, { cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

async function fillIn(account) {
  const person = await demoAccount(account);
  if (!person) return;
  form.elements.account.value = person.account;
  form.elements.password.value = person.password;
  form.elements.code.value = person.code;
  form.querySelector("button").focus();
}

async function refreshCodes() {
  if (document.hidden) return;
  for (const row of document.querySelectorAll("[data-demo-account]")) {
    const person = await demoAccount(row.dataset.demoAccount);
    if (person) row.querySelector("[data-demo-code]").textContent = person.code || "wait a moment";
  }
}

for (const button of document.querySelectorAll("[data-fill-in]")) {
  button.hidden = false;
  button.addEventListener("click", () => fillIn(button.dataset.fillIn));
}
if (document.querySelector("[data-demo-account]")) setInterval(refreshCodes, 15000);

// A draft may hold a borrower's figures: it must not wait in the browser for the next person.
for (const exit of document.querySelectorAll("form[data-clears-drafts]")) {
  exit.addEventListener("submit", () => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("doorstep-draft ")) sessionStorage.removeItem(key);
    }
  });
}

// While a borrower talks with this person, a browser that falls silent must not leave them waiting.
if (document.querySelector("[data-tells-here]") && window.Worker) new Worker("/static/desk/here.js");
