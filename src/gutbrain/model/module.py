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


def change(gain: Any = 0.0, loss: Any = 0.0) -> Change:
    """The equation of a state: dy/dt = gain - loss * y.

    Parameters
    ----------
    gain
        In the state's unit, over time.
    loss
        Over time.

    Returns
    -------
    Change
        What a state's formula gives back.

    Examples
    --------
    >>> from gutbrain.model import change
    >>> change(gain=2.0, loss=0.5)
    Change(gain=2.0, loss=0.5)
    """
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


def signal(unit: str, *, rest: float, claim: str) -> Any:
    """Declare what is heard from another module (see :class:`Signal`).

    Parameters
    ----------
    unit
        The unit in which the other module gives it.
    rest
        What stands in where that module is absent, in that unit.
    claim
        Key of the claim behind the arrow.

    Returns
    -------
    Signal
        In an equation, ``v.NAME`` is what the other module gives at the moment.

    Examples
    --------
    >>> from gutbrain.model import Module, signal
    >>> class Mood(Module):
    ...     hormone = signal("nmol/L", rest=3.0, claim="hormone-moves-mood")
    >>> Mood.hormone.key
    'mood.hormone'
    """
    return Signal(unit, rest, claim)


def exposure(unit: str, *, claim: str = "") -> Any:
    """Declare an input from the protocol (see :class:`Exposure`).

    Parameters
    ----------
    unit
        As in the vocabulary, or one of the same dimension.
    claim
        Key of the claim behind the arrow, or ``assumption``.

    Returns
    -------
    Exposure
        In an equation, ``v.NAME`` is its level at the moment.

    Examples
    --------
    >>> from gutbrain.model import Module, exposure
    >>> class Liver(Module):
    ...     alcohol = exposure("g/day", claim="assumption")
    >>> list(Liver.declarations)
    ['alcohol']
    """
    return Exposure(unit, claim)


def trait(unit: str, *, rest: float) -> Any:
    """Declare a property of the person (see :class:`Trait`).

    Parameters
    ----------
    unit
        Its unit.
    rest
        That of the reference adult.

    Returns
    -------
    Trait
        In an equation, ``v.NAME`` is that of the person.

    Examples
    --------
    >>> from gutbrain.model import Module, trait
    >>> class Heart(Module):
    ...     age = trait("year", rest=40.0)
    >>> Heart.age.rest
    40.0
    """
    return Trait(unit, rest)


def parameter(
    value: float,
    unit: str,
    meaning: str,
    range: tuple[float, float] | None,
    basis: Basis,
    *,
    spread: float = 0.0,
    animal: float | None = None,
) -> Any:
    """Declare a number that is not known exactly, or differs between people (see :class:`Parameter`).

    Parameters
    ----------
    value
        The central value.
    unit
        Its unit.
    meaning
        What it is, in a few words.
    range
        What bounds 95 % of what is known of the typical value; None where nobody published it.
    basis
        What it rests on: ``human_trial("KEY")``, ``assumed`` and so on.
    spread
        Standard deviation of its logarithm between people.
    animal
        The strength seen in other species, used for them alone.

    Returns
    -------
    Parameter
        In an equation, ``v.NAME`` is its value for this draw and person.

    Examples
    --------
    >>> from gutbrain.model import human_observation, parameter
    >>> tau = parameter(2.0, "day", "time constant", (1.0, 4.0), human_observation("tito-2024"), spread=0.2)
    >>> tau.value, tau.low, tau.high, tau.grade
    (2.0, 1.0, 4.0, 'human-observation')
    """
    low, high = range if range else (None, None)
    return Parameter(unit, value, meaning, basis, low, high, spread, animal)


def constant(value: float, unit: str, meaning: str, basis: Basis) -> Any:
    """Declare a number without uncertainty (see :class:`Constant`).

    Parameters
    ----------
    value
        The number.
    unit
        Its unit.
    meaning
        What it is, in a few words.
    basis
        What it rests on; ``defined`` where it is true by definition.

    Returns
    -------
    Constant
        In an equation, ``v.NAME`` is its value.

    Examples
    --------
    >>> from gutbrain.model import constant, defined
    >>> constant(6.0, "1", "carbon atoms of glucose", defined).grade
    'definition'
    """
    return Constant(unit, value, meaning, basis)


def state(unit: str, meaning: str, *, start: float, internal: bool = False) -> Callable[[Callable[[Any], Change]], Any]:
    """Make a formula the equation of a state; it returns a :class:`Change`.

    Parameters
    ----------
    unit
        Its unit.
    meaning
        What it is, in a few words.
    start
        Where settling begins, in that unit.
    internal
        Whether it is neither read off nor heard by other modules.

    Returns
    -------
    callable
        Decorates the formula.

    Examples
    --------
    >>> from gutbrain.model import Module, change, state
    >>> class Pool(Module):
    ...     @state("mmol", "pool", start=1.0, internal=True)
    ...     def pool(v):
    ...         return change(gain=1.0)
    >>> Pool.pool.start, Pool.pool.internal
    (1.0, True)
    """
    return lambda formula: State(unit, meaning, formula, start, internal=internal)


def output(unit: str, meaning: str) -> Callable[[Callable[[Any], Any]], Any]:
    """Make a formula an output: it can be observed, heard by other modules, plotted and compared.

    Parameters
    ----------
    unit
        Its unit.
    meaning
        What it is, in a few words.

    Returns
    -------
    callable
        Decorates the formula.

    Examples
    --------
    >>> from gutbrain.model import Module, output, trait
    >>> class Heart(Module):
    ...     age = trait("year", rest=40.0)
    ...
    ...     @output("year", "years that are left to a hundred")
    ...     def left(v):
    ...         return 100.0 - v.age
    >>> Heart.left.meaning
    'years that are left to a hundred'
    """
    return lambda formula: Output(unit, meaning, formula)


def intermediate(unit: str, meaning: str) -> Callable[[Callable[[Any], Any]], Any]:
    """Make a formula a step on the way to others of its module: an equation like any other, but not read off.

    Parameters
    ----------
    unit
        Its unit.
    meaning
        What it is, in a few words.

    Returns
    -------
    callable
        Decorates the formula.

    Examples
    --------
    >>> from gutbrain.model import Module, intermediate
    >>> class Heart(Module):
    ...     @intermediate("1", "half")
    ...     def half(v):
    ...         return 0.5
    >>> Heart.half.internal
    True
    """
    return lambda formula: Output(unit, meaning, formula, internal=True)


def reference(unit: str, meaning: str, *, until: Until) -> Callable[[Callable[[Any], Any]], Any]:
    """Make a formula a held reference: it is followed while the person settles, and held then (see :class:`Reference`).

    Parameters
    ----------
    unit
        Its unit.
    meaning
        What it is, in a few words.
    until
        ``start`` of the protocol, or ``day 0``.

    Returns
    -------
    callable
        Decorates the formula.

    Examples
    --------
    >>> from gutbrain.model import Module, reference, trait
    >>> class Heart(Module):
    ...     age = trait("year", rest=40.0)
    ...
    ...     @reference("year", "age at the start", until="start")
    ...     def usual_age(v):
    ...         return v.age
    >>> Heart.usual_age.until
    'start'
    """
    return lambda formula: Reference(unit, meaning, formula, until)


class Module:
    """Base of every channel: collects the declarations of the class, and those of the channel that it is made from.

    ``name`` (snake case of the class) is used in keys and pictures, ``title`` is the plain name. A class made from
    another channel has all of that one's declarations but those that it declares anew; ``NAME = None`` leaves one out.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    declarations: ClassVar[dict[str, Declaration]] = {}
    families: ClassVar[dict[str, Family]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.title = cls.__dict__.get("title") or cls.name.replace("_", " ")
        own = vars(cls)
        inherited = [base for base in cls.__mro__[1:] if base is not Module and issubclass(base, Module)][:1]
        cls.families = {key: family for base in inherited for key, family in base.families.items() if key not in own}
        cls.families |= {key: value for key, value in own.items() if isinstance(value, Family)}
        cls.declarations = {
            key: copy(declaration)
            for base in inherited
            for key, declaration in base.declarations.items()
            if own.get(key, declaration) is not None
        }
        cls.declarations |= dict(_declared(own))
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
