"""Sums of readings as measurements.

PEtab compares a formula at one time of one condition with a number. A sum over several is stated exactly with free
parameters between its readings, ``baseline``: each reading but the last is to equal what the next are compared with. If
they are chosen best, the squares of what is missing add up to that of the whole sum.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gutbrain.export.equations import BETWEEN
from gutbrain.export.petab.arms import Condition, identifier
from gutbrain.export.petab.contrasts import Contrast, Reading
from gutbrain.export.petab.model import SETTLING_HOURS
from gutbrain.exposures import Schedule
from gutbrain.findings.finding import Finding
from gutbrain.model import Model
from gutbrain.model.units import canonical
from gutbrain.people.noise import GONE_AT_BASELINE
from gutbrain.people.scales import scales

BEFORE_CHANGE = 0.001
"""What is read when something changes is read so much before, h."""

ROOM = 20.0
"""A baseline may lie so many times its error, or its size, from where it is."""


@dataclass(frozen=True)
class Measurements:
    """Rows of three tables."""

    observables: list[dict[str, object]]
    measurements: list[dict[str, object]]
    baselines: list[dict[str, object]]


def measurements(
    contrasts: Sequence[Contrast],
    places: Mapping[tuple[str, str], Condition],
    model: Model,
    value: Callable[[Finding, Reading], float],
) -> Measurements:
    """All contrasts as measurements.

    Parameters
    ----------
    contrasts
        What is stated.
    places
        Conditions by finding and arm.
    model
        The axis.
    value
        Of a finding's reading under the central parameters, from which baselines start.
    """
    made = Measurements([], [], [])
    for contrast in contrasts:
        _state(
            contrast, places, model, {reading: value(contrast.finding, reading) for reading in contrast.weights}, made
        )
    return made


def _state(
    contrast: Contrast,
    places: Mapping[tuple[str, str], Condition],
    model: Model,
    values: Mapping[Reading, float],
    made: Measurements,
) -> None:
    """Add the rows of one contrast."""
    name, count = identifier(contrast.finding.id), len(contrast.weights)
    # each reading bears its part of what is missing
    missing = contrast.missing(values.__getitem__) * contrast.error / count
    error = contrast.error / math.sqrt(count)
    carried, left = "", 0.0
    for number, (reading, weight) in enumerate(contrast.weights.items(), 1):
        condition = places[contrast.finding.id, reading.arm]
        last = number == count
        if last:
            formula = _plus(_weighted(_formula(reading, condition, model), weight), "-", carried)
            if contrast.limit:
                formula = f"{'min' if contrast.limit > 0 else 'max'}({formula}, {contrast.target:g})"
        else:
            baseline = f"{name}{BETWEEN}baseline" + (f"_{number}" if count > 2 else "")
            formula = _plus(_weighted(_formula(reading, condition, model), -weight), "+", carried) + f" - {baseline}"
            left -= weight * values[reading] + missing
            room = ROOM * max(contrast.error, abs(left))
            made.baselines.append(
                {
                    "parameterId": baseline,
                    "parameterName": f"baseline of {contrast.finding.id}",
                    "parameterScale": "lin",
                    "lowerBound": left - room,
                    "upperBound": left + room,
                    "nominalValue": left,
                    "estimate": 1,
                }
            )
            carried = baseline
        observable = f"seen{BETWEEN}{name}" + (f"_{number}" if count > 1 else "")
        made.observables.append(
            {
                "observableId": observable,
                "observableName": _title(reading),
                "observableFormula": formula,
                "noiseFormula": float(f"{error:.12g}"),
            }
        )
        made.measurements.append(
            {
                "observableId": observable,
                "simulationConditionId": condition.id,
                "measurement": contrast.target if last else 0.0,
                "time": _time(reading, condition),
                "datasetId": contrast.finding.id,
            }
        )


def _formula(reading: Reading, condition: Condition, model: Model) -> str:
    """A reading in the names of the model, in the unit of the vocabulary."""
    name = condition.slot(reading.observable)
    assert name is not None  # what nobody takes adds nothing to a sum
    factor = canonical(model.observables[name].unit)[0]
    formula = name if factor == 1.0 else f"{1 / factor:.12g} * {name}"
    scale = scales().get(reading.observable)
    if reading.at_entry and scale is not None:
        lucky = (1 - GONE_AT_BASELINE) * (1 - scale["retest"])
        formula = f"({formula} + {lucky:.12g} * max({formula} - {scale['mean']:.12g}, 0))"
    return f"ln({formula})" if reading.log else formula


def _weighted(formula: str, weight: float) -> str:
    return formula if weight == 1.0 else f"{weight:.12g} * {formula}"


def _plus(formula: str, sign: str, baseline: str) -> str:
    return f"{formula} {sign} {baseline}" if baseline else formula


def _time(reading: Reading, condition: Condition) -> float:
    """When the simulation reads: here before what happens at that hour, where other simulators read after it."""
    hour = reading.hour
    if np.isclose(Schedule(condition.protocol).table.edges, hour, atol=1e-6).any():
        hour -= BEFORE_CHANGE
    return round(SETTLING_HOURS + hour - condition.start, 6)


def _title(reading: Reading) -> str:
    day, hour = divmod(reading.hour, 24.0)
    return f"{reading.observable}, arm {reading.arm}, day {day:g} at {hour:.4g} h"
