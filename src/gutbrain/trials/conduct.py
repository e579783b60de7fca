"""How a trial goes: allocation, doses taken and left out, visits, drop-out, rescue, and what is written down.

Many trials of the same design are carried out at once: everything has the trial along its first axis. A single trial is
one of them, so that power is worked out with trials like the one that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain import seeds
from gutbrain.trials.design import DAYS_A_WEEK, Design, Randomisation
from gutbrain.trials.measurement import SCREENING_STAYS, deviates, generator, measured
from gutbrain.trials.people import AGE_AND_SEX, Population, meets, names_of

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

CONCENTRATION = 12.0
"""How alike people are in how much they take: of a beta distribution (assumption)."""

SYMPTOM_HAZARD = 0.7
"""Rise of the logarithm of the hazard of dropping out per SD of current, unseen severity (assumption, after Gomeni)."""

PER_PROTOCOL = 0.8
"""Least share of doses taken that counts as adherent."""


@dataclass(frozen=True)
class Conducted:
    """Trials that were carried out.

    Attributes
    ----------
    design
        What was planned.
    draw, person
        Parameter set of each trial (trial,), and its people by their number in the set (trial, participant).
    sequence
        Group that each was allocated to (trial, participant): the arm, or in a crossover the order of arms.
    day
        When each visit took place, days from randomisation: (trial, participant, visit).
    seen
        What was written down, by name: (trial, participant, visit), NaN where missing.
    traits
        What was known at the start and does not change: (trial, participant).
    taken
        Share of doses taken.
    left
        First visit that was not attended any more after dropping out; the number of visits where nobody left.
    rescued
        First visit from which rescue was given; the number of visits where none was.
    strata
        Stratum at randomisation.
    """

    design: Design
    draw: Ints
    person: Ints
    sequence: Ints
    day: Array
    seen: Mapping[str, Array]
    traits: Mapping[str, Array]
    taken: Array
    left: Ints
    rescued: Ints
    strata: Ints

    @property
    def trials(self) -> int:
        """How many."""
        return int(self.sequence.shape[0])

    @property
    def per_protocol(self) -> Bools:
        """Who took enough, stayed to the end and needed no rescue: (trial, participant)."""
        visits = len(self.design.visit_days)
        return np.asarray((self.taken >= PER_PROTOCOL) & (self.left >= visits) & (self.rescued >= visits))

    def treatment(self) -> Ints:
        """Arm at every visit: (trial, participant, visit)."""
        table = np.array(self.design.sequences)
        return np.asarray(np.repeat(table[self.sequence], len(self.design.visits), axis=2))


def conduct(
    population: Population,
    *,
    trials: int = 1,
    seed: int = 0,
    per_arm: int | None = None,
    among: Bools | None = None,
) -> Conducted:
    """Carry out trials.

    Parameters
    ----------
    population
        The people. One trial of as many people as there are takes each once, in the order in which they were let in;
        more trials draw theirs from the parameter sets in turn, with people standing for more than one where a trial is
        larger than the set.
    trials
        How many.
    seed
        Same seed, same trials.
    per_arm
        People in an arm (or sequence), as planned unless given.
    among
        Whom to draw from: (draw, person); everybody unless given.
    """
    design, seed = population.design, seeds.checked(seed)
    count = (per_arm or design.per_arm) * len(design.sequences)
    random = generator(seed, f"people {trials}")
    draw, person = _people(population, trials, count, among, random)
    names = names_of(design)
    observed = tuple(name for name in names if name in population.values)
    planned = np.array(design.visit_days)
    shape = (trials, count, len(planned))

    day = np.broadcast_to(planned, shape).copy()
    if design.window:
        off = generator(seed, f"windows {trials}").uniform(-design.window, design.window, shape)
        off[..., [i for i, visit in enumerate(planned) if visit == 0]] = 0.0
        last = design.days - DAYS_A_WEEK * design.run_in
        day = np.clip(day + off, 0.0, last)
    errors = _errors(population, names, shape, draw, person, seed)

    rows = (draw[:, None], person)
    fixed = {name: values[rows] for name, values in population.fixed.items()}
    first = {
        name: measured(name, population.values[name][0][..., _place(population, 0.0)][rows], errors[name][..., 0])
        for name in observed
    }
    first |= {
        name: measured(name, fixed[name], errors[name][..., 0]) for name in names if name in fixed and name in errors
    }
    strata = _strata(design.randomisation, first)
    sequence = allocate(design, strata, generator(seed, f"allocation {trials}"))
    taken = _taken(design, sequence.shape, generator(seed, f"adherence {trials}"))

    truth = {name: _true(population, name, rows, sequence, taken, day) for name in observed}
    rescued = np.full(sequence.shape, len(planned))
    if design.rescue:
        criterion = design.rescue.when
        shown = measured(criterion.name, truth[criterion.name], errors[criterion.name])
        called = meets(criterion, shown)
        called[..., 0] = called[..., -1] = False
        rescued = np.where(called.any(axis=2), called.argmax(axis=2), len(planned))
        truth = {
            name: values + _rescue(population, name, rows, sequence, rescued, day) for name, values in truth.items()
        }
    left = _left(design, truth[design.primary], planned, generator(seed, f"drop-out {trials}"))

    away = np.arange(len(planned)) >= left[..., None]
    missed = generator(seed, f"missed {trials}").random(shape) < design.missing
    missed[..., 0] = False
    seen = {
        name: np.where(away | missed, np.nan, measured(name, values, errors[name])) for name, values in truth.items()
    }
    for name in names:
        if name in fixed:
            seen[name] = np.broadcast_to(first[name][..., None], shape)
    return Conducted(
        design=design,
        draw=draw,
        person=person,
        sequence=sequence,
        day=day,
        seen=seen,
        traits={name: fixed[name] for name in AGE_AND_SEX if name in fixed},
        taken=taken,
        left=left,
        rescued=rescued,
        strata=strata,
    )


def _people(
    population: Population, trials: int, count: int, among: Bools | None, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Parameter set of each trial, and its people."""
    draws, people = population.draws, population.people
    if trials == 1 and draws == 1 and count <= people and among is None:
        return np.zeros(1, int), np.arange(count)[None]
    allowed = np.ones((draws, people), bool) if among is None else among
    usable = np.flatnonzero(allowed.any(axis=1))
    draw = usable[np.arange(trials) % len(usable)]
    # the n-th allowed person of a set, n drawn with replacement
    order = np.argsort(~allowed, axis=1, kind="stable")
    n = (random.random((trials, count)) * allowed.sum(axis=1)[draw][:, None]).astype(int)
    return draw, order[draw[:, None], n]


def _errors(
    population: Population, names: tuple[str, ...], shape: tuple[int, ...], draw: Ints, person: Ints, seed: int
) -> dict[str, Array]:
    """Errors of all visits; at the first, a part of the luck at screening is still there."""
    trials = shape[0]
    visits = [deviates(generator(seed, f"visit {i} {trials}"), names, shape[:2]) for i in range(shape[2])]
    made = {name: np.stack([visit[name] for visit in visits], axis=2) for name in names}
    for name, entry in population.entry_error.items():
        before = entry[draw[:, None], person]
        made[name][..., 0] = SCREENING_STAYS * before + np.sqrt(1 - SCREENING_STAYS**2) * made[name][..., 0]
    return {name: values * population.error_sd[name] for name, values in made.items()}


def _place(population: Population, day: float) -> int:
    return int(np.argmin(np.abs(population.days - day)))


def _strata(randomisation: Randomisation, first: Mapping[str, Array]) -> Ints:
    """Stratum of each participant: every measure cut at its median in the trial."""
    some = next(iter(first.values()))
    strata = np.zeros(some.shape, int)
    for name in randomisation.by:
        values = first[name]
        strata = 2 * strata + (values > np.median(values, axis=1, keepdims=True))
    return strata


def allocate(design: Design, strata: Ints, random: np.random.Generator) -> Ints:
    """Groups of participants in the order in which they come: (trial, participant).

    Blocks (of all people, or of each stratum) hold every group equally often, in random order; in a simple
    randomisation everybody is drawn alone.
    """
    groups = len(design.sequences)
    luck = random.random(strata.shape)
    if design.randomisation.kind == "simple":
        return np.asarray((luck * groups).astype(int))
    block = design.randomisation.block
    sequence = np.empty(strata.shape, int)
    for stratum in np.unique(strata):
        inside = strata == stratum
        number = np.cumsum(inside, axis=1) - 1
        # rank of the luck inside a block; ranks are shared out evenly
        key = np.where(inside, (number // block) + 0.999999 * luck, np.inf)
        rank = np.argsort(np.argsort(key, axis=1), axis=1)
        sequence = np.where(inside, rank % block % groups, sequence)
    return sequence


def _taken(design: Design, shape: tuple[int, ...], random: np.random.Generator) -> Array:
    if design.adherence >= 1:
        return np.ones(shape)
    mean = design.adherence
    return random.beta(CONCENTRATION * mean, CONCENTRATION * (1 - mean), shape)


def _true(
    population: Population, name: str, rows: tuple[Ints, Ints], sequence: Ints, taken: Array, day: Array
) -> Array:
    """True values at the visits: between nothing taken and all, as much as was taken."""
    laid = population.variants
    values = _read(population, name, np.array(laid.full)[sequence], rows, day)
    if laid.untaken:
        without = _read(population, name, np.array(laid.untaken)[sequence], rows, day)
        values = without + taken[..., None] * (values - without)
    return values


def _read(population: Population, name: str, course: Ints, rows: tuple[Ints, Ints], day: Array) -> Array:
    """True values in a course at the days of the visits: (trial, participant, visit)."""
    kept = population.values[name][course, rows[0], rows[1]]
    days = population.days
    place = np.clip(np.searchsorted(days, day - 1e-9), 1, len(days) - 1)
    before, after = days[place - 1], days[place]
    weight = np.clip((day - before) / (after - before), 0.0, 1.0)
    low, high = (np.take_along_axis(kept, at, axis=2) for at in (place - 1, place))
    return np.asarray((1 - weight) * low + weight * high)


def _rescue(
    population: Population, name: str, rows: tuple[Ints, Ints], sequence: Ints, rescued: Ints, day: Array
) -> Array:
    """What rescue adds at each visit."""
    laid = population.variants
    visits = day.shape[2]
    without = _read(population, name, np.array(laid.full)[sequence], rows, day)
    added = np.zeros_like(without)
    for visit in range(1, visits - 1):
        course = np.array([courses[visit - 1] for courses in laid.rescued])[sequence]
        here = (rescued == visit)[..., None]
        added = np.where(here, _read(population, name, course, rows, day) - without, added)
    return added


def _left(design: Design, severity: Array, planned: Array, random: np.random.Generator) -> Ints:
    """First visit that is not attended any more; as many visits as there are where somebody stays.

    The hazard is even over time, or rises with how the person is at the visit before (unseen in the data): people leave
    because of a state that is not written down any more.
    """
    luck = -np.log(random.random(severity.shape[:2]))
    gaps = np.diff(planned, prepend=planned[0]) / max(planned[-1] - planned[0], 1e-9)
    if not design.dropout:
        return np.full(severity.shape[:2], len(planned))
    weight = np.ones(severity.shape)
    if design.dropout_by == "symptoms":
        bad = -design.better[design.primary] or 1
        z = bad * (severity - severity[..., :1].mean(axis=1, keepdims=True))
        z = z / np.maximum(severity[..., 0].std(axis=1), 1e-9)[:, None, None]
        weight = np.exp(np.clip(SYMPTOM_HAZARD * z, -3, 3))
        weight = np.concatenate([weight[..., :1], weight[..., :-1]], axis=2)
    exposure = np.cumsum(gaps * weight, axis=2)
    hazard = _hazard(exposure[..., -1], design.dropout)
    gone = hazard[:, None, None] * exposure >= luck[..., None]
    gone[..., 0] = False
    return np.where(gone.any(axis=2), gone.argmax(axis=2), len(planned))


def _hazard(exposure: Array, rate: float) -> Array:
    """Hazard of each trial (trial,) with which the planned share leaves, by halving."""
    low, high = np.zeros(len(exposure)), np.full(len(exposure), 1e3)
    for _ in range(60):
        middle = (low + high) / 2
        more = (1 - np.exp(-middle[:, None] * exposure)).mean(axis=1) < rate
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return np.asarray((low + high) / 2)
