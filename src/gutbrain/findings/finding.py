"""A published result in a form that can be run: who did what for how long, what was compared, and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gutbrain.engine import asked
from gutbrain.exposures import Protocol

STATISTICS = (
    "value",
    "difference",
    "ratio",
    "percent_change",
    "smd",
    "change_difference",
    "change_smd",
    "direction",
    "peak_time",
    "peak",
    "peak_ratio",
    "recovery_time",
    "share",
    "correlation",
)

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
