"""What is compared in a finding as a weighted sum of readings of the typical person, where it is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gutbrain.atlas.observables import is_skewed
from gutbrain.exposures import Schedule
from gutbrain.exposures.schedule import SLOTS
from gutbrain.findings.batches import times
from gutbrain.findings.finding import AFTER_EVENT, BETWEEN_PEOPLE, Finding, When
from gutbrain.findings.statistics import NO_SPREAD, on_scale
from gutbrain.findings.targets import CLEAR
from gutbrain.findings.trial_arms import is_trial
from gutbrain.people.noise import entry_error

IN_SPREADS = ("smd", "change_smd", "direction")
"""Statistics in SD between people, of what is skewed on the logarithmic scale."""


@dataclass(frozen=True)
class Reading:
    """An observable at an hour (from midnight of day 0) of an arm.

    ``log``: its logarithm. ``at_entry``: with the error of the first visit of a trial.
    """

    arm: str
    observable: str
    hour: float
    log: bool = False
    at_entry: bool = False

    def scaled(self, value: float) -> float:
        """What is read where the observable has a value."""
        read = np.asarray([value])
        if self.at_entry:
            read = read + entry_error(self.observable, read)
        return float(on_scale(self.observable, read)[0]) if self.log else float(read[0])


@dataclass(frozen=True)
class Contrast:
    """A finding as a sum: ``weights`` of readings add up to ``target``, give or take ``error``.

    ``limit`` is -1 or 1 where only the sign was seen: what lies beyond the target misses nothing then.
    """

    finding: Finding
    weights: Mapping[Reading, float]
    target: float
    error: float
    limit: int = 0

    def missing(self, value: Callable[[Reading], float]) -> float:
        """What is missing, in errors."""
        off = self.target - sum(weight * value(reading) for reading, weight in self.weights.items())
        return 0.0 if off * self.limit < 0 else off / self.error


def readings(finding: Finding) -> dict[When, tuple[Reading, ...]]:
    """What is read of every moment or window of a finding."""
    compare = finding.compare
    log = compare.statistic in IN_SPREADS and is_skewed(compare.observable)
    whens = [when for when in (compare.of, compare.to) if when is not None]
    if compare.statistic.startswith("change_"):
        whens += [when.on_day_zero() for when in whens]
    found = {}
    for when in whens:
        first_visit = is_trial(finding) and not isinstance(when.day, tuple) and when.day < 1
        found[when] = tuple(
            Reading(when.arm, compare.observable, float(hour), log, first_visit) for hour in times(when)
        )
    return found


def inexpressible(finding: Finding) -> str:
    """Why a finding cannot be stated in PEtab; empty where it can."""
    statistic = finding.compare.statistic
    if finding.unsupported:
        return finding.unsupported
    if any(Schedule(arm).table.slots > SLOTS for arm in finding.arms.values()):
        return f"more than {SLOTS} strains at once, and the model here has no room for more"
    if statistic in AFTER_EVENT:
        return f"{statistic}: read off the whole curve, and PEtab compares values at given times"
    if statistic == "curve":
        return "curve: several values at once, which pull as one finding"
    if statistic == "ratio_of_changes":
        return "ratio_of_changes: a product of readings is no sum of them"
    if statistic in BETWEEN_PEOPLE:
        return f"{statistic}: a property of a group of people, and the model here is one typical person"
    if any(len(read) > 1 and read[0].log for read in readings(finding).values()):
        return f"{statistic} of a skewed observable over a window: the logarithm of a mean is no sum of readings"
    return ""


def contrast(finding: Finding, error: float, spread: float, value: Callable[[Reading], float]) -> Contrast:
    """A finding as a sum of readings.

    Parameters
    ----------
    finding
        One that can be stated, see :func:`inexpressible`.
    error
        Of what is aimed at, in the unit of the statistic.
    spread
        SD between people that the statistic is divided by, NaN where there is none.
    value
        Of a reading under the central parameters: the scale of ratios and shares.
    """
    compare, read = finding.compare, readings(finding)
    of, to = compare.of, compare.to
    seen = finding.observed.value
    if to is None:
        return Contrast(finding, _sum([(1.0, read[of])]), seen, error)
    if compare.statistic in ("ratio", "percent_change"):
        percent = compare.statistic == "percent_change"
        ratio, off = (1 + seen / 100, error / 100) if percent else (seen, error)
        level = float(np.mean([value(reading) for reading in read[to]]))
        return Contrast(finding, _sum([(-ratio, read[to]), (1.0, read[of])]), 0.0, off * abs(level))
    scale = 1.0
    if compare.statistic in IN_SPREADS:
        level = abs(float(np.mean([value(reading) for reading in read[to]])))
        differ = spread > NO_SPREAD * (1.0 if is_skewed(compare.observable) else level)
        scale = 1 / (spread if differ else level)
    parts = [(-scale, read[to]), (scale, read[of])]
    if compare.statistic.startswith("change_"):
        parts = [(scale, read[to.on_day_zero()]), (-scale, read[of.on_day_zero()]), *parts]
    sign = int(np.sign(seen)) if compare.statistic == "direction" else 0
    return Contrast(finding, _sum(parts), CLEAR * sign if compare.statistic == "direction" else seen, error, sign)


def _sum(parts: Iterable[tuple[float, tuple[Reading, ...]]]) -> dict[Reading, float]:
    """Weights of readings, of which each part takes the mean; what cancels falls out."""
    weights: dict[Reading, float] = {}
    for weight, read in parts:
        for reading in read:
            weights[reading] = weights.get(reading, 0.0) + weight / len(read)
    return {reading: weight for reading, weight in weights.items() if weight}
