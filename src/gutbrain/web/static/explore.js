// The living map: hovering lights what hangs together, choosing opens its panel and is kept in the address; the story
// goes on and back by arrow keys, and fills the screen for a lecture.
import { fill } from "./app.js";

const room = document.querySelector(".explore");
const map = document.querySelector("svg.map.living");
const panel = document.querySelector("#panel");
const story = document.querySelector("#story");
const pause = document.querySelector(".pause");
const lines = [...map.querySelectorAll(".link")];
const nodes = [...map.querySelectorAll(".node")];
const numbers = [...map.querySelectorAll(".number")];
const whole = "all";
let chosen = read();
let last;

function read() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(["node", "arrow", "show", "step"].map((name) => [name, query.get(name) ?? ""]));
}

/** Giver and listener of a line. */
const ends = (line) => line.dataset.arrow.split("-");

function belongs(line, what) {
  const { shows, told, arrow } = line.dataset;
  if (what.step) return told === what.step;
  if (what.arrow) return arrow === what.arrow;
  const kind = what.show === whole ? "" : what.show;
  return (!what.node || ends(line).includes(what.node)) && (!kind || shows.split(" ").includes(kind));
}

function light(what) {
  const anything = Boolean(what.node || what.arrow || (what.show && what.show !== whole) || what.step);
  const lighted = new Set(what.node ? [what.node] : []);
  for (const line of lines) {
    const lit = anything && belongs(line, what);
    line.classList.toggle("lit", lit);
    if (lit) ends(line).forEach((end) => lighted.add(end));
  }
  for (const node of nodes) node.classList.toggle("lit", anything && lighted.has(node.dataset.node));
  for (const number of numbers) number.classList.toggle("lit", number.dataset.step === what.step);
  map.classList.toggle("picked", anything);
}

/** Show what is chosen; `moved` is true where somebody chose it just now, who is then taken to it. */
function render(moved) {
  const few = !(chosen.node || chosen.arrow || chosen.show);
  map.classList.toggle("few", few);
  map.setAttribute("viewBox", few ? map.dataset.few : map.dataset.whole);
  light(chosen);
  const inner = lines.filter((line) => !line.classList.contains("outer"));
  const lit = lines.filter((line) => line.classList.contains("lit"));
  const shown = document.querySelector(".shown");
  const said = lit.some((line) => line.classList.contains("outer")) ? shown.dataset.outside : shown.dataset.inside;
  shown.textContent = !chosen.show || chosen.show === whole ? "" : said.replace("LIT", lit.length).replace("ALL", inner.length);
  for (const node of nodes) {
    node.classList.toggle("chosen", node.dataset.node === chosen.node);
    if (node.dataset.node === chosen.node) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
  for (const chip of document.querySelectorAll(".shows a")) {
    if (chip.dataset.show === chosen.show && (few || chosen.show)) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  const address = chosen.arrow ? `/api/axis/arrows/${encodeURIComponent(chosen.arrow)}`
    : chosen.node ? `/api/axis/channels/${encodeURIComponent(chosen.node)}` : "";
  panel.hidden = !address;
  story.hidden = Boolean(address);
  room.classList.toggle("reading", Boolean(address));
  room.classList.toggle("telling", !address && Boolean(chosen.step));
  if (address && panel.dataset.holds !== address) {
    panel.dataset.holds = address;
    fill(panel, address).then(() => { if (moved) go(panel); });
  } else if (!address) {
    panel.dataset.holds = "";
    for (const part of story.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== (chosen.step || "0");
    if (moved) go(story.querySelector(`[data-part="${CSS.escape(chosen.step || "0")}"]`));
  }
}

const beside = () => getComputedStyle(room).gridTemplateColumns.split(" ").length > 1;

/** Take reader and focus to a heading; the map stays in sight, so that what is lit is seen. */
function go(place) {
  document.querySelector(".panel-side").scrollTop = 0;
  if (beside()) scrollTo({ top: 0 });
  else if (!chosen.node && !chosen.arrow) document.querySelector(".map-room").scrollIntoView({ block: "start" });
  place.querySelector("h2")?.focus({ preventScroll: beside() || Boolean(chosen.step) });
}

function choose(what) {
  chosen = { ...chosen, ...what };
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value)).toString();
  history.pushState(null, "", query ? `?${query}` : location.pathname);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const { node, arrow, show, step, close } = link.dataset;
  if (node !== undefined) { last = node; choose({ node, arrow: "", step: "" }); }
  else if (arrow !== undefined) choose({ arrow, node: "", step: "" });
  else if (show !== undefined) choose({ show, step: "", arrow: "", node: show && show !== whole ? chosen.node : "" });
  else if (step !== undefined) tell(step);
  else if (close !== undefined) choose({ node: "", arrow: "", step: "" });
  else return;
  event.preventDefault();
  if (step === undefined) render(show === undefined);
  if (close !== undefined) nodes.find((n) => n.dataset.node === last)?.focus();
});

/** Go to a step of the story; 0 is its start. */
function tell(step) {
  choose({ step: Number(step) ? String(step) : "", node: "", arrow: "", show: "" });
  render(true);
}

/** Whether a key belongs to something else: to a field, a menu, or a curve that is read by arrow keys. */
const taken = (target) => Boolean(target.closest?.("input, textarea, select, .menu, [role=slider], [contenteditable]"));

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || taken(event.target)) return;
  const at = Number(chosen.step), last = Number(story.dataset.last);
  if (event.key === "Escape") {
    if (room.classList.contains("lecture")) lecture(false);
    else if (chosen.node || chosen.arrow || chosen.show || chosen.step) tell(0);
    else return;
  } else if (event.key === "ArrowRight" && !story.hidden && at < last) tell(at + 1);
  else if (event.key === "ArrowLeft" && !story.hidden && at > 0) tell(at - 1);
  else return;
  event.preventDefault();
});

const projectors = [...document.querySelectorAll("button.lecture")];

/** Map and words over the whole screen, or no longer; where a browser has no full screen, over the whole window. */
function lecture(wanted) {
  room.classList.toggle("lecture", wanted);
  projectors.forEach((button) => button.setAttribute("aria-pressed", String(wanted)));
  if (wanted) room.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) document.exitFullscreen();
}

projectors.forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => lecture(!room.classList.contains("lecture")));
});
document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) lecture(false); });

addEventListener("popstate", () => { chosen = read(); render(false); });

for (const kind of ["pointerover", "focusin"]) {
  map.addEventListener(kind, (event) => {
    const part = event.target.closest("a");
    if (part?.dataset.node) light({ node: part.dataset.node, show: chosen.show });
    else if (part?.dataset.step) light({ step: part.dataset.step });
  });
}
for (const kind of ["pointerout", "focusout"]) map.addEventListener(kind, () => light(chosen));

// what is large or slow is asked for when somebody opens it
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!details.open || !details.dataset.opens) return;
  const address = details.dataset.opens;
  delete details.dataset.opens;
  fill(details.querySelector("div"), address);
}, true);

pause.hidden = false;
pause.addEventListener("click", () => {
  const still = map.classList.toggle("still");
  pause.setAttribute("aria-pressed", String(still));
});
// what the server has put there already is not asked for again
panel.dataset.holds = chosen.arrow ? `/api/axis/arrows/${chosen.arrow}` : chosen.node ? `/api/axis/channels/${chosen.node}` : "";
render(false);
