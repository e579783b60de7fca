"""What pydantic found wrong, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gutbrain.arguments import shown
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.language import N_, gettext

if TYPE_CHECKING:
    from pydantic import ValidationError

_BOUNDS = {
    "greater_than": ("gt", N_("%(said)s is not more than %(limit)s"), N_("write a number above %(limit)s")),
    "greater_than_equal": ("ge", N_("%(said)s is less than %(limit)s"), N_("the least is %(limit)s")),
    "less_than": ("lt", N_("%(said)s is not less than %(limit)s"), N_("write a number below %(limit)s")),
    "less_than_equal": ("le", N_("%(said)s is more than %(limit)s"), N_("the most is %(limit)s")),
    "string_too_short": ("min_length", N_("%(said)s is too short"), N_("write at least %(limit)s letters")),
    "string_too_long": ("max_length", N_("%(said)s is too long"), N_("write at most %(limit)s letters")),
    "too_short": ("min_length", N_("%(said)s holds too little"), N_("the least is %(limit)s")),
    "too_long": ("max_length", N_("%(said)s holds too much"), N_("the most is %(limit)s")),
    "string_pattern_mismatch": ("pattern", N_("%(said)s is not written as it should be"), N_("it must fit %(limit)s")),
}
_KINDS = {
    "float": (N_("a number"), N_("a number")),
    "int": (N_("a whole number"), N_("a whole number")),
    "finite": (N_("a finite number"), N_("a finite number")),
    "string": (N_("text"), N_("text")),
    "bool": (N_("true or false"), N_("true or false")),
    "date": (N_("a date"), N_("a date, as in 2026-01-31")),
    "list": (N_("a list"), N_("[ ... ]")),
    "tuple": (N_("a list"), N_("[ ... ]")),
    "set": (N_("a list"), N_("[ ... ]")),
    "dict": (N_("a set of names with values"), N_("{name: value}")),
    "model": (N_("a set of fields"), N_("{field: value}")),
    "dataclass": (N_("a set of fields"), N_("{field: value}")),
    "mapping": (N_("a set of names with values"), N_("{name: value}")),
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
    said = gettext("nothing") if fault.get("input") is None else shown(fault["input"])
    if kind == "missing":
        return gettext("is missing"), ""
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        known = list(names)
        return gettext("there is no such field"), suggest(str(fault["loc"][-1]), known, otherwise=_known_here(known))
    if kind in ("literal_error", "enum"):
        expected = str(told.get("expected", ""))
        quoted: Sequence[str] = re.findall(r"'([^']*)'", expected) or [expected]
        several = {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}
        every = gettext("write %(first)s or %(last)s") % several if len(quoted) > 1 else _write(quoted[0])
        return gettext("%(said)s is not known here") % {"said": said}, suggest(
            str(fault.get("input")), quoted, otherwise=every
        )
    if kind in _BOUNDS:
        bound, wrong, right = _BOUNDS[kind]
        limit = told.get(bound, "")
        text = f"{limit:g}" if isinstance(limit, float) else str(limit)
        return gettext(wrong) % {"said": said, "limit": text}, gettext(right) % {"limit": text}
    if kind in ("value_error", "assertion_error"):
        return str(told.get("error", "")) or gettext("%(said)s cannot stand here") % {"said": said}, ""
    if kind.startswith("json"):
        return gettext("this is not JSON"), ""
    what, right = _KINDS.get(kind.partition("_")[0], ("", ""))
    if not what:
        return gettext("%(said)s cannot stand here") % {"said": said}, ""
    return gettext("%(said)s is not %(what)s") % {"said": said, "what": gettext(what)}, _write(gettext(right))


def in_fields(error: ValidationError) -> InputError:
    """What pydantic found wrong with the fields of a form, as an error of its input."""
    return InputError([Problem(*in_words(one), ".".join(map(str, one["loc"]))) for one in error.errors()])


def _write(what: str) -> str:
    return gettext("write %(what)s") % {"what": what}


def _known_here(names: Sequence[str]) -> str:
    return gettext("known here: %(names)s") % {"names": listed(names)} if names else ""
