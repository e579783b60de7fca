"""JSON that means the same to everybody: no name twice, no NaN, no half characters, not too deep."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

DEEPEST = 32
"""Levels of lists and objects in one another."""

MOST_VALUES = 1_000
"""Values, lists and objects: more than any question has, and so few that what is wrong with them is told at once."""

_STRING = re.compile(rb'"(?:[^"\\]++|\\(?:.|\Z))*+(?:"|\Z)', re.DOTALL)
"""A string, to its end or that of the text: whatever stands there is read once."""

HIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters that no text needs, and what is no character: halves of pairs, and two that never mean one."""


def problem(body: bytes) -> str | None:
    """What is wrong with a JSON text, or None; the work grows with its length only."""
    # counted before anything is made of them
    outside = _STRING.sub(b"", body)
    if sum(map(outside.count, (b",", b"[", b"{"))) > MOST_VALUES:
        return f"The JSON has more than {MOST_VALUES} values, lists and objects."
    try:
        value = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
    except _WrongError as error:
        return str(error)
    except RecursionError:
        return f"The JSON is nested deeper than {DEEPEST} levels."
    except UnicodeDecodeError:
        return "The JSON is not text in UTF-8."
    except json.JSONDecodeError as error:
        return f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
    except ValueError:
        # of the interpreter: a whole number of thousands of digits
        return "A number has too many digits."
    return _problem_in(value)


class _WrongError(ValueError):
    """What is wrong, in our words."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise _WrongError(f"A field stands twice: {name[:40]!a}.")
        values[name] = value
    return values


def _no_constant(name: str) -> NoReturn:
    raise _WrongError(f"{name} is not a number that can be used here.")


def _problem_in(value: Any) -> str | None:
    level = [value]
    for _ in range(DEEPEST + 1):
        inside: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inside += [*one.keys(), *one.values()]
            elif isinstance(one, list):
                inside += one
            elif isinstance(one, str) and HIDDEN.search(one):
                return "A text has characters that nobody can see or read, such as NUL."
            elif isinstance(one, float) and one in (float("inf"), float("-inf")):
                return "A number is too large."
        if not inside:
            return None
        level = inside
    return f"The JSON is nested deeper than {DEEPEST} levels."
