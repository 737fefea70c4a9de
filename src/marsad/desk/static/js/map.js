// The map of a day: outlines, symbols, and the slider that plays. All of it is drawn from /map/data; the words beside come from the page itself.
/* global L, topojson */
import { pressed } from "./desk.js";

const board = document.getElementById("map");
const form = document.getElementById("map-form");
const NS = "http://www.w3.org/2000/svg";
const FOLLOW = ["details.moment", "nav.side > ul", ".preferences", ".find", ".who", "#map-head", ".printed", "#map-legend", "#beside"];
const COUNTRIES = { weight: 1, className: "land", interactive: false };

const svg = (name, attributes, ...inside) => {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
};
const tag = (name, attributes, ...inside) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...inside);
  return made;
};

// ---------------------------------------------------------------- symbols: a layer is a shape, a side a letter and a colour

function fill(held, contested) {
  if (held.mode === "contested" || (contested && held.mode !== "left")) return `url(#hatch-${held.colour})`;
  if (held.mode === "part") return `url(#dots-${held.colour})`;
  return held.mode === "holds" ? "currentColor" : "none";
}

function symbol(held, contested) {
  const painted = fill(held, contested);
  const shape = svg("use", { href: `#shape-${held.layer}`, class: "shape", fill: painted });
  const letter = svg("text", { x: 11, y: held.layer === "claimed" ? 17 : 15, class: painted === "currentColor" ? "letter" : "letter on" }, held.letter);
  const parts = [svg("use", { href: `#shape-${held.layer}`, class: "under" }), shape];
  if (held.mode === "left") parts.push(svg("path", { d: "M2 20 20 2", class: "strike" }));
  if (held.mode === "besieged") parts.push(svg("circle", { cx: 11, cy: 11, r: 5.5, class: "shape ring", fill: "none" }));
  return svg("svg", { viewBox: "0 0 22 22", class: `symbol c${held.colour} a-${held.age}`, "aria-hidden": "true" }, ...parts, letter);
}

function burst(feature) {
  const near = feature.events.every((one) => one.near) ? " near" : "";
  const newest = feature.events[0]?.age ?? "current";
  return svg("svg", { viewBox: "0 0 22 22", class: `symbol burst a-${newest}${near}`, "aria-hidden": "true" },
    svg("use", { href: "#burst", class: "star" }), svg("text", { x: 11, y: 15, class: "letter" }, String(feature.total)));
}

function row(feature) {
  const made = tag("span", { className: `row-of ${feature.drawn}${feature.precision === 2 ? " near" : ""}` });
  if (feature.drawn === "area") made.append(tag("bdi", { textContent: feature.name, ariaHidden: "true" }));
  made.append(tag("span", { className: "sr", textContent: feature.says }));
  made.append(...feature.held.map((held) => symbol(held, feature.contested)));
  if (feature.total) made.append(burst(feature));
  return made;
}

// ---------------------------------------------------------------- what opens on a mark

const chips = (one) => ["near", "contested"].filter((name) => one[name]).flatMap((name) => [" ", tag("span", { className: `chip${name === "contested" ? " warn" : ""}`, textContent: board.dataset[name] })]);

function opened(feature) {
  const lines = feature.held.map((held) => tag("li", {}, tag("span", { textContent: held.says }), " ", tag("span", { className: "dim", textContent: held.age_says })));
  const events = feature.events.map((one) => tag("li", {}, tag("span", { className: "dim", textContent: `${one.when} ` }), tag("a", { href: one.link, textContent: one.what }), ...chips(one)));
  const made = tag("div", { className: "opened", dir: document.documentElement.dir }, tag("b", {}, tag("bdi", { textContent: feature.name })));
  if (feature.why) made.append(" ", tag("span", { className: "dim", textContent: feature.why }));
  if (feature.contested) made.append(tag("p", { className: "contested", lang: "en", dir: "ltr", textContent: feature.contested }));
  if (lines.length) made.append(tag("ul", { className: "plain" }, ...lines));
  if (events.length) made.append(tag("ul", { className: "plain events" }, ...events));
  made.append(tag("p", {}, tag("a", { href: feature.link, textContent: board.dataset.all })));
  return made;
}

// ---------------------------------------------------------------- the map

const rtl = document.documentElement.dir === "rtl";
const map = L.map(board, { zoomControl: false, attributionControl: false, zoomSnap: 0.5, minZoom: 2, maxZoom: 13, worldCopyJump: true });
L.control.zoom({ zoomInTitle: board.dataset.zoomin, zoomOutTitle: board.dataset.zoomout, position: rtl ? "topleft" : "topright" }).addTo(map);
L.control.attribution({ prefix: false, position: rtl ? "bottomleft" : "bottomright" }).addTo(map).addAttribution(`<span dir="${document.documentElement.dir}">${board.dataset.attribution}</span>`);
for (const [name, level] of [["land", 210], ["areas", 390]]) map.createPane(name).style.zIndex = level;
const renderers = { land: L.svg({ pane: "land", padding: 0.5 }), areas: L.svg({ pane: "areas", padding: 0.5 }) };
const background = L.layerGroup().addTo(map);
const content = L.layerGroup().addTo(map);
map.setView([30, 30], 3);
board.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
if (board.dataset.tiles) L.tileLayer(board.dataset.tiles, { maxZoom: 19 }).addTo(map);
if (board.dataset.pmtiles) globalThis.protomapsL?.leafletLayer({ url: board.dataset.pmtiles, flavor: board.dataset.flavor, lang: document.documentElement.lang }).addTo(map);

const fetched = new Map();
function load(address) {
  if (!fetched.has(address)) fetched.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))).catch((error) => { fetched.delete(address); throw error; }));
  return fetched.get(address);
}

let outlined = "";
async function outlines(shapes) {
  const codes = Object.keys(shapes);
  if (codes.join() === outlined) return;
  const [world, ...countries] = await Promise.all([load(board.dataset.countries), ...codes.map((code) => load(shapes[code]))]);
  outlined = codes.join();
  background.clearLayers();
  const others = world.objects.countries.geometries.filter((one) => !codes.includes(one.id));
  const lines = (data, className) => L.geoJSON(data, { ...COUNTRIES, className, renderer: renderers.land }).addTo(background);
  lines(topojson.feature(world, { type: "GeometryCollection", geometries: others }), "land");
  for (const one of countries) {
    lines(topojson.merge(one, one.objects.regions.geometries), "land own");
    lines(topojson.mesh(one, one.objects.regions, (a, b) => a !== b), "inner");
  }
}

async function areas(shapes) {
  const found = new Map();
  for (const one of await Promise.all(Object.values(shapes).map(load))) {
    for (const region of one.objects.regions.geometries) if (region.id) found.set(region.id, topojson.feature(one, region));
  }
  return found;
}

const WEIGHT = { assessed: 2, reported: 1, claimed: 0 };
function tinted(features) {
  const held = features.flatMap((one) => one.held.map((held) => ({ ...held, contested: one.contested })));
  held.sort((a, b) => (a.mode === "part") - (b.mode === "part") || WEIGHT[b.layer] - WEIGHT[a.layer]);
  const first = held[0];
  if (!first) return { className: "area events", fillColor: "none" };
  const disagree = held.some((one) => one.mode === "holds" && first.mode === "holds" && one.colour !== first.colour);
  return { className: `area c${first.colour} a-${first.age} l-${first.layer}`, fillColor: fill(first, first.contested || disagree) };
}

function place(feature) {
  const html = row(feature);
  const size = [24 * Math.max(1, feature.held.length + (feature.total ? 1 : 0)), 24];
  const icon = L.divIcon({ html, className: "mark", iconSize: feature.drawn === "area" ? null : size });
  const marker = L.marker(feature.label, { icon, keyboard: true, title: "", alt: "", riseOnHover: true });
  marker.bindPopup(() => opened(feature), { maxWidth: 340, minWidth: 220, autoPanPadding: [16, 16] });
  if (feature.drawn === "point") marker.bindTooltip(() => tag("bdi", { textContent: feature.name }), { direction: "top", offset: [0, -10] });
  marker.on("add", () => {
    const own = marker.getElement();
    own.dataset.mark = feature.id;
    own.classList.add(feature.drawn);
    own.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); marker.openPopup(); } });
  });
  marker.on("popupopen", (event) => {
    if (document.activeElement === marker.getElement()) event.popup.getElement().querySelector("a[href]:not(.leaflet-popup-close-button)")?.focus({ preventScroll: true });
  });
  marker.on("popupclose", (event) => { if (event.popup.getElement()?.contains(document.activeElement)) marker.getElement()?.focus(); });
  return marker;
}

// The name of a region gives way to the points in it, and stays in the region where it can.
const STEPS = [0, -26, 26, -52, 52, -78, 78].flatMap((down) => [0, -45, 45, -90, 90, -135, 135].map((along) => [along, down]))
  .sort(([a, b], [c, d]) => Math.hypot(a, b) - Math.hypot(c, d));
function settle() {
  const boxes = [...board.querySelectorAll(".row-of.point")].map((one) => one.parentElement.getBoundingClientRect());
  for (const one of board.querySelectorAll(".mark.area")) {
    one.style.marginLeft = `${-one.offsetWidth / 2}px`;
    one.style.marginTop = `${-one.offsetHeight / 2}px`;
    const box = one.getBoundingClientRect();
    const moved = ([along, down]) => ({ left: box.left + along, right: box.right + along, top: box.top + down, bottom: box.bottom + down });
    const free = (at) => boxes.every((other) => other.right < at.left || other.left > at.right || other.bottom < at.top || other.top > at.bottom);
    const steps = STEPS.filter((step) => free(moved(step)));
    const [along, down] = steps.find((step) => isOn(one, moved(step))) ?? steps.find(([along]) => !along) ?? [0, 0];
    one.style.marginLeft = `${along - one.offsetWidth / 2}px`;
    one.style.marginTop = `${down - one.offsetHeight / 2}px`;
    boxes.push(moved([along, down]));
  }
}

// Whether the middle of a box is on the region of a label.
function isOn(label, box) {
  const path = drawn.get(label.dataset.mark)?.getElement();
  const to = path?.getScreenCTM()?.inverse();
  return Boolean(to && path.isPointInFill(new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2).matrixTransform(to)));
}
map.on("zoomend", settle);

let fitted = false;
const drawn = new Map(); // a mark's id -> the outline of its region
async function draw(data) {
  await outlines(data.shapes);
  const found = await areas(data.shapes);
  const at = document.activeElement?.dataset?.mark;
  const features = data.features.map((one) => ({ ...one.properties, id: one.id }));
  content.clearLayers();
  drawn.clear();
  const regions = Map.groupBy ? Map.groupBy(features.filter((one) => one.region), (one) => one.region) : grouped(features);
  for (const [id, own] of regions) {
    const shape = found.get(id);
    if (!shape) continue;
    const area = L.geoJSON(shape, { renderer: renderers.areas, weight: 2, fillOpacity: 1, ...tinted(own) });
    area.on("click", () => own[0].marker.openPopup()).addTo(content);
    for (const one of own) drawn.set(String(one.id), area.getLayers()[0]);
  }
  for (const feature of features) { feature.marker = place(feature); content.addLayer(feature.marker); }
  if (!fitted && features.length) {
    fitted = true;
    const whole = L.latLngBounds(features.map((one) => one.label));
    for (const id of regions.keys()) if (found.has(id)) whole.extend(L.geoJSON(found.get(id)).getBounds());
    map.fitBounds(whole, { padding: [28, 28], maxZoom: 9, animate: false });
  }
  if (at) board.querySelector(`[data-mark="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
  settle();
  board.dataset.day = data.day ?? "";
}

function grouped(features) {
  const made = new Map();
  for (const one of features) if (one.region) made.set(one.region, [...(made.get(one.region) ?? []), one]);
  return made;
}

// ---------------------------------------------------------------- the day: the address, what follows it, the slider

const player = document.getElementById("player");
const slider = document.getElementById("day");
const shown = document.getElementById("day-says");
const play = document.getElementById("play");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const lang = document.documentElement.lang;
const says = new Intl.DateTimeFormat(`${lang === "en" ? "en-GB" : lang}-u-nu-latn`, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const first = Date.parse(`${player.dataset.first}T00:00:00Z`);
const dayAt = (number) => new Date(first + number * 864e5);
const iso = (number) => dayAt(number).toISOString().slice(0, 10);

function told(number) {
  slider.value = number;
  shown.value = says.format(dayAt(number));
  slider.setAttribute("aria-valuetext", shown.value);
}

function address() {
  const made = new URL(location.href);
  const chosen = new FormData(form);
  for (const name of ["layer", "back"]) made.searchParams.set(name, chosen.get(name));
  return made;
}

let turn = 0;
async function show(to) {
  const own = ++turn;
  const data = new URL(to);
  data.pathname = "/map/data";
  board.setAttribute("aria-busy", "true");
  try {
    const [map, page] = await Promise.all([fetch(data), fetch(to)]);
    if (!map.ok || !page.ok) throw new Error(`${map.status}`);
    const [found, html] = await Promise.all([map.json(), page.text()]);
    if (own !== turn) return;
    history.replaceState(null, "", to);
    follow(new DOMParser().parseFromString(html, "text/html"));
    await draw(found);
  } catch (error) {
    if (own === turn) { pause(); document.getElementById("toast").replaceChildren(tag("p", { textContent: board.dataset.failed })); }
    throw error;
  } finally {
    if (own === turn) board.removeAttribute("aria-busy");
  }
}

function follow(page) {
  for (const one of FOLLOW) {
    const [old, now] = [document.querySelector(one), page.querySelector(one)];
    if (old && now && !(old.contains(document.activeElement) && one !== "#beside")) old.replaceWith(now);
  }
}

function turnTo(number) {
  told(number);
  const to = address();
  to.searchParams.set("as_of", iso(number));
  form.elements.as_of.value = iso(number);
  return show(to);
}

const step = (by) => turnTo(Math.min(Number(slider.max), Math.max(0, Number(slider.value) + by)));

let running = null;
function pause() {
  clearTimeout(running);
  running = null;
  play.setAttribute("aria-pressed", "false");
  play.querySelector("span").textContent = play.dataset.play;
  shown.setAttribute("aria-live", "polite");
}

function go() {
  if (still.matches) return void step(1);
  if (Number(slider.value) >= Number(slider.max)) told(0);
  play.setAttribute("aria-pressed", "true");
  play.querySelector("span").textContent = play.dataset.pause;
  shown.setAttribute("aria-live", "off");
  const next = async () => {
    await step(1).catch(() => {});
    if (running === null) return;
    if (Number(slider.value) >= Number(slider.max)) return pause();
    running = setTimeout(next, Number(player.dataset.pace));
  };
  running = setTimeout(next, 0);
}

const toggle = () => (running === null ? go() : pause());
play.addEventListener("click", toggle);
still.addEventListener("change", () => still.matches && pause());
document.addEventListener("visibilitychange", () => document.hidden && pause());
document.getElementById("earlier").addEventListener("click", () => { pause(); step(-1); });
document.getElementById("later").addEventListener("click", () => { pause(); step(1); });
let waiting = null;
slider.addEventListener("input", () => {
  pause();
  told(Number(slider.value));
  clearTimeout(waiting);
  waiting = setTimeout(() => turnTo(Number(slider.value)), 120);
});
form.addEventListener("change", (event) => {
  if (event.target.name === "as_of") return event.target.value && turnTo(Math.round((Date.parse(event.target.value) - first) / 864e5));
  return show(address());
});
form.addEventListener("submit", (event) => { event.preventDefault(); show(address()); });
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input:not([type=radio]):not([type=range]), textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { p: toggle, "[": () => { pause(); step(-1); }, "]": () => { pause(); step(1); } }[pressed(event)];
  if (act) { event.preventDefault(); act(); }
});

player.hidden = false;
form.classList.add("live");
told(Number(slider.value));
const data = new URL(location.href);
data.pathname = "/map/data";
load(data.href).then(draw);
