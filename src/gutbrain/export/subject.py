"""Who goes through what, in numbers: the typical person of a protocol, settled, and what acts on them when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain.care import listens
from gutbrain.engine import lanes
from gutbrain.engine.arms import Arm, Plan, plan
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Protocol
from gutbrain.exposures.schedule import Table
from gutbrain.model import Evaluation, Model, Numbers
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.model.units import canonical

NOTHING: Mapping[str, Any] = {"title": "The healthy adult left alone", "days": 28}
"""What is exported where no protocol is given."""

NEGLIGIBLE = 1e-9
"""A state below this is at zero, in any unit of the model."""


@dataclass(frozen=True)
class Subject:
    """One person and one protocol, in the units of the equations (all times in hours).

    Attributes
    ----------
    model, protocol, table
        Equations, what happens, and the inputs with their strains.
    parameters
        Central values of the ensemble, by ``module.name``.
    traits, usual
        Of the person; ``usual`` is what is there between events, for every exposure.
    states
        At the start of the protocol, after settling.
    edges : (edge,) hours from midnight of day 0
        When what acts changes, after the start.
    levels : (edge + 1,) each
        By exposure: from the start, and from each edge on; NaN where the usual level holds.
    start, end
        Hours from midnight of day 0.
    """

    model: Model
    protocol: Protocol
    table: Table
    parameters: Mapping[str, float]
    traits: Mapping[str, float]
    usual: Mapping[str, float]
    states: Mapping[str, float]
    edges: np.ndarray
    levels: Mapping[str, np.ndarray]
    start: float
    end: float

    @property
    def acted_on(self) -> tuple[str, ...]:
        """Exposures that change after the start."""
        return tuple(
            name
            for name, levels in self.levels.items()
            if not np.array_equal(levels, np.full_like(levels, levels[0]), equal_nan=True)
        )

    def level(self, exposure: str, segment: int) -> float:
        """What is there of an exposure in a segment."""
        level = float(self.levels[exposure][segment])
        return self.usual[exposure] if np.isnan(level) else level


@listens
def subject(source: Protocol | str | Path | Mapping[str, Any] | None = None, *, care: str | None = None) -> Subject:
    """The typical person of a protocol, settled, with the central parameters.

    Parameters
    ----------
    source
        As for :func:`gutbrain.simulate`; None is a healthy adult left alone for four weeks.
    care
        As for :func:`gutbrain.simulate`.

    Raises
    ------
    InputError
        Where the protocol cannot be run, or its days differ by luck.
    CareNeeded
        Where it speaks of danger.
    """
    protocol = read_protocol(NOTHING if source is None else source)
    if protocol.living:
        wrong, right = "days that differ by luck cannot be written for other tools", "leave it out, or say false"
        raise InputError([Problem(wrong, right, field="living")])
    return settled(protocol, plan([Arm.of(protocol)], Setup(people=1, draws=1, seed=0)))


def settled(protocol: Protocol, made: Plan) -> Subject:
    """What a plan of one arm, person and draw begins with."""
    layout, fixed, drive = made.compiled.layout, made.fixed, made.drive
    states = lanes.settled(made.compiled, made.grid, drive, fixed)[:, 0, 0]
    start, end = made.table.start, made.table.end
    edges = drive.edges[(drive.edges > start) & (drive.edges < end)]
    levels = drive.at(np.concatenate([[start], edges]))[:, :, 0]

    def named(names: tuple[str, ...], values: np.ndarray) -> dict[str, float]:
        return {name: float(value) for name, value in zip(names, values, strict=True)}

    return Subject(
        model=made.compiled.model,
        protocol=protocol,
        table=made.table,
        parameters=named(layout.parameters, fixed.parameters[:, 0, 0]),
        traits=named(layout.traits, fixed.traits[:, 0, 0]),
        usual=named(layout.exposures, fixed.usual[:, 0, 0]),
        states={name: _beginning(value) for name, value in named(layout.states, states).items()},
        edges=edges,
        levels={name: levels[:, place] for place, name in enumerate(layout.exposures)},
        start=start,
        end=end,
    )


def start_values(subject: Subject, outputs: Iterable[str]) -> dict[str, float]:
    """Outputs at the start of the protocol, in the units of the equations."""
    numbers = Numbers(
        states=subject.states,
        parameters=subject.parameters,
        exposures={name: subject.level(name, 0) for name in subject.levels},
        traits=subject.traits,
        clock=subject.start % HOURS_A_DAY,
        settling=0.0,
        before_day_zero=float(subject.start < 0),
        plain=lambda value, unit: value * canonical(unit)[0],
    )
    evaluation = Evaluation(subject.model, numbers)
    return {name: _beginning(float(evaluation.value(name))) for name in outputs}


def _beginning(value: float) -> float:
    """Simulators scale absolute tolerances with initial values: what is all but zero would get next to none."""
    return 0.0 if abs(value) < NEGLIGIBLE else value
