"""What a value may be: declared once, read from what people wrote, and told to editors as a JSON Schema.

A shape reads a :class:`~gutbrain.yamlfields.Field` and notes what is wrong with it, with its line, in the words of
a person. What it makes of right values are plain ones; what they mean together is for the room that declares them.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gutbrain.errors import Problem, listed, suggest
from gutbrain.reading.amounts import read_amount, read_hour
from gutbrain.yamlfields import Field

Json = dict[str, Any]
Names = Collection[Any] | Callable[[], Collection[Any]]
Instead = Callable[..., str]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
"""The language of the schemas."""

FEW = 4
"""Names that are told in a sentence rather than in a list."""

MOST_NAMED = 100
"""Most names that a list in a message holds."""

WITH_UNIT = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*[A-Za-z\u00b5\u03bc%\u00b0]"
"""How an amount with a unit begins: ``40 g/day``."""

CLOCK = r"^\s*[0-9]{1,2}:[0-9]{2}\s*$"
"""A time of day: ``15:30``."""


class Shape(ABC):
    """What a value may be."""

    @abstractmethod
    def read(self, part: Field, problems: list[Problem]) -> Any:
        """The value; None, and what is wrong with it among ``problems``, where it cannot be that."""

    @abstractmethod
    def schema(self, defs: Json) -> Json:
        """Its JSON Schema; what has a name of its own stands in ``defs``."""


@dataclass(frozen=True)
class AsWritten(Shape):
    """Something that is read elsewhere: the field itself; an editor is told that it is one of ``told``."""

    told: tuple[Shape, ...] = ()

    def read(self, part: Field, problems: list[Problem]) -> Field:
        """The field."""
        return part

    def schema(self, defs: Json) -> Json:
        """One of what is told; anything where nothing is."""
        every = [shape.schema(defs) for shape in self.told]
        return {"anyOf": every} if len(every) > 1 else every[0] if every else {}


@dataclass(frozen=True)
class Text(Shape):
    """A line of text; numbers and truth values are taken as they are written.

    ``what`` is what it is where a ``pattern`` says more, ``like`` what would be right.
    """

    what: str = "text"
    like: str = "a line of text"
    pattern: str = ""

    def read(self, part: Field, problems: list[Problem]) -> str | None:
        """The text."""
        if part.is_mapping or part.is_list or part.value is None:
            problems.append(part.problem(f"is not {self.what}", f"write {self.like}"))
            return None
        text = written(part.value)
        if self.pattern and not re.search(self.pattern, text):
            problems.append(part.problem(f"'{text}' is not {self.what}", f"write {self.like}"))
            return None
        return text

    def schema(self, defs: Json) -> Json:
        """Text, or what becomes text."""
        pattern = {"pattern": self.pattern} if self.pattern else {}
        return {"type": ["string", "number", "boolean"], **pattern}


@dataclass(frozen=True)
class Number(Shape):
    """An amount in a unit of the vocabulary, or text with a unit of its own; see :func:`read_amount`."""

    unit: str = "1"
    least: float = 0.0
    most: float = math.inf
    above: float | None = None
    below: float | None = None
    whole: bool = False

    def read(self, part: Field, problems: list[Problem]) -> float | None:
        """The amount in the unit."""
        found = read_amount(
            part, self.unit, problems, least=self.least, most=self.most, above=self.above, below=self.below
        )
        if found is not None and self.whole and found != int(found):
            # of what can be counted there is no part
            problems.append(part.problem(f"{found:g} is not a whole number", f"write {round(found)}"))
            return None
        return found

    def schema(self, defs: Json) -> Json:
        """A number within its limits, or text with a unit."""
        limits = {
            "minimum": self.least,
            "maximum": self.most,
            "exclusiveMinimum": self.above,
            "exclusiveMaximum": self.below,
        }
        said = {} if self.unit == "1" else {"description": f"in {self.unit}, or text with a unit of its own"}
        known = {name: limit for name, limit in limits.items() if limit is not None and math.isfinite(limit)}
        return {"type": ["number", "string"], "pattern": WITH_UNIT, **known, **said}


@dataclass(frozen=True)
class Hour(Shape):
    """A clock hour: a number from 0 up to 24, or a time as in ``"15:30"``."""

    def read(self, part: Field, problems: list[Problem]) -> float | None:
        """Hours from midnight."""
        return read_hour(part, problems)

    def schema(self, defs: Json) -> Json:
        """A number below 24, or text."""
        text = f"({WITH_UNIT})|({CLOCK})"
        return {"type": ["number", "string"], "minimum": 0, "exclusiveMaximum": 24, "pattern": text}


@dataclass(frozen=True)
class Flag(Shape):
    """True or false."""

    like: str = "true or false"

    def read(self, part: Field, problems: list[Problem]) -> bool | None:
        """The truth value."""
        if isinstance(part.value, bool):
            return part.value
        said = "this" if part.is_mapping or part.is_list else f"'{written(part.value)}'"
        problems.append(part.problem(f"{said} is neither true nor false", f"write {self.like}"))
        return None

    def schema(self, defs: Json) -> Json:
        """A truth value."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Shape):
    """One of the known names (or numbers).

    ``what`` is what they are (``an observable``), ``otherwise`` what is said where no known one is near. With
    ``folded``, capitals and spaces around do not count. ``near`` is False where what is spelt alike is another thing.
    ``right`` says what would be right in place of a name, from the names and ``otherwise``.
    """

    names: Names
    what: str
    otherwise: str = ""
    folded: bool = False
    near: bool = True
    right: Instead = suggest

    @property
    def known(self) -> Collection[Any]:
        """The names."""
        return self.names() if callable(self.names) else self.names

    def read(self, part: Field, problems: list[Problem]) -> Any:
        """The name."""
        value, known = part.value, self.known
        if part.is_mapping or part.is_list or value is None:
            problems.append(part.problem(f"is not {self.what}", self.otherwise or _known(known)))
            return None
        if self.folded:
            value = written(value).strip().lower()
        if not isinstance(value, bool) and value in known:
            return value
        problems.append(part.problem(f"'{written(part.value)}' is not {self.what}", self.instead(str(value))))
        return None

    def instead(self, name: str) -> str:
        """What would be right in place of a name that is not known."""
        known, otherwise = [str(one) for one in self.known], self.otherwise or _known(self.known)
        if self.near:
            return self.right(name, known, otherwise=otherwise)
        # the same name with another ending
        longer = [one for one in known if name and name.startswith(one)]
        return f"did you mean '{longer[0]}'?" if longer else otherwise

    def schema(self, defs: Json) -> Json:
        """One of the names."""
        return {"enum": list(self.known)}


@dataclass(frozen=True)
class Each(Shape):
    """A list; ``wrong`` and ``like`` are said where it is none, or holds fewer than ``least`` or more than ``most``."""

    of: Shape
    wrong: str = "is not a list"
    like: str = ""
    least: int = 0
    most: int | None = None

    def read(self, part: Field, problems: list[Problem]) -> list[Any] | None:
        """The values, None in place of those that are wrong."""
        if not part.is_list or len(part.value) < self.least or len(part.value) > (self.most or math.inf):
            many = part.is_list and self.most is not None and len(part.value) > self.most > self.least
            what = part.place[-1] if part.place else "entries"
            wrong = f"{len(part.value)} {what} are more than can be run" if many else self.wrong
            right = f"the most is {self.most}" if many else f"write {self.like or f'{what}: [ ... ]'}"
            problems.append(part.problem(wrong, right))
            return None
        return [self.of.read(inner, problems) for inner in part]

    def schema(self, defs: Json) -> Json:
        """A list."""
        limits = {"minItems": self.least or None, "maxItems": self.most}
        known = {name: limit for name, limit in limits.items() if limit is not None}
        return {"type": "array", "items": self.of.schema(defs), **known}


@dataclass(frozen=True)
class Named(Shape):
    """Values by names that are free to choose; ``wrong`` and ``like`` are said where it is no such thing."""

    of: Shape
    wrong: str
    like: str
    least: int = 0

    def read(self, part: Field, problems: list[Problem]) -> dict[str, Any] | None:
        """Values by name, None in place of those that are wrong."""
        if not part.is_mapping or len(part.value) < self.least:
            problems.append(part.problem(self.wrong, f"write {self.like}"))
            return None
        return {name: self.of.read(inner, problems) for name, inner in part.items()}

    def schema(self, defs: Json) -> Json:
        """An object."""
        least = {"minProperties": self.least} if self.least else {}
        return {"type": "object", "additionalProperties": self.of.schema(defs), **least}


@dataclass(frozen=True)
class Entry:
    """A field of a form: what it may be, what it means, and, where it must be there, what to write (``needed``)."""

    shape: Shape
    meaning: str = ""
    needed: str = ""


Entries = Mapping[str, Entry]


@dataclass(frozen=True)
class Form(Shape):
    """Named fields.

    ``name`` is what it is (``a protocol``) and ``like`` what to write; ``unknown`` says what is wrong with a name that
    means nothing here and what would be right. A field that is left empty counts as absent, unless ``empty`` is False.
    Where it is not ``closed``, unknown names are left to whoever reads it. It holds ``least`` to ``most`` fields.
    """

    name: str
    entries: Entries | Callable[[], Entries]
    like: str
    unknown: Callable[[str], tuple[str, str]] | None = None
    empty: bool = True
    closed: bool = True
    wrong: str = ""
    meaning: str = ""
    least: int = 0
    most: int | None = None

    @property
    def fields(self) -> Entries:
        """What may stand in it."""
        return self.entries() if callable(self.entries) else self.entries

    def read(
        self, part: Field, problems: list[Problem], defaults: Mapping[str, Field] | None = None
    ) -> dict[str, Any] | None:
        """Values by name of the fields that are there, None in place of those that are wrong.

        Parameters
        ----------
        part
            What is written.
        problems
            What is wrong is added here.
        defaults
            Fields that hold where ``part`` does not have them.
        """
        if not part.is_mapping or not self.least <= len(part.value) <= (self.most or math.inf):
            problems.append(part.problem(self.wrong or f"is not {self.name}", f"write {self.like}"))
            return None
        entries, others = self.fields, defaults or {}
        if self.closed:
            self.note_unknown(part, problems)
        given = {key: inner for key, inner in part.items() if key in entries}  # in the order of whoever wrote it
        given |= {key: inner for key, inner in others.items() if key in entries and key not in part}
        given = {key: inner for key, inner in given.items() if not (self.empty and inner.value is None)}
        for key, entry in entries.items():
            if entry.needed and key not in given:
                problems.append(part.problem(f"{key} is missing", entry.needed))
        return {key: entries[key].shape.read(inner, problems) for key, inner in given.items()}

    def note_unknown(self, part: Field, problems: list[Problem]) -> None:
        """Note every name in a mapping that means nothing here."""
        entries = self.fields
        for key, inner in part.items():
            if key in entries:
                continue
            wrong, right = self.unknown(key) if self.unknown else (f"'{key}' is not a field of {self.name}", "")
            if key.isascii() and key.isdigit() and inner.value is None:
                right = "a comma parts two fields: write numbers with a decimal point, as in 30.5"
            right = right or suggest(key, entries, otherwise=f"known here: {listed(entries)}")
            problems.append(inner.problem(wrong, right))

    def schema(self, defs: Json) -> Json:
        """An object, which stands among the definitions."""
        properties = {}
        for key, entry in self.fields.items():
            inner = entry.shape.schema(defs)
            told = "; ".join(text for text in (entry.meaning, inner.get("description", "")) if text)
            may_lack = self.empty and not entry.needed
            properties[key] = (or_nothing(inner) if may_lack else inner) | ({"description": told} if told else {})
        made: Json = {"title": self.name, "type": "object", "properties": properties}
        if self.meaning:
            made["description"] = self.meaning
        needed = [key for key, entry in self.fields.items() if entry.needed]
        if needed:
            made["required"] = needed
        if self.closed:
            made["additionalProperties"] = False
        if self.least or self.most:
            made |= {"minProperties": self.least} | ({"maxProperties": self.most} if self.most else {})
        return defined(defs, self.name, made)


@dataclass(frozen=True)
class Kinds(Shape):
    """Forms that one of their fields tells apart: an event by its ``exposure``.

    ``form`` gives the form of a kind; ``instead`` what to write in place of a kind that is not known.
    """

    name: str
    key: str
    names: Callable[[], Collection[str]]
    form: Callable[[str], Form]
    like: str
    what: str
    needed: str
    instead: Callable[[str], str]

    @property
    def fields(self) -> Collection[str]:
        """What may stand in one of them."""
        return dict.fromkeys(key for kind in self.names() for key in self.form(kind).fields)

    def read(self, part: Field, problems: list[Problem]) -> dict[str, Any] | None:
        """Values by name of the fields that are there; None where its kind is not known."""
        if not part.is_mapping:
            problems.append(part.problem(f"is not {self.name}", f"write {self.like}"))
            return None
        if self.key not in part:
            Form(self.name, dict.fromkeys(self.fields, Entry(AsWritten())), "").note_unknown(part, problems)
            problems.append(part.problem(f"{self.key} is missing", self.needed))
            return None
        kind = part[self.key]
        if isinstance(kind.value, str) and kind.value in self.names():
            return self.form(kind.value).read(part, problems)
        problems.append(kind.problem(f"'{kind.value}' is not {self.what}", self.instead(str(kind.value))))
        return None

    def schema(self, defs: Json) -> Json:
        """An object whose kind decides on its other fields."""
        kinds = list(self.names())
        chosen = [
            {"if": {"properties": {self.key: {"const": kind}}, "required": [self.key]}, "then": form.schema(defs)}
            for kind, form in ((kind, self.form(kind)) for kind in kinds)
        ]
        made = {
            "title": self.name,
            "type": "object",
            "properties": {**{key: {} for key in self.fields}, self.key: {"enum": kinds}},
            "required": [self.key],
            "allOf": chosen,
        }
        return defined(defs, self.name, made)


@dataclass(frozen=True)
class Either(Shape):
    """A shape for a mapping, one for a list, and one for all else (``plain``), taken too where one of those lacks.

    One with a ``name`` stands once in a schema, however often it is meant.
    """

    plain: Shape
    mapping: Shape | None = None
    sequence: Shape | None = None
    name: str = ""

    def read(self, part: Field, problems: list[Problem]) -> Any:
        """The value."""
        chosen = self.mapping if part.is_mapping else self.sequence if part.is_list else self.plain
        return (chosen or self.plain).read(part, problems)

    def schema(self, defs: Json) -> Json:
        """That of its kind, so that an editor says what is wrong in it."""
        made = self.plain.schema(defs)
        for kind, shape in (("array", self.sequence), ("object", self.mapping)):
            if shape:
                made = {"if": {"type": kind}, "then": shape.schema(defs), "else": made}
        return defined(defs, self.name, made) if self.name else made


def document_schema(shape: Shape, title: str) -> Json:
    """The JSON Schema of a whole document, as editors take it."""
    defs: Json = {}
    return {"$schema": DRAFT, "title": title, **shape.schema(defs), "$defs": defs}


def written(value: Any) -> str:
    """A plain value as text; numbers with more figures than Python prints are only called long."""
    try:
        return "" if value is None else str(value)
    except ValueError:
        return "a number of thousands of figures"


def or_nothing(schema: Json) -> Json:
    """A schema that also takes a field that is left empty."""
    if not schema:
        return {}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": list(dict.fromkeys((*kinds, "null")))}
    return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}


def or_text(schema: Json, pattern: str) -> Json:
    """The schema of a number that also takes text of another pattern."""
    return {**schema, "pattern": f"({schema['pattern']})|({pattern})"}


def defined(defs: Json, name: str, made: Json) -> Json:
    """A schema among the definitions, and the reference to it.

    Parameters
    ----------
    defs
        The definitions, to which it is added.
    name
        What it is called; where something else has that name already, it gets another.
    made
        The schema.
    """
    key = "-".join(re.findall(r"[a-z0-9_]+", re.sub(r"^(an?|the) ", "", name.lower())))
    while defs.get(key, made) != made:
        key += "-"
    defs[key] = made
    return {"$ref": f"#/$defs/{key}"}


def _known(names: Collection[Any]) -> str:
    """Known names in a sentence."""
    every: Sequence[str] = [str(name) for name in names]
    if 1 < len(every) <= FEW:
        return f"write {', '.join(every[:-1])} or {every[-1]}"
    return f"known are {listed(every, MOST_NAMED)}"
