"""The table of parameters: what calibration moves, how far, and where it lies.

A prior has its own width on each side of its centre; PEtab knows one width, and gets that of the side on which the
shipped value lies.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from gutbrain.engine.draws import is_free, typical_values
from gutbrain.engine.ensemble import shipped
from gutbrain.export.equations import parameter_id
from gutbrain.export.petab.conditions import IN_HUMANS
from gutbrain.findings.calibration import FARTHEST
from gutbrain.model import Model
from gutbrain.model.module import Quantity

REACH = 2 * FARTHEST
"""So far from the prior's middle (SD) a member of the ensemble may lie: as far as its middle, and from that."""


def parameters(model: Model, animal: Collection[Quantity]) -> list[dict[str, object]]:
    """A row for every free parameter, in hours-based units.

    Parameters
    ----------
    model
        The axis.
    animal
        Parameters that conditions set, see :class:`~gutbrain.export.petab.conditions.Conditions`.
    """
    middle = {key: float(z.mean()) for key, z in shipped().deviates.items()}
    rows: list[dict[str, object]] = []
    for parameter in filter(is_free, model.parameters):
        ending = IN_HUMANS if parameter in animal else ""
        named = {"parameterId": parameter_id(parameter) + ending, "parameterName": parameter.key}
        rows.append(named | _range(parameter, middle.get(parameter.key, 0.0)))
    return rows


def _range(parameter: Quantity, z: float) -> dict[str, object]:
    """Scale, bounds, value and prior of a parameter, ``z`` SD from its centre."""

    def at(*deviates: float) -> np.ndarray:
        return typical_values(parameter, np.array(deviates), "human")

    lowest, below, centre, above, highest = at(-REACH, -1.0, 0.0, 1.0, REACH)
    logarithmic = lowest > 0 and (parameter.low is None or parameter.low > 0)
    if logarithmic:
        below, mean, above = np.log([below, centre, above])
    else:
        mean = centre
    # where a range ends at its centre there is one side only
    wide = next(float(w) for w in ((above - mean, mean - below) if z >= 0 else (mean - below, above - mean)) if w > 0)
    return {
        "parameterScale": "log" if logarithmic else "lin",
        "lowerBound": float(lowest),
        "upperBound": float(highest),
        "nominalValue": float(at(z)[0]),
        "estimate": 1,
        "objectivePriorType": "parameterScaleNormal",
        "objectivePriorParameters": f"{mean:.12g};{wide:.12g}",
    }
