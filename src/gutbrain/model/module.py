"""What a module of the axis is made of: declarations, and equations that read them by name.

A module is a class. Its attributes declare what it hears (:class:`Signal`, :class:`Exposure`, :class:`Trait`), what it
knows (:class:`Parameter`) and, by decorating formulas, what it keeps (:class:`State`, :class:`Reference`) and gives
(:class:`Output`). A formula takes one argument, a view ``v`` on which every declared name of the module is an
attribute.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from copy import copy
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
    """Base of every channel: collects the declarations of the class and of those that it extends.

    ``name`` (snake case of the class) is used in keys and pictures, ``title`` is the plain name.

    Many parameters may stand in a plain class of their own that the channel extends as well. A class that extends a
    channel is that channel, changed: it keeps the name unless it gives itself another, adds what it declares, and
    replaces what it declares again; a name that it sets to None is taken away.

    Examples
    --------
    >>> from gutbrain.model import Module, assumed, output, parameter
    >>> class Heart(Module):
    ...     rate = parameter(65.0, "1/min", "heart rate", (50.0, 90.0), assumed)
    ...
    ...     @output("1/min", "pulse")
    ...     def pulse(v):
    ...         return v.rate
    >>> class FastHeart(Heart):
    ...     rate = parameter(80.0, "1/min", "heart rate", (60.0, 99.0), assumed)
    >>> FastHeart.name, list(FastHeart.declarations), FastHeart.rate.value, Heart.rate.value
    ('heart', ['rate', 'pulse'], 80.0, 65.0)
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    declarations: ClassVar[dict[str, Declaration]] = {}
    families: ClassVar[dict[str, Family]] = {}

    def __init_subclass__(cls) -> None:
        renamed = "name" in vars(cls)
        if not cls.name:
            cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        if "title" not in vars(cls) and (renamed or not cls.title):
            cls.title = cls.name.replace("_", " ")
        cls.families, cls.declarations = {}, {}
        for part in reversed(cls.__mro__):
            cls._collect(vars(part))
        for name, declaration in cls.declarations.items():
            # a copy, for what is extended keeps its own
            cls.declarations[name] = mine = copy(declaration)
            mine.name, mine.module = name, cls.name
            _check(mine)
            if isinstance(vars(cls).get(name), Declaration):
                setattr(cls, name, mine)

    @classmethod
    def _collect(cls, written: Mapping[str, Any]) -> None:
        """Add what one class declares, those of its families among them, in place of what goes by the same name."""
        for name, value in written.items():
            again = isinstance(value, Family | Declaration)
            if not again and value is not None and (name in cls.declarations or name in cls.families):
                raise ModelError(f"{cls.name}.{name}: declare it again, with its unit and meaning, or set it to None")
            replaced = cls.families.pop(name, None)
            gone = [replaced.name(member) for member in replaced.members] if replaced else [] if again else [name]
            for member in gone:
                cls.declarations.pop(member, None)
            if isinstance(value, Family):
                cls.families[name] = value
                cls.declarations.update(value.declarations())
            elif again:
                cls.declarations[name] = value


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
