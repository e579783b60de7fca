"""Help first: where somebody's words or answers speak of danger, nothing is computed, and help is shown.

What somebody typed is looked at in memory; it is not kept, logged, or part of any error. Every text of every request is
looked at before its route is called (:func:`hear`), so that no route can forget it.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import asdict
from typing import Any, Literal

from fastapi import Request
from pydantic import BaseModel

from gutbrain.errors import InputError, Problem, suggest
from gutbrain.people.scales import scales
from gutbrain.web import care_words
from gutbrain.web.care_spelling import MOST
from gutbrain.web.paths import inside

Source = Literal["words", "answers"]

SEEN = "seen"
"""Value of ``care`` in an address, or of the header ``x-care`` of a request, by which a researcher goes on."""

NINTH = "phq9_item9"
"""The question of the PHQ-9 about thoughts of being better off dead: any answer but "not at all" counts."""

SCORES = "scores"
"""Kind of distress that answers to a questionnaire speak of, just below the band "severe"."""

NEVER_REFUSED = ("/care", "/api/care")
"""Where help is: nothing that is said there keeps anybody from it."""

NO_WORDS = ("protocol", "design", "care", "from")
"""Fields of addresses that hold no words as they are: packed text is looked at once it is unpacked."""

SHORT = 2_000
"""Characters that are looked at at once; the processes that compute look at longer texts, and nobody else waits."""

_seen: ContextVar[bool] = ContextVar("care_seen", default=False)
_low: ContextVar[frozenset[str]] = ContextVar("care_low", default=frozenset())


class CareFirst(Exception):
    """Something that was typed speaks of danger.

    ``source`` says whether words or answers to a questionnaire, ``about`` which kind of danger.
    """

    def __init__(self, source: Source, about: str = "suicide") -> None:
        self.source: Source = source
        self.about = about
        super().__init__(source, about)


class Text(BaseModel):
    """A text to look at."""

    text: str


class Spoken(BaseModel):
    """What a text speaks of: see :class:`gutbrain.web.care_words.Heard`."""

    danger: str
    low: tuple[str, ...]


async def hear(request: Request) -> None:
    """Look at every text of a request: in its path, its address and its JSON.

    Raises
    ------
    CareFirst
        Where one speaks of danger, unless its sender has seen the page with help and goes on.
    """
    _seen.set(SEEN in (request.query_params.get("care"), request.headers.get("x-care")))
    _low.set(frozenset())
    if inside(request.scope) not in NEVER_REFUSED:
        await hear_text(request, " \n ".join([text async for text in _texts(request)]))


async def hear_text(request: Request, text: str) -> None:
    """Look whether free text speaks of danger, however long it is.

    Raises
    ------
    CareFirst
        Where it does, unless its sender has seen the page with help and goes on.
    """
    if len(text) <= SHORT:
        check(text)
    elif not _seen.get():
        _settle(await request.app.state.workers.ask(spoken, Text(text=text[:MOST])))


def check(text: str) -> None:
    """Look whether a short text speaks of danger; distress is noted (:func:`low`).

    Raises
    ------
    CareFirst
        Where it does, unless its sender has seen the page with help and goes on.
    """
    if not _seen.get():
        _settle(spoken(Text(text=text)))


def spoken(question: Text) -> Spoken:
    """What a text speaks of; for a process that computes."""
    return Spoken(**asdict(care_words.heard(question.text)))


def _settle(heard: Spoken) -> None:
    if heard.danger:
        raise CareFirst("words", heard.danger)
    note(*heard.low)


def note(*kinds: str) -> None:
    """Note kinds of distress, of which the answer to this request says that there is somebody to talk to."""
    _low.set(_low.get() | set(kinds))


def low() -> tuple[str, ...]:
    """Kinds of distress that were heard in this request."""
    return tuple(sorted(_low.get()))


def check_scores(scores: Mapping[str, float]) -> None:
    """Look whether answers to questionnaires are those of somebody who needs help now; the band below is noted.

    Parameters
    ----------
    scores
        Totals by the name of the scale (``people/data/scales.yaml``), and ``phq9_item9``, the ninth question of the
        PHQ-9 by itself (0 to 3).

    Raises
    ------
    CareFirst
        Where a total reaches the band "severe" of its scale, or the ninth question is not 0.
    InputError
        Where a scale is not known, or a score is outside its range.
    """
    problems = [problem for name, score in scores.items() for problem in _problems(name, score)]
    if problems:
        raise InputError(problems)
    if any(score >= _severe(name) for name, score in scores.items()):
        raise CareFirst("answers")
    if any(score >= _nearly_severe(name) for name, score in scores.items()):
        note(SCORES)


def _severe(name: str) -> float:
    if name == NINTH:
        return 1
    return float(scales()[name]["cutoffs"].get("severe", math.inf))


def _nearly_severe(name: str) -> float:
    """The lower edge of the band below "severe": 15 of the PHQ-9, 10 of the GAD-7."""
    severe = _severe(name)
    if name == NINTH or severe == math.inf:
        return math.inf
    return max(float(edge) for edge in scales()[name]["cutoffs"].values() if edge < severe)


def _problems(name: str, score: float) -> list[Problem]:
    if name != NINTH and name not in scales():
        return [Problem("is not a scale that is known here", suggest(name, [*scales(), NINTH]), field=name)]
    least, most = (0, 3) if name == NINTH else (scales()[name]["low"], scales()[name]["high"])
    if least <= score <= most:
        return []
    return [Problem(f"{score:g} is not a score of this scale", f"from {least} to {most}", field=name)]


async def _texts(request: Request) -> AsyncIterator[str]:
    for value in request.path_params.values():
        yield str(value)
    for name, value in request.query_params.multi_items():
        if name not in NO_WORDS:
            yield value
    if "json" in request.headers.get("content-type", ""):
        try:
            sent = await request.json()
        except ValueError:  # said by whoever reads it
            return
        for text in _strings(sent):
            yield text


def _strings(value: Any) -> Iterator[str]:
    """All texts in a JSON value, whose depth and size are bounded (``strict_json``)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
