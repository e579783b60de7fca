"""YAML read with its line numbers, so that every error can name its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gutbrain.errors import InputError, Problem

MOST_PARTS = 100_000
"""Most lines, and things in lists and sets on one line, of a text: 10,000 events are fewer."""

DEEPEST = 100
"""Most levels of brackets inside one another."""

MOST_VALUES = 200_000
"""Most values in a file; aliases that multiply end here."""

_BRACKETS = re.compile(r"[\[\]{}]")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_CURVED = frozenset("\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb")

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Field:
    """A value in an input, which knows where it stands."""

    value: Any
    file: str | None = None
    place: Place = ()
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False)

    @property
    def line(self) -> int | None:
        """Line of the value, or of the nearest thing around it."""
        for end in range(len(self.place), -1, -1):
            if self.place[:end] in self.lines:
                return self.lines[self.place[:end]]
        return None

    @property
    def name(self) -> str:
        """Where the value stands, as people write it: ``events[1].exposure``."""
        text = ""
        for step in self.place:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
        return text

    @property
    def is_mapping(self) -> bool:
        """Whether this is a set of names with values."""
        return isinstance(self.value, Mapping)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.value, list | tuple)

    def __contains__(self, key: str) -> bool:
        return self.is_mapping and key in self.value

    def __getitem__(self, key: str | int) -> Field:
        return Field(self.value[key], self.file, (*self.place, key), self.lines)

    def items(self) -> Iterator[tuple[str, Field]]:
        """Keys and values of a mapping."""
        for key in self.value:
            yield str(key), self[key]

    def __iter__(self) -> Iterator[Field]:
        """Values of a list."""
        for index in range(len(self.value)):
            yield self[index]

    def problem(self, wrong: str, right: str = "") -> Problem:
        """A problem at this place."""
        return Problem(wrong, right, field=self.name, file=self.file, line=self.line)


def parse(text: str, *, file: str | None = None, most_values: int = MOST_VALUES, most_parts: int = MOST_PARTS) -> Field:
    """Parse YAML 1.2 text; aliases count as what they stand for.

    Parameters
    ----------
    text
        The text.
    file
        Name of the file that it stands in, for messages.
    most_values
        Most values that it may hold.
    most_parts
        Most lines, and things in lists and sets on one line, that it may have.

    Raises
    ------
    InputError
        Where it is empty, holds too much or too deeply, is not YAML, or names a key twice.
    """
    _look_over(text, file, most_parts)
    text = text.translate(_SPACES)
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        wrong = f"is not YAML: {error.problem or error.context}"
        if error.context_mark and mark and error.context_mark.line != mark.line:
            wrong += f" (in what begins in line {error.context_mark.line + 1})"
        raise InputError([Problem(wrong, file=file, line=mark.line + 1 if mark else None)]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        wrong = "is nested too deeply" if isinstance(error, RecursionError) else f"is not YAML: {error}".splitlines()[0]
        raise InputError([Problem(wrong, file=file)]) from None
    if root is None:
        raise InputError([Problem("is empty", file=file, line=1)])
    reader = _Reader(yaml, file, most_values)
    try:
        value = reader.read(root, ())
    except RecursionError:
        raise InputError([Problem("contains itself, or is nested too deeply", file=file)]) from None
    if reader.problems:
        raise InputError(reader.problems)
    return Field(value, file, (), reader.lines)


def _look_over(text: str, file: str | None, most_parts: int) -> None:
    """Refuse what would take the parser long, before it begins: it needs some 25 us for each part."""
    parts = sum(map(text.count, "\n,[{"))
    if parts > most_parts:
        wrong, right = f"has {parts} lines and parts of lists", f"the most is {most_parts}"
        raise InputError([Problem(wrong, right, file=file)])
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match[0] in "[{" else -1
        if depth > DEEPEST:
            line = text.count("\n", 0, match.start()) + 1
            raise InputError([Problem("is nested too deeply", f"the most is {DEEPEST} levels", "", file, line)])


class _Reader:
    """Turns YAML nodes into plain values and notes the line of each."""

    def __init__(self, yaml: YAML, file: str | None, most_values: int) -> None:
        self.construct = yaml.constructor
        self.file = file
        self.most_values = most_values
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.values = 0

    def read(self, node: Node, place: Place) -> Any:
        self.values += 1
        if self.values > self.most_values:
            raise InputError([Problem(f"has more than {self.most_values} values", file=self.file)])
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self.read_mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.read(child, (*place, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self.read_scalar(node, place)

    def read_mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.problems.append(Problem("a name must be text", "", _name(place), self.file, line))
                continue
            key = _unquoted(str(key_node.value))
            if key in values:
                first = self.lines[(*place, key)]
                wrong = f"stands twice (first in line {first})"
                self.problems.append(Problem(wrong, "keep one", _name((*place, key)), self.file, line))
                continue
            self.lines[(*place, key)] = line
            values[key] = self.read(value_node, (*place, key))
        return values

    def read_scalar(self, node: ScalarNode, place: Place) -> Any:
        kind = str(node.tag).rpartition(":")[2]
        if kind in ("int", "float", "bool", "null"):
            try:
                return self.construct.yaml_constructors[str(node.tag)](self.construct, node)
            except (ValueError, OverflowError, LookupError):
                # a tag that does not fit, as in !!bool maybe: text
                pass
        elif kind not in ("str", "timestamp"):
            wrong = f"the tag '{node.tag}' means nothing here"
            self.problems.append(Problem(wrong, "leave it out", _name(place), self.file, node.start_mark.line + 1))
        return _unquoted(str(node.value))


def _unquoted(text: str) -> str:
    """Text without the curved quotes that word processors put in place of the straight ones."""
    if len(text) > 1 and text[0] in _CURVED and text[-1] in _CURVED and not _CURVED & set(text[1:-1]):
        return text[1:-1]
    return text


def _name(place: Place) -> str:
    return Field(None, place=place).name
