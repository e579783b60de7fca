"""Answers to questionnaires: which of them are those of somebody who needs help now."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from gutbrain.care.hearing import note
from gutbrain.care.needed import CareNeeded
from gutbrain.errors import InputError, Problem, suggest

NINTH = "phq9_item9"
"""The question of the PHQ-9 about thoughts of being better off dead: any answer but "not at all" counts."""

SCORES = "scores"
"""Kind of distress that answers to a questionnaire speak of, just below the band "severe"."""

Scales = Mapping[str, Mapping[str, Any]]


def check_scores(scores: Mapping[str, float], scales: Scales) -> None:
    """Look whether answers to questionnaires are those of somebody who needs help now; the band below is noted.

    Parameters
    ----------
    scores
        Totals by the name of the scale, and ``phq9_item9``, the ninth question of the PHQ-9 by itself (0 to 3).
    scales
        Range (``low``, ``high``) and lower edges of the bands (``cutoffs``) of each scale:
        :func:`gutbrain.people.scales.scales`.

    Raises
    ------
    CareNeeded
        Where a total reaches the band "severe" of its scale, or the ninth question is not 0.
    InputError
        Where a scale is not known, or a score is outside its range.
    """
    problems = [problem for name, score in scores.items() for problem in _problems(name, score, scales)]
    if problems:
        raise InputError(problems)
    if any(score >= _severe(name, scales) for name, score in scores.items()):
        raise CareNeeded("answers")
    if any(score >= _nearly_severe(name, scales) for name, score in scores.items()):
        note(SCORES)


def _severe(name: str, scales: Scales) -> float:
    if name == NINTH:
        return 1
    return float(scales[name]["cutoffs"].get("severe", math.inf))


def _nearly_severe(name: str, scales: Scales) -> float:
    """The lower edge of the band below "severe": 15 of the PHQ-9, 10 of the GAD-7."""
    severe = _severe(name, scales)
    if name == NINTH or severe == math.inf:
        return math.inf
    return max(float(edge) for edge in scales[name]["cutoffs"].values() if edge < severe)


def _problems(name: str, score: float, scales: Scales) -> list[Problem]:
    if name != NINTH and name not in scales:
        return [Problem("is not a scale that is known here", suggest(name, [*scales, NINTH]), field=name)]
    least, most = (0, 3) if name == NINTH else (scales[name]["low"], scales[name]["high"])
    if least <= score <= most:
        return []
    return [Problem(f"{score:g} is not a score of this scale", f"from {least} to {most}", field=name)]
