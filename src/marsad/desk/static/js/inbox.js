// The inbox by keyboard. Everything here presses what a pointer could press: without this file the page still works.
import { typing } from "./desk.js";

const cards = document.getElementById("cards");
let current = null;

const all = () => [...cards.querySelectorAll(".claim")];
const card = () => (current ? document.getElementById(current) : null);

function show(found, scroll = true) {
  if (!found) return;
  card()?.classList.remove("current");
  current = found.id;
  found.classList.add("current");
  if (scroll) found.scrollIntoView({ block: "nearest" });
  light(found.dataset.claim, scroll);
}

function light(claim, scroll) {
  for (const mark of document.querySelectorAll(".text mark.now")) mark.classList.remove("now");
  const own = document.querySelectorAll(`.text mark[data-claims~="${CSS.escape(claim)}"]`);
  for (const mark of own) mark.classList.add("now");
  if (own.length && scroll) own[0].scrollIntoView({ block: "nearest" });
}

function step(by) {
  const list = all();
  const at = list.findIndex((one) => one.id === current);
  if (by > 0 && at === list.length - 1) document.getElementById("next-report")?.click();
  else show(list[Math.max(0, at + by)]);
}

function judge(key) {
  const own = card();
  const button = own?.querySelector(`button[data-key="${key}"]`);
  if (!button) return;
  const list = all();
  const after = list[list.indexOf(own) + 1];
  button.click(); // htmx takes the verdict from the button that was clicked
  if (window.htmx) after ? show(after) : own.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  a: () => judge("a"), r: () => judge("r"), j: () => step(1), n: () => step(1), k: () => step(-1),
  R: () => card()?.querySelector("input[name=why]")?.focus(), e: () => press("e"), m: () => press("m"), s: () => press("m"),
  u: () => document.getElementById("undo")?.requestSubmit(),
  p: () => { const paste = document.querySelector(".paste"); if (paste) { paste.open = true; paste.querySelector("textarea").focus(); } },
};

function press(key) { card()?.querySelector(`a[data-key="${key}"]`)?.click(); }

document.addEventListener("keydown", (event) => {
  if (typing(event) || document.querySelector("dialog[open]") || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

// A reason typed in the card's field rejects with it on Enter.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".judge input[name=why]")) return;
  event.preventDefault();
  show(event.target.closest(".claim"), false);
  judge("r");
});

cards?.addEventListener("click", (event) => show(event.target.closest(".claim"), !event.target.closest("button, a, input")));
document.querySelector(".text .body")?.addEventListener("click", (event) => {
  const claims = event.target.closest("mark")?.dataset.claims?.split(" ") ?? [];
  const at = claims.indexOf(card()?.dataset.claim);
  show(document.getElementById(`claim-${claims[(at + 1) % claims.length]}`));
});
document.addEventListener("htmx:afterSwap", () => card()?.classList.add("current"));

if (cards) {
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  cards.classList.add("live");
  show(asked || all().find((one) => one.dataset.state === "unseen") || all()[0], Boolean(asked));
}

// A file that is dropped onto the field: its text goes in.
const field = document.querySelector("#paste textarea");
field?.addEventListener("dragover", (event) => { event.preventDefault(); field.classList.add("over"); });
field?.addEventListener("dragleave", () => field.classList.remove("over"));
field?.addEventListener("drop", async (event) => {
  field.classList.remove("over");
  const file = event.dataTransfer.files[0];
  if (!file) return;
  event.preventDefault();
  field.value = await file.text();
  const title = document.querySelector("#paste input[name=title]");
  if (!title.value) title.value = file.name.replace(/\.[^.]+$/, "");
});
