"""YAML read with its line numbers, so that every error can name its line.

Whatever a person wrote comes in here, and is listened to (:mod:`gutbrain.care`); what ships with the package is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from numbers import Integral
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gutbrain import textfiles
from gutbrain.arguments import as_float, is_number, is_truth, shown
from gutbrain.care import listen
from gutbrain.datafiles import ships
from gutbrain.errors import InputError, Problem
from gutbrain.textfiles import MOST_BYTES

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


def read_yaml(path: str | Path, *, most_bytes: int = MOST_BYTES, most_parts: int = MOST_PARTS) -> Field:
    """Read a YAML 1.2 file.

    Parameters
    ----------
    path
        The file.
    most_bytes
        Largest file that is read.
    most_parts
        Most lines, and things in lists and sets on one line, that the text may have.

    Returns
    -------
    Field
        The whole document, of which every part knows its line.

    Raises
    ------
    InputError
        Where the file cannot be read, is empty or too large, is not YAML, or names a key twice.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.examples import named
    >>> from gutbrain.reading import read_yaml
    >>> read_yaml(named("fibre").path)["days"].value
    112
    """
    return parse_yaml(textfiles.read(path, most_bytes=most_bytes), file=str(path), most_parts=most_parts)


def parse_yaml(
    text: str, *, file: str | None = None, most_values: int = MOST_VALUES, most_parts: int = MOST_PARTS
) -> Field:
    r"""Parse YAML 1.2 text; aliases count as what they stand for.

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

    Returns
    -------
    Field
        The whole document, of which every part knows its line.

    Raises
    ------
    InputError
        Where it is empty, holds too much or too deeply, is not YAML, or names a key twice.
    CareNeeded
        Where it speaks of danger, in comments too.

    Examples
    --------
    >>> from gutbrain.reading import parse_yaml
    >>> field = parse_yaml("title: A day\ndays: 1")
    >>> field["days"].value, field["days"].line
    (1, 2)
    """
    if not isinstance(text, str):
        raise InputError([Problem(f"{shown(text)} is not text", "give the text of a YAML file", file=file)])
    if not ships(file):
        listen(text)
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
    if "\\" in text and not ships(file):
        listen(_words(value))  # letters may have been written as their numbers
    return Field(value, file, (), reader.lines)


def document(source: Field | Mapping[Any, Any] | str | Path, place: Place = ()) -> Field:
    """What is to be read, from a file, a mapping, or a part of another document.

    Parameters
    ----------
    source
        A file, a mapping, or a field that was read already.
    place
        Where a mapping stands in a larger document, for messages.

    Returns
    -------
    Field
        A value that knows its file, line and place.

    Raises
    ------
    InputError
        Where a file cannot be read, or a mapping holds what no file could.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.reading import document
    >>> document({"events": [{"exposure": "fibre"}]})["events"][0]["exposure"].name
    'events[0].exposure'
    """
    if isinstance(source, Field):
        return source
    if isinstance(source, Mapping):
        problems: list[Problem] = []
        plain = _plain(source, place, problems)
        if problems:
            raise InputError(problems)
        listen(_words(plain))
        return Field(plain, place=place)
    return read_yaml(source)


def _plain(value: Any, place: Place, problems: list[Problem]) -> Any:
    """A value of Python as a file would give it: NumPy's numbers are numbers, its arrays are nothing."""
    if len(place) > DEEPEST:
        problems.append(Problem("contains itself, or is nested too deeply", "", _name(place[:1])))
    elif isinstance(value, Mapping):
        return {str(key): _plain(inner, (*place, str(key)), problems) for key, inner in value.items()}
    elif isinstance(value, list | tuple):
        return [_plain(inner, (*place, index), problems) for index, inner in enumerate(value)]
    elif is_truth(value):
        return bool(value)
    elif is_number(value):
        return int(value) if isinstance(value, Integral) else as_float(value)
    elif value is None or isinstance(value, str | date):
        return None if value is None else str(value)
    else:
        wrong = f"{shown(value)} is neither a number nor text"
        problems.append(Problem(wrong, "give plain numbers, texts, lists and mappings", _name(place)))
    return None


def _words(value: Any) -> str:
    """All names and texts in a value."""
    if isinstance(value, Mapping):
        return " \n ".join(f"{key}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return " \n ".join(map(_words, value))
    return value if isinstance(value, str) else ""


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
