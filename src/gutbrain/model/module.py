"""What a module of the axis is made of: declarations, and equations that read them by name.

A module is a class. Its attributes declare what it hears (:class:`Signal`, :class:`Exposure`, :class:`Trait`), what it
knows (:class:`Parameter`) and, by decorating formulas, what it keeps (:class:`State`, :class:`Reference`) and gives
(:class:`Output`). A formula takes one argument, a view ``v`` on which every declared name of the module is an
attribute.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple, get_args

Grade = Literal["human-trial", "human-observation", "animal", "in-vitro", "assumption"]
GRADES: tuple[str, ...] = get_args(Grade)

ASSUMPTION: Grade = "assumption"
"""Source and grade of a number that no publication stands behind, and what stands in place of a claim: counted."""

DEFINITION = "definition"
"""Source, and grade, of a constant that is true because the project says so (a unit, the reference adult's diet)."""

UNPUBLISHED = (ASSUMPTION, DEFINITION)
"""Sources that are no references; each is its own grade, and no publication has it."""

Until = Literal["start", "day 0"]


class ModelError(Exception):
    """The model does not hold together; the message names module and name."""


class Change(NamedTuple):
    """dy/dt = ``gain`` - ``loss`` * y, in the state's unit per hour and per hour."""

    gain: Any
    loss: Any


def change(gain: Any = 0.0, loss: Any = 0.0) -> Change:
    """The equation of a state: dy/dt = gain - loss * y."""
    return Change(gain, loss)


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
class Parameter(Declaration):
    """A number of an equation, with what is known about it.

    ``low`` and ``high`` bound 95 % of what is known of the typical value, ``spread`` is the standard deviation of its
    logarithm between people, ``animal`` the strength seen in other species (used for them alone). ``grade`` and
    ``source`` say one thing: an assumption has no publication as its source, and a publication is no assumption.
    ``after`` is a publication that an assumption follows, which does not carry the number.
    """

    value: float
    meaning: str
    low: float | None
    high: float | None
    spread: float
    grade: str
    source: str
    animal: float | None
    constant: bool
    after: str = ""


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


def signal(unit: str, *, rest: float, claim: str) -> Any:
    """Declare what is heard from another module (see :class:`Signal`)."""
    return Signal(unit, rest, claim)


def exposure(unit: str, *, claim: str = "") -> Any:
    """Declare an input from the protocol (see :class:`Exposure`)."""
    return Exposure(unit, claim)


def trait(unit: str, *, rest: float) -> Any:
    """Declare a property of the person (see :class:`Trait`)."""
    return Trait(unit, rest)


def parameter(
    value: float,
    unit: str,
    meaning: str,
    *,
    range: tuple[float, float] | None = None,
    spread: float = 0.0,
    grade: str,
    source: str,
    animal: float | None = None,
    after: str = "",
) -> Any:
    """Declare a parameter (see :class:`Parameter`)."""
    low, high = range if range else (None, None)
    return Parameter(unit, value, meaning, low, high, spread, grade, source, animal, constant=False, after=after)


def constant(value: float, unit: str, meaning: str, *, source: str, grade: str = "", after: str = "") -> Any:
    """Declare a number without uncertainty: stoichiometry, a definition, a conversion.

    Needs a ``grade`` where the source is a publication; an assumption and a definition are their own grade.
    """
    known = grade or (source if source in UNPUBLISHED else "")
    return Parameter(unit, value, meaning, None, None, 0.0, known, source, None, constant=True, after=after)


def state(unit: str, meaning: str, *, start: float, internal: bool = False) -> Callable[[Callable[[Any], Change]], Any]:
    """Make a formula the equation of a state, which can be read off unless it is ``internal``."""
    return lambda formula: State(unit, meaning, formula, start, internal=internal)


def output(unit: str, meaning: str) -> Callable[[Callable[[Any], Any]], Any]:
    """Make a formula an output: it can be observed, heard by other modules, plotted and compared."""
    return lambda formula: Output(unit, meaning, formula)


def intermediate(unit: str, meaning: str) -> Callable[[Callable[[Any], Any]], Any]:
    """Make a formula a step on the way to others of its module: an equation like any other, but not read off."""
    return lambda formula: Output(unit, meaning, formula, internal=True)


def reference(unit: str, meaning: str, *, until: Until) -> Callable[[Callable[[Any], Any]], Any]:
    """Make a formula a held reference (see :class:`Reference`)."""
    return lambda formula: Reference(unit, meaning, formula, until)


class Module:
    """Base of every channel: collects the declarations of the class.

    ``name`` (snake case of the class) is used in keys and pictures, ``title`` is the plain name.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    declarations: ClassVar[dict[str, Declaration]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.title = cls.__dict__.get("title") or cls.name.replace("_", " ")
        cls.declarations = {key: value for key, value in vars(cls).items() if isinstance(value, Declaration)}
        for declaration in cls.declarations.values():
            declaration.module = cls.name
            _check(declaration)


def _check(declaration: Declaration) -> None:
    """Refuse a declaration that lacks what it must have."""
    if not isinstance(declaration, Parameter):
        if isinstance(declaration, Signal) and not declaration.claim:
            raise ModelError(f"{declaration.key}: an arrow needs the key of a claim")
        if isinstance(declaration, Exposure) and not declaration.claim:
            raise ModelError(f"{declaration.key}: an arrow needs the key of a claim, or claim='{ASSUMPTION}'")
        return
    if not declaration.source or not declaration.unit:
        raise ModelError(f"{declaration.key}: a parameter needs a unit and a source ('assumption' is an honest one)")
    grades = (*GRADES, DEFINITION) if declaration.constant else GRADES
    if declaration.grade not in grades:
        raise ModelError(f"{declaration.key}: grade {declaration.grade!r} is not one of {', '.join(grades)}")
    for word in UNPUBLISHED:
        if (declaration.grade == word) != (declaration.source == word):
            raise ModelError(
                f"{declaration.key}: grade {declaration.grade!r} contradicts source {declaration.source!r}; "
                f"'{word}' is grade and source, or neither"
            )
    if declaration.after and declaration.source != ASSUMPTION:
        raise ModelError(
            f"{declaration.key}: only an assumption is made after something; name {declaration.after!r} as source"
        )
    if not math.isfinite(declaration.value):
        raise ModelError(f"{declaration.key}: value must be finite")
    low, high = declaration.low, declaration.high
    if low is not None and high is not None and not low <= declaration.value <= high:
        raise ModelError(f"{declaration.key}: value {declaration.value} lies outside its range {low} to {high}")
