"""How long until it works: how long trials lasted, and what came out after how many weeks."""

from __future__ import annotations

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.helps import given_or_probiotic, name_of, outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import Thing, titles
from gutbrain.evidence.pooling.glance import Glance
from gutbrain.evidence.records import claims
from gutbrain.evidence.strain_trials import is_weak
from gutbrain.evidence.trials import Trial

SPANS = (
    (0.0, 3.9, "less than 4 weeks"),
    (3.9, 5.9, "4 to 5 weeks"),
    (5.9, 8.9, "6 to 8 weeks"),
    (8.9, 12.9, "9 to 12 weeks"),
    (12.9, 1e9, "more than 12 weeks"),
)
"""Weeks of treatment that are looked at together."""

GONE = "ingested-strains-pass-through-stool"
"""What is known of strains that are no longer taken."""

VARIES = "by strain, dose, where you start and how regular you are it is sooner or later"


def how_long(reading: Reading) -> Answer:
    """Weeks of trials, and the shortest after which one came out better."""
    asked, given = outcomes_of(reading), given_or_probiotic(reading)
    name = " and ".join(map(name_of, given))
    found = records.measuring(asked, records.trials_of(given, reading.whom))
    weeks = sorted(trial.weeks for trial in found.values() if trial.weeks is not None)
    if not weeks:
        sentence = f"Not known: nothing is kept here that says how long {name} would take on {titles(asked)}."
        return Answer(reading.question, reading.kind, sentence, found=False)
    pools = _by_span(asked, found)
    clear = [span for span, one in pools.items() if one.clear and one.good > 0]
    first = sorted(
        {trial.weeks for trial in found.values() if trial.weeks and not is_weak(trial) and _better(trial, asked)}
    )
    middle = weeks[len(weeks) // 2]
    several = _visits(found, asked)
    start = "A few weeks or longer" if middle >= 3 else "It is measured within days"
    many = (
        f"the {len(weeks)} trials of {name} on {titles(asked)} lasted {weeks[0]:g} to {weeks[-1]:g} "
        f"weeks, half of them {middle:g} or fewer"
    )
    sentence = (
        f"{start}: {many if len(weeks) > 1 else f'the one trial of {name} on {titles(asked)} lasted {middle:g} weeks'}"
    )
    if first:
        sentence += f"; the earliest sound trial that came out better lasted {first[0]:g} weeks"
    if clear:
        sentence += f"; pooled, a difference shows after {clear[0].split(': ')[-1]}"
    else:
        sentence += "; pooled by weeks, no span shows a sure difference"
    sentence += f"; {VARIES}, and some people notice nothing at all."
    if "stop" in reading.marked:
        gone = claims()[GONE]
        sentence = (
            f"{gone.statement.rstrip('.')} (this stands on: {gone.grade.replace('-', ' ')}); what "
            f"becomes of mood after stopping is not kept here; {sentence[:1].lower()}{sentence[1:]}"
        )
    lines = ["Gas or mild nausea in the first days is common and settles; certainty is that of the table below."]
    if several:
        lines.append(
            "Trials that looked more than once are worth more here than trials of different lengths: see "
            "the second table."
        )
    asked_weeks = reading.spoken.weeks
    if asked_weeks:
        short = sum(week <= asked_weeks[0] for week in weeks)
        lines.append(f"{short} of the {len(weeks)} trials lasted {asked_weeks[0]:.3g} weeks or less.")
    tables = (
        numbers.table(pools, "Pooled by weeks of treatment"),
        several or Table("", (), ()),
        records.trial_table(found, asked),
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        records.cited(found.values()),
    )


def _by_span(asked: tuple[Thing, ...], found: dict[str, Trial]) -> dict[str, Glance]:
    pools = {}
    for thing in asked:
        for low, high, title in SPANS:
            chosen = {
                key: trial for key, trial in found.items() if trial.weeks is not None and low <= trial.weeks < high
            }
            one = records.pooled(thing, chosen)
            if one.arms:
                pools[f"{thing.title}: {title}"] = one
    return pools


def _better(trial: Trial, asked: tuple[Thing, ...]) -> bool:
    return any(
        one.result == "improved" and not one.subgroup for thing in asked for one in records.results(trial, thing)
    )


def _visits(found: dict[str, Trial], asked: tuple[Thing, ...]) -> Table | None:
    """Trials with results at several weeks."""
    rows = []
    for trial in found.values():
        told = [one for thing in asked for one in records.results(trial, thing) if one.week is not None]
        if len({one.week for one in told}) > 1:
            said = "; ".join(
                f"week {one.week:g} {one.scale}: {records.SAID[one.result or '']}"
                for one in sorted(told, key=lambda one: one.week or 0)
            )
            rows.append((trial.key, records.what_was_given(trial), said))
    return (
        Table("Trials that looked more than once", ("trial", "given", "what came out"), tuple(rows)) if rows else None
    )
