// Forms that change a piece of the page: what comes back takes the place of what has its id, so that nothing else is asked for.
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

export function say(text) {
  document.getElementById("toast").replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
}

export async function ask(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "hx-request": "true" }, credentials: "same-origin" });
  const moved = answer.headers.get("hx-redirect");
  if (moved) { location.assign(moved); return null; }
  return { ok: answer.ok, address: answer.url, page: parse(await answer.text()) };
}

// Puts every piece into its place; gives false where the answer is no piece but a page that says what went wrong.
export function place(page) {
  const lead = page.querySelector("main .lead");
  if (lead) { say(lead.textContent); return false; }
  for (const piece of page.querySelectorAll("body > [id]")) {
    const held = document.getElementById(piece.id);
    if (held) held.replaceWith(document.importNode(piece, true));
  }
  return true;
}

export async function refresh(ids) {
  const found = await ask(location.href.split("#")[0]);
  if (!found) return;
  for (const id of ids) {
    const fresh = found.page.getElementById(id), held = document.getElementById(id);
    if (fresh && held) held.replaceWith(document.importNode(fresh, true));
  }
}

export async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  try {
    return await ask(button?.getAttribute("formaction") ?? form.action, { method: "POST", body });
  } catch {
    say(document.body.dataset.lost ?? "…");
    return null;
  }
}
