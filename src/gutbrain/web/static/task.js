// A task that a lecturer gave stands on top of every page. It comes behind the "#" of the address, which no server sees,
// goes along with links to other pages here, and is gone when the window is closed. It is read before app.js, which sets
// the address anew where a page asks at once.

const root = document.documentElement.dataset.root ?? "";
const held = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("task")?.slice(0, 600);

function withTask(address) {
  const to = new URL(address, location.href);
  const rest = to.hash.slice(1).split("&").filter((part) => part && !part.startsWith("task="));
  to.hash = [...rest, `task=${encodeURIComponent(held)}`].join("&");
  return to.href;
}

if (held) {
  const sheet = document.createElement("section");
  sheet.className = "task";
  const heading = document.createElement("h2"), text = document.createElement("p");
  heading.id = "task";
  heading.textContent = document.documentElement.dataset.task;
  text.textContent = held;
  sheet.setAttribute("aria-labelledby", "task");
  sheet.append(heading, text);
  document.querySelector("main").prepend(sheet);
  // pages keep their address in step with what is asked: the task stays behind it
  const keep = () => history.replaceState(history.state, "", withTask(location.href));
  document.addEventListener("filled", keep);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.origin !== location.origin || link.hasAttribute("download")) return;
    if (link.pathname === location.pathname && link.search === location.search) return;
    if (link.pathname.startsWith(`${root}/api/`)) return;
    link.href = withTask(link.href);
  });
}
