"""A published result in a form that can be run: who did what for how long, what was compared, and what was seen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from gutbrain.engine import asked
from gutbrain.exposures import Protocol

STATISTICS = {
    "value": "the observable in `of`",
    "difference": "`of` - `to`",
    "ratio": "`of` / `to`",
    "percent_change": "100 (`of` / `to` - 1)",
    "smd": "(mean of `of` - mean of `to`) / pooled SD between people",
    "change_difference": "(change from day 0 in `of`) - (change from day 0 in `to`)",
    "change_smd": "change_difference / pooled SD between people at day 0",
    "direction": "sign of `of` - `to`: 1, -1, or 0 (below 0.1 SD between people, or 5 % where there is no spread)",
    "peak_time": "hours from the start of the arm's last event to the extreme of the observable",
    "peak": "extreme of the observable after the arm's last event, until the end or for `window` hours",
    "peak_ratio": "extreme after the arm's last event / value just before it",
    "recovery_time": "days from the end of the last event until within `tolerance` (0.1) of day 0's value for good",
    "share": "share of people with the observable above `above` (or below `below`) in `of`; or in whom it fell by the"
    " share `fall` or more between `to` and `of`",
    "correlation": "between people: with `observable_2` at `of`, or of the observable in `of` with itself in `to`",
    "curve": "several moments of the arm `of`, as value, ratio or difference (`as`), the last two against `to`",
    "quantiles": "how people differ in `of`: what a given share of them lies below",
    "sd": "SD between people in `of`",
    "cv": "SD between people / mean, in `of`",
    "ratio_of_changes": "(`of` / its day 0) / (`to` / its day 0)",
}
"""Statistics of the contract, and what they mean."""

CHANGES = ("change_difference", "change_smd", "ratio_of_changes")
"""Statistics that hold each arm against its own day 0."""

PAIRED = ("difference", "ratio", "percent_change", "smd", *CHANGES, "direction")
"""Statistics that compare ``of`` with ``to``."""

BETWEEN_PEOPLE = ("share", "correlation", "quantiles", "sd", "cv")
"""Statistics of how people differ, which take many of them."""

MANY = ("curve", "quantiles")
"""Statistics of several numbers."""

CURVE_AS = ("value", "ratio", "difference")
"""How the moments of a curve are told."""

WITHIN = 0.6
"""Correlation within people unless given (the contract)."""

AFTER_EVENT = ("peak_time", "peak", "peak_ratio", "recovery_time")
"""Statistics of what follows the last event of an arm."""

SPECIES = (*asked.SPECIES, "in-vitro")

DESIGNS = (
    "rct",
    "crossover",
    "challenge",
    "cohort",
    "case-control",
    "meta-analysis",
    "animal-experiment",
    "in-vitro",
    "before-after",
)

WITHIN_PEOPLE = ("crossover", "before-after")
"""Designs in which the same people are compared with themselves."""


@dataclass(frozen=True)
class When:
    """Where a value is read: an arm, a day or a window of days, and a clock hour (08:00 unless given)."""

    arm: str
    day: float | tuple[float, float]
    hour: float | None = None

    def on_day_zero(self) -> When:
        """The same arm and hour on day 0."""
        return When(self.arm, 0.0, self.hour)


@dataclass(frozen=True)
class Compare:
    """What is compared, see the contract: ``statistic`` of ``observable`` in ``of``, against ``to`` where it is paired.

    ``above``/``below``/``fall`` belong to a share, ``window`` (h) to peaks, ``tolerance`` (share) to a recovery time.
    ``told_as`` is that of a curve, and ``moments`` are what it compares, one after the other: ``of``, and ``to`` where
    it has one.
    """

    observable: str
    statistic: str
    of: When
    to: When | None = None
    observable_2: str | None = None
    above: float | None = None
    below: float | None = None
    window: float | None = None
    tolerance: float = 0.1
    fall: float | None = None
    told_as: str = "value"
    moments: tuple[tuple[When, When | None], ...] = ()

    @property
    def whens(self) -> tuple[When, ...]:
        """All moments that are compared, as they are named; day 0 of changes is not among them."""
        pairs = self.moments or ((self.of, self.to),)
        return tuple(when for pair in pairs for when in pair if when is not None)

    def at(self, moment: int) -> Compare:
        """One moment of a curve, as a comparison of its own: a value, ratio or difference."""
        of, to = self.moments[moment]
        return Compare(self.observable, self.told_as, of, None if self.told_as == "value" else to)


@dataclass(frozen=True)
class Observed:
    """What was published.

    Attributes
    ----------
    value
        The number; NaN for a curve or quantiles.
    low, high
        95 % interval of the mean, absent where not published.
    points
        Of a curve: what was seen at each of the comparison's moments.
    quantiles
        Shares of people with the value that they lie below, in order.
    detection
        What the method sees at least; below it published and predicted values count as equal.
    """

    value: float
    low: float | None = None
    high: float | None = None
    points: tuple[Observed, ...] = ()
    quantiles: tuple[tuple[float, float], ...] = ()
    detection: float | None = None

    @classmethod
    def of_many(
        cls,
        *,
        points: tuple[Observed, ...] = (),
        quantiles: tuple[tuple[float, float], ...] = (),
        detection: float | None = None,
    ) -> Observed:
        """What has several numbers.

        Parameters
        ----------
        points, quantiles, detection
            See above.
        """
        return cls(math.nan, points=points, quantiles=quantiles, detection=detection)


@dataclass(frozen=True)
class Finding:
    """A published result.

    Attributes
    ----------
    arms
        Protocols, by name.
    n
        People that were analysed, by arm; empty where not published.
    within
        Correlation within people, of designs that compare people with themselves.
    i2
        Heterogeneity of a meta-analysis, 0 to 1.
    blinded
        Whether people did not know what they got; None where that is not known.
    file, line
        Where the finding stands.
    fitted
        Whether the shipped parameters were fitted with it in view.
    unsupported
        Why it cannot be run, where it cannot; it has no arms then.
    """

    id: str
    reference: str
    species: str
    design: str
    compare: Compare
    observed: Observed
    arms: Mapping[str, Protocol] = field(default_factory=dict)
    n: Mapping[str, float] = field(default_factory=dict)
    within: float = WITHIN
    i2: float | None = None
    blinded: bool | None = None
    verified: str = "memory"
    note: str = ""
    file: str | None = None
    line: int | None = None
    fitted: bool = False
    unsupported: str = ""

    @property
    def study(self) -> str:
        """What stands and falls together when a study is left out: the publication."""
        return self.reference
