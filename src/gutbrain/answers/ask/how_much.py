"""How much, and whether a dose is enough: doses that were tested, and what came out at which."""

from __future__ import annotations

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.helps import given_or_probiotic, name_of, outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import Thing, titles
from gutbrain.evidence.strain_trials import dose_of
from gutbrain.evidence.trials import Trial

SPANS = (
    (0.0, 1e9, "less than 1e9"),
    (1e9, 1e10, "1e9 to below 1e10"),
    (1e10, 1e11, "1e10 to below 1e11"),
    (1e11, 1e99, "1e11 and more"),
)
"""CFU a day that are looked at together."""


def how_much(reading: Reading) -> Answer:
    """Tested doses."""
    asked, given = outcomes_of(reading), given_or_probiotic(reading)
    name = " and ".join(map(name_of, given))
    found = records.measuring(asked, records.trials_of(given, reading.whom))
    doses = {key: dose for key, trial in found.items() if (dose := _dose(trial, given)) is not None}
    if not doses:
        return _in_grams(reading, found, name, asked)
    low, high = min(doses.values()), max(doses.values())
    pools = {}
    for thing in asked:
        for least, most, title in SPANS:
            one = records.pooled(thing, {key: found[key] for key, dose in doses.items() if least <= dose < most})
            if one.arms:
                pools[f"{thing.title}: {title} CFU a day"] = one
    shown = f"{numbers.cfu(low)} to {numbers.cfu(high)} CFU a day" if low < high else f"{numbers.cfu(low)} CFU a day"
    tested = (
        f"doses of {name} that were tested on {titles(asked)} {'run from' if low < high else 'are'} "
        f"{shown} ({len(doses)} trials)"
    )
    if reading.spoken.doses:
        dose = reading.spoken.doses[0]
        near = sum(dose / 2 <= one <= dose * 2 for one in doses.values())
        within = "lies among" if low <= dose <= high else "is below all of" if dose < low else "is above all of"
        sentence = (
            f"{numbers.cfu(dose)} CFU a day {within} what was tested: {tested}, {near} of them at "
            "about that dose; no dose is enough by itself, the strain decides, and more is not always "
            "better"
        )
    else:
        sentence = (
            f"As much as was tested for the very strain: {tested}; there is no dose that holds for "
            "all strains, and more is not always better"
        )
    lines = [
        "What counts is the dose a day of each strain until the end of shelf life, not the number of "
        "strains on the pack."
    ]
    inside = {trial.people: trial.dose_response for trial in found.values() if trial.dose_response}
    if inside:
        lines.append(
            "Doses against one another within one trial: "
            + ", ".join(f"{key} {said.replace('-', ' ')}" for key, said in inside.items())
            + "."
        )
    tables = (numbers.table(pools, "Pooled by dose"), _tested(found, doses), records.trial_table(found, asked))
    return Answer(
        reading.question,
        reading.kind,
        f"{sentence}.",
        tuple(lines),
        tables,
        records.cited(found.values()),
    )


def _dose(trial: Trial, given: tuple[object, ...]) -> float | None:
    for one in given:
        if not isinstance(one, Thing):
            own = dose_of(one, trial)  # type: ignore[arg-type]
            if own is not None:
                return own
    return trial.product.dose


def _tested(found: dict[str, Trial], doses: dict[str, float]) -> Table:
    rows = tuple(
        (numbers.cfu(dose), records.what_was_given(found[key]), key)
        for key, dose in sorted(doses.items(), key=lambda pair: pair[1])[: 2 * records.MOST]
    )
    return Table("Doses tested", ("CFU a day", "given", "trial"), rows)


def _in_grams(reading: Reading, found: dict[str, Trial], name: str, asked: tuple[Thing, ...]) -> Answer:
    if not found:
        sentence = f"Not known: no dose of {name} on {titles(asked)} is kept here."
        return Answer(reading.question, reading.kind, sentence, found=False)
    told = "; ".join(dict.fromkeys(records.what_was_given(trial) for trial in found.values()))
    sentence = f"As much as trials gave: {told}; which amount does best was not shown."
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        (),
        (records.trial_table(found, asked),),
        records.cited(found.values()),
    )
