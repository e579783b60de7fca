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
from gutbrain.findings.finding import Finding
from gutbrain.findings.reading import every_file, read_findings
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES, UNSUPPORTED, Predicted, null, standard_error

SIZE = Size(draws=16, people=8)
"""Draws and people of a validation."""

NOTHING = Predicted(math.nan, math.nan, math.nan, math.nan)

NORMAL_95 = 1.644854


@dataclass(frozen=True)
class Checked:
    """A finding, what the model predicts, and the verdict with its reason."""

    finding: Finding
    predicted: Predicted
    verdict: str
    why: str

    @property
    def observed_error(self) -> float:
        """Standard error of the published value."""
        return standard_error(self.finding.compare, self.finding.observed)

    def covered(self, quantile: float) -> bool:
        """Whether the published value lies in the central interval of predictions of it.

        A prediction of a published value carries the error of the model's draws and that of the publication.
        ``quantile`` is the number of standard deviations to each side.
        """
        room = quantile * math.hypot(self.predicted.sd, self.observed_error)
        return abs(self.predicted.median - self.finding.observed.value) <= room


@dataclass(frozen=True)
class Validation:
    """All findings of some files against the model, and what was wrong with the files."""

    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

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

    def as_json(self) -> dict[str, Any]:
        """The JSON of the contract."""
        return {
            **{verdict: self.count(verdict) for verdict in verdicts.VERDICTS},
            "findings": [
                {
                    "id": c.finding.id,
                    "predicted": {
                        name: None if math.isnan(value) else value
                        for name, value in (
                            ("median", c.predicted.median),
                            ("low", c.predicted.low),
                            ("high", c.predicted.high),
                        )
                    },
                    "observed": {
                        key: value
                        for key in ("value", "low", "high")
                        if (value := getattr(c.finding.observed, key)) is not None
                    },
                    "verdict": c.verdict,
                    "why": c.why,
                }
                for c in self.checked
            ],
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


def judged(findings: Sequence[Finding], outcomes: Mapping[str, Outcome]) -> tuple[Checked, ...]:
    """Verdicts of findings from what was simulated."""
    checked = []
    for finding in findings:
        if finding.unsupported:
            checked.append(Checked(finding, NOTHING, UNSUPPORTED, finding.unsupported))
            continue
        outcome = outcomes[finding.id]
        predicted = Predicted.of(outcome.effect.draws, outcome.effect.median)
        given = verdicts.verdict(finding.compare, finding.observed, predicted)
        checked.append(Checked(finding, predicted, given, _why(finding, predicted, given, outcome)))
    return tuple(checked)


def _why(finding: Finding, predicted: Predicted, verdict: str, outcome: Outcome) -> str:
    """One sentence on what the verdict rests on."""
    nothing, seen, found = null(finding.compare), finding.observed.value, predicted.median
    if not np.isfinite(found):
        return "the simulation gave no number"
    lost = f"; {outcome.bad} of the runs failed and were left out" if outcome.bad else ""
    if finding.compare.statistic == "direction":
        size = float(np.nanmedian(outcome.effect.smooth))
        return f"the effect is {size:+.2f} SD between people{lost}"
    if verdict == AGREES:
        return f"within the error of the published value{lost}"
    if verdict == MISSES:
        reason = "nothing was seen, an effect is predicted" if seen == nothing else "the sign is wrong"
        return reason + lost
    ratio = (found - nothing) / (seen - nothing) if seen != nothing else math.inf
    return f"{ratio:.2g} times the published size{lost}"
