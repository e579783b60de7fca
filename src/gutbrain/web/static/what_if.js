// The page "What if". Its state is the address: each settled change is a step of the browser's history, and the form for
// an address comes from the server, so that Back, another kind of person, an option and a saved file all go one way.
import { ask, dress, fill, question, tell } from "./app.js";

const root = document.documentElement.dataset.root ?? "";
const form = document.querySelector("#what-if");
const outcome = document.querySelector("#outcome");
const WHO = ["person", "age", "sex", "weeks", "bmi", "depression", "anxiety", "vulnerability"];
const SETTLED = 1500;

/** The part of the question that says who it is about. */
function who() {
  const query = question(form);
  for (const name of [...query.keys()]) if (!WHO.includes(name) && !name.startsWith("now_")) query.delete(name);
  return query;
}

let ranked;
function rank() {
  const query = who();
  query.set("outcome", outcome.value);
  if (ranked === query.toString()) return;
  ranked = query.toString();
  return fill(document.querySelector("#options"), `/api/what-if/options?${query}`);
}

function set(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// ---- steps: what was changed last, and when, says whether the next change is a step of its own
let last = { name: "", at: 0 }, changing = "", replaying = true;
const step = () => history.state?.step ?? 0;
const undo = () => { const button = form.querySelector("#undo"); if (button) button.hidden = step() === 0; };

form.remember = (query) => {
  const edit = form.dataset.edit ? `${query ? "&" : ""}edit=${form.dataset.edit}` : "";
  const address = query || edit ? `?${query}${edit}` : location.pathname;
  const same = address === (location.search || location.pathname);
  const settling = changing && changing === last.name && Date.now() - last.at < SETTLED;
  if (replaying || same || settling) history.replaceState({ step: step() }, "", address);
  else history.pushState({ step: step() + 1 }, "", address);
  last = { name: changing, at: Date.now() };
  changing = "";
  replaying = false;
  undo();
};

/** The form for an address, from the server; what was open stays open, and the focus where it was. */
async function renew(search) {
  let response;
  form.renewing?.abort();
  const renewing = (form.renewing = new AbortController());
  try {
    response = await fetch(`${root}/what-if${search}`, { headers: { accept: "text/html" }, signal: renewing.signal });
  } catch (error) {
    if (error.name !== "AbortError") location.assign(`${root}/what-if${search}`);
    return;
  }
  const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#what-if");
  if (!found || response.redirected) { location.assign(`${root}/what-if${search}`); return; }
  // what stands there for browsers without scripts is read as if there were none
  for (const plain of found.querySelectorAll("noscript")) plain.remove();
  const focus = document.activeElement?.id, opened = [...form.querySelectorAll("details[open]")].map((one) => one.id);
  form.replaceChildren(...found.childNodes);
  form.dataset.answer = found.dataset.answer;
  form.dataset.edit = found.dataset.edit;
  for (const id of opened) form.querySelector(`#${id}`)?.setAttribute("open", "");
  dress(form);
  (document.getElementById(focus) ?? form.querySelector("[aria-pressed=true]"))?.focus({ preventScroll: true });
  await ask(form);
  const went = form.querySelector("#went")?.textContent;
  if (went) document.querySelector("#status").textContent = went;
}

const asked = (more = {}) => {
  const query = question(form);
  if (form.dataset.edit) query.set("edit", form.dataset.edit);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `?${query}`;
};

// before the change that all forms listen to (app.js), which would ask at once
let kind = form.elements.person.value;
form.addEventListener("change", (event) => {
  const { name, dataset } = event.target;
  changing = name;
  if (dataset.renew !== undefined) {
    event.stopImmediatePropagation();
    renew(asked(name === "person" ? { was: kind } : {}));
    kind = form.elements.person.value;
    return;
  }
  if (name.startsWith("now_")) {
    const slider = form.querySelector(`[type=range][name$="${name.slice(4)}"]:not([name^=now_])`);
    if (!slider) return;
    const moved = slider.value !== slider.dataset.default;
    slider.dataset.default = event.target.value;
    set(slider, moved ? slider.value : event.target.value);
  }
}, { capture: true });

form.addEventListener("click", (event) => {
  const tab = event.target.closest(".tab");
  if (tab) {
    event.preventDefault();
    changing = "";
    renew(asked({ [tab.name]: tab.value }));
  } else if (event.target.closest("#undo")) {
    history.back();
  } else if (event.target.closest("#anew")) {
    for (const input of form.querySelectorAll("[data-default]")) {
      if (!WHO.includes(input.name) && !input.name.startsWith("now_")) set(input, input.dataset.default);
    }
    ask(form);
  }
});

window.addEventListener("popstate", () => {
  replaying = true;
  renew(location.search).then(() => { kind = form.elements.person.value; });
});

document.querySelector("#options").addEventListener("click", (event) => {
  const button = event.target.closest("[data-field]");
  if (!button) return;
  const prefix = form.dataset.edit ? `${form.dataset.edit}_` : "";
  const input = form.elements[prefix + button.dataset.field];
  input.closest("details")?.setAttribute("open", "");
  set(input, button.dataset.value);
  ask(form);
  document.querySelector("#answer").scrollIntoView({ block: "start" });
});

document.querySelector("#answer").addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) { window.print(); return; }
  const button = event.target.closest("[data-copy-address]");
  if (!button) return;
  const told = document.querySelector("[data-told]");
  const local = /^(localhost|127\.|\[::1\])/.test(location.hostname) ? ` ${button.dataset.local}` : "";
  try {
    await navigator.clipboard.writeText(location.href);
    told.textContent = button.dataset.copied + local;
  } catch {
    told.textContent = button.dataset.failed + local;
  }
});

// of the ranking that follows by itself nothing is told: the line is for the answer
outcome.addEventListener("change", async () => { await rank(); tell(document.querySelector("#options")); });
// the answer comes first
document.querySelector("#answer").addEventListener("filled", (event) => { if (event.target.id === "answer") rank(); });
ask(form);
