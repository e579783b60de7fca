"""A composed model, and the one function that evaluates everything in it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gutbrain.model.errors import ModelError
from gutbrain.model.family import Members
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.model.module import (
    Change,
    Declaration,
    Exposure,
    Formula,
    Module,
    Output,
    Quantity,
    Reference,
    Signal,
    State,
    Trait,
)

TRACKING = 1.0 / HOURS_A_DAY
"""Rate (1/h) at which a reference follows its formula while it is not yet held."""

BUILT_IN = ("clock", "settling")
Heard = Callable[[str, str, str, Any], Any]
"""What a listener hears: of the listener, the giver (empty where no channel gives it), the signal, and its value."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of one evaluation, all of one kind (arrays, symbols or quantities).

    ``states``, ``exposures`` and ``traits`` are read by name, ``parameters`` by ``module.name``. ``clock`` is the
    hour of the day; ``settling`` is 1 before the protocol begins and 0 after; ``before_day_zero`` likewise for day 0.
    ``plain`` turns a float with a unit into this kind of number.
    """

    states: Mapping[str, Any]
    parameters: Mapping[str, Any]
    exposures: Mapping[str, Any]
    traits: Mapping[str, Any]
    clock: Any
    settling: Any
    before_day_zero: Any
    plain: Callable[[float, str], Any]


class Evaluation:
    """One evaluation of a model: every name is worked out at most once, when it is first asked for."""

    def __init__(self, model: Model, numbers: Numbers, heard: Heard | None = None) -> None:
        self._model = model
        self._numbers = numbers
        self._heard = heard
        self._known: dict[str, Any] = {}
        self._open: list[str] = []
        self.reads: list[tuple[str, Declaration]] = []

    def value(self, name: str) -> Any:
        """The value of a state, reference or output.

        Raises
        ------
        ModelError
            Where the output rests on itself, within the moment.
        """
        declaration = self._model.givers[name]
        if not isinstance(declaration, Output):
            return self._numbers.states[name]
        if name not in self._known:
            if name in self._open:
                loop = " -> ".join([*self._open[self._open.index(name) :], name])
                raise ModelError(f"algebraic loop: {loop}; put a state between, or listen to a slow signal")
            self._open.append(name)
            self._known[name] = declaration.formula(View(self, declaration.module))
            self._open.pop()
        return self._known[name]

    def change(self, name: str) -> Change:
        """Gain and loss of a state or reference.

        Raises
        ------
        ModelError
            Where the formula of a state gives something else back.
        """
        declaration = self._model.givers[name]
        assert isinstance(declaration, Formula)
        value = declaration.formula(View(self, declaration.module))
        if isinstance(declaration, Reference):
            held = self._numbers.settling if declaration.until == "start" else self._numbers.before_day_zero
            rate = self._numbers.plain(TRACKING, "1/h") * held
            return Change(rate * value, rate)
        if not isinstance(value, Change):
            raise ModelError(f"{declaration.key}: a state's equation returns change(gain=..., loss=...)")
        return value

    def read(self, module: str, name: str) -> Any:
        """What ``v.name`` means inside a module."""
        if name in BUILT_IN:
            return getattr(self._numbers, name)
        family = self._model.module(module).families.get(name)
        if family is not None:
            return Members(family, lambda member: self.read(module, member))
        declaration = self._model.declared(module, name)
        self.reads.append((module, declaration))
        numbers = self._numbers
        match declaration:
            case Quantity():
                return numbers.parameters[declaration.key]
            case Exposure():
                return numbers.exposures[name]
            case Trait():
                return numbers.traits[name]
            case Signal():
                giver = self._model.givers.get(name)
                value = self.value(name) if giver else numbers.plain(declaration.rest, declaration.unit)
                return self._heard(module, giver.module if giver else "", name, value) if self._heard else value
            case _:
                return self.value(name)


class View:
    """What a formula sees: the declared names of its module as attributes."""

    __slots__ = ("_evaluation", "_module")

    def __init__(self, evaluation: Evaluation, module: str) -> None:
        self._evaluation = evaluation
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return self._evaluation.read(self._module, name)


@dataclass(frozen=True)
class Model:
    """A composed model.

    ``without`` names the channels that were left out on purpose: what they gave is at rest for all who listen.
    """

    modules: tuple[type[Module], ...]
    without: tuple[str, ...]

    def __reduce__(self) -> tuple[type[Model], tuple[tuple[type[Module], ...], tuple[str, ...]]]:
        # other processes have the channels: only which they are is sent, not what was worked out from them
        return type(self), (self.modules, self.without)

    @cached_property
    def givers(self) -> dict[str, Formula]:
        """State, reference or output by name.

        Raises
        ------
        ModelError
            Where two modules give one name.
        """
        found: dict[str, Formula] = {}
        for module in self.modules:
            for name, declaration in module.declarations.items():
                if isinstance(declaration, Formula):
                    if name in found:
                        raise ModelError(f"{name} is given by both {found[name].module} and {module.name}")
                    found[name] = declaration
        return found

    @cached_property
    def states(self) -> tuple[State | Reference, ...]:
        """What is integrated, in a fixed order."""
        return tuple(d for d in self.givers.values() if isinstance(d, State | Reference))

    @cached_property
    def observables(self) -> dict[str, Formula]:
        """Everything that can be read off, by name."""
        return {name: d for name, d in self.givers.items() if not (d.internal or isinstance(d, Reference))}

    @cached_property
    def parameters(self) -> tuple[Quantity, ...]:
        """All parameters and constants, in a fixed order."""
        return self.all_of(Quantity)

    @cached_property
    def exposures(self) -> dict[str, Exposure]:
        """Inputs by name."""
        return {d.name: d for d in self.all_of(Exposure)}

    @cached_property
    def traits(self) -> dict[str, Trait]:
        """Properties of a person by name."""
        return {d.name: d for d in self.all_of(Trait)}

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """Everything that some module hears from another."""
        return self.all_of(Signal)

    def all_of(self, kind: type) -> tuple[Any, ...]:
        """Every declaration of a kind, in the order of the modules."""
        return tuple(d for m in self.modules for d in m.declarations.values() if isinstance(d, kind))

    def module(self, name: str) -> type[Module]:
        """A module by its name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, type[Module]]:
        return {module.name: module for module in self.modules}

    def declared(self, module: str, name: str) -> Declaration:
        """A declaration by module and name; a typo names the nearest match.

        Raises
        ------
        ModelError
            Where the module declares no such name.
        """
        declarations = self.module(module).declarations
        if name not in declarations:
            near = difflib.get_close_matches(name, [*declarations, *BUILT_IN], n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ModelError(f"{module}: {name!r} is not declared{hint}")
        return declarations[name]
