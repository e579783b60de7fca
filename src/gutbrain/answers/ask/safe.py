"""Is X safe for me, and can it make things worse."""

from __future__ import annotations

from gutbrain.answers.ask import records, safety_rules
from gutbrain.answers.ask.answer import Answer, Table, sources_of
from gutbrain.answers.ask.helps import given_or_probiotic, name_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import titles
from gutbrain.evidence.trials import Trial

GAS = "gas, a bloated belly or mild nausea in the first days are common and settle"


def safe(reading: Reading) -> Answer:
    """Rules for such people, unwanted events of trials, and what came out worse."""
    if reading.spoken.unsafe:
        names = ", ".join(reading.spoken.unsafe)
        sentence = (
            f"No: {names} can make people ill, and no dose of it is looked for here; talk to a "
            "doctor before taking any such microbe."
        )
        return Answer(reading.question, reading.kind, sentence, (safety_rules.for_everybody(),))
    given = given_or_probiotic(reading)
    name = " and ".join(map(name_of, given))
    every = records.trials_of(given)
    among = records.trials_of(given, reading.whom) if reading.whom else every
    about = (*reading.whom, *reading.of("medicine"))
    rules = safety_rules.rules_for((*about, *reading.given), given)
    worse = _worse(every, reading)
    whom = titles(reading.whom)
    telling = [trial for trial in among.values() if trial.adverse or trial.adverse_events]
    if not every:
        start = f"Not known: no trial of {name} is kept here that could tell"
    elif reading.whom:
        open_to_ask = among and not safety_rules.is_grave(reading.whom, given)
        start = (
            f"{'Not settled here, so ask first' if open_to_ask else 'Ask a doctor first'}: "
            f"{_number(len(among))} "
            f"kept here gave {name} to people of this kind ({whom}){_telling(len(telling)) if among else ''}"
        )
    elif not telling:
        start = f"Not known: of {_number(len(among))} of {name} kept here none tells of unwanted events"
    else:
        start = (
            f"For most healthy people, as far as is known: of {_number(len(among))} of {name} kept here "
            f"{_telling(len(telling)).removeprefix(', of which ')}, and {GAS}"
        )
    sentence = start
    if reading.outcomes and every:
        asked = reading.outcomes
        hold = [trial for trial in among.values() if any(records.results(trial, one) for one in asked)]
        bad = [row for row in worse if row[0] in among]
        found = (
            f"{len(bad)} found it worse than the other arm ({', '.join(dict.fromkeys(row[0] for row in bad))})"
            if bad
            else "none found it worse than the other arm"
        )
        sentence += f"; of {len(hold)} that compared {titles(asked)} between arms, {found}"
    sentence += "; not being told of is not the same as being safe."
    lines = [*rules, safety_rules.for_everybody(given), safety_rules.ASK]
    if not reading.whom or reading.outcomes:
        lines.insert(
            0, f"{GAS[:1].upper()}{GAS[1:]}; who gets worse stops, and asks a doctor where it does not settle."
        )
    tables = (
        _unwanted(telling),
        Table("What came out worse than in the other arm", ("trial", "given", "what"), tuple(worse)),
        records.trial_table(among, reading.outcomes, f"Trials in such people ({whom})")
        if reading.whom
        else Table("", (), ()),
    )
    keys = {row[0] for table in tables for row in table.rows}
    sources = sources_of(
        records.cited(t for k, t in every.items() if k in keys),
        safety_rules.sources_for((*about, *reading.given), given),
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        sources,
        found=bool(every or rules),
    )


def _number(trials: int) -> str:
    return "no trial" if not trials else f"{trials} trial{'s' if trials > 1 else ''}"


def _telling(trials: int) -> str:
    return f", of which {trials or 'none'} tell{'' if trials > 1 else 's'} of unwanted events"


def _worse(every: dict[str, Trial], reading: Reading) -> list[tuple[str, ...]]:
    asked = reading.outcomes
    return [
        (key, records.what_was_given(trial), f"{one.scale}{f' ({one.subgroup})' if one.subgroup else ''}")
        for key, trial in every.items()
        for one in trial.outcomes
        if one.result == "worse"
        and one.comparison == "between-arm"
        and (not asked or any(thing.is_measured_by(one) for thing in asked))
    ]


def _unwanted(telling: list[Trial]) -> Table:
    rows = []
    for trial in telling:
        counted = [
            f"{one.event}: {_of(one.active)} against {_of(one.control)}{' (serious)' if one.serious else ''}"
            for one in trial.adverse
        ]
        rows.append(
            (
                trial.key,
                records.what_was_given(trial),
                "; ".join((*counted, *([trial.adverse_events] if trial.adverse_events else []))),
            )
        )
    return Table(
        "Unwanted events that trials tell of (with, against without)",
        ("trial", "given", "what"),
        tuple(rows[: 2 * records.MOST]),
    )


def _of(part: tuple[int, int] | None) -> str:
    return "not told" if part is None else f"{part[0]} of {part[1]}"
