"""Records of facts, ours and a user's: checked as they are read, and what is wrong said in words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from gutbrain.errors import InputError, Problem
from gutbrain.faults import in_words
from gutbrain.reading.shapes import DRAFT
from gutbrain.yamlfields import Field, Place

Grade = Literal["human-trial", "human-observation", "animal", "in-vitro", "assumption"]

CONFIG = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
"""How facts are checked: nothing that is not declared, numbers that are names (a PMID) as text."""

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What the key of a record looks like."""

NAMES = ("key", "id", "name")
"""Fields by which a record is named in messages, the first that it has."""

T = TypeVar("T")


class Record(BaseModel):
    """A fact: cannot be changed, and holds nothing that is not declared."""

    model_config = CONFIG


class Graded(Record):
    """A fact with what it rests on."""

    grade: Grade
    source: str


class Value(Record):
    """A number with its source."""

    value: float
    source: str
    unit: str = ""


def facts(kind: type[T], values: Any, file: str = "") -> T:
    """Values of a file as what they are declared to be.

    Parameters
    ----------
    kind
        What they are to be: a class of records, or a list or mapping of them.
    values
        What stands in the file, or a field that knows its lines.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        With everything that is wrong: file, record, field, what is, what should be.

    Examples
    --------
    >>> from gutbrain.reading.records import Value, facts
    >>> facts(Value, {"value": 1.5, "source": "doe-2020"}).value
    1.5
    >>> facts(dict[str, Value], {"height": {"value": "tall"}}, "mine.yaml")
    Traceback (most recent call last):
        ...
    gutbrain.errors.InputError: mine.yaml: height.value: 'tall' is not a number; write a number
    mine.yaml: height.source: is missing
    """
    part = values if isinstance(values, Field) else Field(values, file or None)
    try:
        made: T = _adapter(kind).validate_python(part.value)  # type: ignore[arg-type]
        return made
    except ValidationError as error:
        names = _fields(kind)
        raise InputError(_problem(part, fault, names) for fault in error.errors()) from None


def by_name(kind: type[T], values: Any, file: str = "", **others: Any) -> dict[str, T]:
    """Records by name, where the name stands before them; each is told its name.

    Parameters
    ----------
    kind
        The class of the records.
    values
        What stands in the file, or a field that knows its lines.
    file
        Its name, for messages.
    **others
        Further fields of all, where they do not say otherwise.

    Raises
    ------
    InputError
        With every record that is wrong.
    """
    part = values if isinstance(values, Field) else Field(values, file or None)
    rows = part.value
    if isinstance(rows, Mapping):
        rows = {
            str(name): {**others, "name": str(name), **row} if isinstance(row, Mapping) else row
            for name, row in rows.items()
        }
    return facts(dict[str, kind], Field(rows, part.file, part.place, part.lines))  # type: ignore[valid-type]


def keyed(kind: type[T], rows: Iterable[Any] | Field, file: str = "") -> tuple[dict[str, T], list[Problem]]:
    """Records of a list by their key, and what is wrong with the others.

    Parameters
    ----------
    kind
        The class of the records; it has a ``key``.
    rows
        The records, as they stand in the file, or a field that knows its lines.
    file
        Its name, for messages.
    """
    part = rows if isinstance(rows, Field) else Field(list(rows), file or None)
    problems: list[Problem] = []
    found: dict[str, T] = {}
    for row in part:
        try:
            record: T = facts(kind, row)
        except InputError as error:
            problems += error.problems
            continue
        key = str(getattr(record, "key", ""))
        if not KEY.fullmatch(key):
            problems.append(wrong_with(part, key, f"'{key}' cannot be a key", "lower-case words with hyphens"))
        if key in found:
            problems.append(wrong_with(part, key, "stands twice", "keep one"))
        found[key] = record
    return found, problems


def wrong_with(part: Field, key: str, wrong: str, right: str = "") -> Problem:
    """A problem with a record of a list, which is named by its key.

    Parameters
    ----------
    part
        The list.
    key
        Key of the record.
    wrong
        What is wrong.
    right
        What would be right.
    """
    places = [row for row in part if isinstance(row.value, Mapping) and str(row.value.get("key")) == key]
    return Problem(wrong, right, key, part.file, places[-1].line if places else None)


def facts_schema(kind: Any, title: str) -> dict[str, Any]:
    """The JSON Schema of a file of facts, as editors take it; where a name stands before a record, not in it as well.

    Parameters
    ----------
    kind
        What the values of the file are declared to be.
    title
        What the file is called.
    """
    made = _adapter(kind).json_schema(schema_generator=_Schema)
    if getattr(kind, "__origin__", None) is dict:
        for inner in made.get("$defs", {}).values():
            if "name" in inner.get("properties", {}):
                del inner["properties"]["name"]
                inner["required"] = [name for name in inner["required"] if name != "name"]
    return {"$schema": DRAFT, "title": title, **{name: value for name, value in made.items() if name != "title"}}


class _Schema(GenerateJsonSchema):
    """As facts are read: numbers are taken where text is meant."""

    def str_schema(self, schema: Any) -> dict[str, Any]:
        """Text, or a number that is a name."""
        return {**super().str_schema(schema), "type": ["string", "number"]}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _problem(part: Field, fault: Mapping[str, Any], names: Iterable[str]) -> Problem:
    """What is wrong, at the deepest place that the file has."""
    at, place = part, tuple(fault["loc"])
    for step in place:
        inner = at.value
        if not (isinstance(inner, Mapping) and step in inner) and not (
            isinstance(inner, list) and step in range(len(inner))
        ):
            break
        at = at[step]
    return Problem(*in_words(fault, names), _name(part, place), part.file, at.line)


def _name(part: Field, place: Place) -> str:
    """Where something stands: records of a file by their names, other things by their place."""
    first = part.place[-1] if part.place else ""
    begun = _own_name(part.value) or (f"record {first + 1}" if isinstance(first, int) else part.name)
    steps: list[str | int] = [begun] if begun else []
    value = part.value
    for step in place:
        try:
            value = value[step]
        except (LookupError, TypeError):
            value = None
        own = _own_name(value) if isinstance(step, int) and not (steps and part.lines) else ""
        steps.append(own or (f"record {step + 1}" if isinstance(step, int) and not steps else step))
    return Field(None, place=tuple(steps)).name


def _own_name(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    return next((str(value[name]) for name in NAMES if isinstance(value.get(name), str | int)), "")


def _fields(kind: Any) -> list[str]:
    """Names of the fields of a class of records, or of the records in a list or mapping."""
    inner = getattr(kind, "__args__", ())
    if inner:
        return _fields(inner[-1])
    fields = getattr(kind, "model_fields", None)
    return list(fields if fields is not None else get_type_hints(kind)) if isinstance(kind, type) else []
