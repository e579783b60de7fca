"""Whatever is none of the other kinds: a search over all records by the words of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gutbrain.answers.ask import records
from gutbrain.answers.ask.answer import Answer
from gutbrain.answers.ask.reading import Reading
from gutbrain.datafiles import some_per_world
from gutbrain.evidence.query import find

MOST_WORDS = 8
"""So many words that are no things are looked for."""

FEW = 6
"""So many claims and trials stand for words beside an answer."""


def looked_for(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that stand in the records, though they name no thing; and those that stand nowhere."""
    known = [word for word in words[:MOST_WORDS] if _stands(word)]
    return tuple(known), tuple(word for word in words if word not in known)


@some_per_world(2000)
def _stands(word: str) -> bool:
    return bool(find(word, care="seen"))


def beside(answer: Answer, words: Sequence[str]) -> Answer:
    """An answer with what holds these words as well."""
    found = find(" ".join(words), care="seen")
    claims = [hit.record for hit in found.claims[:FEW]]
    trials = {hit.record.key: hit.record for hit in found.trials[:FEW]}
    name = ", ".join(words)
    tables = (
        records.claim_table(claims, f"Claims with the word {name}"),
        records.trial_table(trials, (), f"Trials with the word {name}"),
    )
    sources = dict.fromkeys((*answer.sources, *records.cited(trials.values(), claims)))
    return replace(answer, tables=(*answer.tables, *tables), sources=tuple(sources))


def joined(reading: Reading) -> Answer | None:
    """What claims say of everything that was named, where its kind of question found nothing; None: they do not."""
    names = [written for written, _ in reading.strains]
    names += [*reading.spoken.other, *(thing.words[0] for thing in reading.about)]
    found = find(" ".join(names), care="seen") if len(names) > 1 else None
    if not found or not found.claims or not found.together or found.nothing_about:
        return None
    claims = [hit.record for hit in found.claims]
    trials = {hit.record.key: hit.record for hit in found.trials}
    first = claims[0]
    sentence = f"{first.statement.rstrip('.')} (this stands on: {first.grade.replace('-', ' ')})."
    tables = (records.claim_table(claims), records.trial_table(trials, ()))
    sources = records.cited(trials.values(), claims)
    return Answer(reading.question, reading.kind, sentence, found.read_as, tables, sources)


def search(reading: Reading) -> Answer:
    """Claims and trials that hold the words."""
    found = find(reading.question)
    claims = [hit.record for hit in found.claims]
    trials = {hit.record.key: hit.record for hit in found.trials}
    reviews = [hit.record for hit in found.pooled]
    if not found:
        sentence = (
            "No word of this names a subject that is kept here: name a food, a strain, a "
            "medicine, a complaint or a part of the axis."
        )
        return Answer(reading.question, reading.kind, sentence, found=False)
    first = (
        f"The claim that fits best: {claims[0].statement.rstrip('.')} ({claims[0].grade.replace('-', ' ')})"
        if claims
        else f"{len(trials)} trials hold these words"
    )
    tables = (records.claim_table(claims), records.print_table(reviews), records.trial_table(trials, ()))
    sentence = f"This was not understood as a question, so its words were looked for. {first}."
    sources = records.cited(list(trials.values())[: records.MOST], claims[: records.MOST], reviews[: records.MOST])
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        (),
        tables,
        sources or tuple(hit.record.key for hit in found.references),
    )
