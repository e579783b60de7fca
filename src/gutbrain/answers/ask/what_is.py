"""What is X."""

from __future__ import annotations

from gutbrain.answers.ask import records
from gutbrain.answers.ask.answer import Answer
from gutbrain.answers.ask.reading import WIDE, Reading
from gutbrain.atlas.channels import channels


def what_is(reading: Reading) -> Answer:
    """What a thing is, and what is known of it."""
    # the whole axis is not asked for beside something narrower
    about = tuple(thing for thing in reading.about if thing.key not in WIDE) or reading.about
    told = [thing.meaning or _channel(thing.channel) for thing in about]
    said = [text.rstrip(".") for text in told if text]
    claims = [claim for thing in about for claim in records.claims_on(thing)]
    given = records.trials_of([thing for thing in about if thing.sort in ("exposure", "medicine")])
    people = records.trials_of([thing for thing in about if thing.sort == "exposure"]) or given
    if said:
        sentence = "; ".join(said)
        sentence += f"; {len(people)} trials that gave it are kept here." if people else "."
    elif claims:
        sentence = f"What is kept here of it: {claims[0].statement}"
    else:
        names = ", ".join(thing.title for thing in about)
        sentence = f"Nothing is kept here that says what {names} is." if names else "Nothing is kept here about it."
    tables = (records.claim_table(claims), records.trial_table(given, (), "Trials that gave it"))
    sources = records.cited([given[row[0]] for row in tables[1].rows], claims[: records.MOST])
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        (),
        tables,
        sources,
        found=bool(said or claims),
    )


def _channel(key: str) -> str:
    known = channels().get(key)
    return " ".join(known.plain.split()) if known else ""
