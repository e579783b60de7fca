// The page of the validation: one finding is chosen by its mark in the picture or its name in a list.
import { fill, question } from "./app.js";

const form = document.querySelector(".filters");
const chosen = form.elements.finding;
const answer = document.querySelector("#answer");

function choose(id, { moved }) {
  chosen.value = id;
  history.replaceState(null, "", `?${question(form)}`);
  answer.querySelectorAll("[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
  answer.querySelectorAll(`[data-finding="${CSS.escape(id)}"]`).forEach((link) => link.setAttribute("aria-current", "true"));
  const place = document.querySelector("#finding");
  fill(place, `/api/validation/${encodeURIComponent(id)}`).then(() => {
    if (moved) place.scrollIntoView({ block: "nearest" });
  });
}

/** All marks are one stop of the tab key; arrow keys go from mark to mark, from left to right. */
function rove(picture) {
  const marks = [...picture.querySelectorAll("a")];
  marks.forEach((mark, i) => { mark.tabIndex = i ? -1 : 0; });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const at = marks.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = marks[(at + step + marks.length) % marks.length];
    marks[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

function live() {
  const picture = answer.querySelector(".agreement");
  if (picture) rove(picture);
}

answer.addEventListener("click", (event) => {
  const link = event.target.closest("[data-finding]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.dataset.finding, { moved: true });
});
answer.addEventListener("filled", (event) => {
  if (event.target !== answer || !event.detail.ok) return;
  live();
  if (chosen.value && document.querySelector("#finding")) choose(chosen.value, { moved: false });
});
live();
