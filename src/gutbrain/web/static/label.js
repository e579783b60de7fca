// The page of the label check. A label is shared in the part of the address after "#", which never leaves the browser.
import { ask } from "./app.js";

const LONGEST = 6000;
const FILE_BYTES = 200_000;
const form = document.querySelector("#label-form");
const text = form.elements.text;
const said = document.querySelector("#said");
const words = said.dataset;
const tell = (message) => { said.textContent = message; };

function check() {
  if (form.reportValidity()) ask(form);
}

function show(content) {
  const most = Number(text.maxLength);
  text.value = content.slice(0, most);
  tell(content.length > most ? words.cut : "");
  check();
}

async function through(stream, bytes) {
  const writer = stream.writable.getWriter();
  // what is wrong with the bytes is told where they are read
  writer.write(bytes).then(() => writer.close()).catch(() => {});
  const parts = [];
  let size = 0;
  for (let reader = stream.readable.getReader(), part; !(part = await reader.read()).done;) {
    size += part.value.length;
    // a short address could unfold into gigabytes
    if (size > FILE_BYTES) { reader.cancel(); throw new Error("too large"); }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function packed(content) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(content));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(code) {
  const bytes = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes));
}

async function copy() {
  if (!text.value.trim()) { tell(words.nothing); return; }
  const code = await packed(text.value);
  if (code.length > LONGEST) { tell(words.long); return; }
  history.replaceState(null, "", `#t=${code}`);
  try {
    await navigator.clipboard.writeText(location.href);
    tell(words.copied);
  } catch {
    tell(words.holds);
  }
}

async function restore() {
  const code = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("t");
  if (!code) return;
  try {
    show(await unpacked(code));
  } catch {
    tell(words.damaged);
  }
}

document.querySelector("#example").addEventListener("click", () => show(document.querySelector("#example-text").content.textContent.trim()));
document.querySelector("#copy").addEventListener("click", copy);
document.querySelector("#print").addEventListener("click", () => print());
// what was read goes into the box, to be corrected and checked again
document.querySelector("#answer").addEventListener("click", (event) => {
  if (!event.target.matches("[data-correct]")) return;
  text.value = event.target.closest(".form").querySelector("[data-form]").textContent.slice(0, Number(text.maxLength));
  tell(words.boxed);
  text.focus();
  text.scrollIntoView({ block: "center" });
});
form.elements.file.addEventListener("change", () => {
  const file = form.elements.file.files[0];
  if (!file) return;
  if (file.size > FILE_BYTES) { tell(words.large); return; }
  const reader = new FileReader();
  reader.addEventListener("load", () => show(reader.result));
  reader.addEventListener("error", () => tell(words.unread));
  reader.readAsText(file);
});
// an address that no longer holds what is in the box would mislead who copies it
text.addEventListener("input", () => { if (location.hash) history.replaceState(null, "", location.pathname); });
addEventListener("hashchange", restore);
restore();
