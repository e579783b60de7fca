// The page with help: the country that the browser's language names, and the way back for who was looking for research.

const country = document.querySelector("#country");
if (!country.value) {
  const regions = navigator.languages.map((language) => new Intl.Locale(language).region);
  const known = regions.find((region) => region && country.querySelector(`option[value="${CSS.escape(region)}"]`));
  if (known) {
    country.value = known;
    document.querySelector("#guessed").hidden = false;
    country.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// Where the reader came from stands behind the #, which no server sees. Only a page of this application is gone back to.
const came = new URLSearchParams(location.hash.slice(1)).get("to");
if (came && new URLSearchParams(location.search).get("from") === "words") {
  const back = new URL(came, location.origin);
  const root = document.documentElement.dataset.root ?? "";
  if (back.origin === location.origin && back.pathname.startsWith(`${root}/`)) {
    back.searchParams.set("care", "seen");
    const goOn = document.querySelector("#go-on");
    goOn.querySelector("a").href = back.pathname + back.search;
    goOn.hidden = false;
  }
}
