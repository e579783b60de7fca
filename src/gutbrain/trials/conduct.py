"""How a trial goes: allocation, doses taken and left out, visits, drop-out, rescue, and what is written down.

Many trials of the same design are carried out at once: everything has the trial along its first axis. A single trial is
one of them, so that power is worked out with trials like the one that is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain import seeds
from gutbrain.trials.blinding import CLINICIAN, rater_shares
from gutbrain.trials.design import DAYS_A_WEEK, Design, Randomisation
from gutbrain.trials.luck import Luck
from gutbrain.trials.measurement import SCREENING_STAYS, deviates, measured, on_day
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
    only: Collection[str] | None = None,
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
        Same seed, same trials. Luck belongs to the trial, the person, the measure and the day, whatever else is there.
    per_arm
        People in an arm (or sequence), as planned unless given.
    among
        Whom to draw from: (draw, person); everybody unless given.
    only
        What is written down, by name; everything unless given. Its numbers do not depend on the rest.

    Returns
    -------
    Conducted
        Whom each trial took, when each visit was, and what was written down.

    Examples
    --------
    >>> from gutbrain.trials.conduct import conduct
    >>> from gutbrain.engine.setup import Setup
    >>> from gutbrain.trials.people import populate
    >>> from gutbrain.trials.reading import read_design
    >>> arms = {"fed": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}, "usual": {"events": []}}
    >>> design = read_design({"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["faecal_butyrate"]})
    >>> many = conduct(populate(design, Setup(people=design.people)), trials=5)
    >>> many.seen["faecal_butyrate"].shape
    (5, 20, 2)
    """
    design, seed = population.design, seeds.checked(seed)
    count = per_arm * len(design.sequences) if per_arm else design.people
    luck = Luck(seed, trials)
    draw, person = _people(population, count, among, luck)
    names = tuple(name for name in names_of(design) if only is None or name in only)
    needed = {design.primary, *design.randomisation.by, *([design.rescue.when.name] if design.rescue else ())}
    used = tuple(name for name in names_of(design) if name in names or name in needed)
    simulated = tuple(name for name in used if name in population.values)
    planned = np.array(design.visit_days)
    shape = (trials, count, len(planned))

    day = _days(design, planned, luck, count)
    errors = _errors(population, used, planned, draw, person, luck)

    rows = (draw[:, None], person)
    fixed = {name: values[rows] for name, values in population.fixed.items()}
    start = _place(population, 0.0)
    first = {name: population.values[name][population.control][..., start][rows] for name in simulated}
    first |= {name: fixed[name] for name in used if name in fixed}
    first = {name: measured(name, values, errors[name][..., 0]) for name, values in first.items()}
    strata = _strata(design.randomisation, first, person.shape)
    sequence = allocate(design, strata, luck)
    taken = _taken(design, luck, count)

    truth = {name: _true(population, name, rows, sequence, taken, day) for name in simulated}
    if population.variants.alike:
        truth |= _rated_blind(population, truth, rows, sequence, day, seed)
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
    left = _left(design, truth[design.primary], planned, luck)

    away = _away(design, left, planned, luck)
    seen = {
        name: np.where(away, np.nan, measured(name, truth[name], errors[name])) for name in simulated if name in names
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


def _days(design: Design, planned: Array, luck: Luck, count: int) -> Array:
    """When visits take place: off the planned day by no more than the window, but for the first."""
    day = np.broadcast_to(planned, (luck.trials, count, len(planned))).copy()
    if design.window:
        last = design.days - DAYS_A_WEEK * design.run_in
        for place, visit in enumerate(planned):
            if visit:
                off = design.window * (2 * luck.uniforms(f"window of {on_day(visit)}", count) - 1)
                day[..., place] = np.clip(visit + off, 0.0, last)
    return day


def _away(design: Design, left: Ints, planned: Array, luck: Luck) -> Bools:
    """Who does not come to a visit, having left or missed it: (trial, participant, visit)."""
    away = np.arange(len(planned)) >= left[..., None]
    if design.missing:
        for place, visit in enumerate(planned[1:], 1):
            away[..., place] |= luck.uniforms(f"missed on {on_day(visit)}", left.shape[1]) < design.missing
    return np.asarray(away)


def _people(population: Population, count: int, among: Bools | None, luck: Luck) -> tuple[Ints, Ints]:
    """Parameter set of each trial, and its people."""
    draws, people = population.draws, population.people
    if luck.trials == 1 and draws == 1 and count <= people and among is None:
        return np.zeros(1, int), np.arange(count)[None]
    allowed = np.ones((draws, people), bool) if among is None else among
    usable = np.flatnonzero(allowed.any(axis=1))
    draw = usable[np.arange(luck.trials) % len(usable)]
    # the n-th allowed person of a set, n drawn with replacement
    order = np.argsort(~allowed, axis=1, kind="stable")
    n = (luck.uniforms("people", count) * allowed.sum(axis=1)[draw][:, None]).astype(int)
    return draw, order[draw[:, None], n]


def _errors(
    population: Population, names: tuple[str, ...], planned: Array, draw: Ints, person: Ints, luck: Luck
) -> dict[str, Array]:
    """Errors of all visits; at the first, a part of the luck at screening is still there."""
    visits = [deviates(luck, names, on_day(day), person.shape[1]) for day in planned]
    made = {name: np.stack([visit[name] for visit in visits], axis=2) for name in names}
    for name, entry in population.entry_error.items():
        if name in made:
            before = entry[draw[:, None], person]
            made[name][..., 0] = SCREENING_STAYS * before + np.sqrt(1 - SCREENING_STAYS**2) * made[name][..., 0]
    return {name: values * population.error_sd[name] for name, values in made.items()}


def _place(population: Population, day: float) -> int:
    return int(np.argmin(np.abs(population.days - day)))


def _strata(randomisation: Randomisation, first: Mapping[str, Array], shape: tuple[int, ...]) -> Ints:
    """Stratum of each participant: every measure cut at its median in the trial."""
    strata = np.zeros(shape, int)
    for name in randomisation.by:
        values = first[name]
        strata = 2 * strata + (values > np.median(values, axis=1, keepdims=True))
    return strata


def allocate(design: Design, strata: Ints, luck: Luck) -> Ints:
    """Groups of participants in the order in which they come: (trial, participant).

    Everybody gets the next place on a list that was made before anybody came, each stratum has its own. Blocks of the
    list hold every group as often as the allocation says, equally unless it says so, in random order; in a simple randomisation every place is drawn alone. Whoever
    comes later changes nothing: where the last block is not filled, groups may be uneven. Groups count in the order of
    the names of their arms, so that a file in which arms stand in another order is the same trial.

    Parameters
    ----------
    design
        The design, whose arms or orders of arms are the groups.
    strata
        (trial, participant) number of each one's stratum.
    luck
        Of the trials.
    """
    groups = len(design.sequences)
    names = [[design.arms[arm].name for arm in sequence] for sequence in design.sequences]
    shares = design.allocation or (1,) * groups
    by_name = np.array([group for group in sorted(range(groups), key=names.__getitem__) for _ in range(shares[group])])
    groups = len(by_name)
    count = strata.shape[1]
    if design.randomisation.kind == "simple":
        drawn = (luck.uniforms("allocation", count) * groups).astype(int)
        return np.asarray(by_name[drawn])
    block = design.randomisation.block
    blocks = -(-count // block)
    sequence = np.empty(strata.shape, int)
    for stratum in np.unique(strata):
        inside = strata == stratum
        drawn = luck.uniforms(f"allocation in stratum {stratum}", blocks * block).reshape(-1, blocks, block)
        # ranks of the luck inside a block, shared out evenly
        places = np.argsort(np.argsort(drawn, axis=2), axis=2).reshape(len(drawn), -1) % groups
        number = np.maximum(np.cumsum(inside, axis=1) - 1, 0)
        sequence = np.where(inside, by_name[np.take_along_axis(places, number, axis=1)], sequence)
    return sequence


def _taken(design: Design, luck: Luck, count: int) -> Array:
    if design.adherence >= 1:
        return np.ones((luck.trials, count))
    mean = design.adherence
    return luck.shares("adherence", count, CONCENTRATION * mean, CONCENTRATION * (1 - mean))


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


def _rated_blind(
    population: Population,
    truth: Mapping[str, Array],
    rows: tuple[Ints, Ints],
    sequence: Ints,
    day: Array,
    seed: int,
) -> dict[str, Array]:
    """What raters see who do not know who got what: on their scales less of what people believe."""
    laid = population.variants
    share = rater_shares(population.draws, seed)[rows[0]][..., None]
    made = {}
    for name in CLINICIAN:
        if name in truth:
            told, even = (
                _read(population, name, np.array(courses)[sequence], rows, day) for courses in (laid.full, laid.alike)
            )
            made[name] = truth[name] + share * (even - told)
    return made


def _read(population: Population, name: str, course: Ints, rows: tuple[Ints, Ints], day: Array) -> Array:
    """True values in a course at the days of the visits: (trial, participant, visit).

    Where visits may be off, a value lies on the straight line between the planned day and the end of its own window.
    """
    design = population.design
    planned = np.array(design.visit_days)

    def kept(days: Array) -> Array:
        places = [_place(population, day) for day in days]
        return np.asarray(population.values[name][..., places][course, rows[0], rows[1]])

    values = kept(planned)
    if not design.window:
        return values
    last = design.days - DAYS_A_WEEK * design.run_in
    off = day - planned
    for side in (-1, 1):
        end = np.clip(planned + side * design.window, 0.0, last)
        reach = np.maximum(np.abs(end - planned), 1e-9)
        share = np.clip(side * off / reach, 0.0, 1.0)
        values = values + share * (kept(end) - kept(planned))
    return values


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


def _left(design: Design, severity: Array, planned: Array, luck: Luck) -> Ints:
    """First visit that is not attended any more; as many visits as there are where somebody stays.

    The hazard is even over time, or rises with how the person is at the visit before (unseen in the data): people leave
    because of a state that is not written down any more. How patient somebody is, is drawn once for the whole trial.
    """
    if not design.dropout:
        return np.full(severity.shape[:2], len(planned))
    patience = -np.log1p(-luck.uniforms("drop-out", severity.shape[1]))
    passed = (planned - planned[0]) / max(planned[-1] - planned[0], 1e-9)
    exposure = np.broadcast_to(passed, severity.shape)
    hazard = np.full(len(severity), -np.log1p(-design.dropout))
    if design.dropout_by == "symptoms":
        bad = -design.better[design.primary] or 1
        z = bad * (severity - severity[..., :1].mean(axis=1, keepdims=True))
        z = z / np.maximum(severity[..., 0].std(axis=1), 1e-9)[:, None, None]
        weight = np.exp(np.clip(SYMPTOM_HAZARD * z, -3, 3))
        weight = np.concatenate([weight[..., :1], weight[..., :-1]], axis=2)
        exposure = np.cumsum(np.diff(passed, prepend=0.0) * weight, axis=2)
        hazard = _hazard(exposure[..., -1], design.dropout)
    gone = hazard[:, None, None] * exposure >= patience[..., None]
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
