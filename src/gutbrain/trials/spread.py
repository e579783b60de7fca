"""How people of the control arm differ, beside what published control arms show: SDs, correlation, responders.

Points, margins, responders and the gain of a baseline as covariate hang on how people differ and how differently they
fare. Published spreads are the findings on control arms (``findings/data``) and the control arms of the trials of the
evidence base; those of the same kind of people and of control stand first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.datafiles import per_world
from gutbrain.evidence.trials import Spread as Printed
from gutbrain.evidence.trials import Trial, trials
from gutbrain.findings.finding import Finding
from gutbrain.findings.reading import every_file, read_findings
from gutbrain.people.scales import scales
from gutbrain.trials import endpoints
from gutbrain.trials.blinding import KNOWN
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.design import DAYS_A_WEEK, Design
from gutbrain.trials.effects import middle
from gutbrain.trials.people import Population

Array = NDArray[np.float64]

RESPONDERS = "responders"
WHATS: tuple[str, ...] = (
    "SD at the start",
    "SD at the end",
    "SD of the change",
    "correlation with the start",
    "residual SD",
    RESPONDERS,
)
"""What is held beside published arms; the residual SD is that of the end around its line on the start."""

SHORTEST = 14.0
"""Days after which a published reading counts as an end."""

PEOPLE = 100
"""People in an arm of the trials in which spread is measured."""

STATISTICS = ("sd", "correlation", "share")


@dataclass(frozen=True)
class PublishedSpread:
    """A published number of a control arm: ``same`` says whether people and kind of control are those of the design."""

    what: str
    value: float
    low: float | None
    high: float | None
    people: float | None
    preset: str
    week: float
    control: str
    study: str
    reference: str
    verified: str
    same: bool


@dataclass(frozen=True)
class Compared:
    """One measure of spread in the model, median and 90 % interval, beside published ones.

    ``verdict`` is ``inside``, ``below`` or ``above`` where the model's interval overlaps that of the published ones of
    the same people and control, or lies under or over all of them; empty where there are none.
    """

    what: str
    median: float
    low: float
    high: float
    published: tuple[PublishedSpread, ...]
    verdict: str


@dataclass(frozen=True)
class Spread:
    """How people of the control arm differ in an endpoint, on the scale of its analysis."""

    endpoint: str
    arm: str
    rows: tuple[Compared, ...]

    @property
    def residual(self) -> PublishedSpread | None:
        """The published residual SD of the same people and control with most people, where there is one."""
        found = [one for row in self.rows if row.what == "residual SD" for one in row.published if one.same]
        return max(found, key=lambda one: one.people or 0.0, default=None)


def spreads(population: Population, seed: int) -> tuple[Spread, ...]:
    """How people of the control arm differ, in every endpoint, over the parameter sets.

    Parameters
    ----------
    population
        The people, in every parameter set.
    seed
        Same seed, same numbers.
    """
    design = population.design
    if design.periods > 1:
        return ()
    many = conduct(population, trials=population.draws, seed=seed, per_arm=PEOPLE, only=design.endpoints)
    return tuple(_spread(many, name) for name in design.endpoints)


def of_one(conducted: Conducted) -> tuple[Spread, ...]:
    """The same of one trial: no interval, and as few people as it has."""
    design = conducted.design
    return () if design.periods > 1 else tuple(_spread(conducted, name) for name in design.endpoints)


def _spread(conducted: Conducted, endpoint: str) -> Spread:
    design = conducted.design
    measured = _measured(conducted, endpoint)
    known = published(endpoint)
    rows = []
    for what, values in measured.items():
        beside = [_beside(one, design) for one in known if one.what == what]
        beside.sort(key=lambda one: (not one.same, one.preset != design.person.preset, -(one.people or 0.0)))
        if any(one.same for one in beside):
            beside = [one for one in beside if one.same]
        median, low, high = middle(values)
        rows.append(Compared(what, median, low, high, tuple(beside), _verdict(low, high, beside)))
    return Spread(endpoint, design.control, tuple(rows))


def _measured(conducted: Conducted, endpoint: str) -> dict[str, Array]:
    """Each measure in every trial, of the control arm: of those who have both values."""
    design = conducted.design
    what = endpoints.measured(conducted, endpoint)
    start, end = what.start, what.later[..., -1]
    mine = (conducted.sequence == design.reference) & np.isfinite(end) & np.isfinite(start)

    def sd(values: Array) -> Array:
        return np.array(
            [row[use].std(ddof=1) if use.sum() > 1 else np.nan for row, use in zip(values, mine, strict=True)]
        )

    pairs = zip(start, end, mine, strict=True)
    r = np.array([np.corrcoef(x[use], y[use])[0, 1] if use.sum() > 2 else np.nan for x, y, use in pairs])
    ends = sd(end)
    made = {
        "SD at the start": sd(start),
        "SD at the end": ends,
        "SD of the change": sd(end - start),
        "correlation with the start": r,
        "residual SD": ends * np.sqrt(1 - r**2),
    }
    if design.better[endpoint] and not endpoints.is_ratio(endpoint):
        fallen = np.where(mine, design.better[endpoint] * (end - start) >= 0.5 * np.abs(start), False)
        made[RESPONDERS] = fallen.sum(axis=1) / np.maximum(mine.sum(axis=1), 1)
    return made


def _verdict(low: float, high: float, beside: Sequence[PublishedSpread]) -> str:
    same = [one for one in beside if one.same]
    if not same or not math.isfinite(low):
        return ""
    least = min(one.value if one.low is None else one.low for one in same)
    most = max(one.value if one.high is None else one.high for one in same)
    return "below" if high < least else "above" if low > most else "inside"


def _beside(one: PublishedSpread, design: Design) -> PublishedSpread:
    """A published number, marked where it is of the same kind of people and control."""
    kind = next(arm.kind for arm in design.arms if arm.name == design.control)
    open_ = kind in KNOWN or (kind is None and not design.blinded)
    same = one.preset == design.person.preset and (one.control != "placebo") == open_
    return PublishedSpread(**{**vars(one), "same": same})


@per_world
def published(endpoint: str) -> tuple[PublishedSpread, ...]:
    """Published spreads of control arms in a questionnaire, in points; nothing of what is measured otherwise.

    Parameters
    ----------
    endpoint
        Its name.
    """
    if endpoint not in scales():
        return ()
    found = [*_of_findings(_findings(endpoint), endpoint), *_of_trials(trials().values(), endpoint)]
    return (*found, *_residuals(found))


def _findings(endpoint: str) -> Iterable[Finding]:
    """Findings on spread in an endpoint; files that do not speak of it are not read."""

    def speaks(text: str) -> bool:
        return f"observable: {endpoint}" in text and any(f"statistic: {name}" in text for name in STATISTICS)

    files = [file for file in every_file() if speaks(file.read_text(encoding="utf-8"))]
    return read_findings(files).findings


def _of_findings(found: Iterable[Finding], endpoint: str) -> Iterable[PublishedSpread]:
    for one in found:
        compare, arm = one.compare, one.arms.get(one.compare.of.arm)
        if one.species != "human" or compare.observable != endpoint or arm is None or arm.events:
            continue
        if one.design not in ("rct", "meta-analysis") or isinstance(compare.of.day, tuple):
            continue
        what = _what(one)
        if what:
            yield PublishedSpread(
                what,
                one.observed.value,
                one.observed.low,
                one.observed.high,
                one.n.get(compare.of.arm),
                arm.person.preset,
                compare.of.day / DAYS_A_WEEK,
                "placebo" if one.blinded else "open",
                _study(one.id),
                one.reference,
                one.verified,
                same=False,
            )


def _study(name: str) -> str:
    """Author and year, with which a finding's name begins."""
    found = re.match(r".+?-\d{4}", name)
    return found[0] if found else name


def _what(one: Finding) -> str:
    """What a finding says of spread; empty where it is something else."""
    compare, day = one.compare, one.compare.of.day
    assert not isinstance(day, tuple)
    from_start = compare.to is not None and compare.to.day == 0
    if compare.statistic == "sd":
        return "SD at the start" if day == 0 else "SD at the end" if day >= SHORTEST else ""
    if day < SHORTEST or not from_start:
        return ""
    if compare.statistic == "correlation" and compare.observable_2 is None:
        return "correlation with the start"
    return RESPONDERS if compare.statistic == "share" and compare.fall == 0.5 else ""


def _of_trials(records: Iterable[Trial], endpoint: str) -> Iterable[PublishedSpread]:
    """Control arms of the evidence base, in points of the scale."""
    for trial in records:
        if "narrow-sd" in trial.flags or trial.same_people:
            continue
        for outcome in trial.outcomes:
            if outcome.observable != endpoint or outcome.unit or outcome.subgroup:
                continue
            arm = outcome.control
            n = arm.n or trial.n.control
            week = outcome.week or trial.weeks or 0.0
            moments = (("SD at the start", arm.baseline), ("SD at the end", arm.end), ("SD of the change", arm.change))
            for what, printed in moments:
                sd = _sd(printed, n)
                if sd is not None:
                    low, high = sd_interval(sd, n)
                    control = "open" if trial.blinding == "open" else "placebo"
                    read = outcome.read or trial.read
                    yield PublishedSpread(
                        what,
                        sd,
                        low,
                        high,
                        n,
                        trial.preset,
                        week,
                        control,
                        trial.key,
                        trial.reference,
                        read,
                        same=False,
                    )


def _sd(printed: Printed | None, n: float | None) -> float | None:
    if printed is None:
        return None
    return printed.sd if printed.sd is not None else printed.se * math.sqrt(n) if printed.se and n else None


def sd_interval(sd: float, n: float | None) -> tuple[float | None, float | None]:
    """95 % interval of an SD of so many people (chi-square); nothing where their number is not known.

    Parameters
    ----------
    sd
        The SD.
    n
        People.
    """
    from scipy.stats import chi2

    if not n or n < 2:
        return None, None
    low, high = chi2.ppf([0.025, 0.975], n - 1)
    return sd * math.sqrt((n - 1) / high), sd * math.sqrt((n - 1) / low)


def _residuals(found: Iterable[PublishedSpread]) -> Iterable[PublishedSpread]:
    """Residual SDs of arms of which the SD at the end and the correlation with the start were printed."""
    arms: dict[tuple[str, str], dict[str, PublishedSpread]] = {}
    for one in found:
        arms.setdefault((one.reference, one.preset), {})[one.what] = one
    for parts in arms.values():
        end, r = parts.get("SD at the end"), parts.get("correlation with the start")
        if end is None or r is None:
            continue
        sd = end.value * math.sqrt(1 - r.value**2)
        low, high = sd_interval(sd, end.people)
        yield PublishedSpread(**{**vars(end), "what": "residual SD", "value": sd, "low": low, "high": high})
