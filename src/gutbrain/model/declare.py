"""What a module's page is written with: one function, or decorator, for each kind of declaration.

Each gives ``Any`` back, since an equation reads the value where the class holds the declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gutbrain.model.basis import Basis
from gutbrain.model.module import Change, Constant, Exposure, Output, Parameter, Reference, Signal, State, Trait, Until


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
