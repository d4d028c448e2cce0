// Search as you type, and a button for the chat. Every page works without.
const field = document.getElementById("_q");
const results = document.getElementById("_results");
const said = document.getElementById("_said");
const before = results ? [...results.childNodes] : [];
let timer = 0;
let turn = 0;

/** Shows what the search page would show; an answer that a later one has overtaken is dropped. */
async function look() {
  const question = field.value.trim();
  const mine = ++turn;
  if (question.length < 3) {
    results.replaceChildren(...before);
    said.textContent = "";
    return;
  }
  const address = `${field.form.action}?${new URLSearchParams({ q: question })}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || mine !== turn) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("_results");
  if (!found || mine !== turn) return;
  results.replaceChildren(...found.childNodes);
  said.textContent = results.querySelector("h1")?.textContent ?? "";
  // The index has its own first heading.
  if (document.querySelector(".hero")) for (const heading of results.querySelectorAll("h1")) heading.replaceWith(asSecond(heading));
  showChat();
  history.replaceState(null, "", address);
}

function asSecond(heading) {
  const second = document.createElement("h2");
  second.className = "found";
  second.append(...heading.childNodes);
  return second;
}

function showChat() {
  for (const button of document.querySelectorAll("[data-chat]")) button.hidden = !window.Handrail;
}

if (field && results)
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
addEventListener("handrail:ready", showChat);
addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const button = target?.closest("[data-chat]");
  if (button) window.Handrail?.open(button.dataset.chat);
  const languages = document.querySelector("details.languages[open]");
  if (languages && !languages.contains(target)) languages.open = false;
});
addEventListener("keydown", (event) => {
  const languages = event.key === "Escape" && document.querySelector("details.languages[open]");
  if (!languages) return;
  languages.open = false;
  languages.querySelector("summary").focus();
});
showChat();
