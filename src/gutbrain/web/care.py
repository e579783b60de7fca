"""Help first: where somebody's words or answers speak of danger, nothing is computed, and help is shown.

What somebody typed is looked at in memory; it is not kept, logged, or part of any error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal

from fastapi import Request

from gutbrain.errors import InputError, Problem, suggest
from gutbrain.people.scales import scales
from gutbrain.web.care_words import worrying

Source = Literal["words", "answers"]

SEEN = "seen"
"""Value of ``care`` in an address, or of the header ``x-care`` of a request, by which a researcher goes on."""

NINTH = "phq9_item9"
"""The question of the PHQ-9 about thoughts of being better off dead: any answer but "not at all" counts."""

_seen: ContextVar[bool] = ContextVar("care_seen", default=False)


class CareFirst(Exception):
    """Something that was typed speaks of danger: ``source`` says whether words or answers to a questionnaire."""

    def __init__(self, source: Source) -> None:
        self.source: Source = source
        super().__init__(source)


async def note_seen(request: Request) -> None:
    """Note for the rest of a request whether its sender has seen the page with help, and goes on."""
    _seen.set(SEEN in (request.query_params.get("care"), request.headers.get("x-care")))


def check(text: str) -> None:
    """Look whether free text speaks of self-harm or suicide.

    Call it with every text that somebody types, before anything else is done with it. The application answers the
    error itself: a page goes to ``/care``, a program gets status 409.

    Raises
    ------
    CareFirst
        Where it does, unless its sender has seen the page with help and goes on.
    """
    if not _seen.get() and worrying(text):
        raise CareFirst("words")


def check_scores(scores: Mapping[str, float]) -> None:
    """Look whether answers to questionnaires are those of somebody who needs help now.

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


def _severe(name: str) -> float:
    if name == NINTH:
        return 1
    return float(scales()[name]["cutoffs"].get("severe", math.inf))


def _problems(name: str, score: float) -> list[Problem]:
    if name != NINTH and name not in scales():
        return [Problem("is not a scale that is known here", suggest(name, [*scales(), NINTH]), field=name)]
    low, high = (0, 3) if name == NINTH else (scales()[name]["low"], scales()[name]["high"])
    if low <= score <= high:
        return []
    return [Problem(f"{score:g} is not a score of this scale", f"from {low} to {high}", field=name)]
