// The page of a task for a class: copies the link.
const button = document.querySelector("[data-copy]");
const said = document.querySelector("[data-copied]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.querySelector("[data-link]").href);
      said.textContent = said.dataset.saidCopied;
    } catch { said.textContent = said.dataset.saidNot; }
  });
}
