"""A question, read and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gutbrain.answers.ask import records, safety_rules
from gutbrain.answers.ask.against import against
from gutbrain.answers.ask.answer import Answer
from gutbrain.answers.ask.best import best
from gutbrain.answers.ask.helps import given_or_probiotic, helps
from gutbrain.answers.ask.how import how
from gutbrain.answers.ask.how_long import how_long
from gutbrain.answers.ask.how_much import how_much
from gutbrain.answers.ask.language import TITLES
from gutbrain.answers.ask.reading import Reading, reading
from gutbrain.answers.ask.safe import safe
from gutbrain.answers.ask.search import beside, joined, looked_for, search
from gutbrain.answers.ask.strain import strain
from gutbrain.answers.ask.things import Thing, split
from gutbrain.answers.ask.unknown import unknown
from gutbrain.answers.ask.what_is import what_is
from gutbrain.answers.ask.with_medicine import with_medicine
from gutbrain.arguments import text
from gutbrain.atlas import not_modelled
from gutbrain.care import listens
from gutbrain.errors import InputError, Problem, listed
from gutbrain.language import speaking

KINDS: dict[str, Callable[[Reading], Answer]] = {
    "helps": helps,
    "best": best,
    "how-long": how_long,
    "how-much": how_much,
    "with-medicine": with_medicine,
    "safe": safe,
    "what-is": what_is,
    "how": how,
    "against": against,
    "strain": strain,
    "unknown": unknown,
    "search": search,
}
"""Who answers which kind of question."""


@listens
def ask(question: str, *, care: str | None = None) -> Answer:
    """Answer a question in people's own words from the records that are kept here.

    Parameters
    ----------
    question
        As somebody would say it, in English, German, French, Spanish, Italian or Dutch; its first thousand signs are
        read. The answer is in English.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Answer
        One sentence, what has to be known besides, tables and references; ``not_kept`` says what of the question is not
        kept here or was not understood. It is false where the records say nothing.

    Raises
    ------
    InputError
        Where it is no text, or holds no word.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> answer = gb.ask("Can probiotics help with anxiety?")
    >>> answer.kind, answer.understood
    ('helps', ('probiotic', 'anxiety'))
    >>> gb.ask("Do probiotics help with gryphons?").not_kept
    ('gryphons',)
    """
    asked = text("question", question).strip()
    if not any(sign.isalpha() for sign in asked):
        raise InputError(
            [Problem("no word is in it", 'ask as in "Can probiotics help with anxiety?"', field="question")]
        )
    with speaking("en"):  # the answer is in English, and so are the names in it
        return _answered(asked)


def _answered(asked: str) -> Answer:
    understood = reading(asked)
    sought, unknown = looked_for(understood.spoken.other)
    answer = KINDS[understood.kind](understood)
    missing = [thing.title for thing in understood.about if not _is_kept(thing, understood)]
    not_kept = (*missing, *unknown)
    outside = tuple(one.told for one in not_modelled.asked(asked))
    known = joined(understood) if _is_open(understood, answer) and not unknown else None
    answer = known or answer
    beside_it = sought if known is None and understood.kind != "search" else ()
    if beside_it:
        answer = beside(answer, beside_it)
    if understood.kind not in ("safe", "with-medicine") and (understood.given or understood.strains):
        given = given_or_probiotic(understood)
        asked_first = (f"{rule.title}: {rule.say}" for rule in safety_rules.rules_of(understood.whom, given))
        answer = replace(answer, lines=(*answer.lines, *(f"{said[:1].upper()}{said[1:]}" for said in asked_first)))
    return replace(
        answer,
        first=tuple(_first(understood, answer, missing, beside_it, unknown)),
        lines=(*answer.lines, *outside),
        understood=(*understood.names, *sought),
        not_kept=not_kept,
    )


def _is_open(understood: Reading, answer: Answer) -> bool:
    """Whether nothing was found, or what was asked is besides the things that were understood."""
    beside_things = understood.spoken.other and not (understood.given or understood.strains)
    return understood.kind != "search" and (not answer or (bool(beside_things) and "best" not in understood.marked))


def _is_kept(thing: Thing, understood: Reading) -> bool:
    """Whether a record speaks of it, or where harm is asked for a rule."""
    asked_for = understood.kind in ("safe", "with-medicine")
    if records.kept(thing.key):
        return True
    about = [thing, *(understood.whom if thing.sort == "exposure" else ())]
    return asked_for and bool(safety_rules.rules_of(about, [thing] if thing.sort == "exposure" else ()))


def _first(
    understood: Reading, answer: Answer, missing: list[str], sought: tuple[str, ...], unknown: tuple[str, ...]
) -> list[str]:
    """What has to be said before the answer."""
    said = []
    if missing:
        said.append(f"Nothing is kept here about {listed(missing, 10)}.")
    if unknown:
        words = listed([f"'{word}'" for word in unknown], 10)
        said.append(f"Not understood, and left out: {words}. Nothing is kept here under these words.")
    if (missing or unknown) and answer and understood.names:
        said.append("What follows is about the rest.")
    said += [
        f"'{kind}' is read as {thing.title}: what follows is about all of that, not about {kind} alone."
        for thing in understood.about
        for kind in (thing.kinds if thing.title not in missing else ())
        if f" {' '.join(split(kind))} " in f" {' '.join(split(understood.question))} "
    ]
    if sought:
        words = listed([f"'{word}'" for word in sought], 10)
        said.append(f"Looked for as plain words only, in the last tables: {words}.")
    if understood.spoken.weeks and understood.kind != "how-long":
        said.append("The time that was named is not looked at apart; ask how long it takes.")
    if understood.spoken.read_as:
        said.append("Read as: " + ", ".join(f"{was} = {now}" for was, now in understood.spoken.read_as) + ".")
    if understood.spoken.language != "en":
        said.append(f"The question is in {TITLES[understood.spoken.language]}; the answer is in English.")
    return said
