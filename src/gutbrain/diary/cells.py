"""A cell of a table: a number, a duration, a word, or nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

MISSING = frozenset(
    {"", "-", "--", "nan", "na", "n/a", "#n/a", "#na", "null", "k. a.", "k.a.", "nil", "missing", "not recorded", "?"}
)
"""Words (in small letters) that say that nothing was recorded."""

YES = frozenset({"yes", "true", "ja", "oui", "si", "sí", "y"})
NO = frozenset({"no", "false", "nein", "non", "n"})

_POINT = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.A)
_COMMA = re.compile(r"[-+]?\d+,\d+", re.A)
_DURATION = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?", re.A)
_WITH_UNIT = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))\s*([A-Za-zµμ%/]{1,12})", re.A)


def is_missing(text: str) -> bool:
    """Whether a cell says that nothing was recorded."""
    return text.strip().lower() in MISSING


def has_decimal_commas(texts: Iterable[str]) -> bool:
    """Whether the numbers of a file are written with decimal commas: some are, and none has a point."""
    commas = False
    for text in texts:
        cell = text.strip()
        if _COMMA.fullmatch(cell):
            commas = True
        elif "." in cell and _POINT.fullmatch(cell) and "e" not in cell.lower():
            return False
    return commas


def number(text: str, *, comma: bool = False) -> float | None:
    """The number in a cell; None where it holds none. Infinite is none."""
    cell = text.strip().replace("\N{MINUS SIGN}", "-")
    if comma and _COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    if len(cell) > 40 or not _POINT.fullmatch(cell):
        return None
    value = float(cell)
    return value if math.isfinite(value) else None


def truth(text: str) -> float | None:
    """1 for yes, 0 for no; None where a cell says neither."""
    cell = text.strip().lower()
    return 1.0 if cell in YES else 0.0 if cell in NO else None


def hours(text: str) -> float | None:
    """Hours of a duration: ``2:45`` is 2.75; None where it is none."""
    match = _DURATION.fullmatch(text.strip())
    if not match or int(match[2]) > 59 or int(match[3] or 0) > 59:
        return None
    return int(match[1]) + int(match[2]) / 60 + int(match[3] or 0) / 3600


def with_unit(text: str) -> tuple[float, str] | None:
    """A number and the unit behind it: ``6.5h``; None where it is no such thing."""
    match = _WITH_UNIT.fullmatch(text.strip())
    return (float(match[1]), match[2]) if match and len(text) <= 40 else None
