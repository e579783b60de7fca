"""What is known of strain S."""

from __future__ import annotations

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.helps import outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import Thing, titles
from gutbrain.evidence.records import claims
from gutbrain.evidence.strain_facts import about_strain
from gutbrain.evidence.trials import Trial
from gutbrain.evidence.wording import fold
from gutbrain.exposures.strains import Strain


def strain(reading: Reading) -> Answer:
    """Each strain that was named: its trials on what was asked, for and against, with doses."""
    parts = [_part(one, reading) for _, one in reading.strains[:5]]
    return Answer(
        reading.question,
        reading.kind,
        " ".join(part.sentence for part in parts),
        tuple(line for part in parts for line in part.lines),
        tuple(table for part in parts for table in part.tables),
        tuple(dict.fromkeys(key for part in parts for key in part.sources)),
        found=any(part.found for part in parts),
    )


def _part(one: Strain, reading: Reading) -> Answer:
    asked = outcomes_of(reading) if reading.outcomes or reading.of("part") else ()
    named = reading.outcomes
    found = records.trials_of([one])
    chosen = records.measuring(named, found) if named else found
    wide = one.level != "strain"
    facts = about_strain(one.name)
    kind = "strains of it differ, and what one did proves nothing of the next; " if wide else ""
    doses = ", ".join(numbers.cfu(dose) for dose in facts.doses)
    if not found:
        sentence = f"{one.name}: {kind}no trial with people is kept here."
        name = one.species if wide else one.short
        said = [claim for claim in claims().values() if fold(name) in fold(claim.statement)]
        tables = (records.claim_table(said), _sisters(one))
        return Answer(
            "",
            "strain",
            sentence,
            tuple(facts.unknown),
            tables,
            records.cited((), said),
            # what is said of it elsewhere is no answer to what it does to an outcome
            found=bool(said) and not named,
        )
    told = _results(asked or _every(), chosen)
    on = f" on {titles(named)}" if named else ""
    sentence = (
        f"{one.name}: {kind}{len(found)} trial{'s' if len(found) > 1 else ''} with people "
        f"{'are' if len(found) > 1 else 'is'} kept here"
    )
    if named and not chosen:
        sentence += f", none of which compared {titles(named)} between arms"
    else:
        sentence += f"{f', {len(chosen)} of them' if named else ''}{on}: {told}"
    sentence += f"; doses tested {doses} CFU a day" if doses else "; its own dose is not known"
    among = [key for key, trial in found.items() if all(thing.is_of(trial) for thing in reading.whom)]
    if reading.whom:
        sentence += (
            f"; in {titles(reading.whom)} "
            f"{'it was tested in ' + ', '.join(among) if among else 'no trial of it is kept here'}"
        )
    pools = {thing.title: pool for thing in asked if (pool := records.pooled(thing, chosen, one.name)).arms}
    if pools:
        sentence += "; " + "; ".join(numbers.clause(pool, what) for what, pool in pools.items())
    lines = [*([facts.warning] if facts.warning else []), *(f"Not known: {line}." for line in facts.unknown[:4])]
    tables = (
        numbers.table(pools, f"Pooled: {one.short}"),
        records.trial_table(chosen or found, named, f"Trials of {one.short}"),
    )
    return Answer(
        "",
        "strain",
        f"{sentence}.",
        tuple(lines),
        tables,
        records.cited((chosen or found).values()),
    )


def _every() -> tuple[Thing, ...]:
    from gutbrain.answers.ask.things import things

    return tuple(thing for thing in things().values() if thing.sort == "outcome" and thing.measures)


def _results(asked: tuple[Thing, ...], chosen: dict[str, Trial]) -> str:
    said = []
    for thing in asked:
        good = [
            key
            for key, trial in chosen.items()
            if any(one.result in ("improved", "lower") for one in records.results(trial, thing))
        ]
        null = [key for key, trial in chosen.items() if key not in good and records.results(trial, thing)]
        if good or null:
            parts = [f"better in {', '.join(good)}"] if good else []
            parts += [f"no difference in {', '.join(null)}"] if null else []
            said.append(f"{thing.title} {' and '.join(parts)}")
    return "; ".join(said) or "nothing that compared arms on mood, stress, sleep, thinking or the bowel"


def _sisters(one: Strain) -> Table:
    from gutbrain.evidence.strain_trials import sister_trials

    return records.trial_table(
        {trial.key: trial for trial in sister_trials(one)},
        (),
        "Other strains of the species, which prove nothing of it",
    )
