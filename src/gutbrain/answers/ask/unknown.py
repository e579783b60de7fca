"""What nobody knows, or nobody wrote down here."""

from __future__ import annotations

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.best import _products
from gutbrain.answers.ask.helps import given_or_probiotic, name_of, outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import things, titles
from gutbrain.evidence.records import claims


def unknown(reading: Reading) -> Answer:
    """Gaps, counted from the records."""
    asked, given = outcomes_of(reading), given_or_probiotic(reading)
    name = " and ".join(map(name_of, given))
    found = records.measuring(asked, records.trials_of(given, reading.whom))
    pools = {thing.title: pool for thing in asked if (pool := records.pooled(thing, found)).arms}
    products = _products(found, asked)
    twice = sum(one.sound > 1 for one in products)
    weeks = max((trial.weeks for trial in found.values() if trial.weeks is not None), default=None)
    levels = ", ".join(f"{what} {pool.certainty}" for what, pool in pools.items()) or "nothing to rate"
    absent = [
        thing.title
        for thing in things().values()
        if thing.sort == "condition" and not records.trials_of(given, [thing])
    ]
    assumed = [claim for claim in claims().values() if claim.grade == "assumption"]
    held = (
        f" ({twice} of {len(products)} strains and mixtures have two sound trials that came out better)"
        if products
        else ""
    )
    sentence = (
        f"Not known are, among others: which strain does it{held}, "
        f"what happens beyond {f'{weeks:g} weeks' if weeks else 'any time'}, who will notice anything, "
        "how it works in people, and how sure it is at all "
        f"(certainty for {name}: {levels})."
    )
    lines = [
        f"No trial of {name} that is kept here was with people who have: {', '.join(absent)}. Not kept "
        "here is not the same as not done.",
        f"{len(assumed)} of {len(claims())} influences in the model are assumptions.",
    ]
    if weeks is None:
        lines.insert(0, f"No trial of {name} on {titles(asked)} is kept here.")
    rows = tuple((claim.statement,) for claim in assumed[: records.MOST])
    tables = (
        numbers.table(pools, "What is known, and how surely"),
        Table("Taken for granted in the model", ("assumption",), rows),
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        records.cited(found.values()),
    )
