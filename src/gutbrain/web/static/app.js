// What all pages share. A form with data-answer="/api/..." asks the API whenever it changes, puts the HTML that comes
// back into data-into, and keeps the page's address in step, so that it can be shared. Nothing is stored.

const root = document.documentElement.dataset.root ?? "";
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

/** Put HTML from the API into a place; what it says is told to screen readers by the place's aria-live. */
export async function fill(place, address, options = {}) {
  place.asking?.abort();
  const asking = (place.asking = new AbortController());
  place.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(root + address, {
      ...options, signal: asking.signal, headers: { accept: "text/html", ...seen, ...options.headers },
    });
    const care = response.headers.get("x-care");
    if (care) {
      location.assign(`${root}${care}#to=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    place.innerHTML = await response.text();
    dress(place);
    place.dispatchEvent(new CustomEvent("filled", { bubbles: true, detail: { ok: response.ok } }));
  } catch (error) {
    if (error.name === "AbortError") return;
    place.innerHTML = '<div class="problems" role="alert"><p>No answer came. Is <code>gutbrain serve</code> still running?</p></div>';
  }
  if (place.asking === asking) place.removeAttribute("aria-busy");
}

/** Ask for a form: by GET with an address that can be shared, or by POST as JSON (data-method="post"). */
export function ask(form) {
  const place = document.querySelector(form.dataset.into);
  if (form.dataset.method === "post") {
    const body = JSON.stringify(Object.fromEntries(question(form)));
    return fill(place, form.dataset.answer, { method: "POST", body, headers: { "content-type": "application/json" } });
  }
  const query = question(form).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
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

/** The value under the pointer or, by arrow keys, at a day: for curves that carry their numbers (data-readout). */
function readout(figure) {
  const { days, lines, left, right } = JSON.parse(figure.dataset.readout);
  const svg = figure.querySelector("svg");
  const box = document.createElement("div");
  box.className = "readout";
  box.hidden = true;
  figure.style.position = "relative";
  figure.append(box);
  const show = (x) => {
    const area = svg.getBoundingClientRect(), wide = svg.viewBox.baseVal.width;
    const share = ((x - area.left) / area.width * wide - left) / (right - left);
    const i = Math.round(Math.min(1, Math.max(0, share)) * (days.length - 1));
    box.textContent = `day ${days[i]}: ` + lines.map((line) => `${line.name} ${line.values[i]}`).join(", ");
    box.hidden = false;
    const at = (left + (right - left) * i / Math.max(1, days.length - 1)) / wide * area.width;
    box.style.left = `${Math.max(0, Math.min(at, area.width - box.offsetWidth))}px`;
    box.style.top = "0";
  };
  svg.addEventListener("pointermove", (event) => show(event.clientX));
  svg.addEventListener("pointerleave", () => { box.hidden = true; });
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
for (const form of document.querySelectorAll("form[data-answer]")) {
  let waiting;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(() => ask(form), 60); };
  if (form.dataset.when !== "submit") form.addEventListener("change", later);
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(form); });
  form.addEventListener("reset", () => setTimeout(() => { form.querySelectorAll("input[type=range]").forEach((i) => i.dispatchEvent(new Event("input"))); ask(form); }));
  if (form.dataset.now !== undefined) ask(form);
}
