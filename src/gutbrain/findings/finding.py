"""A published result in a form that can be run: who did what for how long, what was compared, and what was seen."""

from __future__ import annotations

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
    "share": "share of people with the observable above `above` (or below `below`) in `of`",
    "correlation": "between people, with `observable_2`, at `of`",
}
"""Statistics of the contract, and what they mean."""

PAIRED = ("difference", "ratio", "percent_change", "smd", "change_difference", "change_smd", "direction")
"""Statistics that compare ``of`` with ``to``."""

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
)


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

    ``above``/``below`` belong to a share, ``window`` (h) to peaks, ``tolerance`` (share) to a recovery time.
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


@dataclass(frozen=True)
class Observed:
    """What was published; ``low`` and ``high`` are the 95 % interval of the mean, absent where not published."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Finding:
    """A published result.

    ``arms`` are protocols as they are run, ``file`` and ``line`` where the finding stands. ``unsupported`` says why it
    cannot be run, where it cannot; it has no arms then.
    """

    id: str
    reference: str
    species: str
    design: str
    compare: Compare
    observed: Observed
    arms: Mapping[str, Protocol] = field(default_factory=dict)
    verified: str = "memory"
    note: str = ""
    file: str | None = None
    line: int | None = None
    unsupported: str = ""

    @property
    def study(self) -> str:
        """What stands and falls together when a study is left out: the publication."""
        return self.reference
