"""A trial design, as the contract writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from gutbrain.exposures import Event
from gutbrain.people import Person

DAYS_A_WEEK = 7.0

BEFORE = 1.0
"""Days before a treatment begins on which the first visit is read: nothing of the arm has been given then."""

Analysis = Literal["ancova", "mmrm", "t-test"]
ANALYSES: tuple[Analysis, ...] = ("ancova", "mmrm", "t-test")


@dataclass(frozen=True)
class Criterion:
    """What must hold of a measured value: at least ``low``, at most ``high``; ``strict`` leaves the bounds out."""

    name: str
    low: float | None = None
    high: float | None = None
    strict: bool = False

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            return f"{self.name} {self.low:g} to {self.high:g}"
        sign = "" if self.strict else "="
        return f"{self.name} >{sign} {self.low:g}" if self.low is not None else f"{self.name} <{sign} {self.high:g}"


Kind = Literal["placebo", "waiting-list", "usual-care", "attention"]
KINDS: tuple[Kind, ...] = ("placebo", "waiting-list", "usual-care", "attention")
"""What an arm without the treatment is, as protocols name it."""


@dataclass(frozen=True)
class Arm:
    """What an arm gets besides the usual life.

    ``expectation`` is the belief in being treated, 0 to 1; ``kind`` what people who are not treated get in place of it.
    """

    name: str
    events: tuple[Event, ...]
    expectation: float
    kind: Kind | None = None


@dataclass(frozen=True)
class Randomisation:
    """How people are put into arms.

    ``block`` counts the places of a block; in a stratified trial every stratum, made of ``by`` (cut at the median of
    those let in), has blocks of its own.
    """

    kind: Literal["simple", "block", "stratified"] = "block"
    block: int = 4
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rescue:
    """Treatment for whoever is bad enough at a visit after the start; it begins at that visit and goes on."""

    when: Criterion
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Responder:
    """Who counts as a responder at the end: fallen (or risen) by this share of the baseline, or beyond a score."""

    share: float | None = 0.5
    beyond: Criterion | None = None


@dataclass(frozen=True)
class Assumed:
    """An effect on an endpoint that somebody assumes: in its unit, or (``in_sd``) in SD; ``sd`` that of the endpoint."""

    effect: float
    in_sd: bool = False
    sd: float | None = None


@dataclass(frozen=True)
class Design:
    """A virtual randomised trial.

    ``visits`` are weeks from randomisation and include 0; in a crossover they repeat in every period. ``control`` names
    the arm that the others are compared with. ``better`` says which way an endpoint counts: -1 lower, 1 higher, 0 no
    side. ``adherence`` is the mean share of doses taken, ``missing`` the share of visits missed at random, ``window``
    how many days a visit may be off; ``margin`` the non-inferiority margin in units of the primary endpoint.
    ``allocation`` has the share of each arm (of each order of arms), empty where all are alike; ``per_arm`` is then the
    mean, and ``total`` the people who are randomised where they are not ``per_arm`` in each arm.
    """

    title: str
    person: Person
    arms: tuple[Arm, ...]
    control: str
    blinded: bool
    per_arm: int
    weeks: float
    visits: tuple[float, ...]
    endpoints: tuple[str, ...]
    better: Mapping[str, int]
    analysis: Analysis = "ancova"
    include: tuple[Criterion, ...] = ()
    randomisation: Randomisation = Randomisation()
    crossover: bool = False
    washout: float = 0.0
    run_in: float = 0.0
    background: tuple[Event, ...] = ()
    adherence: float = 1.0
    dropout: float = 0.0
    dropout_by: Literal["chance", "symptoms"] = "chance"
    missing: float = 0.0
    window: float = 0.0
    rescue: Rescue | None = None
    responder: Responder = Responder()
    margin: float | None = None
    subgroup: Criterion | None = None
    alpha: float = 0.05
    allocation: tuple[int, ...] = ()
    total: int | None = None
    raters_blinded: bool = False
    assume: Mapping[str, Assumed] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def primary(self) -> str:
        """The first endpoint."""
        return self.endpoints[0]

    @property
    def reference(self) -> int:
        """Place of the control arm."""
        return [arm.name for arm in self.arms].index(self.control)

    @property
    def contrasts(self) -> tuple[int, ...]:
        """Places of the arms that are compared with the control."""
        return tuple(place for place in range(len(self.arms)) if place != self.reference)

    @property
    def people(self) -> int:
        """People who are randomised; in a crossover everybody gets every arm, and ``per_arm`` counts a sequence."""
        return self.total or self.per_arm * len(self.sequences)

    @property
    def sequences(self) -> tuple[tuple[int, ...], ...]:
        """Arms in the order in which each group gets them: one each, or in a crossover a Latin square.

        The square goes by the names of the arms, not by where they stand in the file.
        """
        count = len(self.arms)
        if not self.crossover:
            return tuple((arm,) for arm in range(count))
        order = sorted(range(count), key=lambda arm: self.arms[arm].name)
        return tuple(tuple(order[(first + period) % count] for period in range(count)) for first in range(count))

    @property
    def periods(self) -> int:
        """Periods of treatment."""
        return len(self.arms) if self.crossover else 1

    @property
    def visit_days(self) -> tuple[float, ...]:
        """Days from randomisation of all visits, in the order of the periods."""
        step = self.weeks + self.washout
        return tuple(DAYS_A_WEEK * (period * step + visit) for period in range(self.periods) for visit in self.visits)

    @property
    def days(self) -> float:
        """Days from the beginning of the run-in to the end."""
        return DAYS_A_WEEK * (self.run_in + self.periods * self.weeks + (self.periods - 1) * self.washout)

    @property
    def lead(self) -> float:
        """Days of a course before randomisation: the run-in, and before it the day of the first visit."""
        return BEFORE + DAYS_A_WEEK * self.run_in

    @property
    def starts(self) -> tuple[float, ...]:
        """Days from randomisation on which each period begins."""
        return tuple(DAYS_A_WEEK * period * (self.weeks + self.washout) for period in range(self.periods))

    def label(self, arm: int) -> str:
        """A comparison in words."""
        return f"{self.arms[arm].name} against {self.control}"
