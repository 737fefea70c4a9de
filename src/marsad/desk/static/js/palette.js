import { pressed } from "./desk.js";

// Ctrl+K: the search page's own answer in a dialog. Without this module the field in the head leads to the page.
const palette = document.getElementById("palette");
const field = palette.querySelector("input");
const found = palette.querySelector(".found");
const CARRIED = ["as_of", "known_at", "policy"]; // the moment that is shown now: the map moves it without a new page
let asked = 0;

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && pressed(event).toLowerCase() === "k") {
    event.preventDefault();
    if (!palette.open) palette.showModal();
    field.select();
  }
});

async function ask() {
  const turn = ++asked;
  const query = field.value.trim();
  if (query.length < 2) { found.replaceChildren(); return; }
  const url = new URL("/search", location.href);
  for (const [name, value] of new URLSearchParams(location.search)) if (CARRIED.includes(name)) url.searchParams.set(name, value);
  url.searchParams.set("q", query);
  url.searchParams.set("piece", "true");
  const answer = await fetch(url);
  const text = await answer.text();
  if (turn !== asked || !answer.ok) return;
  found.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
}

let waiting;
field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });

palette.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [field, ...found.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  links[(at + links.length) % links.length].focus();
});
