"""Under what conditions a trial runs: parts of a design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gutbrain.exposures import Event

SITE_ICC = 0.03
"""Share of the variance that lies between sites, where a design does not say it (assumption)."""

CLUSTER_ICC = 0.05
"""The same for clusters (assumption)."""

LASTING = 0.8
"""Correlation of what a site or cluster adds at two visits (cluster autocorrelation; assumption)."""

WAKING = (9.0, 21.0)
"""Clock hours between which people are asked many times a day."""


@dataclass(frozen=True)
class Groups:
    """Sites, in which people are randomised, or clusters, which are randomised whole.

    ``number`` of them in a trial of the planned size, each as large as the others; ``icc`` the share of the variance
    of what is measured that lies between them.
    """

    kind: Literal["sites", "clusters"]
    number: int
    icc: float


@dataclass(frozen=True)
class Challenge:
    """An acute challenge at visits (days from randomisation), under which some measures are read.

    ``hour`` is when it begins, ``read`` hours from then to the reading.
    """

    event: Event
    days: tuple[float, ...]
    measures: tuple[str, ...]
    hour: float
    read: float


@dataclass(frozen=True)
class Momentary:
    """Measures that are asked many times a day, on some days around a visit; ``compliance`` is the share answered."""

    measures: tuple[str, ...]
    prompts: int
    days: int
    compliance: float = 0.8

    @property
    def hours(self) -> tuple[float, ...]:
        """Clock hours of the prompts, evenly over the waking day."""
        first, last = WAKING
        return tuple(first + (last - first) * (n + 0.5) / self.prompts for n in range(self.prompts))


@dataclass(frozen=True)
class Feasibility:
    """What a pilot must reach: shares of people let in of those screened, kept to the end, and of doses taken."""

    recruited: float | None = None
    kept: float | None = None
    taken: float | None = None
