// What every page has: the help, closing what is open, and saying so when a post fails.
const help = document.getElementById("help");

export function typing(event) {
  return event.target.closest("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("details.moment[open]")?.removeAttribute("open");
  if (event.key === "?" && help && !typing(event)) { event.preventDefault(); help.showModal(); }
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
