"""What a module of the axis is made of: declarations, and equations that read them by name.

A module is a class. Its attributes declare what it hears (:class:`Signal`, :class:`Exposure`, :class:`Trait`), what it
knows (:class:`Parameter`) and, by decorating formulas, what it keeps (:class:`State`, :class:`Reference`) and gives
(:class:`Output`). A formula takes one argument, a view ``v`` on which every declared name of the module is an
attribute.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple

from gutbrain.model.basis import ASSUMPTION, Basis, defined
from gutbrain.model.errors import ModelError
from gutbrain.model.family import Family

Until = Literal["start", "day 0"]


class Change(NamedTuple):
    """dy/dt = ``gain`` - ``loss`` * y, in the state's unit per hour and per hour."""

    gain: Any
    loss: Any


@dataclass
class Declaration:
    """A name of a module; ``name`` and ``module`` are filled in by the class that declares it."""

    unit: str
    name: str = field(default="", init=False)
    module: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def key(self) -> str:
        """``module.name``."""
        return f"{self.module}.{self.name}"


@dataclass
class Signal(Declaration):
    """Something another module gives; ``rest`` stands in where that module is absent."""

    rest: float
    claim: str


@dataclass
class Exposure(Declaration):
    """Something from outside that a protocol sets; ``claim`` is the key of a claim, or says that it is assumed."""

    claim: str


@dataclass
class Trait(Declaration):
    """A fixed property of a person; ``rest`` is that of the reference adult."""

    rest: float


@dataclass
class Quantity(Declaration):
    """A number of an equation, and what it rests on.

    ``low`` and ``high`` bound 95 % of what is known of the typical value, ``spread`` is the standard deviation of its
    logarithm between people, ``animal`` the strength seen in other species (used for them alone).
    """

    value: float
    meaning: str
    basis: Basis
    low: float | None = None
    high: float | None = None
    spread: float = 0.0
    animal: float | None = None

    @property
    def grade(self) -> str:
        """How well it is known: one of :data:`GRADES`, or ``definition``."""
        return self.basis.grade

    @property
    def source(self) -> str:
        """A key of the references, ``assumption`` or ``definition``."""
        return self.basis.source

    @property
    def after(self) -> str:
        """A publication that an assumption follows; empty where there is none."""
        return self.basis.after


@dataclass
class Constant(Quantity):
    """A number without uncertainty or spread: stoichiometry, a definition, a conversion, the reference adult."""


@dataclass
class Parameter(Quantity):
    """A number that is not known exactly, or differs between people."""


@dataclass
class Formula(Declaration):
    """A name with an equation; ``internal`` to its module, it is neither read off nor heard by others."""

    meaning: str
    formula: Callable[[Any], Any]
    internal: bool = field(default=False, kw_only=True)


@dataclass
class State(Formula):
    """What a module keeps; its formula returns a :class:`Change`."""

    start: float


@dataclass
class Output(Formula):
    """What a module gives; its formula returns the value."""


@dataclass
class Reference(Formula):
    """A value that follows its formula while the person settles, and is held from ``until`` on."""

    until: Until


class Module:
    """Base of every channel: collects the declarations of the class.

    ``name`` (snake case of the class) is used in keys and pictures, ``title`` is the plain name.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    declarations: ClassVar[dict[str, Declaration]] = {}
    families: ClassVar[dict[str, Family]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.title = cls.__dict__.get("title") or cls.name.replace("_", " ")
        cls.families = {key: value for key, value in vars(cls).items() if isinstance(value, Family)}
        cls.declarations = dict(_declared(vars(cls)))
        for name, declaration in cls.declarations.items():
            declaration.name, declaration.module = name, cls.name
            _check(declaration)


def _declared(written: Mapping[str, Any]) -> Iterator[tuple[str, Declaration]]:
    """Every declaration of a class, those of its families among them."""
    for name, value in written.items():
        if isinstance(value, Family):
            yield from value.declarations()
        elif isinstance(value, Declaration):
            yield name, value


def _check(declaration: Declaration) -> None:
    """Refuse a declaration that lacks what it must have."""
    if isinstance(declaration, Signal) and not declaration.claim:
        raise ModelError(f"{declaration.key}: an arrow needs the key of a claim")
    if isinstance(declaration, Exposure) and not declaration.claim:
        raise ModelError(f"{declaration.key}: an arrow needs the key of a claim, or claim='{ASSUMPTION}'")
    if not isinstance(declaration, Quantity):
        return
    if not isinstance(declaration.basis, Basis):
        raise ModelError(f"{declaration.key}: a number says what it rests on: human_trial('KEY'), assumed and so on")
    if not declaration.unit:
        raise ModelError(f"{declaration.key}: a number needs a unit")
    if not math.isfinite(declaration.value):
        raise ModelError(f"{declaration.key}: value must be finite")
    if isinstance(declaration, Parameter):
        if declaration.basis == defined:
            raise ModelError(f"{declaration.key}: what is true by definition is a constant")
        low, high = declaration.low, declaration.high
        if low is not None and high is not None and not low <= declaration.value <= high:
            raise ModelError(f"{declaration.key}: value {declaration.value} lies outside its range {low} to {high}")
