"""Numbers as a language writes them, and as people of all of them type them."""

from __future__ import annotations

import re
from functools import cache

from babel.numbers import get_decimal_symbol

from gutbrain.language.spoken import spoken

_COMMA = re.compile(r"\s*([+-]?\d+),(\d+)\s*")


@cache
def _decimal(language: str) -> str:
    return get_decimal_symbol(language)


def decimal(text: str) -> str:
    """A number that is written with a point, as the language that is spoken writes it: ``0.5`` is ``0,5`` in German.

    Parameters
    ----------
    text
        The number, without signs for thousands but a thin space.
    """
    return text.replace(".", _decimal(spoken()))


def typed(value: object) -> object:
    """What somebody typed for a number: ``7,5`` is 7.5; all else stays as it is.

    Parameters
    ----------
    value
        From a form or an address.
    """
    if isinstance(value, str) and (found := _COMMA.fullmatch(value)):
        return f"{found[1]}.{found[2]}"
    return value
