"""A grid of changes: what becomes of a protocol when amounts, or traits of the person, go through several values."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gutbrain import seeds
from gutbrain.answers.asked import Who, changed, protocol_of
from gutbrain.arguments import is_number, names, shown, whole
from gutbrain.atlas.not_modelled import instead_of
from gutbrain.atlas.observables import is_shown_first
from gutbrain.care import listens
from gutbrain.engine.arms import Arm, Plan, carry_arms
from gutbrain.engine.asked import check_observables
from gutbrain.engine.changes import NEGLIGIBLE, Interval, interval, size
from gutbrain.engine.lanes import Progress
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import known_observables, read_protocol, usual_draws
from gutbrain.engine.trajectories import Keep
from gutbrain.errors import InputError, Problem, listed
from gutbrain.exposures import Protocol, UnknownStrain, exposures, resolve
from gutbrain.exposures.moments import hours_of
from gutbrain.exposures.reach import happening, is_silent
from gutbrain.model.units import canonical
from gutbrain.people.presets import SEX, traits
from gutbrain.shown import Card, Shown, estimate
from gutbrain.world.parameters import Values, with_parameters

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST = 400
"""Most places of a grid."""

AT_ONCE = 12
"""Places that are carried side by side, with the protocol as it is."""

SHOWN = 4
"""Observables unless some are named."""

STEPS = "write fibre=10:50:5 (from, to, step), or fibre=10,20,40"


@dataclass(frozen=True)
class Cell:
    """One observable at one place of the grid: its level at the end, and the difference to the protocol as it is.

    ``difference`` is paired by draw and person; None where the effect of what is changed is not in the model.
    """

    values: tuple[float, ...]
    observable: str
    unit: str
    level: Interval
    difference: Interval | None


@dataclass(frozen=True, repr=False)
class Scan(Shown):
    """A grid: names of what is changed, their values, and a cell for each place and observable."""

    title: str
    over: Mapping[str, tuple[float, ...]]
    units: Mapping[str, str]
    observables: tuple[str, ...]
    cells: tuple[Cell, ...]
    day: float
    draws: int
    people: int
    warnings: tuple[str, ...] = ()

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [
            (*(f"{value:g}" for value in cell.values), cell.observable, estimate(*_three(cell.level)), cell.unit)
            for cell in self.cells
        ]
        return Card(told(self), (*self.over, "observable", "level (90 %)", "unit"), rows, ".to_dataframe(), .plot()")

    def plot(self) -> Figure:
        """A line along what is changed first for each value of the second, as a figure of matplotlib (extra ``plot``).

        Returns
        -------
        Figure
            One picture for each observable.

        Examples
        --------
        >>> import gutbrain as gb
        >>> found = gb.scan({"days": 15}, {"fibre": [10, 40]}, draws=2, observe="shannon")
        >>> len(found.plot().axes)
        1
        """
        from gutbrain.answers.plots import of_scan

        return of_scan(self)

    def to_dataframe(self) -> pd.DataFrame:
        """A row for each place and observable.

        Returns
        -------
        DataFrame
            The values by name, ``observable, unit``, and median, low and high of level and difference.
        """
        import pandas as pd

        def told(name: str, value: Interval | None) -> dict[str, float]:
            parts = (math.nan,) * 3 if value is None else (value.median, value.low, value.high)
            return dict(zip((name, f"{name}_low", f"{name}_high"), parts, strict=True))

        return pd.DataFrame(
            [
                {
                    **dict(zip(self.over, cell.values, strict=True)),
                    "observable": cell.observable,
                    "unit": cell.unit,
                    **told("level", cell.level),
                    **told("difference", cell.difference),
                }
                for cell in self.cells
            ]
        )


@listens
def scan(
    who: Who,
    over: Mapping[str, Sequence[float]],
    *,
    people: int = 1,
    draws: int | None = None,
    seed: int = 0,
    observe: str | Sequence[str] = (),
    parameters: Values | None = None,
    progress: Progress | None = None,
    care: str | None = None,
) -> Scan:
    """Carry a protocol through a grid of values, each place with the same people, luck and parameter sets.

    Parameters
    ----------
    who
        A file, an example or a preset by name, a mapping, or a protocol that was read.
    over
        Values by name. Of an exposure or a strain that the protocol gives they are its amounts in place of those there,
        at the times that are there; else it goes on from day 0. Names of traits (``age``, ``bmi``) change the person.
    people, draws, seed, parameters, progress, care
        As for :func:`gutbrain.simulate`.
    observe
        What is read at 08:00 of the last day; what the protocol observes, or what moves most, unless given.

    Returns
    -------
    Scan
        Level and difference to the protocol as it is, with 90 % intervals, at every place.

    Raises
    ------
    InputError
        Where a name or a value cannot be used, or the grid is too large.
    CareNeeded
        Where what was written in the protocol speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> found = gb.scan({"days": 15}, {"fibre": [10, 20, 40]}, draws=2, observe="faecal_butyrate")
    >>> [cell.level.median > 0 for cell in found.cells]
    [True, True, True]
    >>> found.cells[0].difference.median < 0 < found.cells[2].difference.median
    True
    """
    base = protocol_of(who)
    grid = _checked(over)
    count = whole("people", people, least=1)
    sets = usual_draws(count) if draws is None else whole("draws", draws, least=1)
    with with_parameters(parameters):
        known = known_observables()
        wanted = check_observables("observe", names("observe", observe) or base.observe, known)
        places = list(itertools.product(*grid.values()))
        cells = [_at(base, dict(zip(grid, place, strict=True))) for place in places]
        when = hours_of(math.floor(base.days - 1e-6 - 8 / 24))
        setup = Setup(people=count, draws=sets, seed=seeds.checked(seed), extra=np.array([when]), coarse=True)
        read: dict[str, list[np.ndarray]] = {}
        units: dict[str, str] = {}
        done = 0
        for part in _batched(cells):
            for name, unit, values in _readings([base, *part], wanted or known, when, setup):
                units[name] = unit
                read[name] = [*read[name], *values[1:]] if name in read else [*values]
            done += len(part)
            if progress:
                progress(done / len(cells))
    shown = wanted or _most(read, units, base, cells)
    found = [
        _cell(place, name, units[name], read[name][0], read[name][1 + number], base, cells[number])
        for number, place in enumerate(places)
        for name in shown
    ]
    warnings = dict.fromkeys(warning for one in [base, *cells] for warning in one.warnings)
    return Scan(
        base.title, grid, {name: _unit(name) for name in grid}, tuple(shown), tuple(found), when / 24, sets, count,
        tuple(warnings),
    )  # fmt: skip


def steps(text: str) -> tuple[float, ...]:
    """Values as they are written: ``10:50:5`` (from, to, step; the end is one of them) or ``5,6,7``.

    Parameters
    ----------
    text
        What was written.

    Raises
    ------
    ValueError
        With what would be right.
    """
    try:
        if ":" in text:
            first, last, step = (float(part) for part in text.split(":"))
            if not (step > 0 and last > first and math.isfinite(last - first)) or (last - first) / step > MOST:
                raise ValueError
            return tuple(round(first + i * step, 10) for i in range(math.floor((last - first) / step + 1e-9) + 1))
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(STEPS) from None


def _batched(cells: Sequence[Protocol]) -> Iterator[Sequence[Protocol]]:
    return (cells[first : first + AT_ONCE] for first in range(0, len(cells), AT_ONCE))


def _checked(over: object) -> dict[str, tuple[float, ...]]:
    if not isinstance(over, Mapping) or not over:
        raise InputError([Problem(f"{shown(over)} is no grid", 'write {"fibre": [10, 20, 40]}', field="over")])
    problems = []
    grid = {}
    for name, values in over.items():
        every = list(values) if isinstance(values, Sequence | np.ndarray) and not isinstance(values, str) else [values]
        wrong = [one for one in every if not is_number(one) or not math.isfinite(one)]
        if wrong or not every:
            said = f"{shown(wrong[0])} is not a number" if wrong else "has no values"
            problems.append(Problem(said, "write numbers, as in [10, 20, 40]", field=f"over.{name}"))
        grid[str(name)] = tuple(dict.fromkeys(float(one) for one in every)) if not wrong else ()
    count = math.prod(map(len, grid.values()))
    if count > MOST:
        problems.append(Problem(f"{count} places are too many", f"the most is {MOST}: take larger steps", field="over"))
    if problems:
        raise InputError(problems)
    return grid


def _at(base: Protocol, values: Mapping[str, float]) -> Protocol:
    """The protocol at one place of the grid."""
    found = base
    for name, value in values.items():
        if name in traits() and name not in exposures():
            found = _with_trait(found, name, value)
        elif any(event.exposure == name for event in found.events) and name != "probiotic":
            _check_amount(name, value)
            events = (replace(e, amount=value) if e.exposure == name else e for e in found.events)
            found = replace(found, events=tuple(events))
        else:
            found = _with_strain(found, name, value) or changed(found, {name: value})
    return found


def _with_trait(base: Protocol, name: str, value: float) -> Protocol:
    if name == SEX:
        raise InputError([Problem("is not a number", "compare two protocols", field=f"over.{name}")])
    read_protocol({"days": 1, "person": {"preset": base.person.preset, "traits": {name: value}}})
    return replace(base, person=replace(base.person, traits={**base.person.traits, name: value}))


def _with_strain(base: Protocol, name: str, value: float) -> Protocol | None:
    """The protocol with another dose of a strain that it gives; None where it gives none."""
    if name in exposures():
        return None
    try:
        short = resolve(name).strain.short
    except UnknownStrain:
        near = instead_of(name, [*exposures(), *traits()], otherwise="`gutbrain list exposures` shows all")
        wrong = f"'{name}' is neither an exposure, nor a strain, nor a trait"
        raise InputError([Problem(wrong, near, field=f"over.{name}")]) from None
    if not any(short in event.strains for event in base.events):
        return None
    _check_amount("probiotic", value)
    events = (replace(e, strains={**e.strains, short: value}) if short in e.strains else e for e in base.events)
    return replace(base, events=tuple(events))


def _check_amount(exposure: str, value: float) -> None:
    kind = exposures()[exposure]
    if not 0 <= value <= kind.most:
        right = f"it goes from 0 to {kind.most:g} {kind.unit}"
        raise InputError([Problem(f"{value:g} is not possible here", right, field=f"over.{exposure}")])


def _readings(
    protocols: Sequence[Protocol], wanted: Sequence[str], when: float, setup: Setup
) -> list[tuple[str, str, np.ndarray]]:
    """Each observable at a moment: name, unit, (protocol, lane)."""

    def keep(made: Plan) -> Keep:
        every = list(made.compiled.layout.observables)
        places = np.array([every.index(name) for name in wanted if name in every])
        return Keep(np.isclose(made.grid.kept, when, atol=1e-5, rtol=0.0), places)

    run = carry_arms([Arm.of(protocol) for protocol in protocols], setup, keep=keep)
    values = run.trajectories.values[-1].astype(float)
    values[..., run.trajectories.bad] = np.nan
    declared = run.model.observables
    return [
        (name, declared[name].unit, values[place] / canonical(declared[name].unit)[0])
        for place, name in enumerate(run.observables)
    ]


def _most(
    read: Mapping[str, Sequence[np.ndarray]], units: Mapping[str, str], base: Protocol, cells: Sequence[Protocol]
) -> list[str]:
    """What moves most over the grid, as far as it is in the model."""
    from gutbrain import world

    model = world.model()

    def furthest(name: str) -> float:
        middles = [float(np.nanmedian(values)) for values in read[name]]
        return max(abs(size(units[name], middles[0], middle)) for middle in middles[1:])

    first = [name for name in read if is_shown_first(name, model)]
    carried = [name for name in first if any(not _silent(base, cell, name) for cell in cells)]
    moved = sorted(carried, key=lambda name: -furthest(name))
    return [name for name in moved if furthest(name) >= NEGLIGIBLE][:SHOWN] or moved[:SHOWN]


def _silent(base: Protocol, cell: Protocol, name: str) -> bool:
    """Whether nothing that differs between two protocols acts on an observable in the model."""
    if (base.person, base.usual) != (cell.person, cell.usual):
        return False
    ours, theirs = happening(base), happening(cell)
    return is_silent([*(e for e in ours if e not in theirs), *(e for e in theirs if e not in ours)], name)


def _cell(
    place: tuple[float, ...], name: str, unit: str, now: np.ndarray, there: np.ndarray, base: Protocol, cell: Protocol
) -> Cell:
    apart = None if _silent(base, cell, name) else interval(there - now)
    return Cell(place, name, unit, interval(there), apart)


def _unit(name: str) -> str:
    if name in exposures():
        return exposures()[name].unit
    return traits()[name].unit if name in traits() else exposures()["probiotic"].unit


def _three(value: Interval) -> tuple[float, float, float]:
    return value.median, value.low, value.high


def told(found: Scan) -> str:
    """What was asked, in a line."""
    through = listed([f"{name} {len(values)} values" for name, values in found.over.items()])
    return f"{found.title or 'As now'}: {through}, read on day {found.day:.0f}"
