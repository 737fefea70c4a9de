// The inbox by keyboard. Everything here presses what a pointer could press: without this file the page still works.
import { pressed, typing } from "./desk.js";
import { ask, place, refresh, send } from "./pieces.js";

const cards = () => document.getElementById("cards");
const all = () => [...(cards()?.querySelectorAll(".claim") ?? [])];
const card = () => (current ? document.getElementById(current) : null);
const mark = (id) => [...document.querySelectorAll(`.text mark[data-claims~="${CSS.escape(id)}"]`)];
let current = null;

function show(found, scroll = true) {
  if (!found) return;
  card()?.classList.remove("current");
  current = found.id;
  found.classList.add("current");
  if (scroll) found.scrollIntoView({ block: "nearest" });
  light(found.dataset.claim, scroll);
}

function light(claim, scroll) {
  for (const lit of document.querySelectorAll(".text mark.now")) lit.classList.remove("now");
  const own = mark(claim);
  for (const lit of own) lit.classList.add("now");
  const narrow = matchMedia("(max-width: 47.99rem)").matches; // the text stands above the cards there: the card must not be scrolled away
  if (own.length && scroll && !narrow) own[0].scrollIntoView({ block: "nearest" });
}

function step(by) {
  const list = all();
  const at = list.findIndex((one) => one.id === current);
  if (by > 0 && at === list.length - 1) document.getElementById("next-report")?.click();
  else show(list[Math.max(0, at + by)]);
}

function press(key) {
  const button = card()?.querySelector(`button[data-key="${key}"]`);
  button?.form.requestSubmit(button);
  return Boolean(button);
}

// The key moves on at once; what the server says of the judged card comes when it comes.
function judge(key) {
  const list = all();
  const after = list[list.indexOf(card()) + 1];
  if (press(key)) show(after);
}

// What a form asks back: the names among which to choose, else the field to be mended.
const mending = (id) => {
  const form = document.getElementById(id);
  return form?.querySelector(".choices input:checked, .choices input") ?? form?.querySelector("[aria-invalid]");
};

// One after another, so that an undo never overtakes what it takes back.
let waiting = Promise.resolve();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-piece]") || !cards()?.dataset.report) return;
  event.preventDefault();
  const button = event.submitter;
  const body = new FormData(form, button);
  if (form.id === "bulk" && !body.has("claim") && !body.has("all")) return;
  waiting = waiting.then(() => post(form, button, form.id === "undo" ? document.querySelector("#toast form") ?? form : form));
});

async function post(form, button, sent) {
  const before = Number(document.getElementById("counts")?.dataset.new ?? 0);
  const answer = await send(sent, sent === form ? button : null);
  if (!answer) return;
  if (form.matches(".editing") && !answer.ok) { place(answer.page); mending(form.id)?.focus(); return; }
  if (!place(answer.page)) return;
  const again = answer.page.querySelector("[data-refresh]");
  if (again) { document.getElementById("panel")?.close(); await renew(again.dataset.refresh); }
  else count(Number(document.getElementById("counts")?.dataset.new ?? 0) - before);
  if (form.id === "bulk") { form.reset(); picked(); }
  card()?.classList.add("current");
}

async function renew(address) {
  const [page, claim] = (address || "").split("#");
  const report = new URLSearchParams(page.split("?")[1] ?? "").get("report");
  if (report && report !== cards().dataset.report) { location.assign(address); return; }
  await refresh(["cards", "counts", "queue", "bulk"]);
  cards().classList.add("live");
  show(document.getElementById(claim ?? current) ?? card() ?? all()[0]);
}

// How many wait, in the queue and above it: by the difference alone.
function count(by) {
  const left = document.getElementById("left"), badge = document.querySelector(".reports a[aria-current] [data-badge]");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  if (left) { left.dataset.left = Math.max(0, Number(left.dataset.left) + by); left.textContent = number.format(left.dataset.left); }
  const fresh = document.getElementById("counts")?.dataset.new;
  if (badge && fresh !== undefined && !document.querySelector(".filters[open]")) badge.textContent = number.format(fresh);
}

async function edit() {
  const own = card(), link = own?.querySelector('a[data-key="e"]');
  if (!link || own.querySelector(".editing")) return;
  const answer = await ask(link.href);
  const form = answer?.page.querySelector("form.editing");
  if (!form) return;
  own.append(document.importNode(form, true));
  own.querySelector(".editing select, .editing input:not([type=hidden])")?.focus();
}

async function panel(link) {
  const answer = link && await ask(link.href);
  if (!answer) return;
  const box = document.getElementById("panel");
  document.getElementById("panel-body").replaceChildren(...[...answer.page.body.childNodes].map((one) => document.importNode(one, true)));
  if (!box.open) box.showModal();
  box.querySelector("#panel-body button")?.focus();
}

function select() {
  const box = card()?.querySelector('input[name="claim"]');
  if (box) { box.checked = !box.checked; picked(); }
}

function picked() {
  const number = document.querySelectorAll('#cards input[name="claim"]:checked').length, told = document.getElementById("picked");
  if (told) told.textContent = number ? new Intl.NumberFormat(document.documentElement.lang).format(number) : "";
}

// The names in the claim's words, one after another.
function names() {
  const own = card() ? mark(card().dataset.claim).flatMap((lit) => [...lit.querySelectorAll("a.mention")]) : [];
  own[(own.indexOf(document.activeElement) + 1) % own.length]?.focus();
}

function paste() {
  const box = document.querySelector(".paste");
  if (box) { box.open = true; box.querySelector("textarea").focus(); }
}

const KEYS = {
  a: () => judge("a"), r: () => judge("r"), j: () => step(1), n: () => step(1), k: () => step(-1), s: () => press("s"),
  R: () => card()?.querySelector("input[name=why]")?.focus(), e: edit, m: () => panel(card()?.querySelector('a[data-key="m"]')),
  w: () => panel(card()?.closest(".bunch")?.querySelector("a[data-why]")), x: select, i: names, p: paste,
  u: () => document.getElementById("undo")?.requestSubmit(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closeEdit(event.target.closest?.(".editing")); return; }
  const key = pressed(event);
  if (typing(event) || event.target.closest(".editing") || document.querySelector("dialog[open]") || !Object.hasOwn(KEYS, key)) return;
  event.preventDefault();
  KEYS[key]();
});

function closeEdit(form) {
  const own = form?.closest(".claim");
  form?.remove();
  own?.focus({ preventScroll: true });
}

// A reason typed in the card's field rejects with it on Enter.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".judge input[name=why]")) return;
  event.preventDefault();
  show(event.target.closest(".claim"), false);
  event.target.blur();
  judge("r");
});

// Whoever goes by Tab judges the card that they are on.
document.addEventListener("focusin", (event) => {
  const own = event.target.closest("#cards .claim");
  if (own && own.id !== current) show(own, false);
});

document.addEventListener("change", (event) => { if (event.target.matches('#cards input[name="claim"]')) picked(); });

document.addEventListener("click", (event) => {
  const close = event.target.closest(".claim .editing [data-close]");
  if (close) { event.preventDefault(); closeEdit(close.closest(".editing")); return; }
  if (!cards()?.contains(event.target)) return;
  show(event.target.closest(".claim"), !event.target.closest("button, a, input, select"));
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey) && cards().dataset.report;
  const link = plain && event.target.closest('a[data-key], a[data-why]');
  if (!link) return;
  event.preventDefault();
  if (link.dataset.key === "e") edit(); else panel(link);
});

document.querySelector(".text .body")?.addEventListener("click", (event) => {
  const claims = event.target.closest("mark")?.dataset.claims?.split(" ") ?? [];
  const at = claims.indexOf(card()?.dataset.claim);
  if (claims.length) show(document.getElementById(`claim-${claims[(at + 1) % claims.length]}`));
});

// A name that is followed opens the list in which it is explained.
const explain = () => {
  const found = location.hash.startsWith("#mention-") && document.getElementById(location.hash.slice(1));
  if (found) { found.closest("details").open = true; found.scrollIntoView({ block: "nearest" }); found.focus(); }
};
addEventListener("hashchange", explain);

// The queue shows the report that is open, without moving the page.
function seen() {
  const own = document.querySelector(".reports [aria-current]");
  for (let box = own?.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowY !== "auto") continue;
    const [inner, outer] = [own.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }
}

seen();
if (cards()) {
  const asked = location.hash.startsWith("#claim-") && document.getElementById(location.hash.slice(1));
  cards().classList.add("live");
  show(asked || all().find((one) => one.dataset.state === "unseen") || all()[0], Boolean(asked));
  explain();
}

// Files that are dropped anywhere on the page are read at once.
const files = document.querySelector('#paste input[type="file"]');
if (files) {
  document.getElementById("send-files").hidden = true; // who chooses files with this module needs no second press
  const held = (event) => [...event.dataTransfer.types].includes("Files");
  addEventListener("dragover", (event) => { if (held(event)) { event.preventDefault(); document.body.classList.add("over"); } });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("over"); });
  addEventListener("drop", (event) => {
    document.body.classList.remove("over");
    if (!held(event)) return;
    event.preventDefault();
    document.querySelector(".paste").open = true;
    files.files = event.dataTransfer.files;
    if (files.files.length) document.getElementById("send-files").click();
  });
  files.addEventListener("change", () => { if (files.files.length) document.getElementById("send-files").click(); });
}
