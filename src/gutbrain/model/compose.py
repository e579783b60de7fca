"""Put modules together, and refuse what does not hold together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from gutbrain.model.composition import Model
from gutbrain.model.dimensions import check_dimensions
from gutbrain.model.errors import ModelError
from gutbrain.model.module import Declaration, Exposure, Formula, Module, Trait
from gutbrain.model.units import canonical


def compose(modules: Iterable[type[Module]], *, without: Iterable[str] = (), check: bool = True) -> Model:
    """Put modules together.

    Parameters
    ----------
    modules
        The channels.
    without
        Names of channels to leave out; their signals are then at rest.
    check
        Whether to evaluate every equation once with units (about a second); the structure is checked always.

    Returns
    -------
    Model
        What can be evaluated, traced and run.

    Raises
    ------
    ModelError
        Where a signal has no giver or two, units of one name differ, or an equation does not agree with its unit.

    Examples
    --------
    >>> from gutbrain.model import Module, assumed, change, compose, parameter, state
    >>> class Caffeine(Module):
    ...     half_life = parameter(5.0, "h", "half-life in plasma", (3.0, 7.0), assumed)
    ...
    ...     @state("mg/L", "caffeine in plasma", start=1.0)
    ...     def caffeine(v):
    ...         return change(loss=0.693 / v.half_life)
    >>> model = compose([Caffeine])
    >>> list(model.observables), [parameter.key for parameter in model.parameters]
    (['caffeine'], ['caffeine.half_life'])
    """
    given = tuple(modules)
    absent = tuple(sorted(without))
    names = [m.name for m in given]
    for name in absent:
        if name not in names:
            raise ModelError(f"there is no channel {name!r} to leave out; channels are {', '.join(names)}")
    model = Model(tuple(m for m in given if m.name not in absent), absent)
    everything = Model(given, ()).givers
    for heard in model.signals:
        giver = everything.get(heard.name)
        if giver is None:
            near = difflib.get_close_matches(heard.name, list(everything), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ModelError(f"{heard.key}: no module gives {heard.name!r}{hint}")
        if giver.module == heard.module:
            raise ModelError(f"{heard.key}: a module reads its own names directly")
        if giver.internal:
            raise ModelError(f"{heard.key}: {heard.name!r} is internal to {giver.module}; make it an output there")
    _same_units(model, everything)
    if check:
        check_dimensions(model)
    return model


def _same_units(model: Model, everything: Mapping[str, Formula]) -> None:
    """One name, one unit: for signals and their giver, and for exposures and traits between modules."""
    units: dict[str, Declaration] = dict(everything)
    for declaration in [*model.signals, *model.all_of(Exposure), *model.all_of(Trait)]:
        first = units.setdefault(declaration.name, declaration)
        if canonical(first.unit) != canonical(declaration.unit):
            raise ModelError(
                f"{declaration.key} is in {declaration.unit}, but {first.key} has the same name in {first.unit}"
            )
