"""Whatever is none of the other kinds: a search over all records by the words of the question."""

from __future__ import annotations

from gutbrain.answers.ask import records
from gutbrain.answers.ask.answer import Answer
from gutbrain.answers.ask.reading import Reading
from gutbrain.evidence.query import find


def search(reading: Reading) -> Answer:
    """Claims and trials that hold the words."""
    found = find(reading.question)
    claims = [hit.record for hit in found.claims]
    trials = {hit.record.key: hit.record for hit in found.trials}
    reviews = [hit.record for hit in found.pooled]
    if not found:
        sentence = "No word of this names a subject that is kept here: name a food, a strain, a medicine, a complaint or a part of the axis."
        return Answer(reading.question, reading.kind, sentence, found=False)
    first = f"The claim that fits best: {claims[0].statement.rstrip('.')} ({claims[0].grade.replace('-', ' ')})" if claims else f"{len(trials)} trials hold these words"
    tables = (records.claim_table(claims), records.print_table(reviews), records.trial_table(trials, ()))
    sentence = f"This was not understood as a question, so its words were looked for. {first}."
    sources = records.cited(list(trials.values())[: records.MOST], claims[: records.MOST], reviews[: records.MOST])
    return Answer(reading.question, reading.kind, sentence, (), tuple(t for t in tables if t.rows), sources or tuple(hit.record.key for hit in found.references))
