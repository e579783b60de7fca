"""X against Y."""

from __future__ import annotations

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer
from gutbrain.answers.ask.helps import given_or_probiotic, name_of, outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import Thing, titles
from gutbrain.answers.ask.with_medicine import DO_NOT_STOP
from gutbrain.evidence.pooling.glance import Glance
from gutbrain.evidence.trials import Trial


def against(reading: Reading) -> Answer:
    """Each against its control, side by side: hardly a trial held them against one another."""
    medicines = reading.of("medicine")
    sides = (*given_or_probiotic(reading, medicines=False), *(reading.given if reading.strains else ()), *medicines)
    asked = outcomes_of(reading)
    pools: dict[str, Glance] = {}
    every: dict[str, Trial] = {}
    for side in sides:
        found = records.measuring(asked, records.trials_of([side], reading.whom))
        every |= found
        for thing in asked:
            pool = records.pooled(thing, found)
            if pool.arms:
                pools[f"{name_of(side)}: {thing.title}"] = pool
    named = [side for side in sides if isinstance(side, Thing)]
    reviews = records.in_print([thing for thing in named if thing.sort == "medicine"] or named, asked)
    meanings = [thing.meaning for thing in named if thing.meaning]
    names = " and ".join(map(name_of, sides))
    for side in named:
        if side.sort == "medicine" and reviews:
            pools = {name: pool for name, pool in pools.items() if not name.startswith(side.title)}
    told = "; ".join(
        f"{name}: {numbers.verdict(pool).lower()}, {numbers.size(pool)} than its control (certainty {pool.certainty})"
        for name, pool in pools.items()
    )
    start = " ".join(meanings[:2]) if meanings else ""
    sentence = (
        f"{names[:1].upper()}{names[1:]} are not the same, and which does more on {titles(asked)} "
        "is not known: each was held against placebo or nothing, hardly ever against the other"
    )
    sentence += f"; {told}." if told else "; nothing that can be pooled is kept here on either."
    shown = [row for row in reviews if row.effect and row.effect.kind == "smd" and row.intervention == "antidepressant"]
    if shown:
        row = records.print_table(shown[:1]).rows[0]
        sentence = f"{sentence.rstrip('.')}; antidepressants against placebo, as printed: {row[3]} ({row[0]})."
    if start and not reading.outcomes and not medicines:
        sentence = f"{start} {sentence}"
    if medicines:
        beside = "so one does not replace the other: do not stop a medicine or a therapy for it."
        sentence = f"{sentence.rstrip('.')}; {beside}"
    lines = ([start] if start else []) + ([DO_NOT_STOP] if medicines else [])
    tables = (
        numbers.table(pools, "Each against its own control"),
        records.print_table(reviews),
        records.trial_table(every, asked),
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        records.cited(every.values(), (), reviews),
    )
