// What all pages share. A form with data-answer="/api/..." asks the API whenever it changes, puts the HTML that comes
// back into data-into, and keeps the page's address in step, so that it can be shared. Nothing is stored.

const messages = document.documentElement.dataset;
const root = messages.root ?? "";
// what this page calls itself, so that places are shared fairly with others behind the same door; forgotten with it
const page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const asker = { "x-page": page };
// who came back from the page with help, looking for research, is not sent there again
const seen = new URLSearchParams(location.search).get("care") === "seen" ? { "x-care": "seen" } : {};

/** What a form holds, without what is as it was by default (data-default). */
export function question(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const fields = form.elements[name];
    const field = fields instanceof RadioNodeList ? fields[0] : fields;
    if (value !== "" && value !== field?.dataset?.default) query.append(name, value);
  }
  return query;
}

/** Tell screen readers in a line what came, not all of it: what it says of itself (data-said), or its heading. */
let telling;
export function tell(place) {
  const said = place.querySelector("[data-said]")?.dataset.said ?? place.querySelector("h2, h3")?.textContent ?? "";
  const support = place.querySelector(".support b")?.textContent;
  const status = document.querySelector("#status");
  status.textContent = "";
  clearTimeout(telling);
  // a moment later, so that the same words are told again
  telling = setTimeout(() => { status.textContent = [support, said].filter(Boolean).join(" "); }, 80);
}

/** Seconds after which somebody stays with an answer. */
const STAYS = 6;

const pause = (seconds, signal) => new Promise((done, stopped) => {
  const clock = setTimeout(done, 1000 * seconds);
  signal.addEventListener("abort", () => { clearTimeout(clock); stopped(signal.reason); });
});

/** Ask until there is an answer: who is told to come later comes later, says so to the reader, and not all at once. */
async function patiently(address, options, told) {
  for (;;) {
    const response = await fetch(root + address, options);
    const after = Number(response.headers.get("retry-after"));
    if (![429, 503].includes(response.status) || !after) return response;
    await told(response, after);
    await pause(after * (1 + Math.random() / 4), options.signal);
  }
}

async function tellWaiting(place, response) {
  const said = place.querySelector(":scope > .again") ?? document.createElement("div");
  said.className = "again";
  said.setAttribute("role", "status");
  const heard = document.createElement("template");
  heard.innerHTML = await response.text();
  const words = Array.from(heard.content.querySelectorAll("p, li"), (line) => line.textContent.trim()).join(" ");
  said.textContent = [words, messages.again].filter(Boolean).join(" ");
  place.prepend(said);
}

/** A first answer becomes the full one, for whoever stays with it. */
async function becomeSurer(place, address, options) {
  const headers = { ...options.headers, "x-surer": "yes" };
  try {
    await pause(STAYS, place.asking.signal);
  } catch { return; }
  fill(place, address, { ...options, headers }, true);
}

/** Put HTML from the API into a place; places of class "answer" (data-status) are told of in a line. */
export async function fill(place, address, options = {}, surer = false) {
  place.asking?.abort();
  const asking = (place.asking = new AbortController());
  if (!surer) place.setAttribute("aria-busy", "true");
  try {
    const headers = { accept: "text/html", ...asker, ...seen, ...options.headers };
    const response = await patiently(address, { ...options, signal: asking.signal, headers },
      (busy) => surer ? null : tellWaiting(place, busy));
    // what was a first answer stays where somebody is at work in it, or the full one does not come
    if (surer && (!response.ok || place.contains(document.activeElement))) return;
    const care = response.headers.get("x-care");
    if (care) {
      location.assign(`${root}${care}#to=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    place.innerHTML = await response.text();
    dress(place);
    if (response.ok && place.dataset.status !== undefined) tell(place);
    place.dispatchEvent(new CustomEvent("filled", { bubbles: true, detail: { ok: response.ok } }));
    const first = place.querySelector("[data-surer]");
    if (first && first.closest("[data-load]") === place.closest("[data-load]")) becomeSurer(place, address, options);
  } catch (error) {
    if (error.name === "AbortError") return;
    place.innerHTML = '<div class="problems" role="alert"><p></p></div>';
    place.querySelector("p").textContent = messages.noAnswer;
  }
  if (place.asking === asking) place.removeAttribute("aria-busy");
}

/** Ask for a form: by GET with an address that can be shared, by POST as JSON (data-method="post"), or with its files
 *  (data-method="upload"); the button that was pressed may say something as well. */
export function ask(form, button) {
  const place = document.querySelector(form.dataset.into);
  if (form.dataset.method === "upload") {
    return fill(place, form.dataset.answer, { method: "POST", body: new FormData(form, button) });
  }
  if (form.dataset.method === "post") {
    const body = JSON.stringify(Object.fromEntries(question(form)));
    return fill(place, form.dataset.answer, { method: "POST", body, headers: { "content-type": "application/json" } });
  }
  const query = question(form).toString();
  // a page may keep its own steps of the history
  const remember = form.remember ?? ((said) => history.replaceState(null, "", said ? `?${said}` : location.pathname));
  remember(query);
  return fill(place, form.dataset.answer + (query ? `?${query}` : ""));
}

function slider(input) {
  const box = input.closest(".slider");
  const output = box.querySelector("output");
  const show = () => {
    const said = input.dataset.words?.split("|")[Math.round((input.value - input.min) / input.step)];
    const text = said ?? `${input.value} ${input.dataset.unit ?? ""}`.trim();
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
    box.classList.toggle("moved", input.dataset.default !== undefined && input.value !== input.dataset.default);
  };
  input.addEventListener("input", show);
  show();
}

/** The value under the pointer or, by arrow keys, at a day: for curves that carry their numbers (data-readout).
 *  For the keyboard and for screen readers the picture is a slider over the days, whose text is the value. */
function readout(figure) {
  const { days, lines, left, right } = JSON.parse(figure.dataset.readout);
  const svg = figure.querySelector("svg");
  const box = document.createElement("div");
  box.className = "readout";
  box.hidden = true;
  figure.style.position = "relative";
  figure.append(box);
  const last = days.length - 1;
  let at = last;
  const words = (i) => `${messages.day.replace("{}", days[i])}: ` + lines.map((line) => `${line.name} ${line.values[i]}`.trim()).join(", ");
  const show = (i) => {
    const area = svg.getBoundingClientRect(), wide = svg.viewBox.baseVal.width;
    at = i;
    box.textContent = words(i);
    box.hidden = false;
    const x = (left + (right - left) * i / Math.max(1, last)) / wide * area.width;
    box.style.left = `${Math.max(0, Math.min(x, area.width - box.offsetWidth))}px`;
    box.style.top = "0";
    svg.setAttribute("aria-valuenow", i);
    svg.setAttribute("aria-valuetext", words(i));
  };
  const hide = () => { box.hidden = true; };
  svg.addEventListener("pointermove", (event) => {
    const area = svg.getBoundingClientRect(), wide = svg.viewBox.baseVal.width;
    const share = ((event.clientX - area.left) / area.width * wide - left) / (right - left);
    show(Math.round(Math.min(1, Math.max(0, share)) * last));
  });
  svg.addEventListener("pointerleave", hide);
  for (const [name, value] of Object.entries({
    role: "slider", tabindex: 0, "aria-readonly": true, "aria-valuemin": 0, "aria-valuemax": last, "aria-valuenow": at,
    "aria-valuetext": words(at),
  })) svg.setAttribute(name, value);
  svg.addEventListener("focus", () => show(at));
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", (event) => {
    const far = Math.max(1, Math.round(last / 10));
    const to = {
      ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, PageUp: at + far, PageDown: at - far,
      Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(Math.min(last, Math.max(0, to)));
  });
}

/** Load a piece once it comes near the screen, or onto paper: what nobody looks at costs nothing. */
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) load(target);
}, { rootMargin: "300px" });

function load(part) {
  near.unobserve(part);
  fill(part, part.dataset.load);
}

function whenSeen(part) {
  near.observe(part);
  window.addEventListener("beforeprint", () => { if (part.isConnected && part.textContent.trim().endsWith("…")) load(part); }, { once: true });
}

/** Give life to what a piece of HTML holds. */
export function dress(place) {
  place.querySelectorAll("input[type=range]").forEach(slider);
  place.querySelectorAll("[data-readout]").forEach(readout);
  place.querySelectorAll("[data-load]").forEach(whenSeen);
}

dress(document);
// what the address says by now is kept in another language
document.querySelectorAll("a[data-language]").forEach((link) => link.addEventListener("click", () => {
  link.search = location.search;
  link.hash = location.hash;
}));
// the menu closes when one goes on elsewhere, or by Escape
const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.preventDefault();
});
// what is too large is told before it is sent: a server that refuses it half-way is not always heard
document.querySelectorAll("input[type=file][data-most]").forEach((input) => input.addEventListener("change", () => {
  const most = Number(input.dataset.most);
  const large = [...input.files].some((file) => file.size > most);
  input.setCustomValidity(large ? input.dataset.tooLarge : "");
  input.reportValidity();
}));
for (const form of document.querySelectorAll("form[data-answer]")) {
  let waiting;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(() => ask(form), 60); };
  if (form.dataset.when !== "submit") form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    // a button that asks for the page itself (data-page), with another field, say
    if (event.submitter?.dataset.page !== undefined) return;
    event.preventDefault(); ask(form, event.submitter);
  });
  form.addEventListener("reset", () => setTimeout(() => { form.querySelectorAll("input[type=range]").forEach((i) => i.dispatchEvent(new Event("input"))); ask(form); }));
  if (form.dataset.now !== undefined) ask(form);
}
