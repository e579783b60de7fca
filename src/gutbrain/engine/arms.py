"""Arms of a study run side by side: people and parameters as lanes, protocols as variants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gutbrain import world
from gutbrain.datafiles import some_per_world
from gutbrain.engine import door, readout, starting
from gutbrain.engine import grid as grids
from gutbrain.engine.asked import check_species
from gutbrain.engine.draws import parameter_lanes
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.engine.identity import hashed, identity
from gutbrain.engine.lanes import Drive, Progress, carry
from gutbrain.engine.living import Living
from gutbrain.engine.machine.program import AS_IT_IS, Fixed, Program
from gutbrain.engine.parts import Part
from gutbrain.engine.setup import Setup
from gutbrain.engine.trajectories import Keep, Trajectories
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Protocol, Schedule, merge
from gutbrain.exposures.schedule import Table
from gutbrain.model import Model
from gutbrain.model.units import canonical
from gutbrain.people import Cohort, Person, sample
from gutbrain.people.presets import habits, trait_units

SAMPLED = 3
"""People by whom two groups are told apart; what is drawn of them differs wherever the groups do."""


@dataclass(frozen=True)
class Arm:
    """Who is in an arm, and what they get."""

    person: Person
    protocol: Protocol

    @classmethod
    def of(cls, protocol: Protocol) -> Arm:
        """The one arm of a protocol."""
        return cls(Person.like(protocol.person, protocol.usual), protocol)

    @property
    def identity(self) -> str:
        """Who it is and what acts, as the numbers that are carried; words do not count."""
        table = Schedule(self.protocol).table
        cohort = sample(self.person, SAMPLED, 0, {})
        return hashed(
            sorted((name, values.tobytes()) for part in (cohort.traits, cohort.usual) for name, values in part.items()),
            *(table.edges, table.values, table.before, table.acute),
            (table.start, table.end, table.inputs, table.units, table.slot_traits()),
            [(strain.short, strain.potency_sd) for strain in table.strains[0]],
            *(["living"] if self.protocol.living else []),
            *([self.person.microbiota.identity] if self.person.microbiota else []),
        )


@dataclass(frozen=True)
class Run:
    """Arms carried through time.

    ``trajectories.values`` is (moment, observable, arm, draw * person), draws slowest, with observables as in
    ``observables``; ``table`` is what acted. ``draws`` and ``people`` are those that were carried.
    """

    model: Model
    observables: tuple[str, ...]
    table: Table
    cohorts: tuple[Cohort, ...]
    draws: int
    people: int
    trajectories: Trajectories


@some_per_world(8)
def program(slots: int, without: tuple[str, ...] = (), *, explaining: bool = False) -> Program:
    """The compiled axis; compiled programs are kept on disk between runs.

    Parameters
    ----------
    slots
        How many strain slots the axis has.
    without
        Channels that are left out.
    explaining
        Whether it also takes signals that are held at what another variant gives, as explanations need.
    """
    return Program(world.model(slots, without), settling=program(slots, without) if explaining else None)


@dataclass(frozen=True)
class Plan:
    """Everything that a run is made of, before it runs: arrays as :func:`gutbrain.engine.lanes.carry` takes them."""

    compiled: Program
    grid: grids.Grid
    drive: Drive
    fixed: Fixed
    table: Table
    cohorts: tuple[Cohort, ...]
    part: Part
    living: Living | None = None

    @property
    def identity(self) -> str:
        """All that the numbers of a run depend on, as they are carried; names do not count."""
        daily = () if self.living is None else self.living.numbers
        numbers = (self.grid.time, self.grid.width, self.grid.rush, self.grid.kept, self.drive.edges, self.drive.table)
        return hashed(identity(self.compiled.model), self.compiled.operations, *numbers, *self.fixed, *daily)


def plan(arms: Sequence[Arm], setup: Setup) -> Plan:
    """Lay out arms side by side, with the same people and the same luck in each.

    Parameters
    ----------
    arms
        At least one.
    setup
        Who and how.

    Raises
    ------
    ValueError
        Where a run with other people in every draw is to be split.
    """
    people, draws, seed, nested = setup.people, setup.draws, setup.seed, setup.nested
    part = setup.part
    if part is None:
        part = Part(0, draws, 0, people)
    elif nested:
        raise ValueError("a run with other people in every draw is not split")
    species = check_species(setup.species)
    table = merge([Schedule(arm.protocol) for arm in arms])
    compiled = program(table.slots, tuple(sorted(setup.without)), explaining=setup.held is not None)
    model, layout = compiled.model, compiled.layout
    spreads = {p.key: p.spread for p in model.parameters}
    several = people * draws if nested and draws > 1 else part.people
    balanced = people if nested else 1
    cohorts = tuple(sample(arm.person, several, seed, spreads, first=part.person, balanced=balanced) for arm in arms)
    sets = shipped() if setup.ensemble is None else setup.ensemble
    # all draws are made, since they are stratified together
    of_part, _ = part.places
    drawn = {key: z[of_part] for key, z in sets.draws(model, draws, seed, species).items()}
    strains = [_strain_lanes(table, arm, sets, draws, seed, of_part) for arm in range(len(arms))]

    def lanes(values: np.ndarray | float, inside: float) -> np.ndarray:
        """A value of every person, for all draws; ``inside`` is the factor to the unit of the model."""
        every = np.broadcast_to(np.asarray(values, float), (several,))
        return np.tile(every, part.draws * part.people // several) * inside

    def trait(arm: int, cohort: Cohort, name: str) -> np.ndarray:
        if name in strains[arm]:
            return np.repeat(strains[arm][name], part.people) * canonical(model.traits[name].unit)[0]
        if name not in cohort.traits:
            return lanes(model.traits[name].rest, canonical(model.traits[name].unit)[0])
        return lanes(cohort.traits[name], door.factor(name, trait_units()[name], model.traits[name].unit))

    def usual(cohort: Cohort, name: str) -> np.ndarray:
        if name not in cohort.usual:
            return lanes(0.0, 1.0)
        return lanes(cohort.usual[name], door.factor(name, habits()[name].unit, model.exposures[name].unit))

    fixed = Fixed(
        parameters=parameter_lanes(
            model,
            drawn,
            part.draws,
            species,
            {key: eta.reshape(-1, part.people) for key, eta in cohorts[0].eta.items()},
        ),
        traits=np.stack([[trait(arm, c, name) for arm, c in enumerate(cohorts)] for name in layout.traits]),
        usual=np.stack([[usual(c, name) for c in cohorts] for name in layout.exposures]),
        held=np.zeros((len(layout.channels), len(arms), 1)) if setup.held is None else setup.held,
        readout=_readout(layout.observables, sets, setup, part),
    )
    grid = grids.build(
        start=table.start,
        end=table.end,
        edges=table.edges,
        acute=table.acute,
        extra=setup.extra,
        coarse=setup.coarse,
        finer=setup.finer,
    )
    live = [arm.protocol.living for arm in arms]
    living = Living.of(live, table, model, layout.exposures, seed=seed, first=part.person, people=several)
    made = Plan(compiled, grid, _drive(table, compiled, len(arms)), fixed, table, cohorts, part, living)
    return starting.from_measured(made, arms, setup)


def _readout(observables: Sequence[str], sets: Ensemble, setup: Setup, part: Part) -> np.ndarray:
    """How much of the deviation from as-now is read off: (observable, 1, lane), a single 1 where all of it is."""
    if setup.draws == 1 or not any(sets.discrepancy.values()):
        return AS_IT_IS
    of_part, _ = part.places
    by_draw = readout.factors(observables, sets.discrepancy, setup.draws, setup.seed)[:, of_part]
    return np.repeat(by_draw, part.people, axis=1)[:, None, :]


def carry_arms(
    arms: Sequence[Arm],
    setup: Setup,
    *,
    progress: Progress | None = None,
    keep: Callable[[Plan], Keep] | None = None,
) -> Run:
    """Run arms side by side, with the same people and the same luck in each.

    Parameters
    ----------
    arms
        At least one.
    setup
        Who and how.
    progress
        Called with the share done.
    keep
        What to keep of what was planned; everything unless given.
    """
    made = plan(arms, setup)
    single = Fixed(*(a.astype(np.float32) for a in made.fixed))
    kept = Keep.all(made.compiled, made.grid) if keep is None else keep(made)
    trajectories = carry(made.compiled, made.grid, made.drive, single, progress, kept, made.living)
    names = made.compiled.layout.observables
    return Run(
        model=made.compiled.model,
        observables=tuple(names[i] for i in kept.observables),
        table=made.table,
        cohorts=made.cohorts,
        draws=made.part.draws,
        people=made.part.people,
        trajectories=trajectories,
    )


def _drive(table: Table, compiled: Program, arms: int) -> Drive:
    """What acts, on the model's inputs and in hours-based units; what only left-out channels hear falls away."""
    unheard = [name for name in table.inputs if name not in compiled.layout.exposures]
    if unheard and not compiled.model.without:
        right = "write name = exposure(UNIT, claim=KEY) in the channel on which it acts"
        raise InputError([Problem("no channel of the axis hears it", right, field=name) for name in unheard])
    levels = np.full((len(table.edges) + 1, len(compiled.layout.exposures), arms), np.nan)
    for row, name in enumerate(compiled.layout.exposures):
        if name in table.inputs:
            column = table.inputs.index(name)
            factor = door.factor(name, table.units[column], compiled.model.exposures[name].unit)
            levels[0, row] = table.before[column] * factor
            levels[1:, row] = table.values[:, column] * factor
    return Drive(table.edges, levels)


def _strain_lanes(
    table: Table, arm: int, sets: Ensemble, draws: int, seed: int, of_part: slice
) -> dict[str, np.ndarray]:
    """Traits of the strains that an arm takes, in every draw of a part.

    How far a strain is from its mean potency is drawn for this strain, whatever else is taken.
    """
    count = of_part.stop - of_part.start
    traits = {name: np.full(count, float(value)) for name, value in table.slot_traits(arm).items()}
    for slot, strain in enumerate(table.strains[arm], 1):
        traits[f"strain_{slot}_luck"] = strain.potency_sd * sets.potency(strain.short, draws, seed)[of_part]
    return traits
