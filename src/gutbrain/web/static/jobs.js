// Long work: starts what a piece of a page asks for (data-job-start), shows how far it is (data-job) and what it gives on
// the way, and puts the result in the place of the whole answer. Whoever leaves comes back by the page of the job; where
// something else is asked for on the same page, what was asked before is stopped.

import { fill } from "./app.js";

const root = document.documentElement.dataset.root ?? "";
const EVERY = 700;
let waitsFor = null;

function stop(job) {
  return fetch(`${root}/api/jobs/${job}`, { method: "DELETE", keepalive: true }).catch(() => {});
}

/** Look how far a job is until it is over, then show what it gave. */
async function follow(part) {
  const { job, first } = part.dataset;
  const place = part.closest(".answer") ?? part.parentElement;
  waitsFor = job;
  const bar = part.querySelector("progress"), said = part.querySelector(".job-said");
  part.querySelector("[data-stop]").addEventListener("click", async (event) => {
    event.preventDefault();
    waitsFor = null;
    await stop(job);
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
    const inside = part.contains(document.activeElement);
    if (state.state === "waiting" || state.state === "working") {
      bar.value = state.share;
      // few words, so that a screen reader is not flooded
      if (said.textContent !== state.said) said.textContent = state.said;
      if (state.first && first !== "true") {
        // the same job goes on below what it gave first
        waitsFor = null;
        await fill(part.parentElement, `/api/jobs/${job}`);
        if (inside) place.querySelector("[data-stop]")?.focus();
        return;
      }
      continue;
    }
    waitsFor = null;
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
look(document);
