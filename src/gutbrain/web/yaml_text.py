"""YAML that somebody sent: read within limits, so that no text can take long, fill memory, or hide characters."""

from __future__ import annotations

import unicodedata

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, ScalarEvent

from gutbrain.errors import InputError, Problem
from gutbrain.reading import Field, parse_yaml

MOST_BYTES = 200_000
"""Largest text."""

MOST_VALUES = 10_000
"""Most names and values, aliases counted as what they stand for."""

MOST_ALIASES = 50
"""Most uses of an alias."""

DEEPEST = 20
"""Most levels inside one another."""

LONGEST = 2_000
"""Characters of the longest single value."""

NO_FILES = ("microbiota",)
"""Names under which a file would be read."""

_HIDDEN = ("Cc", "Cs", "Co", "Cn")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PLAIN = frozenset("\n\t")


def read(text: str) -> Field:
    """Parse YAML 1.2 text.

    Raises
    ------
    InputError
        Where it is too large, too deep, repeats too much by aliases, holds characters that cannot be seen, names a
        file, or is not YAML.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        wrong = f"the text has {size // 1000} kB"
        raise InputError([Problem(wrong, f"the most is {MOST_BYTES // 1000} kB; the command line takes more")])
    _look_through(text)
    document = parse_yaml(text, most_values=MOST_VALUES)
    problems: list[Problem] = []
    _no_files(document, problems)
    if problems:
        raise InputError(problems)
    return document


def _look_through(text: str) -> None:
    """Read the text once without keeping anything of it, and stop at the first limit."""
    depth = values = aliases = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line = event.start_mark.line + 1
            values += not isinstance(event, CollectionEndEvent)
            if isinstance(event, CollectionStartEvent):
                depth += 1
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
            elif isinstance(event, AliasEvent):
                aliases += 1
            elif isinstance(event, ScalarEvent):
                _look_at(str(event.value), line)
            if depth > DEEPEST:
                raise _refused(f"is nested deeper than {DEEPEST} levels", line)
            if values > MOST_VALUES:
                raise _refused(f"has more than {MOST_VALUES} values", line)
            if aliases > MOST_ALIASES:
                raise _refused(f"repeats more than {MOST_ALIASES} things by aliases", line, "write them out")
    except (YAMLError, ValueError, RecursionError):
        # said better when it is parsed
        return


def _look_at(value: str, line: int) -> None:
    if len(value) > LONGEST:
        raise _refused(f"holds a text of {len(value)} characters", line, f"the most is {LONGEST}")
    for character in value:
        if character in _TURNING or (unicodedata.category(character) in _HIDDEN and character not in _PLAIN):
            raise _refused(f"holds a character that cannot be seen (U+{ord(character):04X})", line, "leave it out")


def _refused(wrong: str, line: int, right: str = "") -> InputError:
    return InputError([Problem(wrong, right, line=line)])


def _no_files(field: Field, problems: list[Problem]) -> None:
    """Note whatever would make the server read a file of its own."""
    if field.is_mapping:
        for key, inner in field.items():
            if key in NO_FILES:
                wrong = "names a file, and no file is read for somebody who asks from a page"
                problems.append(inner.problem(wrong, "leave it out, or use the command line"))
            _no_files(inner, problems)
    elif field.is_list:
        for inner in field:
            _no_files(inner, problems)
