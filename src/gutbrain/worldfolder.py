"""The folder of a world: what its ``gutbrain.toml`` says, and which folder it is that a process works with.

A world is the user's own channels and facts. Here stands only where it lies and what is written at its head; its facts
are read by :mod:`gutbrain.datafiles`, its channels are loaded by :mod:`gutbrain.world`. Nothing here runs code of it.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gutbrain.errors import InputError, Problem, listed, suggest

HEAD = "gutbrain.toml"
"""The file that makes a folder a world."""

VARIABLE = "GUTBRAIN_WORLD"
"""The environment variable that names a world's folder; processes that are started inherit it."""

NONE = "none"
"""In place of a folder: the model and the facts that ship, and nothing else."""

GROUP = "gutbrain.worlds"
"""Entry points by which installed packages bring worlds: NAME = "package whose folder holds gutbrain.toml"."""

KEYS = ("name", "channels", "without", "parameters")
BOUNDS = ("value", "low", "high")
LONGEST_NAME = 60
FINDINGS = "findings"
"""Folder of a world's findings."""

MOST_BYTES = 1_000_000
"""Largest head, and largest channel file."""

How = Literal["named", "found", "installed"]


@dataclass(frozen=True)
class Given:
    """A value that a world gives to a parameter, with bounds where it gives them, and the line where it does."""

    value: float
    low: float | None = None
    high: float | None = None
    line: int | None = None


@dataclass(frozen=True)
class Folder:
    """A world's folder.

    ``channels`` are its Python files, ``without`` channels that it leaves out, ``parameters`` values by
    ``channel.name``. ``how`` says whether the user named it, an installed package brings it, or it was only found above
    the working folder: then its code is left alone.
    """

    path: Path
    how: How
    name: str
    channels: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    parameters: Mapping[str, Given] = field(default_factory=dict, hash=False)
    text: str = field(default="", repr=False)

    @property
    def head(self) -> Path:
        """Its ``gutbrain.toml``."""
        return self.path / HEAD

    @property
    def is_trusted(self) -> bool:
        """Whether its channels may be loaded and its help is told: the user named the folder, or installed it."""
        return self.how != "found"

    @property
    def origin(self) -> str:
        """What is said beside everything that comes from it: ``from your folder 'mine'``."""
        return f"from {'the package' if self.how == 'installed' else 'your folder'} '{self.name}'"

    def problem(self, wrong: str, right: str = "", key: str = "") -> Problem:
        """What is wrong in the head, with its line.

        Parameters
        ----------
        wrong, right
            What is, and what would be right.
        key
            The key in question.
        """
        return Problem(wrong, right, field=key, file=str(self.head), line=line_of(self.text, key))

    def files(self) -> tuple[Path, ...]:
        """All that it is made of: head, facts, findings and channels, as far as they are there."""
        facts = [*sorted(self.path.glob("*.yaml")), *self.findings()]
        return (self.head, *facts, *(path for path in (self.path / name for name in self.channels) if path.is_file()))

    def findings(self) -> tuple[Path, ...]:
        """Its files of findings."""
        return tuple(path for path in sorted((self.path / FINDINGS).glob("*.yaml")) if self.holds(path))

    def holds(self, path: Path) -> bool:
        """Whether a file lies in the folder, wherever links lead."""
        return path.resolve().is_relative_to(self.path.resolve())

    def identity(self) -> str:
        """Hash of all that it is made of, wherever it lies: folders with the same are the same."""
        digest = hashlib.sha256(b"code" if self.is_trusted else b"facts")
        for path in self.files():
            try:
                digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
            except OSError:  # told of by whoever reads it
                digest.update(path.name.encode() + b"\0")
        return digest.hexdigest()[:12]


def named(folder: str | os.PathLike[str], *, field: str = "--world") -> tuple[Folder, ...]:
    """The folder that somebody named; none for ``none``.

    Parameters
    ----------
    folder
        A folder with ``gutbrain.toml``, that file itself, or ``none``.
    field
        Where it was named, for messages.

    Raises
    ------
    InputError
        Where it is no world.
    """
    if str(folder) == NONE:
        return ()
    path = Path(folder)
    if path.name == HEAD and path.is_file():
        path = path.parent
    if not path.is_dir():
        right = f"name a folder with {HEAD}, or {NONE}; `gutbrain examples caffeine --copy` writes one to begin with"
        raise InputError([Problem(f"there is no folder '{folder}'", right, field=field)])
    if not (path / HEAD).is_file():
        right = f'a world begins with the file {HEAD}, with a line as: name = "mine"'
        raise InputError([Problem(f"'{folder}' has no {HEAD}", right, field=field)])
    return (read(path.resolve(), "named"),)


def chosen() -> tuple[Folder, ...]:
    """The world of this process: by the environment, else the nearest folder, else what is installed.

    Raises
    ------
    InputError
        Where there is one that cannot be read.
    """
    by_environment = os.environ.get(VARIABLE)
    if by_environment:
        return named(by_environment, field=VARIABLE)
    try:
        here = Path.cwd()
    except OSError:  # the working folder is gone
        return installed()
    nearest = next((place for place in (here, *here.parents) if (place / HEAD).is_file()), None)
    return (read(nearest, "found"),) if nearest else installed()


def installed() -> tuple[Folder, ...]:
    """Worlds of installed packages, in order of their names.

    Raises
    ------
    InputError
        Where a package promises one and has none.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found = []
    for point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            spec = find_spec(point.module)
        except (ImportError, ValueError):
            spec = None
        places = list(spec.submodule_search_locations or ()) if spec else []
        path = next((Path(place) for place in places if (Path(place) / HEAD).is_file()), None)
        if path is None:
            right = f"it should be a package with {HEAD}; uninstall it, or use --world {NONE}"
            raise InputError([Problem(f"{point.value} is no world", right, field=f"{GROUP}: {point.name}")])
        found.append(read(path.resolve(), "installed"))
    return tuple(found)


def read(path: Path, how: How) -> Folder:
    """What the head of a folder says.

    Parameters
    ----------
    path
        The folder.
    how
        Whether it was named, found or installed.

    Raises
    ------
    InputError
        With everything that is wrong in it.
    """
    import tomllib

    from gutbrain import textfiles

    head = str(path / HEAD)
    text = textfiles.read(head, most_bytes=MOST_BYTES)
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = re.search(r"\(at line (\d+)", str(error))
        said = re.sub(r" \(at .*\)$", "", str(error))
        raise InputError([Problem(f"is not TOML: {said}", "", "", head, int(where[1]) if where else None)]) from None
    problems: list[Problem] = []

    def wrong(what: str, right: str, key: str) -> None:
        problems.append(Problem(what, right, key, head, line_of(text, key)))

    for key in content:
        if key not in KEYS:
            wrong("there is no such key", suggest(key, KEYS, otherwise=f"keys are {', '.join(KEYS)}"), key)
    name = content.get("name", path.name)
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        wrong("is not a name", f"a text in quotes, of at most {LONGEST_NAME} letters", "name")
    folder = Folder(
        path,
        how,
        str(name),
        _names(content, "channels", 'a list of Python files, as in ["caffeine.py"]', wrong),
        _names(content, "without", 'a list of channels, as in ["vagus"]', wrong),
        _parameters(content.get("parameters", {}), text, wrong),
        text,
    )
    for channel in folder.channels:
        _check_channel(folder, channel, wrong)
    for double in {one for one in folder.channels if folder.channels.count(one) > 1}:
        wrong(f"'{double}' stands twice", "keep one", "channels")
    if problems:
        raise InputError(problems)
    return folder


def line_of(text: str, key: str) -> int | None:
    """The line of a text in TOML where a key is first written; None where it is not found."""
    last = key.rpartition(".")[2]
    for spelt in (re.escape(key), re.escape(last)):
        if key and (found := re.search(rf"""^[^#\n]*?(?<![\w.])["']?{spelt}["']?\s*[=\]]""", text, re.MULTILINE)):
            return text.count("\n", 0, found.end()) + 1
    return None


def _names(content: Mapping[str, Any], key: str, right: str, wrong: Any) -> tuple[str, ...]:
    value = content.get(key, [])
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        wrong("is not a list of names", right, key)
        return ()
    return tuple(value)


def _check_channel(folder: Folder, channel: str, wrong: Any) -> None:
    """A Python file inside the folder."""
    path = folder.path / channel
    if Path(channel).is_absolute() or ".." in Path(channel).parts or not folder.holds(path):
        wrong(f"'{channel}' lies outside the folder", "a channel is a file of its world's folder", "channels")
    elif path.suffix != ".py":
        wrong(f"'{channel}' is not a Python file", 'name it as in ["caffeine.py"]', "channels")
    elif not path.is_file():
        there = [one.name for one in folder.path.glob("*.py")]
        right = suggest(channel, there, otherwise=f"there are {listed(there)}" if there else "put it into the folder")
        wrong(f"there is no file '{channel}'", right, "channels")


def _parameters(given: Any, text: str, wrong: Any) -> dict[str, Given]:
    """Values by ``channel.name``, quoted or not."""
    right = '"mind.omega3_mood" = 0.1, or {value = 0.1, low = 0.05, high = 0.2}'
    if not isinstance(given, Mapping):
        wrong("is not a table of values", right, "parameters")
        return {}
    found = {}
    for key, value in _flat(given):
        numbers = value if isinstance(value, Mapping) else {"value": value}
        odd = [name for name in numbers if name not in BOUNDS]
        if key in found:
            wrong("is given twice, with and without quotes", "keep one", key)
        elif odd:
            wrong(f"there is no '{odd[0]}' here", suggest(odd[0], BOUNDS, otherwise=right), key)
        elif not all(_is_number(number) for number in numbers.values()):
            wrong("is not a number", right, key)
        elif "value" not in numbers or ("low" in numbers) != ("high" in numbers):
            wrong("a range needs all three: value, low and high", right, key)
        elif "low" in numbers and not numbers["low"] <= numbers["value"] <= numbers["high"]:
            wrong(f"{numbers['value']} lies outside {numbers['low']} to {numbers['high']}", right, key)
        else:
            found[key] = Given(**{name: float(n) for name, n in numbers.items()}, line=line_of(text, key))
    return found


def _flat(given: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """``mind.omega3_mood = 0.1`` without quotes is a table in a table; it means the same."""
    found = []
    for key, value in given.items():
        if "." not in key and isinstance(value, Mapping) and not set(value) & set(BOUNDS):
            found += [(f"{key}.{name}", inner) for name, inner in value.items()]
        else:
            found.append((key, value))
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
