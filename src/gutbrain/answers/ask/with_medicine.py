"""X together with a medicine, or in its place."""

from __future__ import annotations

from gutbrain.answers.ask import numbers, records, safety_rules
from gutbrain.answers.ask.answer import Answer, sources_of
from gutbrain.answers.ask.helps import given_or_probiotic, name_of, outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import things, titles
from gutbrain.evidence.pooling.glance import Glance
from gutbrain.evidence.trials import Trial

DO_NOT_STOP = (
    "Do not stop, change or delay a prescribed medicine for it without your doctor: stopping can bring "
    "the illness back, and some medicines must be "
    "stopped slowly."
)


def with_medicine(reading: Reading) -> Answer:
    """Trials in which people had both, rules that speak of the medicine, and never a word for stopping it."""
    given, medicines = given_or_probiotic(reading, medicines=False), reading.of("medicine")
    whole = records.trials_of(given)
    name, names = " and ".join(map(name_of, given)), titles(medicines)
    both = {key: trial for key, trial in whole.items() if all(thing.was_given(trial) for thing in medicines)}
    wider = [things()[thing.leads] for thing in medicines if thing.leads]
    group = {
        key: t for key, t in whole.items() if wider and all(thing.was_given(t) for thing in wider) and key not in both
    }
    named = (*medicines, *wider)
    rules = safety_rules.rules_for(named, given)
    others = [rule for rule in safety_rules.rules_for(reading.whom, given) if rule not in rules]
    claims = [claim for thing in medicines for claim in records.claims_on(thing, things()["probiotic"])]
    instead = bool({"stop", "instead"} & set(reading.marked))
    start = (
        "No, not in its place and not without your doctor: do not stop it" if instead else "Ask whoever prescribed it"
    )
    said = []
    if both:
        said.append(f"{_trials(len(both))} kept here gave {name} to people treated with {names}, and {_harm(both)}")
    else:
        said.append(f"nothing is kept here about {name} in people treated with {names}")
    if group:
        said.append(
            f"{_trials(len(group))} gave {name} to people treated with other or unnamed {titles(wider)}, "
            f"and {_harm(group)}"
        )
    if rules:
        said.append(safety_rules.shortly(named, given))
    sentence = f"{start}: {'; '.join(said)}; your doctor or pharmacist decides."
    pooled = _pools({**both, **group}, reading)
    came_out = "; ".join(numbers.clause(pool, what) for what, pool in pooled.items())
    lines = [
        *rules,
        *others,
        *([f"In these trials, {came_out}."] if came_out else []),
        DO_NOT_STOP,
        "A trial that tells of no interaction has not looked for one: absence of a report is not safety.",
    ]
    tables = (
        numbers.table(pooled, f"Pooled: {name} beside {names if both else titles(wider)}"),
        records.trial_table({**both, **group}, reading.outcomes, "Trials in which people had both"),
        records.claim_table(claims),
    )
    found = {**both, **group}
    sources = sources_of(
        records.cited(found.values(), claims), safety_rules.sources_for((*medicines, *wider, *reading.whom), given)
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        sources,
        found=bool(found or rules or claims),
    )


def _trials(number: int) -> str:
    return f"{number} trial{'s' if number > 1 else ''}"


def _harm(found: dict[str, Trial]) -> str:
    telling = [trial for trial in found.values() if trial.adverse or trial.adverse_events]
    if not telling:
        return "none of them tells of unwanted events"
    serious = [part for trial in telling for one in trial.adverse if one.serious for part in (one.active, one.control)]
    with_it = sum(part[0] for part in serious[::2] if part)
    without = sum(part[0] for part in serious[1::2] if part)
    said = f"{len(telling)} of them tell{'s' if len(telling) == 1 else ''} of unwanted events"
    if not serious:
        return f"{said}, none of which was counted as serious"
    return f"{said}; serious ones, where counted: {with_it} with and {without} without it"


def _pools(found: dict[str, Trial], reading: Reading) -> dict[str, Glance]:
    return {thing.title: pool for thing in outcomes_of(reading) if (pool := records.pooled(thing, found)).arms}
