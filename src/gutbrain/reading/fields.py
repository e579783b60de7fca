"""What people wrote, in YAML or as values of Python: listened to, and read with its line numbers.

Whatever a person wrote comes in here, and is listened to (:mod:`gutbrain.care`); what ships with the package is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from numbers import Integral
from pathlib import Path
from typing import Any

from gutbrain import textfiles
from gutbrain.arguments import as_float, is_number, is_truth, shown
from gutbrain.care import listen
from gutbrain.datafiles import ships
from gutbrain.errors import InputError, Problem
from gutbrain.textfiles import MOST_BYTES
from gutbrain.yamlfields import DEEPEST, MOST_PARTS, MOST_VALUES, Field, Place, parse


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
    text, file, most_values, most_parts
        See :func:`gutbrain.yamlfields.parse`, which does it; here it is listened to as well.

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
    field = parse(text, file=file, most_values=most_values, most_parts=most_parts)
    if "\\" in text and not ships(file):
        listen(_words(field.value))  # letters may have been written as their numbers
    return field


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
        problems.append(Field(None, place=place[:1]).problem("contains itself, or is nested too deeply"))
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
        right = "give plain numbers, texts, lists and mappings"
        problems.append(Field(None, place=place).problem(f"{shown(value)} is neither a number nor text", right))
    return None


def _words(value: Any) -> str:
    """All names and texts in a value."""
    if isinstance(value, Mapping):
        return " \n ".join(f"{key}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return " \n ".join(map(_words, value))
    return value if isinstance(value, str) else ""
