"""The check that no other tool of this field makes: every equation, evaluated once with units.

Each equation is worked out twice at the starting values, with pint quantities and with plain numbers. The first must
have the unit that was declared; both must give the same number, so that milli and micro cannot be mixed unseen.
"""

from __future__ import annotations

import math
from typing import Any

from gutbrain.model.composition import Evaluation, Model, Numbers
from gutbrain.model.errors import ModelError
from gutbrain.model.module import Output, State
from gutbrain.model.units import canonical, quantity, registry


def starting_numbers(model: Model, *, units: bool) -> Numbers:
    """Starting values of a model as quantities (``units``) or as plain floats, all times in hours."""

    def plain(value: float, unit: str) -> Any:
        return quantity(value, unit) if units else value

    def declared(value: float, unit: str) -> Any:
        return plain(value * canonical(unit)[0], unit)

    states = {s.name: declared(s.start if isinstance(s, State) else 1.0, s.unit) for s in model.states}
    return Numbers(
        states=states,
        parameters={p.key: declared(p.value, p.unit) for p in model.parameters},
        exposures={e.name: declared(1.0, e.unit) for e in model.exposures.values()},
        traits={t.name: declared(t.rest, t.unit) for t in model.traits.values()},
        clock=plain(8.0, "h"),
        settling=plain(0.5, "1"),
        before_day_zero=plain(0.5, "1"),
        plain=declared,
    )


def check_dimensions(model: Model) -> None:
    """Evaluate every equation with units.

    Raises
    ------
    ModelError
        Naming module, equation, the unit found and the unit declared.
    """
    with_units = Evaluation(model, starting_numbers(model, units=True))
    without = Evaluation(model, starting_numbers(model, units=False))
    for name, declaration in model.givers.items():
        unit = canonical(declaration.unit)[1]
        try:
            if isinstance(declaration, Output):
                _agree(declaration.key, with_units.value(name), without.value(name), unit)
            else:
                found, plain = with_units.change(name), without.change(name)
                _agree(f"{declaration.key} (gain)", found.gain, plain.gain, f"({unit})/h")
                _agree(f"{declaration.key} (loss)", found.loss, plain.loss, "1/h")
        except ModelError:
            raise
        except Exception as error:
            raise ModelError(f"{declaration.key}: {error}") from error


def _agree(where: str, found: Any, plain: Any, unit: str) -> None:
    """Refuse a value whose unit or scale is not the declared one."""
    expected = registry().Quantity(1.0, "" if unit == "1" else unit)
    if not hasattr(found, "to"):
        if found != 0 and not expected.dimensionless:
            raise ModelError(f"{where}: is a plain number, declared in {unit}")
        return
    if not found.is_compatible_with(expected):
        raise ModelError(f"{where}: has the unit {f'{found.units:~}' or 1}, declared in {unit}")
    value, number = float(found.to(expected.units).magnitude), float(plain)
    if not math.isclose(value, number, rel_tol=1e-6, abs_tol=1e-12):
        raise ModelError(f"{where}: mixes scales of one unit: {value:.6g} {unit} with units, {number:.6g} without")
