// What every page has: the help, closing what is open, and saying so when a post fails.
const help = document.getElementById("help");

export function typing(event) {
  return event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey;
}

// The key as it is named here: on a keyboard of other letters (Arabic, Cyrillic) the one at the same place.
export function pressed(event) {
  if (!/^\P{ASCII}+$/u.test(event.key)) return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter) return event.shiftKey ? letter : letter.toLowerCase();
  return { BracketLeft: "[", BracketRight: "]", Slash: "?" }[event.code] ?? event.key;
}

document.addEventListener("keydown", (event) => {
  const moment = document.querySelector("details.moment[open]");
  if (event.key === "Escape" && moment) {
    moment.removeAttribute("open");
    if (moment.contains(document.activeElement)) moment.querySelector("summary").focus();
  }
  if (pressed(event) === "?" && help && !typing(event) && !document.querySelector("dialog[open]")) { event.preventDefault(); help.showModal(); }
});

// Where the pages stand in a row, the row shows the one that is open.
if (matchMedia("(max-width: 63.99rem)").matches) document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

document.addEventListener("click", (event) => {
  const open = document.querySelector("details.moment[open]");
  if (open && !open.contains(event.target)) open.removeAttribute("open");
});

document.addEventListener("htmx:responseError", (event) => {
  const toast = document.getElementById("toast");
  const told = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").querySelector(".lead");
  toast.replaceChildren(Object.assign(document.createElement("p"), { textContent: told?.textContent ?? `${event.detail.xhr.status}` }));
});
