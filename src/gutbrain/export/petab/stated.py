"""What of the findings that gutbrain calibrates on can be stated in PEtab, and under which conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.export.petab.aims import error_of
from gutbrain.export.petab.arms import Condition, Typical, conditions
from gutbrain.export.petab.contrasts import IN_SPREADS, Contrast, Reading, contrast, inexpressible, readings
from gutbrain.findings.batches import simulate_findings
from gutbrain.findings.calibration import COHORT
from gutbrain.findings.finding import Finding

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Stated:
    """Findings as sums of readings.

    Attributes
    ----------
    contrasts
        One a finding.
    places
        Conditions by finding and arm.
    central
        Gives a reading of a finding under the shipped central parameters.
    left_out
        Findings that cannot be stated, each with the reason.
    """

    contrasts: tuple[Contrast, ...]
    places: Mapping[tuple[str, str], Condition]
    central: Callable[[Finding, Reading], float]
    left_out: tuple[tuple[Finding, str], ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Each once, by their ids."""
        return tuple(sorted(set(self.places.values()), key=lambda condition: condition.id))


def stated(findings: Sequence[Finding], progress: Progress | None = None) -> Stated:
    """State findings.

    Parameters
    ----------
    findings
        All that are known.
    progress
        Called with the share done.
    """
    reasons = [(finding, inexpressible(finding)) for finding in findings]
    fitted = [finding for finding, why in reasons if not why]
    places = conditions(fitted)
    # what is in SD between people is divided by that of the cohort with which gutbrain calibrates
    middle = Ensemble({key: np.repeat(z.mean(), COHORT.draws) for key, z in shipped().deviates.items()}, luck=False)
    in_spreads = [finding for finding in fitted if finding.compare.statistic in IN_SPREADS]
    people = simulate_findings(in_spreads, COHORT, ensemble=middle, progress=progress)
    typical = Typical(_hours(fitted, places))

    def central(finding: Finding, reading: Reading) -> float:
        condition = places[finding.id, reading.arm]
        return reading.scaled(typical.read(condition, reading.observable, reading.hour))

    def made(finding: Finding, error: float) -> Contrast:
        spread = people[finding.id].spread if finding.id in people else np.nan
        whole = contrast(finding, error, spread, partial(central, finding))
        # a strain that nobody takes adds nothing
        taken = {r: w for r, w in whole.weights.items() if places[finding.id, r.arm].slot(r.observable) is not None}
        return replace(whole, weights=taken)

    return Stated(
        tuple(made(finding, error_of(finding)) for finding in fitted),
        places,
        central,
        tuple((finding, why) for finding, why in reasons if why),
    )


def _hours(findings: Sequence[Finding], places: Mapping[tuple[str, str], Condition]) -> dict[Condition, set[float]]:
    """When each condition is read."""
    hours: dict[Condition, set[float]] = {}
    for finding in findings:
        for reading in (reading for read in readings(finding).values() for reading in read):
            hours.setdefault(places[finding.id, reading.arm], set()).add(reading.hour)
    return hours
