"""What pydantic found wrong, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gutbrain.arguments import shown
from gutbrain.errors import listed, suggest

_BOUNDS = {
    "greater_than": ("gt", "is not more than {0}", "write a number above {0}"),
    "greater_than_equal": ("ge", "is less than {0}", "the least is {0}"),
    "less_than": ("lt", "is not less than {0}", "write a number below {0}"),
    "less_than_equal": ("le", "is more than {0}", "the most is {0}"),
    "string_too_short": ("min_length", "is too short", "write at least {0} letters"),
    "string_too_long": ("max_length", "is too long", "write at most {0} letters"),
    "too_short": ("min_length", "holds too little", "the least is {0}"),
    "too_long": ("max_length", "holds too much", "the most is {0}"),
    "string_pattern_mismatch": ("pattern", "is not written as it should be", "it must fit {0}"),
}
_KINDS = {
    "float": ("a number", "a number"),
    "int": ("a whole number", "a whole number"),
    "finite": ("a finite number", "a finite number"),
    "string": ("text", "text"),
    "bool": ("true or false", "true or false"),
    "date": ("a date", "a date, as in 2026-01-31"),
    "list": ("a list", "[ ... ]"),
    "tuple": ("a list", "[ ... ]"),
    "set": ("a list", "[ ... ]"),
    "dict": ("a set of names with values", "{name: value}"),
    "model": ("a set of fields", "{field: value}"),
    "dataclass": ("a set of fields", "{field: value}"),
    "mapping": ("a set of names with values", "{name: value}"),
}


def in_words(fault: Mapping[str, Any], names: Iterable[str] = ()) -> tuple[str, str]:
    """What is wrong, and what would be right, of a fault that pydantic found.

    Parameters
    ----------
    fault
        One of ``ValidationError.errors()``.
    names
        Names of fields that are known where it was found.
    """
    kind, told = str(fault["type"]), fault.get("ctx") or {}
    said = "nothing" if fault.get("input") is None else shown(fault["input"])
    if kind == "missing":
        return "is missing", ""
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        known = list(names)
        return "there is no such field", suggest(str(fault["loc"][-1]), known, otherwise=_known_here(known))
    if kind in ("literal_error", "enum"):
        expected = str(told.get("expected", ""))
        quoted: Sequence[str] = re.findall(r"'([^']*)'", expected) or [expected]
        every = f"write {', '.join(quoted[:-1])} or {quoted[-1]}" if len(quoted) > 1 else f"write {quoted[0]}"
        return f"{said} is not known here", suggest(str(fault.get("input")), quoted, otherwise=every)
    if kind in _BOUNDS:
        bound, wrong, right = _BOUNDS[kind]
        limit = told.get(bound, "")
        text = f"{limit:g}" if isinstance(limit, float) else str(limit)
        return f"{said} {wrong.format(text)}", right.format(text)
    if kind in ("value_error", "assertion_error"):
        return str(told.get("error", "")) or f"{said} cannot stand here", ""
    if kind.startswith("json"):
        return "this is not JSON", ""
    what, right = _KINDS.get(kind.partition("_")[0], ("", ""))
    return (f"{said} is not {what}", f"write {right}") if what else (f"{said} cannot stand here", "")


def _known_here(names: Sequence[str]) -> str:
    return f"known here: {listed(names)}" if names else ""
