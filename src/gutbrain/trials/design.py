"""A trial design, as the contract writes it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gutbrain.exposures import Event
from gutbrain.people import Person
from gutbrain.trials.conditions import Challenge, Feasibility, Groups, Momentary
from gutbrain.trials.questions import Bayes, Criterion, Estimand, Factorial, Look, Primary, Reestimation

DAYS_A_WEEK = 7.0

BEFORE = 1.0
"""Days before a treatment begins on which the first visit is read: nothing of the arm has been given then."""

Analysis = Literal["ancova", "mmrm", "t-test"]
ANALYSES: tuple[Analysis, ...] = ("ancova", "mmrm", "t-test")

TREND, INTERACTION = "trend", "interaction"
"""Questions that are about all arms together."""

SITE, SUBGROUP, BACKGROUND = "site", "subgroup", "background"
"""What people can be stratified by besides what is measured."""

CHANGE = Primary()
"""The primary endpoint counts as its change."""

Question = int | str
"""What an estimate answers: the number of an arm that is held against the control, or a name (a factor, the trend)."""

Reason = Literal["chance", "symptoms", "lack-of-effect"]
REASONS: tuple[Reason, ...] = ("chance", "symptoms", "lack-of-effect")
"""Why people leave."""

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
    those let in), has blocks of its own. In a matched one people are set side by side who are alike in ``by``, and each
    such set is a block.
    """

    kind: Literal["simple", "block", "stratified", "matched"] = "block"
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
    """An effect on an endpoint that somebody assumes.

    In its unit, or (``in_sd``) in SD; ``sd`` is that of the endpoint between people.
    """

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

    ``follow_up`` are weeks of visits after the end, ``covariates`` and ``strata_in_model`` what the analyses adjust for
    besides the baseline, ``co_primary`` endpoints of which each must be shown, ``hierarchy`` the order in which
    endpoints are tested, ``doses`` the dose of each arm where the question is a dose-response, ``wedge`` the steps of a
    stepped-wedge trial, ``adherences`` and ``dropouts`` the shares of each arm where they differ, ``contamination`` the
    share of controls who get what the first other arm gets, ``background_share`` the share of people with
    ``background``, ``include_any`` sets of criteria of which one must hold, ``mediators`` what may carry the effect,
    ``imputation`` a sensitivity analysis for what was not seen, ``unmodelled`` outcomes that the protocol has and the
    model not.
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
    dropout_by: Reason = "chance"
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
    primary_as: Primary = CHANGE
    follow_up: tuple[float, ...] = ()
    covariates: tuple[str, ...] = ()
    co_primary: tuple[str, ...] = ()
    hierarchy: tuple[str, ...] = ()
    factorial: Factorial | None = None
    doses: tuple[float, ...] = ()
    equivalence: float | None = None
    groups: Groups | None = None
    wedge: int = 0
    looks: tuple[Look, ...] = ()
    reestimation: Reestimation | None = None
    bayes: Bayes | None = None
    mediators: tuple[str, ...] = ()
    estimand: Estimand | None = None
    challenge: Challenge | None = None
    momentary: Momentary | None = None
    imputation: str = ""
    dropouts: tuple[float, ...] = ()
    adherences: tuple[float, ...] = ()
    contamination: float = 0.0
    background_share: float = 1.0
    include_any: tuple[tuple[Criterion, ...], ...] = ()
    feasibility: Feasibility | None = None
    unmodelled: tuple[str, ...] = ()
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
    def fixed(self) -> bool:
        """Whether success is one comparison against the control, by its p at the end of a trial of the planned size."""
        other = self.looks or self.bayes or self.co_primary or self.reestimation or self.equivalence is not None
        return len(self.family) == 1 and not other

    @property
    def by_p(self) -> bool:
        """Whether success goes by a p of superiority or non-inferiority, so that power can be told from an effect."""
        return self.equivalence is None and self.bayes is None

    @property
    def plain(self) -> bool:
        """Whether people, not clusters, have arms side by side that are compared with the control by a change."""
        clusters = self.groups is not None and self.groups.kind == "clusters"
        other = self.factorial or self.doses or self.challenge or self.momentary or self.follow_up or clusters
        return self.periods == 1 and self.primary_as.kind == "change" and not other

    def read_on(self, day: float) -> float:
        """Day on which a visit is read: what begins with a period is read before anything of it was given."""
        return day - BEFORE if day in self.starts else day

    @property
    def most_people(self) -> int:
        """People who may be randomised at most, where the size is set anew on the way."""
        return math.ceil(self.people * self.reestimation.most) if self.reestimation else self.people

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the primary analysis answers: arms; factors and their interaction; or the trend before arms."""
        if self.factorial:
            return (*self.factorial.factors, INTERACTION)
        return (TREND, *self.contrasts) if self.doses else self.contrasts

    @property
    def family(self) -> tuple[Question, ...]:
        """The questions of which one must be answered for success: the error rate is theirs together."""
        if self.factorial:
            return self.factorial.factors
        return (TREND,) if self.doses else self.contrasts

    def weights(self, question: Question) -> tuple[float, ...]:
        """By how much the mean of each arm counts in the answer to a question: (arm,)."""
        count = len(self.arms)
        if isinstance(question, int):
            return tuple(float(arm == question) - float(arm == self.reference) for arm in range(count))
        if question == TREND:
            middle = sum(self.doses) / count
            spread = sum((dose - middle) ** 2 for dose in self.doses)
            # the rise from the lowest to the highest dose on the straight line
            reach = max(self.doses) - min(self.doses)
            return tuple(reach * (dose - middle) / spread for dose in self.doses)
        assert self.factorial is not None
        cells, factors = self.factorial.cells, self.factorial.factors
        if question == INTERACTION:
            signs = [_product(2 * level - 1 for level in cell) for cell in cells]
            return tuple(sign * 2.0 ** len(factors) / count for sign in signs)
        at = factors.index(question)
        return tuple((2 * cell[at] - 1) * 2.0 / count for cell in cells)

    @property
    def stepped(self) -> bool:
        """Whether clusters cross from the control to the treatment one step after the other."""
        return self.wedge > 0

    @property
    def sequences(self) -> tuple[tuple[int, ...], ...]:
        """Arms in the order in which each group gets them: one each, or in a crossover a Latin square.

        The square goes by the names of the arms, not by where they stand in the file. In a stepped wedge a group has
        the control until its step, and the treatment from then on.
        """
        count = len(self.arms)
        if self.stepped:
            control, treated = self.reference, self.contrasts[0]
            return tuple((control,) * step + (treated,) * (self.periods - step) for step in range(1, self.wedge + 1))
        if not self.crossover:
            return tuple((arm,) for arm in range(count))
        order = sorted(range(count), key=lambda arm: self.arms[arm].name)
        return tuple(tuple(order[(first + period) % count] for period in range(count)) for first in range(count))

    @property
    def periods(self) -> int:
        """Periods of treatment."""
        return self.wedge + 1 if self.stepped else len(self.arms) if self.crossover else 1

    @property
    def each(self) -> int:
        """Visits of a period, those after the end of treatment included."""
        return len(self.visits) + len(self.follow_up)

    @property
    def end(self) -> int:
        """Number of the visit at the end of treatment (of a period)."""
        return len(self.visits) - 1

    @property
    def visit_days(self) -> tuple[float, ...]:
        """Days from randomisation of all visits, in the order of the periods."""
        step, weeks = self.weeks + self.washout, (*self.visits, *self.follow_up)
        return tuple(DAYS_A_WEEK * (period * step + visit) for period in range(self.periods) for visit in weeks)

    @property
    def days(self) -> float:
        """Days from the beginning of the run-in to the end."""
        treated = self.periods * self.weeks + (self.periods - 1) * self.washout
        return DAYS_A_WEEK * (self.run_in + max([treated, *self.follow_up]))

    @property
    def lead(self) -> float:
        """Days of a course before randomisation: the run-in, and before it the day of the first visit."""
        return BEFORE + DAYS_A_WEEK * self.run_in

    @property
    def starts(self) -> tuple[float, ...]:
        """Days from randomisation on which each period begins."""
        return tuple(DAYS_A_WEEK * period * (self.weeks + self.washout) for period in range(self.periods))

    def label(self, question: Question) -> str:
        """A comparison in words."""
        if isinstance(question, int):
            return f"{self.arms[question].name} against {self.control}"
        if self.factorial and question in self.factorial.factors:
            low, high = self.factorial.levels[self.factorial.factors.index(question)]
            return f"{question}: {high} against {low}"
        return {TREND: "trend over doses", INTERACTION: "interaction"}[question]

    def side(self, endpoint: str) -> int:
        """Which way an estimate counts: as the endpoint does, or for shares and times as what happens is wanted."""
        if endpoint == self.primary and self.primary_as.kind != "change":
            return 1 if self.primary_as.good else -1
        return self.better[endpoint]


def _product(signs: Iterable[int]) -> int:
    return math.prod(signs)
