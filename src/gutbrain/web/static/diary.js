// A slider beside each number of the day. What is not touched stays empty: a slider that stands in the middle says nothing
// until it is moved, pressed or stepped on. Without a script the numbers are typed.

const form = document.querySelector("#day");

function pull(field) {
  const { low, high, step } = field.dataset;
  const number = field.querySelector("input[type=number]");
  const box = document.createElement("div");
  box.className = "pull";
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: low, max: high, step });
  range.setAttribute("aria-label", field.querySelector("label").firstChild.textContent.trim());
  const clear = document.createElement("button");
  Object.assign(clear, { type: "button", className: "clear quiet", textContent: form.dataset.clear });
  clear.setAttribute("aria-label", `${form.dataset.clear}: ${range.getAttribute("aria-label")}`);
  box.append(range, clear);
  field.append(box);

  const middle = String((Number(low) + Number(high)) / 2);
  const show = () => {
    const empty = number.value === "";
    field.classList.toggle("empty", empty);
    range.setAttribute("aria-valuetext", empty ? form.dataset.none : number.value);
    range.value = empty ? middle : number.value;
  };
  const take = () => {
    number.value = String(Math.round(range.value * 1000) / 1000);
    show();
  };
  range.addEventListener("input", take);
  // where it stands already is a value, too, once it is pressed
  range.addEventListener("pointerup", take);
  range.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); take(); }
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); number.value = ""; show(); }
  });
  number.addEventListener("input", show);
  clear.addEventListener("click", () => { number.value = ""; show(); range.focus(); });
  show();
}

if (form) form.querySelectorAll(".field").forEach(pull);
