"""Small things that a sentence needs, in the language that is spoken."""

from __future__ import annotations

from datetime import date as Day

from babel.core import Locale
from babel.dates import format_date

from gutbrain.language.spoken import spoken

NOUNS_ARE_LARGE = ("de",)
"""Languages in which nouns keep their capital within a sentence."""


def lower(text: object) -> str:
    """Words in small letters, as they stand within a sentence; in German, where nouns keep their capitals, unchanged.

    Parameters
    ----------
    text
        A title, a message.
    """
    return str(text) if spoken() in NOUNS_ARE_LARGE else str(text).lower()


def date(day: Day) -> str:
    """A day in words: ``22 November 2026``.

    Parameters
    ----------
    day
        Of which calendar day.
    """
    return format_date(day, "d MMMM y" if spoken() == "en" else "long", locale=spoken())


def country(code: str, name: str) -> str:
    """The name of a country; what it is called in English where the language has no other.

    Parameters
    ----------
    code
        ISO 3166, as in ``DE``.
    name
        In English.
    """
    return name if spoken() == "en" else Locale(spoken()).territories.get(code, name)
