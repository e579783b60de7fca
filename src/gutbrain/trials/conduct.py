"""How a trial goes: allocation, doses taken and left out, visits, drop-out, rescue, and what is written down.

Many trials of the same design are carried out at once: everything has the trial along its first axis. A single trial is
one of them, so that power is worked out with trials like the one that is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain import seeds
from gutbrain.findings.statistics import on_scale
from gutbrain.trials.allocation import grouped, matched, shared, strata, units
from gutbrain.trials.blinding import CLINICIAN, rater_shares
from gutbrain.trials.design import DAYS_A_WEEK, Design
from gutbrain.trials.leaving import left
from gutbrain.trials.luck import Luck
from gutbrain.trials.measurement import SCREENING_STAYS, deviates, measured, on_day
from gutbrain.trials.people import AGE_AND_SEX, Population, adjusted, meets, names_of
from gutbrain.trials.reestimation import sizes

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

CONCENTRATION = 12.0
"""How alike people are in how much they take: of a beta distribution (assumption)."""

NOBODY = -1
"""Group of a place that was never filled, where a trial stayed smaller than others."""

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
    unit
        Site or cluster of each; nothing where there are none.
    takes
        Who has the background treatment: (trial, participant).
    contaminated
        Controls who get the treatment all the same: (trial, participant).
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
    unit: Ints | None
    takes: Bools
    contaminated: Bools

    @property
    def trials(self) -> int:
        """How many."""
        return int(self.sequence.shape[0])

    @property
    def per_protocol(self) -> Bools:
        """Who took enough, stayed to the end and needed no rescue: (trial, participant)."""
        visits = len(self.design.visit_days) - len(self.design.follow_up)
        kept = (self.left >= visits) & (self.rescued >= visits) & ~self.contaminated
        return np.asarray((self.taken >= PER_PROTOCOL) & kept)

    def treatment(self) -> Ints:
        """Arm at every visit: (trial, participant, visit)."""
        table = np.array(self.design.sequences)
        return np.asarray(np.repeat(table[self.sequence], self.design.each, axis=2))


def conduct(
    population: Population,
    *,
    trials: int = 1,
    seed: int = 0,
    per_arm: int | None = None,
    among: Bools | None = None,
    only: Collection[str] | None = None,
    nothing: bool = False,
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
        What is written down, by name; everything unless given. Its numbers do not depend on the rest. What the analyses
        adjust for is always there.
    nothing
        Whether everybody gets what the control gets, so that no arm differs in anything: of a trial with arms side by
        side.

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
    count = per_arm * len(design.sequences) if per_arm else design.most_people
    luck = Luck(seed, trials)
    draw, person = _people(population, count, among, luck)
    kept = None if only is None else {*only, *adjusted(design)}
    names = tuple(name for name in names_of(design) if kept is None or name in kept)
    needed = {design.primary, *design.randomisation.by, *([design.rescue.when.name] if design.rescue else ())}
    needed |= set(design.subgroup.names) if design.subgroup else set()
    used = tuple(name for name in names_of(design) if name in names or name in needed)
    simulated = tuple(name for name in used if name in population.values)
    planned = np.array(design.visit_days)
    shape = (trials, count, len(planned))
    rows = (draw[:, None], person)

    day = _days(design, planned, luck, count)
    errors = _errors(population, used, planned, draw, person, luck)
    unit = units(design, luck, count)
    if unit is not None and design.groups:
        for name in simulated:
            errors[name] += shared(design.groups, unit, name, spread(population, name), planned, luck)

    takes = np.ones(shape[:2], bool) if population.takes is None else population.takes[rows]
    fixed = {name: values[rows] for name, values in population.fixed.items()}
    start = _place(population, 0.0)
    first = {name: population.values[name][population.control][..., start][rows] for name in simulated}
    first |= {name: fixed[name] for name in used if name in fixed}
    first = {name: measured(name, values, errors[name][..., 0]) for name, values in first.items()}
    stratum = strata(design, first, unit, takes)
    if design.randomisation.kind == "matched":
        sequence = matched(design, first, takes, luck)
    else:
        sequence = grouped(design, stratum, unit, luck)
    taken = _taken(design, sequence, luck, count)

    contaminated = np.zeros(shape[:2], bool)
    if design.contamination:
        hit = luck.uniforms("contamination", count) < design.contamination
        contaminated = (sequence == design.reference) & hit
    gets = np.where(contaminated, design.contrasts[0], sequence)
    if nothing:
        gets = np.full(sequence.shape, design.reference)
    get = _Gets(gets, takes, taken)

    truth = {name: _true(population, name, rows, get, day) for name in simulated}
    if population.variants.alike:
        truth |= _rated_blind(population, truth, rows, get, day, seed)
    rescued = np.full(sequence.shape, len(planned))
    if design.rescue:
        criterion = design.rescue.when
        shown = measured(criterion.name, truth[criterion.name], errors[criterion.name])
        called = meets(criterion, shown)
        called[..., 0] = called[..., -1] = False
        rescued = np.where(called.any(axis=2), called.argmax(axis=2), len(planned))
        truth = {name: values + _rescue(population, name, rows, get, rescued, day) for name, values in truth.items()}
    gone = left(design, truth[design.primary], sequence, planned, luck)

    away = _away(design, gone, planned, luck)
    seen = {
        name: np.where(away, np.nan, measured(name, truth[name], errors[name])) for name in simulated if name in names
    }
    for name in names:
        if name in fixed:
            seen[name] = np.broadcast_to(first[name][..., None], shape)
    made = Conducted(
        design=design,
        draw=draw,
        person=person,
        sequence=sequence,
        day=day,
        seen=seen,
        traits={name: fixed[name] for name in AGE_AND_SEX if name in fixed},
        taken=taken,
        left=gone,
        rescued=rescued,
        strata=stratum,
        unit=unit,
        takes=takes,
        contaminated=contaminated,
    )
    return made if design.reestimation is None or per_arm else _resized(made)


def _resized(conducted: Conducted) -> Conducted:
    """The same trials, each with as many people as the new look at its size says; of others nothing is known."""
    design = conducted.design
    wanted = sizes(design, conducted.seen[design.primary])
    part = slice(0, int(wanted.max()))
    there = np.arange(part.stop) < wanted[:, None]
    seen = {name: np.where(there[..., None], values[:, part], np.nan) for name, values in conducted.seen.items()}
    return replace(
        conducted,
        person=conducted.person[:, part],
        sequence=np.where(there, conducted.sequence[:, part], NOBODY),
        day=conducted.day[:, part],
        seen=seen,
        traits={name: values[:, part] for name, values in conducted.traits.items()},
        taken=conducted.taken[:, part],
        left=conducted.left[:, part],
        rescued=conducted.rescued[:, part],
        strata=conducted.strata[:, part],
        unit=None if conducted.unit is None else conducted.unit[:, part],
        takes=conducted.takes[:, part],
        contaminated=conducted.contaminated[:, part],
    )


@dataclass(frozen=True)
class _Gets:
    """What people get: the group whose course they go through, the background treatment, and the share of doses."""

    sequence: Ints
    takes: Bools
    taken: Array

    def course(self, with_background: Sequence[int], without: Sequence[int]) -> Ints:
        """Course of each participant."""
        made = np.array(with_background)[self.sequence]
        return np.where(self.takes, made, np.array(without)[self.sequence]) if without else made


def spread(population: Population, name: str) -> float:
    """SD between people of what is measured at the start, on the scale of the analysis."""
    true = on_scale(name, population.values[name][population.control][..., _place(population, 0.0)])
    return float(np.sqrt(np.nanvar(true, axis=1).mean() + population.error_sd[name] ** 2))


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


def _taken(design: Design, sequence: Ints, luck: Luck, count: int) -> Array:
    if design.adherence >= 1:
        return np.ones((luck.trials, count))
    made = np.ones((luck.trials, count))
    for mean in set(design.adherences or (design.adherence,)):
        if mean < 1:
            inside = np.array(design.adherences)[sequence] == mean if design.adherences else np.ones_like(made, bool)
            drawn = luck.shares("adherence", count, CONCENTRATION * mean, CONCENTRATION * (1 - mean))
            made = np.where(inside, drawn, made)
    return made


def _true(population: Population, name: str, rows: tuple[Ints, Ints], get: _Gets, day: Array) -> Array:
    """True values at the visits: between nothing taken and all, as much as was taken."""
    laid, apart = population.variants, population.variants.apart
    values = _read(population, name, get.course(laid.full, apart.full if apart else ()), rows, day)
    if laid.untaken:
        course = get.course(laid.untaken, apart.untaken if apart else ())
        without = _read(population, name, course, rows, day)
        values = without + get.taken[..., None] * (values - without)
    return values


def _rated_blind(
    population: Population,
    truth: Mapping[str, Array],
    rows: tuple[Ints, Ints],
    get: _Gets,
    day: Array,
    seed: int,
) -> dict[str, Array]:
    """What raters see who do not know who got what: on their scales less of what people believe."""
    laid, apart = population.variants, population.variants.apart
    told_in = get.course(laid.full, apart.full if apart else ())
    even_in = get.course(laid.alike, apart.alike if apart else ())
    share = rater_shares(population.draws, seed)[rows[0]][..., None]
    made = {}
    for name in CLINICIAN:
        if name in truth:
            told, even = (_read(population, name, courses, rows, day) for courses in (told_in, even_in))
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


def _rescue(population: Population, name: str, rows: tuple[Ints, Ints], get: _Gets, rescued: Ints, day: Array) -> Array:
    """What rescue adds at each visit."""
    laid, apart = population.variants, population.variants.apart
    visits = day.shape[2]
    without = _read(population, name, get.course(laid.full, apart.full if apart else ()), rows, day)
    added = np.zeros_like(without)
    for visit in range(1, visits - 1):
        others = [courses[visit - 1] for courses in apart.rescued] if apart else []
        course = get.course([courses[visit - 1] for courses in laid.rescued], others)
        here = (rescued == visit)[..., None]
        added = np.where(here, _read(population, name, course, rows, day) - without, added)
    return added
