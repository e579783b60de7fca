// Text that is written, pasted or read from a file: looked through while it is written, and kept in the address.

import { fill } from "./app.js";

const LONGEST = 6000;

/** Deflated and as base64url, as gutbrain.web.packed reads it. */
async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Put what a form holds into the address: an example by its name, other text packed, where it is short enough. */
async function address(form, area) {
  const query = new URLSearchParams();
  const example = form.querySelector("[data-examples]");
  if (example?.value && area.value === area.defaultValue) query.set("example", example.value);
  else {
    const text = await packed(area.value);
    if (text.length <= LONGEST) query.set(area.dataset.packed, text);
  }
  for (const [name, value] of new FormData(form)) {
    const field = form.elements[name];
    if (field !== area && value !== "" && value !== field.dataset?.default) query.set(name, value);
  }
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}

for (const area of document.querySelectorAll("textarea[data-packed]")) {
  const form = area.form, place = document.querySelector(area.dataset.checkInto);
  let waiting;
  const check = () => {
    if (!area.dataset.check) return;
    if (!area.value.trim()) { place.textContent = ""; return; }
    const body = JSON.stringify({ [area.name]: area.value });
    fill(place, area.dataset.check, { method: "POST", body, headers: { "content-type": "application/json" } });
  };
  area.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(check, 500); });
  form.addEventListener("submit", () => address(form, area));
  check();

  const file = form.querySelector("input[type=file]");
  const open = async (chosen) => {
    if (!chosen) return;
    file.setCustomValidity(chosen.size > area.maxLength ? file.dataset.tooLarge : "");
    if (!file.reportValidity()) return;
    area.value = await chosen.text();
    check();
    area.focus();
  };
  file?.addEventListener("change", () => open(file.files[0]));
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) { event.preventDefault(); open(event.dataTransfer.files[0]); }
  });
}

for (const select of document.querySelectorAll("select[data-examples]")) {
  select.addEventListener("change", () => { if (select.value) location.assign(select.dataset.examples + select.value); });
}
