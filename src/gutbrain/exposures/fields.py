"""YAML read with its line numbers, so that every error can name its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gutbrain.errors import InputError, Problem

MOST_BYTES = 1_000_000
"""Largest file that is read unless a caller allows more."""

MOST_VALUES = 500_000
"""Most values in a file; aliases that multiply end here."""

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


def read_yaml(path: str | Path, *, most_bytes: int = MOST_BYTES) -> Field:
    """Read a YAML 1.2 file.

    Raises
    ------
    InputError
        Where the file cannot be read, is empty or too large, is not YAML, or names a key twice.
    """
    file = str(path)
    try:
        with open(path, "rb") as stream:
            content = stream.read(most_bytes + 1)
    except OSError as error:
        raise InputError([Problem(f"cannot be read: {error.strerror or error}", file=file)]) from None
    if len(content) > most_bytes:
        raise InputError([Problem(f"is larger than {most_bytes / 1e6:g} MB", file=file)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError([Problem("is not text in UTF-8", file=file, line=line)]) from None
    return parse_yaml(text, file=file)


def parse_yaml(text: str, *, file: str | None = None, most_values: int = MOST_VALUES) -> Field:
    """Parse YAML 1.2 text; ``file`` is the name that errors give, aliases count as what they stand for."""
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
            key = str(key_node.value)
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
        return str(node.value)


def _name(place: Place) -> str:
    return Field(None, place=place).name
