"""What a run is asked for besides its protocol: species, channels, moments and observables, each checked."""

from __future__ import annotations

from collections.abc import Iterable

from gutbrain import world
from gutbrain.arguments import names, number, one_of
from gutbrain.atlas.not_modelled import instead_of
from gutbrain.errors import InputError, Problem, listed
from gutbrain.exposures import Protocol, Schedule
from gutbrain.exposures.moments import hours_of, in_words
from gutbrain.model.maths import HOURS_A_DAY

SPECIES = ("human", "mouse", "rat", "monkey")
"""Whose strength of an effect holds: in others than humans, that seen in animals."""


def check_species(species: object) -> str:
    """One of :data:`SPECIES`.

    Raises
    ------
    InputError
        With the four that are known, and the nearest.
    """
    return one_of("species", species, SPECIES)


def check_channels(without: object) -> tuple[str, ...]:
    """Names of channels of the axis; a single text is one.

    Raises
    ------
    InputError
        Where there is no such channel.
    """
    known = tuple(module.name for module in world.model().modules)
    return tuple(one_of("without", name, known) for name in names("without", without))


def check_moment(field: str, day: object, hour: object | None, protocol: Protocol) -> float:
    """Hours from midnight of day 0 of a moment that lies within the run of a protocol; see :func:`hours_of`.

    Parameters
    ----------
    field
        What stands before ``day`` and ``hour`` in the name of the field, for messages (``compare.of.``).
    day
        Days from midnight of day 0; a fraction counts from midnight.
    hour
        Clock hour on that day (0 to 24), or None for 08:00 on a whole day.
    protocol
        The protocol whose run it must lie in.

    Raises
    ------
    InputError
        Where it does not, or the day has a fraction beside an hour, which would make it void.
    """
    asked = number(f"{field}day", day)
    clock = None if hour is None else number(f"{field}hour", hour, least=0.0, most=HOURS_A_DAY, unit="h")
    if clock is not None and not asked.is_integer():
        right = "give a whole day with an hour, or a fraction of a day alone"
        raise InputError([Problem(f"{asked:g} is not a whole day", right, field=f"{field}day")])
    first, last, when = Schedule(protocol).start, protocol.days * HOURS_A_DAY, hours_of(asked, clock)
    if not first <= when <= last:
        right = f"it goes from {in_words(first)} to {in_words(last)}"
        raise InputError([Problem(f"{in_words(when)} lies outside the run", right, field=f"{field}day")])
    return when


def check_moments(moments: object, protocol: Protocol) -> tuple[tuple[float, float], ...]:
    """Days and clock hours that lie within the run of a protocol.

    Raises
    ------
    InputError
        With the first that does not.
    """
    right = "give days with hours, as in [(1, 8), (1, 20.5)]"
    if not isinstance(moments, Iterable) or isinstance(moments, str | bytes):
        raise InputError([Problem("are not moments", right, field="moments")])
    found = []
    for index, moment in enumerate(moments):
        pair = list(moment) if isinstance(moment, Iterable) and not isinstance(moment, str | bytes) else []
        if len(pair) != 2 or pair[1] is None:
            raise InputError([Problem("is not a day with an hour", right, field=f"moments[{index}]")])
        check_moment(f"moments[{index}].", pair[0], pair[1], protocol)
        found.append((float(pair[0]), float(pair[1])))
    return tuple(found)


def check_observables(field: str, asked: object, known: Iterable[str]) -> tuple[str, ...]:
    """Names among what a run gives; a single text is one.

    Parameters
    ----------
    field
        The argument, as messages name it.
    asked
        One name, or several.
    known
        Every name that a run gives.

    Raises
    ------
    InputError
        With every name that is not known, and the nearest.
    """
    there, wanted = tuple(known), names(field, asked)
    wrong = [name for name in wanted if name not in there]
    if wrong:
        right = f"see `gutbrain model --observables`; among them {listed(there, 6)}"
        said = [(name, instead_of(name, there, otherwise=right)) for name in wrong]
        raise InputError([Problem(f"'{name}' is not an observable", hint, field=field) for name, hint in said])
    return wanted
