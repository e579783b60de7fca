"""Form against truth: whether a label says what it should, and whether what it says holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from gutbrain.evidence.label.points import Check, ClaimCheck, Verdict

FORM = ("strain", "alive", "unit", "count", "count at", "storage", "serving", "cautions")
"""Points of form: what a label should say."""

CORE = ("strain", "unit")
"""Points of form without which nothing can be held against trials: strains, and a count of living cells."""

CAREFUL, INCOMPLETE = 0.8, 0.5
"""Shares of the points of form from which on a label is called careful, and incomplete; below it is poor."""

_POINTS: dict[Verdict, float] = {"pass": 1.0, "warning": 0.5, "unknown": 0.5, "fail": 0.0}

FormGrade = Literal["careful", "incomplete", "poor"]
TruthGrade = Literal["sound", "open", "doubtful", "misleading"]


@dataclass(frozen=True)
class Grade:
    """How careful and how true a label is.

    ``points`` of ``of`` points of form are fulfilled (a warning, or what cannot be told, counts half; of several
    strains the mean counts). ``truth`` is ``misleading`` where something that it says is wrong, dangerous or not
    backed, ``doubtful`` where something is in doubt, ``open`` where nothing could be held against trials, else
    ``sound``; ``wrong``, ``in_doubt`` and ``right`` are how many of its statements are so.
    """

    form: FormGrade
    points: float
    of: int
    truth: TruthGrade
    wrong: int
    in_doubt: int
    right: int
    judged: bool

    @property
    def passes(self) -> bool:
        """Whether nothing misleads, and enough is said to hold it against trials."""
        return self.truth != "misleading" and self.form != "poor" and self.judged


def grade(checks: Sequence[Check], claims: Sequence[ClaimCheck]) -> Grade:
    """The grade of a label from its points and claims."""
    form = [check for check in checks if not check.of_truth]
    by_point = {point: [_POINTS[c.verdict] for c in form if c.point == point] for point in FORM}
    given = [fmean(values) for values in by_point.values() if values]
    points = sum(given)
    share = points / len(given) if given else 0.0
    held = [check.verdict for check in checks if check.of_truth]
    held += [claim.verdict for claim in claims if claim.standing != "not a claim to test"]
    wrong, in_doubt, right = (held.count(verdict) for verdict in ("fail", "warning", "pass"))
    return Grade(
        "careful" if share >= CAREFUL else "incomplete" if share >= INCOMPLETE else "poor",
        round(points, 2),
        len(given),
        "misleading" if wrong else "doubtful" if in_doubt else "sound" if right else "open",
        wrong,
        in_doubt,
        right,
        not any(check.verdict == "fail" and check.point in CORE for check in form),
    )


def sentence(found: Grade) -> str:
    """The grade in one line."""
    truth = {
        "misleading": f"misleading: {found.wrong} of what it says is wrong, dangerous or not backed",
        "doubtful": f"doubtful: {found.in_doubt} of what it says is in doubt",
        "open": "open: nothing could be held against trials",
        "sound": f"sound: {found.right} of what it says holds, nothing speaks against it",
    }[found.truth]
    enough = "" if found.judged else ", too little to be held against trials"
    return f"form {found.form}: {round(found.points, 1):g} of {found.of} points{enough}; truth {truth}"
