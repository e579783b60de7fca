// The page of the evidence: a strain has an address of its own in the API, so its form is not one of app.js.
import { fill } from "./app.js";

const form = document.querySelector("#one-strain");
if (form) {
  const show = () => {
    const name = form.elements.strain.value.trim();
    history.replaceState(null, "", `?strain=${encodeURIComponent(name)}`);
    fill(document.querySelector("#answer"), name ? `/api/strains/${encodeURIComponent(name)}` : "/api/strains");
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.addEventListener("change", show);
}
