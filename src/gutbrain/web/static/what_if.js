// The page "What if": a new person sets the sliders anew, options can be tried, the ranking follows the person.
import { ask, fill, question, tell } from "./app.js";

const form = document.querySelector("#what-if");
const outcome = document.querySelector("#outcome");
const WHO = ["person", "age", "sex", "weeks", "bmi", "depression", "anxiety", "vulnerability"];

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

form.addEventListener("change", (event) => {
  const name = event.target.name;
  // what is usual differs between people: the page knows it. What was said of them, and what was changed, stays
  if (name === "person") location.search = question(form);
  if (name.startsWith("now_")) {
    const slider = form.elements[name.slice(4)];
    const moved = slider.value !== slider.dataset.default;
    slider.dataset.default = event.target.value;
    set(slider, moved ? slider.value : event.target.value);
  }
});

document.querySelector("#anew").addEventListener("click", () => {
  for (const input of form.querySelectorAll("[data-default]")) {
    if (!WHO.includes(input.name) && !input.name.startsWith("now_")) set(input, input.dataset.default);
  }
  ask(form);
});

document.querySelector("#options").addEventListener("click", (event) => {
  const button = event.target.closest("[data-field]");
  if (!button) return;
  const input = form.elements[button.dataset.field];
  input.closest("details")?.setAttribute("open", "");
  set(input, button.dataset.value);
  ask(form);
  document.querySelector("#answer").scrollIntoView({ block: "start" });
});

document.querySelector("#answer").addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-address]");
  if (!button) return;
  const said = document.querySelector("[data-copied]");
  const local = /^(localhost|127\.|\[::1\])/.test(location.hostname)
    ? " It opens on this machine only, while gutbrain serve runs; for somebody else, save the report." : "";
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = `Copied. Who has this address sees what was said here (age, mood).${local}`;
  } catch {
    said.textContent = `It could not be copied: take it from the address bar.${local}`;
  }
});

// of the ranking that follows by itself nothing is told: the line is for the answer
outcome.addEventListener("change", async () => { await rank(); tell(document.querySelector("#options")); });
// the answer comes first
document.querySelector("#answer").addEventListener("filled", (event) => { if (event.target.id === "answer") rank(); });
