// Long work: starts what a piece of a page asks for (data-job-start), shows how far it is (data-job), and puts the
// result in the place of the whole answer. A run that nobody waits for any more is stopped.

import { fill } from "./app.js";

const root = document.documentElement.dataset.root ?? "";
const EVERY = 700;
let waitsFor = null;

function stop(job) {
  return fetch(`${root}/api/jobs/${job}`, { method: "DELETE", keepalive: true }).catch(() => {});
}

/** Look how far a job is until it is over, then show what it gave. */
async function follow(part) {
  const job = part.dataset.job;
  const place = part.closest(".answer") ?? part.parentElement;
  waitsFor = job;
  const bar = part.querySelector("progress"), said = part.querySelector(".job-said");
  let told = -1;
  part.querySelector("[data-stop]").addEventListener("click", async () => {
    await stop(job);
    waitsFor = null;
    await fill(part.parentElement, `/api/jobs/${job}`);
    place.tabIndex = -1;
    place.focus();
  });
  while (part.isConnected && waitsFor === job) {
    await new Promise((done) => setTimeout(done, EVERY));
    if (!part.isConnected || waitsFor !== job) break;
    let state;
    try {
      const response = await fetch(`${root}/api/jobs/${job}`, { headers: { accept: "application/json" } });
      state = response.ok ? await response.json() : { state: "failed" };
    } catch { continue; }
    if (!part.isConnected || waitsFor !== job) break;
    if (state.state === "waiting" || state.state === "working") {
      bar.value = state.share;
      // few words, so that a screen reader is not flooded
      const quarter = state.state === "waiting" ? -1 - state.ahead : Math.floor(4 * state.share);
      if (quarter !== told) {
        told = quarter;
        said.textContent = state.ahead ? `Waiting for ${state.ahead} other ${state.ahead === 1 ? "run" : "runs"} …`
          : quarter > 0 ? `Working: ${25 * quarter} % done …` : "Working …";
      }
      continue;
    }
    waitsFor = null;
    const inside = part.contains(document.activeElement);
    // problems stand where the progress stood; a result takes the place of the whole answer
    await fill(state.state === "done" ? place : part.parentElement, `/api/jobs/${job}`);
    if (inside) { place.tabIndex = -1; place.focus(); }
    return;
  }
  // stopped, or something else was asked for meanwhile
  stop(job);
}

function look(place) {
  for (const part of place.querySelectorAll("[data-job-start]")) {
    const { jobStart, body } = part.dataset;
    delete part.dataset.jobStart;
    fill(part, jobStart, { method: "POST", body, headers: { "content-type": "application/json" } });
  }
  const part = place.querySelector("[data-job]");
  if (part && !part.followed) { part.followed = true; follow(part); }
}

// on a phone the answer lies below the form
document.addEventListener("submit", (event) => {
  const place = document.querySelector(event.target.dataset.into);
  if (place && place.getBoundingClientRect().top > innerHeight * 0.7) place.scrollIntoView();
});
document.addEventListener("filled", (event) => look(event.target));
addEventListener("pagehide", () => { if (waitsFor) stop(waitsFor); });
