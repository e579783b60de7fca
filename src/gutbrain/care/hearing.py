"""Looks at every text that somebody typed, before anything is worked out for it.

The doors call :func:`listen`: the readers of YAML and of labels, and what takes plain words. What was typed is looked
at in memory; it is not kept, logged, or part of any error. Who looks for research says that help was seen, and goes on
for one call (:func:`listens`), one command or request (:func:`start_anew`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from gutbrain.care.needed import CareNeeded
from gutbrain.errors import InputError, Problem

SEEN = "seen"
"""What somebody says who has seen where help is and goes on."""

P = ParamSpec("P")
T = TypeVar("T")

_seen: ContextVar[bool] = ContextVar("care_seen", default=False)
_low: ContextVar[frozenset[str]] = ContextVar("care_low", default=frozenset())


def listen(text: str) -> None:
    """Look whether a text speaks of danger; distress is noted (:func:`low`).

    Its first 250,000 characters are looked at, which takes some microseconds a word.

    Raises
    ------
    CareNeeded
        Where it does, unless whoever wrote it has seen where help is and goes on.
    """
    if _seen.get():
        return
    from gutbrain.care.words import heard

    found = heard(text)
    if found.danger:
        raise CareNeeded("words", found.danger)
    note(*found.low)


def listens(function: Callable[P, T]) -> Callable[P, T]:
    """A function with a keyword ``care``: with ``care="seen"``, nothing that it reads stops it.

    Raises
    ------
    InputError
        By the function, where ``care`` is anything else.
    """

    @functools.wraps(function)
    def heard(*args: P.args, **kwargs: P.kwargs) -> T:
        with going_on(kwargs.get("care")):
            return function(*args, **kwargs)

    return heard


@contextmanager
def going_on(care: object) -> Iterator[None]:
    """Meanwhile nothing stops, where ``care`` is ``"seen"``; None changes nothing.

    Raises
    ------
    InputError
        Where it is anything else.
    """
    if care is None:
        yield
        return
    if care != SEEN:
        wrong = f"'{care!s:.40}' is not understood"
        raise InputError([Problem(wrong, f'leave it out, or say "{SEEN}" to go on', field="care")])
    before = _seen.set(True)
    try:
        yield
    finally:
        _seen.reset(before)


def go_on() -> None:
    """Nothing stops any more: for a process whose questions were looked at before they came to it."""
    _seen.set(True)


def start_anew(*, seen: bool = False) -> None:
    """Begin a request or a command, whose sender has seen where help is or has not; nothing was heard in it yet."""
    _seen.set(seen)
    _low.set(frozenset())


def note(*kinds: str) -> None:
    """Note kinds of distress, of which the answer says that there is somebody to talk to."""
    if kinds:
        _low.set(_low.get() | set(kinds))


def low() -> tuple[str, ...]:
    """Kinds of distress that were heard since :func:`start_anew`."""
    return tuple(sorted(_low.get()))


def is_seen() -> bool:
    """Whether whoever asks has seen where help is."""
    return _seen.get()
