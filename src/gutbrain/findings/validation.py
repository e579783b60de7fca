"""Published findings held against the model: :func:`validate`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain import seeds
from gutbrain.arguments import check_files
from gutbrain.care import listens
from gutbrain.engine.ensemble import Ensemble
from gutbrain.errors import Problem
from gutbrain.findings import verdict as verdicts
from gutbrain.findings.batches import Outcome, Size, simulate_findings
from gutbrain.findings.discrepancy import Discrepancy
from gutbrain.findings.finding import Finding
from gutbrain.findings.published import Published, held, published, verdict_published
from gutbrain.findings.reading import every_file, read_findings
from gutbrain.findings.shape_verdict import CurveCheck, QuantilesCheck, check_curve, check_quantiles
from gutbrain.findings.shapes import Curve
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES, UNSUPPORTED, Predicted, null, standard_error
from gutbrain.findings.verdict_json import told
from gutbrain.shown import Card, Shown

SIZE = Size(draws=16, people=8)
"""Draws and people of a validation."""

NOTHING = Predicted(math.nan, math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Checked:
    """A finding, what the model predicts, and the verdict with its reason.

    ``predicted`` is nothing for curves and quantiles, whose numbers ``shape`` has. ``verdict_n`` is the verdict on a
    direction of which it is known in how many people it was seen. ``published`` is what a study of that design and size
    would be expected to print, number by number; nothing of directions.
    """

    finding: Finding
    predicted: Predicted
    verdict: str
    why: str
    shape: CurveCheck | QuantilesCheck | None = None
    verdict_n: str | None = None
    published: tuple[Published, ...] = ()

    @property
    def observed_error(self) -> float:
        """Standard error of the published value."""
        return standard_error(self.finding.compare, self.finding.observed)

    @property
    def verdict_published(self) -> str | None:
        """Whether the published value lies in the 90 % interval of what such a study would print."""
        if not self.published:
            return None
        # a curve or quantiles that agree or have the direction have it
        return verdict_published(self.finding, self.published, has_direction=self.verdict in (AGREES, DIRECTION))


@dataclass(frozen=True)
class Coverage:
    """Share of published numbers in their 50 % and 90 % intervals, and of how many findings; each counts once."""

    half: float
    most: float
    of: int

    def as_json(self) -> dict[str, float | None]:
        """The JSON of the contract; null where there is nothing to count."""
        return {"50": self.half if self.of else None, "90": self.most if self.of else None, "of": self.of}


@dataclass(frozen=True, repr=False)
class Validation(Shown):
    """All findings of some files against the model, and what was wrong with the files."""

    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(one.finding.id, one.verdict, one.finding.reference) for one in self.checked]
        counted = ", ".join(f"{self.count(verdict)} {verdict}" for verdict in verdicts.VERDICTS)
        return Card(f"{len(rows)} findings: {counted}", ("finding", "verdict", "reference"), rows)

    def count(self, verdict: str) -> int:
        """How many findings have a verdict."""
        return Counter(c.verdict for c in self.checked)[verdict]

    @property
    def agree_share(self) -> float:
        """Share of findings that agree."""
        return self.count(AGREES) / max(1, len(self.checked))

    @property
    def direction_share(self) -> float:
        """Share of findings that at least have the right direction."""
        return (self.count(AGREES) + self.count(DIRECTION)) / max(1, len(self.checked))

    def parts(self) -> dict[str, Validation]:
        """What was fitted, and what was not, by title; one of both where there is no other."""
        titles = {"The parameters were fitted to these": True, "The parameters were not fitted to these": False}
        found = {
            title: Validation(tuple(c for c in self.checked if c.finding.fitted is fitted))
            for title, fitted in titles.items()
        }
        return {title: part for title, part in found.items() if part.checked}

    @property
    def coverage(self) -> Coverage:
        """How often the published numbers lie in the intervals of what was expected to be printed."""
        sized = [c for c in self.checked if c.published]
        inside = {
            nominal: sum(held(c.finding, c.published, nominal) for c in sized) / len(sized) if sized else math.nan
            for nominal in (0.5, 0.9)
        }
        return Coverage(inside[0.5], inside[0.9], len(sized))

    def as_json(self) -> dict[str, Any]:
        """The JSON of the contract."""
        return {
            **{verdict: self.count(verdict) for verdict in verdicts.VERDICTS},
            "coverage": self.coverage.as_json(),
            "findings": [told(one) for one in self.checked],
        }


@listens
def validate(
    sources: str | Path | Iterable[str | Path] = (),
    *,
    size: Size = SIZE,
    seed: int = 0,
    ensemble: Ensemble | None = None,
    progress: Callable[[float], None] | None = None,
    care: str | None = None,
) -> Validation:
    """Simulate findings and compare.

    Parameters
    ----------
    sources
        Files of findings (one, or several), the project's own and those of the world unless given. What is wrong in
        them is told of in ``problems``; the other findings are run.
    size
        Draws of the parameters, and people in each.
    seed
        Same seed, same numbers.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done.
    care
        ``"seen"`` goes on where a file speaks of danger.

    Returns
    -------
    Validation
        Each finding with its prediction and verdict, and what was wrong with the files.

    Raises
    ------
    InputError
        Where an argument is not what it must be.
    CareNeeded
        Where a file speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> from gutbrain.examples import named
    >>> from gutbrain.findings.batches import Size
    >>> found = gb.validate(named("endotoxin-anxiety").path, size=Size(draws=2, people=4))
    >>> [(one.finding.id, one.finding.observed.value) for one in found.checked]
    [('endotoxin-and-state-anxiety', 0.55)]
    >>> found.problems
    ()
    """
    seed = seeds.checked(seed)
    read = read_findings(check_files("sources", sources) or every_file())
    runnable = [finding for finding in read.findings if not finding.unsupported]
    outcomes = simulate_findings(runnable, size, seed=seed, ensemble=ensemble, progress=progress)
    return Validation(judged(read.findings, outcomes), read.problems, read.warnings)


def judged(
    findings: Sequence[Finding], outcomes: Mapping[str, Outcome], beyond: Discrepancy | None = None
) -> tuple[Checked, ...]:
    """Verdicts of findings from what was simulated.

    Parameters
    ----------
    findings
        What was published.
    outcomes
        What the model gives, by id.
    beyond
        What the model is off besides, that of the shipped fit unless given.
    """
    checked = []
    for finding in findings:
        if finding.unsupported:
            checked.append(Checked(finding, NOTHING, UNSUPPORTED, finding.unsupported))
            continue
        outcome = outcomes[finding.id]
        if outcome.shape is not None:
            checked.append(_shaped(finding, outcome, beyond))
            continue
        predicted = Predicted.of(outcome.effect.draws, outcome.effect.median)
        given = verdicts.verdict(finding.compare, finding.observed, predicted)
        why = _why(finding, predicted, given, outcome)
        by_n = verdicts.verdict_n(finding, outcome.effect.size) if outcome.effect.in_spreads else None
        checked.append(
            Checked(finding, predicted, given, why, verdict_n=by_n, published=published(finding, outcome, beyond))
        )
    return tuple(checked)


def _shaped(finding: Finding, outcome: Outcome, beyond: Discrepancy | None) -> Checked:
    """A curve or quantiles."""
    found = outcome.shape
    assert found is not None  # the caller looked
    shape = (
        check_curve(finding.compare, finding.observed, found)
        if isinstance(found, Curve)
        else check_quantiles(finding, found)
    )
    return Checked(
        finding,
        NOTHING,
        shape.verdict,
        shape.why + _lost(outcome),
        shape,
        published=published(finding, outcome, beyond),
    )


def _lost(outcome: Outcome) -> str:
    return f"; {outcome.bad} of the runs failed and were left out" if outcome.bad else ""


def _why(finding: Finding, predicted: Predicted, verdict: str, outcome: Outcome) -> str:
    """One sentence on what the verdict rests on."""
    nothing, seen, found = null(finding.compare), finding.observed.value, predicted.median
    if not np.isfinite(found):
        return "the simulation gave no number"
    lost = _lost(outcome)
    if finding.compare.statistic == "direction":
        return f"the effect is {outcome.effect.size:+.2f} SD between people{lost}"
    if verdict == AGREES:
        return f"within the error of the published value{lost}"
    if verdict == MISSES:
        reason = "nothing was seen, an effect is predicted" if seen == nothing else "the sign is wrong"
        return reason + lost
    ratio = (found - nothing) / (seen - nothing) if seen != nothing else math.inf
    return f"{ratio:.2g} times the published size{lost}"
