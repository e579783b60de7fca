"""People who show on day 0 what was measured of them: traits are found by which they do.

Each lane by itself: traits are moved by the logarithm of what is wanted over what is seen, damped, for a person settles
differently by each of them; a lane that is there stays as it is, so its numbers do not depend on who else is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gutbrain.engine import grid as grids
from gutbrain.engine.lanes import Drive, carry
from gutbrain.engine.machine.program import Fixed, Program
from gutbrain.engine.trajectories import Keep
from gutbrain.errors import InputError, Problem, listed
from gutbrain.microbiome.shares import LOAD as LOAD_OF_PEOPLE
from gutbrain.people.microbiota import MICROBIOTA, SET_POINTS, SHARES

if TYPE_CHECKING:
    import xarray as xr

    from gutbrain.engine.arms import Arm, Plan
    from gutbrain.engine.setup import Setup
    from gutbrain.microbiome.community import Community

ROUNDS = 12
"""So often people are looked at, at most."""

NEAR, SMALL = 0.01, 2e-5
"""A share that is off by less than this part of it, or by so little, is there."""

LEAST = 1e-5
"""No share is sought below this: a person has some of every group, below what a table can see."""

DAMPED = 0.7
"""How far of the way a trait goes in a round."""

FARTHEST = 14.0
"""No trait goes farther (ln)."""

OFF, SEEN = 0.05, 1e-3
"""It is told where a share of at least so much of all is off by more than this part of it."""

LOAD = "total_bacteria"


def from_measured(made: Plan, arms: Sequence[Arm], setup: Setup) -> Plan:
    """A plan whose people have on day 0 the shares that their stool showed.

    Parameters
    ----------
    made
        The plan.
    arms
        Who is in each arm; those of whom nothing was measured stay as they are.
    setup
        How many people and draws there are.

    Raises
    ------
    InputError
        Where several samples stand for one person, or the world has no such groups.
    """
    measured = [at for at, arm in enumerate(arms) if arm.person.microbiota is not None]
    if not measured or "microbiota" in setup.without:
        return made
    layout = made.compiled.layout
    if not {*SET_POINTS} <= {*layout.traits} or not {*SHARES} <= {*layout.observables}:
        raise InputError([Problem("this world has none of the groups of a table", "leave it out", field=MICROBIOTA)])
    rows = [layout.traits.index(name) for name in SET_POINTS]
    traits = made.fixed.traits.copy()
    before = made.drive.table[: int(made.drive.segments(np.zeros(1))[0]) + 1]
    wanted = {at: _wanted(arms[at], made, setup, at) for at in measured}
    # arms that are alike until day 0 are looked at once
    alike: dict[tuple[bytes, ...], list[int]] = {}
    for at in measured:
        own = (traits[:, at], made.fixed.usual[:, at], before[:, :, at], wanted[at])
        alike.setdefault(tuple(array.tobytes() for array in own), []).append(at)
    first = [places[0] for places in alike.values()]
    found = _found(made, first, np.stack([wanted[at] for at in first], axis=1))
    for place, places in enumerate(alike.values()):
        for at in places:
            traits[rows, at] = found[:, place]
    return replace(made, fixed=made.fixed._replace(traits=traits))


def _wanted(arm: Arm, made: Plan, setup: Setup, at: int) -> np.ndarray:
    """Shares of each lane of an arm: (group, lane)."""
    stool, part = arm.person.microbiota, made.part
    assert stool is not None
    if setup.people > 1 or (setup.nested and setup.draws > 1):
        people = stool.of_people(made.cohorts[at].ids, setup.seed)
        return np.tile(people, part.draws * part.people // people.shape[1])
    return _of_one(stool, setup.draws, setup.seed)[:, part.draw : part.draw + part.draws]


def _of_one(stool: Community, draws: int, seed: int) -> np.ndarray:
    """Shares of one person: (group, draw); one draw is the middle."""
    found = stool.of_draws(np.arange(draws), seed)
    return stool.middle()[:, None] if draws == 1 else found


def told(stool: Community, day: xr.Dataset, seed: int) -> list[str]:
    """How far what is simulated is from what was measured, in sentences.

    Parameters
    ----------
    stool
        What was measured.
    day
        Observables at midnight of day 0, by draw and person.
    seed
        Of the run.
    """
    said = []
    if LOAD in day:
        simulated = float(np.nanmedian(day[LOAD].to_numpy()))
        measured = LOAD_OF_PEOPLE if stool.load is None else float(np.log10(stool.load))
        apart = simulated - measured
        which = "what people have" if stool.load is None else "what was measured"
        said.append(
            f"microbiota: simulated load on day 0 {simulated:.2f} log10 cells/g, "
            f"{abs(apart):.2f} {'above' if apart > 0 else 'below'} {which}"
        )
    if not {*SHARES} <= {*map(str, day.data_vars)}:
        return said
    draws, people = day.sizes["draw"], day.sizes["person"]
    wanted = (
        _of_one(stool, draws, seed)[:, :, None] if people == 1 else stool.of_people(np.arange(people), seed)[:, None]
    )
    seen = np.stack([day[name].to_numpy() for name in SHARES])
    off = (np.abs(seen / np.maximum(wanted, LEAST) - 1) > OFF) & (wanted >= SEEN)
    if off.any():
        names = [name.removesuffix("_share") for name, one in zip(SHARES, off, strict=True) if one.any()]
        in_all = 100 * off.any(axis=0).mean()
        said.append(
            f"microbiota: day 0 is more than {100 * OFF:g} % off from the table in {in_all:.0f} % of draws and people "
            f"({listed(names)}): what acted before day 0 holds these groups elsewhere"
        )
    return said


def _found(made: Plan, arms: Sequence[int], wanted: np.ndarray) -> np.ndarray:
    """Values of the traits: (group, arm, lane)."""
    program, layout = made.compiled.settling, made.compiled.layout
    rows = [layout.traits.index(name) for name in SET_POINTS]
    columns = np.array([layout.observables.index(name) for name in SHARES])
    start = made.grid.start
    acute = made.table.acute[made.table.acute < 0]
    grid = grids.build(start=start, end=max(start, 0.0), edges=made.drive.edges, acute=acute, coarse=True)
    drive = Drive(made.drive.edges, made.drive.table[:, :, arms])
    keep = Keep(np.isclose(grid.kept, max(start, 0.0)), columns)
    fixed = made.fixed
    lanes = wanted.shape[-1]
    fixed = Fixed(
        parameters=fixed.parameters if fixed.parameters.shape[1] == 1 else fixed.parameters[:, arms],
        traits=np.broadcast_to(fixed.traits[:, arms], (len(layout.traits), len(arms), lanes)).copy(),
        usual=np.broadcast_to(fixed.usual[:, arms], (len(layout.exposures), len(arms), lanes)),
        held=np.zeros((fixed.held.shape[0], 1, 1)),
        readout=fixed.readout,
    )
    wanted = np.maximum(wanted, LEAST)
    values = np.zeros_like(wanted)
    going = np.arange(lanes)
    for _ in range(ROUNDS):
        fixed.traits[rows] = values
        seen = _seen(program, grid, drive, _of(fixed, going), keep)
        aim = wanted[:, :, going]
        off = (np.abs(seen - aim) > np.maximum(NEAR * aim, SMALL)).any(axis=0)
        miss = np.log(aim / np.maximum(seen, 1e-12))
        values[:, :, going] = np.clip(values[:, :, going] + DAMPED * miss * off, -FARTHEST, FARTHEST)
        going = going[off.any(axis=0)]
        if not len(going):
            break
    return values


def _of(fixed: Fixed, lanes: np.ndarray) -> Fixed:
    """Some lanes, in single precision."""
    return Fixed(*(np.asarray(a if a.shape[-1] == 1 else a[..., lanes], np.float32) for a in fixed))


def _seen(program: Program, grid: grids.Grid, drive: Drive, fixed: Fixed, keep: Keep) -> np.ndarray:
    """What people show on day 0: (group, arm, lane)."""
    shown = carry(program, grid, drive, fixed, None, keep).values[0].astype(float)
    # what is read off is scaled for each group alone where something acted before
    shown /= shown.sum(axis=0)
    return np.where(np.isfinite(shown), shown, 1.0)
