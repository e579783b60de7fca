"""A published study, run: the curves of its arms, and what was seen where the curves can show it.

What was published as a change, a ratio or a difference in SD has no place of its own in a curve of levels. It is put
where the curve would be if the model gave just that: on the model's own value at the moment that it is held against.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from gutbrain import words
from gutbrain.answers.finding_names import measured
from gutbrain.answers.finding_rows import published
from gutbrain.answers.studies import finding_of
from gutbrain.answers.study_arms import as_run
from gutbrain.answers.study_question import OF_TRIALS
from gutbrain.atlas.observables import is_skewed
from gutbrain.engine.changes import Interval, at_hour, has_rhythm, replicates
from gutbrain.engine.simulation import simulate
from gutbrain.exposures import Protocol
from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.batches import Size, simulate_findings, times
from gutbrain.findings.finding import CHANGES, Compare, Finding, Observed, When
from gutbrain.findings.reading import own_files, read_findings

DRAWS = 16
SEED = 0
PEOPLE = 8
"""People by whom it is known how people differ, where a finding is told in SDs."""

SHORT = 4.0
"""Studies up to so many days are shown by the hour, others by the day."""

STEP = 0.25
"""Hours from one moment to the next in a short one."""

AROUND = 0.25
"""Days that are shown before and after what happens in a short study, at least."""

ROWS = 400
"""Points of a curve at most."""

Array = NDArray[np.float64]


class Asked(BaseModel):
    """Which study, and which of its findings (its first one unless given)."""

    name: str
    finding: str = ""


class ArmCurve(BaseModel):
    """An arm: median and 90 % interval over parameter sets, of a typical person."""

    name: str
    days: list[float]
    median: list[float]
    low: list[float]
    high: list[float]
    given: list[tuple[float, float]] = Field(description="From when to when something is given (days)")

    def said(self, day: float) -> str:
        """Median and interval at a moment, in words; empty where the arm had ended."""
        if not self.days[0] <= day <= self.days[-1]:
            return ""
        at = [float(np.interp(day, self.days, line)) for line in (self.median, self.low, self.high)]
        return words.span(Interval(*at))


class Seen(BaseModel):
    """What was published, as a level; ``low`` and ``high`` are its 95 % interval, null where none was published."""

    day: float
    value: float
    low: float | None
    high: float | None


class StudyRun(BaseModel):
    """A study as the model runs it now."""

    name: str
    finding: str
    observable: str
    measure: str
    title: str = Field(description="The observable in words")
    unit: str
    arms: list[ArmCurve]
    seen: list[Seen]
    placed: str = Field(description="How what was seen was put on the axis of the curves; empty as published")
    published: str
    draws: int
    seed: int


def run(asked: Asked) -> StudyRun:
    """Run a study of the gallery.

    Raises
    ------
    InputError
        Where there is no such study, or the finding is none of its.
    """
    finding = _finding(asked)
    compare = finding.compare
    readings = {name: _read(protocol, finding) for name, protocol in as_run(finding).items()}
    seen, placed = _seen(finding, readings)
    return StudyRun(
        name=asked.name,
        finding=finding.id,
        observable=compare.observable,
        measure=measured(compare),
        title=words.title(compare.observable),
        unit=readings[compare.of.arm].unit,
        arms=[_curve(name, arm, finding) for name, arm in readings.items()],
        seen=seen,
        placed=placed,
        published=published(finding),
        draws=DRAWS,
        seed=SEED,
    )


def _finding(asked: Asked) -> Finding:
    """The finding, without reading all the others."""
    identity = finding_of(asked.name, asked.finding)
    written = re.compile(rf"^- id: {re.escape(identity)}$", re.MULTILINE)
    (file,) = (path for path in own_files() if written.search(path.read_text(encoding="utf-8")))
    return next(finding for finding in read_findings([file]).findings if finding.id == identity)


@dataclass(frozen=True)
class _Arm:
    """An arm as it ran: moments (days) and values (draw, moment)."""

    protocol: Protocol
    time: Array
    values: Array
    unit: str

    def at(self, when: When) -> float:
        """The median over draws at a moment, or its mean over a window."""
        days = times(when) / 24.0
        median = np.nanmedian(self.values, axis=0)
        return float(np.mean(np.interp(days, self.time, median)))


def _read(protocol: Protocol, finding: Finding) -> _Arm:
    compare, days = finding.compare, protocol.days
    if days <= SHORT:
        moments = [divmod(float(hour), 24.0) for hour in np.arange(0.0, 24.0 * days, STEP)]
    else:
        moments = [(float(day), _hour(compare)) for day in range(math.ceil(days)) if day + _hour(compare) / 24 <= days]
    result = simulate(
        protocol,
        draws=DRAWS,
        seed=SEED,
        species=finding.species,
        moments=moments,
        observe=[compare.observable],
    )
    time, values = result.data["time"].to_numpy().astype(float), replicates(result, compare.observable)
    unit = str(result.data[compare.observable].attrs.get("unit", "1"))
    return _Arm(protocol, time, values, unit)


def _hour(compare: Compare) -> float:
    """The clock hour at which a finding reads."""
    return READ_AT if compare.of.hour is None else compare.of.hour


def _shown(arm: _Arm, finding: Finding) -> NDArray[np.intp]:
    """Which moments of an arm are drawn: by the day at the hour of the finding, or by the hour around what happens."""
    compare, days = finding.compare, arm.protocol.days
    if days > SHORT:
        hour = _hour(compare)
        daily = np.intersect1d(at_hour(arm.time, hour / 24.0), np.flatnonzero(arm.time >= 0))
        rhythmic = has_rhythm(arm.time, np.nanmedian(arm.values, axis=0)) and len(daily) > 1
        places = daily if rhythmic else np.flatnonzero(arm.time >= 0)
        return np.asarray(places[np.linspace(0, len(places) - 1, min(len(places), ROWS)).round().astype(int)])
    read = [of for of, _ in compare.moments] or [compare.of]
    what = [float(hours) / 24.0 for when in read for hours in times(when)]
    what += [event.begins / 24.0 for event in arm.protocol.events if event.begins >= 0]
    room = max(AROUND, 0.25 * (max(what) - min(what)))
    inside = np.flatnonzero((arm.time >= min(what) - AROUND / 2) & (arm.time <= max(what) + room))
    return inside if len(inside) > 1 else np.arange(len(arm.time))


def _curve(name: str, arm: _Arm, finding: Finding) -> ArmCurve:
    places = _shown(arm, finding)
    low, median, high = np.nanquantile(arm.values[:, places], (0.05, 0.5, 0.95), axis=0)
    time = arm.time[places]
    given = [
        (max(event.begins / 24.0, float(time[0])), min(event.ends / 24.0, float(time[-1])))
        for event in arm.protocol.events
        if event.exposure not in OF_TRIALS and event.ends / 24.0 > time[0] and event.begins / 24.0 < time[-1]
    ]
    return ArmCurve(
        name=name.replace("_", " "),
        days=time.round(4).tolist(),
        median=_short(median),
        low=_short(low),
        high=_short(high),
        given=sorted(set(given)),
    )


def _short(values: Array) -> list[float]:
    return [float(f"{value:.5g}") for value in values]


Place = Callable[[float, float], float]
"""From what was published, and the model's value that it is held against, to a level."""

AGAINST: dict[str, Place] = {
    "value": lambda seen, _: seen,
    "difference": lambda seen, base: base + seen,
    "change_difference": lambda seen, base: base + seen,
    "ratio": lambda seen, base: base * seen,
    "percent_change": lambda seen, base: base * (1 + seen / 100),
    "ratio_of_changes": lambda seen, base: base * seen,
}
"""Statistics that have a place in a curve of levels."""

IN_SDS = ("smd", "change_smd")


def _seen(finding: Finding, arms: Mapping[str, _Arm]) -> tuple[list[Seen], str]:
    """What was published on the axis of the curves, and how it was put there."""
    compare = finding.compare
    if compare.statistic == "curve":
        pairs = [(compare.at(i), seen) for i, seen in enumerate(finding.observed.points)]
    else:
        pairs = [(compare, finding.observed)]
    statistic = pairs[0][0].statistic
    if statistic in IN_SDS and not is_skewed(compare.observable):
        sd = simulate_findings([finding], Size(DRAWS // 2, PEOPLE), seed=SEED)[finding.id].spread
        place: Place = lambda seen, base: base + sd * seen  # noqa: E731
    elif statistic in AGAINST:
        place = AGAINST[statistic]
    else:
        return [], ""
    points = [_point(one, seen, arms, place) for one, seen in pairs]
    return points, "" if statistic == "value" else statistic


def _point(compare: Compare, observed: Observed, arms: Mapping[str, _Arm], place: Place) -> Seen:
    base = 0.0 if compare.to is None else arms[compare.to.arm].at(compare.to)
    if compare.to is not None and compare.statistic in CHANGES:
        # each arm against its own day 0
        own, other = (arms[when.arm].at(when.on_day_zero()) for when in (compare.of, compare.to))
        base = own * base / other if compare.statistic == "ratio_of_changes" else own + base - other
    value, low, high = (None if x is None else place(x, base) for x in (observed.value, observed.low, observed.high))
    assert value is not None  # a finding has a value
    return Seen(day=float(np.mean(times(compare.of))) / 24.0, value=value, low=low, high=high)
