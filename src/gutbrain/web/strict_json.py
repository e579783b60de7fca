"""JSON that means the same to everybody: no name twice, no NaN, no half characters, not too deep."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

DEEPEST = 32
"""Levels of lists and objects in one another."""

HIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters that no text needs, and what is no character: halves of pairs, and two that never mean one."""


def problem(body: bytes) -> str | None:
    """What is wrong with a JSON text, or None."""
    try:
        value = json.loads(body, object_pairs_hook=_object, parse_constant=_no_constant)
    except RecursionError:
        return f"The JSON is nested deeper than {DEEPEST} levels."
    except UnicodeDecodeError:
        return "The JSON is not text in UTF-8."
    except json.JSONDecodeError as error:
        return f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
    except ValueError as error:
        return str(error)
    return _problem_in(value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"A field stands twice: {twice[:40]!a}.")
    return values


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that can be used here.")


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
