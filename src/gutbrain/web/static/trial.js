// The page Trial: the design as a file is kept in step with the form.
import { fill, question } from "./app.js";

const form = document.querySelector("form[data-beside]");
let waiting;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => fill(document.querySelector(form.dataset.written), `${form.dataset.beside}?${question(form)}`), 200);
});
