// The living map: hovering lights what hangs together, choosing opens its panel and is kept in the address.
import { fill } from "./app.js";

const root = document.documentElement.dataset.root ?? "";
const map = document.querySelector("svg.map.living");
const panel = document.querySelector("#panel");
const story = document.querySelector("#story");
const pause = document.querySelector(".pause");
const lines = [...map.querySelectorAll(".link")];
const nodes = [...map.querySelectorAll(".node")];
let chosen = read();
let last;

function read() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(["node", "arrow", "show", "step"].map((name) => [name, query.get(name) ?? ""]));
}

function belongs(line, what) {
  const { ends, shows, claims, arrow } = line.dataset;
  if (what.step) {
    const wanted = story.querySelector(`[data-part="${CSS.escape(what.step)}"]`)?.dataset.claims.split(" ") ?? [];
    return claims.split(" ").some((claim) => claim && wanted.includes(claim));
  }
  if (what.arrow) return arrow === what.arrow;
  return (!what.node || ends.split(" ").includes(what.node)) && (!what.show || shows.split(" ").includes(what.show));
}

function light(what) {
  const anything = Boolean(what.node || what.arrow || what.show || what.step);
  const ends = new Set(what.node ? [what.node] : []);
  for (const line of lines) {
    const lit = anything && belongs(line, what);
    line.classList.toggle("lit", lit);
    if (lit) line.dataset.ends.split(" ").forEach((end) => ends.add(end));
  }
  for (const node of nodes) node.classList.toggle("lit", anything && ends.has(node.dataset.node));
  map.classList.toggle("picked", anything);
}

/** Show what is chosen; `moved` is true where somebody chose it just now, who is then taken to it. */
function render(moved) {
  light(chosen);
  const inner = lines.filter((line) => !line.classList.contains("outer"));
  const lit = lines.filter((line) => line.classList.contains("lit"));
  document.querySelector(".shown").textContent = !chosen.show ? ""
    : lit.some((line) => line.classList.contains("outer")) ? `${lit.length} arrows from outside are lit.`
    : `${lit.length} of the ${inner.length} arrows inside the body are lit.`;
  for (const node of nodes) {
    node.classList.toggle("chosen", node.dataset.node === chosen.node);
    if (node.dataset.node === chosen.node) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
  for (const chip of document.querySelectorAll(".shows a")) {
    if (chip.dataset.show === chosen.show) chip.setAttribute("aria-current", "true");
    else chip.removeAttribute("aria-current");
  }
  const address = chosen.arrow ? `/api/axis/arrows/${encodeURIComponent(chosen.arrow)}`
    : chosen.node ? `/api/axis/channels/${encodeURIComponent(chosen.node)}` : "";
  panel.hidden = !address;
  story.hidden = Boolean(address);
  if (address && panel.dataset.holds !== address) {
    panel.dataset.holds = address;
    fill(panel, address).then(() => { if (moved) go(panel); });
  } else if (!address) {
    panel.dataset.holds = "";
    for (const part of story.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== (chosen.step || "0");
    if (moved && chosen.step) go(story.querySelector(`[data-part="${CSS.escape(chosen.step)}"]`));
  }
}

/** Take reader and focus to a heading. */
function go(place) {
  document.querySelector(".panel-side").scrollTop = 0;
  // beside each other: the map comes whole into view, so that what is lit is seen
  if (innerWidth > 980) map.scrollIntoView({ block: "nearest" });
  place.querySelector("h2")?.focus({ preventScroll: innerWidth > 980 });
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
  else if (show !== undefined) choose({ show, step: "", arrow: "" });
  else if (step !== undefined) choose({ step: step === "0" ? "" : step, node: "", arrow: "", show: "" });
  else if (close !== undefined) choose({ node: "", arrow: "", step: "" });
  else return;
  event.preventDefault();
  render(show === undefined);
  if (close !== undefined) nodes.find((n) => n.dataset.node === last)?.focus();
});
addEventListener("popstate", () => { chosen = read(); render(false); });

for (const kind of ["pointerover", "focusin"]) {
  map.addEventListener(kind, (event) => {
    const part = event.target.closest("a");
    if (part?.dataset.node) light({ node: part.dataset.node, show: chosen.show });
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
