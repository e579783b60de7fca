"""Which language is spoken: one for each task and thread, English unless said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from babel import negotiate_locale

P = ParamSpec("P")
R = TypeVar("R")

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""Languages of the pages by their code, each in its own name."""

_now: ContextVar[str] = ContextVar("language", default="en")


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _now.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language inside a ``with`` block.

    Parameters
    ----------
    language
        Its code, one of :data:`LANGUAGES`.

    Raises
    ------
    KeyError
        Where it is none of them.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    before = _now.set(language)
    try:
        yield
    finally:
        _now.reset(before)


def in_language(language: str, function: Callable[P, R], *asked: P.args, **named: P.kwargs) -> R:
    """Call a function while a language is spoken: in a process or thread that does not know which.

    Parameters
    ----------
    language
        Its code.
    function
        What is called.
    asked, named
        What it is called with.
    """
    with speaking(language):
        return function(*asked, **named)


def negotiated(accepted: str) -> str:
    """The language that suits a browser best: ``de-AT,de;q=0.9,en;q=0.5`` gives ``de``.

    Parameters
    ----------
    accepted
        What it says in ``accept-language``. What cannot be read counts as English.
    """
    wanted = []
    for place, part in enumerate(accepted[:500].split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, name.strip().replace("-", "_")))
        except ValueError:
            continue
    return negotiate_locale([name for weight, _, name in sorted(wanted) if weight < 0], list(LANGUAGES)) or "en"
