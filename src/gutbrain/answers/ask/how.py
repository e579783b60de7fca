"""How gut health acts on mood, channel by channel; and how one part of the axis acts on another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gutbrain.answers.ask import records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.reading import WIDE, Reading
from gutbrain.answers.ask.things import Thing, things, titles
from gutbrain.errors import InputError
from gutbrain.evidence.records import Claim, claims
from gutbrain.model import GRADES

WAYS = (
    ("nerves", ("vagus",)),
    ("hormones", ("stress_hormones",)),
    ("immune signals", ("immunity",)),
    ("what bacteria make", ("metabolites",)),
    ("messengers of the brain", ("neurotransmitters",)),
    ("the gut wall", ("gut",)),
    ("microbes and mood at large", ("microbiota",)),
)
"""Ways from the gut to the mind, with their channels."""

ENDS = ("mind", "brain", "stress_hormones", "neurotransmitters", "immunity", "vagus", "metabolites", "gut")
STARTS = ("microbiota", "metabolites", "gut", "immunity", "vagus", "neurotransmitters", "stress_hormones")
WHOLE = (
    "stress",
    "sleep",
    "inflammation",
    "microbiota",
    "barrier",
    "vagus",
    "metabolites",
    "neurotransmitters",
    "brain",
)
"""Things that are a whole channel, so that all claims of the channel are about them."""

MOST = 3
"""So many claims stand for a way."""


def how(reading: Reading) -> Answer:
    """The whole axis where nothing narrower is asked for, else the claims about these things."""
    narrow = [thing for thing in reading.about if thing.key not in WIDE and thing.sort not in ("people",)]
    parts = {thing.key for thing in reading.of("part")}
    if not narrow or (
        {thing.key for thing in narrow} <= {"depression", "anxiety", "stress"}
        and parts
        and parts <= {"gut", "mind", "brain", "axis"}
    ):
        return _whole(reading)
    return _between(reading, narrow)


def _whole(reading: Reading) -> Answer:
    rows, used = [], []
    for name, wanted in WAYS:
        found = [claim for claim in claims().values() if _is_way(claim, wanted)]
        found.sort(key=lambda claim: (GRADES.index(claim.grade), claim.to not in ("mind", "brain")))
        rows += [
            (name, claim.statement, claim.grade.replace("-", " "), ", ".join(claim.references))
            for claim in found[:MOST]
        ]
        used += found
    every = list({claim.key: claim for claim in used}.values())
    grades = Counter(claim.grade for claim in every)
    people = grades["human-trial"] + grades["human-observation"]
    sentence = (
        "By nerves (the vagus above all), by hormones (cortisol), by immune signals and by what gut "
        "bacteria make, in both directions: a gut community "
        "out of balance goes with inflammation and changed brain chemistry, and is linked to anxiety, "
        "depression and stress; in people most of that is "
        f"association, not proof of cause: of {len(every)} claims kept here on these ways {people} rest on people "
        f"({grades['human-trial']} on trials), {grades['animal'] + grades['in-vitro']} on animals or a "
        f"dish, {grades['assumption']} on assumption."
    )
    table = Table("Channel by channel", ("by", "what is known", "evidence", "rests on"), tuple(rows))
    shown = {row[1] for row in rows}
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        (),
        (table,),
        records.cited((), [one for one in every if one.statement in shown]),
    )


def _pairs(reading: Reading, asked: Sequence[Thing]) -> Answer:
    """The first of several things with each of the others."""
    parts = [_about(reading, (asked[0], other)) for other in asked[1:]]
    tables = dict.fromkeys(table for part in parts for table in part.tables)
    return Answer(
        reading.question,
        reading.kind,
        " ".join(part.sentence for part in parts),
        tuple(dict.fromkeys(line for part in parts for line in part.lines)),
        tuple(tables),
        tuple(dict.fromkeys(key for part in parts for key in part.sources)),
        found=any(part.found for part in parts),
    )


def _grades(found: Sequence[Claim]) -> str:
    """How many claims stand on what."""
    counted: Counter[str] = Counter(claim.grade for claim in found)
    told = ", ".join(f"{grade.replace('-', ' ')} {counted[grade]}" for grade in GRADES if counted[grade])
    return f"They stand on: {told}."


def _joined(start: Thing, end: Thing) -> list[Claim]:
    """Claims from the channel of one thing to that of the other, the surest first."""
    first, last = _whole_channel(start), _whole_channel(end)
    found = [
        claim
        for claim in claims().values()
        if last and claim.to == last and ((first and claim.frm == first) or (last != "mind" and start.is_in(claim)))
    ]
    return sorted(found, key=lambda claim: GRADES.index(claim.grade))


def _leads(claim: Claim, asked: Sequence[Thing]) -> bool:
    """Whether a claim goes from the first thing to the second."""
    first, last = _whole_channel(asked[0]), _whole_channel(asked[1])
    return bool(first and last) and claim.frm == first and claim.to == last


def _whole_channel(thing: Thing) -> str:
    """The channel that a thing is the whole of; empty where it is a part of one, or none."""
    if thing.key in ("depression", "anxiety", "mind"):
        return "mind"
    return thing.channel if thing.key in WHOLE else ""


def _chain(asked: Sequence[Thing]) -> tuple[str, str] | None:
    """The strongest chain of influences between two things: its weakest grade, and its claims."""
    from gutbrain.evidence.paths import paths_between

    ends = [thing.channel or ("mind" if thing.key in ("depression", "anxiety") else "") for thing in asked[:2]]
    if not all(ends) or ends[0] == ends[1]:
        return None
    try:
        found = paths_between(*ends)
    except InputError:
        return None
    if not found:
        return None
    said = [step.claims[0].statement.rstrip(".") for step in found[0].steps if step.claims]
    return found[0].weakest.replace("-", " "), "; then ".join(said)


def _is_way(claim: Claim, wanted: Sequence[str]) -> bool:
    if wanted == ("microbiota",):
        return claim.frm == "microbiota" and claim.to in ("mind", "brain")
    return (
        (claim.frm in wanted and claim.to in ENDS[:2])
        or (claim.to in wanted and claim.frm in STARTS[:3])
        or (claim.frm in wanted and claim.to in ENDS and claim.frm in STARTS)
    )


def _between(reading: Reading, narrow: list[Thing]) -> Answer:
    asked = list(narrow)
    parts = [thing for thing in reading.of("part") if thing not in asked and thing.said and thing.key != "axis"]
    asked += parts[:1] if len(asked) < 2 else [part for part in parts if part.key == "microbiota"]
    asked.sort(key=lambda thing: reading.about.index(thing))
    return _about(reading, asked)


def _about(reading: Reading, asked: Sequence[Thing]) -> Answer:
    """What is known of things together, or of the first with each of the others."""
    together = records.by_words(reading.question, records.claims_on(*asked))
    if len(asked) == 2:
        forth, back = _joined(asked[0], asked[1]), _joined(asked[1], asked[0])
        onward = [claim for claim in (*forth, *together) if claim in forth or _leads(claim, asked)]
        onward = records.by_words(reading.question, onward)
        together = list({claim.key: claim for claim in (*onward, *together)}.values())
        together += [claim for claim in back if together and claim not in together]
    lines = []
    meanings = [thing.meaning for thing in asked if thing.meaning and thing.key not in WIDE]
    if not together and len(asked) > 2:
        return _pairs(reading, asked)
    if together:
        first = together[0]
        start = f"{meanings[0].rstrip('.')}; " if len(asked) == 1 and meanings else ""
        sentence = (
            f"{start}{first.statement.rstrip('.')} (this stands on: "
            f"{first.grade.replace('-', ' ')}); {len(together)} claim{'s' if len(together) > 1 else ''} "
            f"kept here speak{'s' if len(together) == 1 else ''} of {titles(asked)}."
        )
        lines = [*meanings, _grades(together)]
    elif len(asked) > 1:
        steps = _chain(asked)
        sentence = (
            f"Not known: nothing is kept here about {titles(asked)} together; what follows is about each by itself."
        )
        if steps:
            sentence = (
                f"Not shown directly: nothing is kept here that joins {titles(asked)}; step by step a "
                "chain leads there, which is no stronger than its "
                f"weakest step ({steps[0]}): {steps[1]}."
            )
        lines = meanings
        together = [claim for thing in asked for claim in records.claims_on(thing)[:5]]
    else:
        sentence = (meanings or ["Nothing is kept here about it."])[0]
    exposures = [thing for thing in things().values() if thing.sort in ("exposure", "medicine")]
    people = records.trials_of(exposures, reading.whom) if reading.whom else {}
    others = [claim for thing in asked for claim in records.claims_on(thing) if claim not in together]
    tables = (
        records.claim_table(together, f"About {titles(asked)}"),
        records.claim_table(others[:10], "Near it"),
        records.trial_table(people, (), f"Trials in {titles(reading.whom)}") if people else Table("", (), ()),
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        records.cited([people[row[0]] for row in tables[2].rows], [*together, *others[:10]]),
        found=bool(together or people),
    )
