"""The one door of all facts: YAML 1.2 files in the ``data`` folder of a room, and files of the same name of a world.

A world's records are put over those that ship: one with the name, key or id of another takes its place. What was read
is known per world (:func:`per_world`), so that one process may work in one world after the other. Words for people are
read in the language that is spoken, and what holds them is known per language as well (:func:`per_language`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, update_wrapper
from importlib.resources import files
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from gutbrain import cache, worldfolder
from gutbrain.errors import InputError, Problem
from gutbrain.faults import in_words
from gutbrain.language import gettext, spoken
from gutbrain.language.facts import told
from gutbrain.worldfiles import Written, records
from gutbrain.worldfolder import Folder

P = ParamSpec("P")
R = TypeVar("R")

OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep

CLOSED = (
    "danger.yaml",
    "low.yaml",
    "names.yaml",
    "pathogens.yaml",
    "safety.yaml",
    "choices.yaml",
    "ensemble.yaml",
    "potency.yaml",
)
"""What no world changes: words of danger, microbes that make people ill and rules of harm, sliders, what was fitted."""

SECTIONS = (
    "choices.yaml",
    "help.yaml",
    "medicines.yaml",
    "rules.yaml",
    "strains.yaml",
    "traits.yaml",
)
"""Files whose records stand in sections, each under a name of its own; in all others they stand at the top."""


CHECKED = (
    "channels.yaml",
    "claims.yaml",
    "concept_claims.yaml",
    "concepts.yaml",
    "exposures.yaml",
    "help.yaml",
    "medicines.yaml",
    "meta_analyses.yaml",
    "observables.yaml",
    "outside.yaml",
    "presets.yaml",
    "references.yaml",
    "strains.yaml",
    "trials.yaml",
)
"""Files of which every record is looked at by whoever makes it; one in another file must be like those that ship."""


@dataclass(frozen=True)
class Facts:
    """The world whose facts are read: its folders, the last over the others.

    ``identity`` stands for all that they hold, ``key`` for that and where they lie. The world that ships has no
    folders, and both are empty.
    """

    key: str = ""
    folders: tuple[Folder, ...] = ()
    identity: str = ""

    @classmethod
    def of(cls, folders: Sequence[Folder]) -> Facts:
        """The facts of some folders."""
        if not folders:
            return cls()
        identity = _hashed(*(folder.identity() for folder in folders))
        return cls(_hashed(identity, *(str(folder.path) for folder in folders)), tuple(folders), identity)

    @property
    def name(self) -> str:
        """What the folders are called; empty where there are none."""
        return " + ".join(folder.name for folder in self.folders)


@dataclass(frozen=True)
class Place:
    """Where a record of a world stands; ``replaces`` says whether it took the place of another."""

    folder: Folder
    file: str
    line: int | None
    replaces: bool


_active: Facts | None = None


def active() -> Facts:
    """The facts that this process works with: those that were entered, else what the process finds (once).

    Raises
    ------
    InputError
        Where a world is found that cannot be read.
    """
    global _active
    if _active is None:
        _active = Facts.of(worldfolder.chosen())
    return _active


def enter(facts: Facts | None) -> Facts | None:
    """Work with other facts from now on, in all threads; gives those before. None: what the process finds."""
    global _active
    before, _active = _active, facts
    return before


def per_world(function: Callable[P, R]) -> Callable[P, R]:
    """As :func:`functools.cache`, for what follows from facts or from the model: known apart in each world."""
    return _known_apart(function, None)


def per_language(function: Callable[P, R]) -> Callable[P, R]:
    """As :func:`per_world`, for what holds words for people: known apart in each language as well."""
    return _known_apart(function, None, _world_and_language)


def some_per_language(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As :func:`some_per_world`, known apart in each language as well."""
    return lambda function: _known_apart(function, most, _world_and_language)


def _world() -> str:
    return active().key


def _world_and_language() -> str:
    return f"{active().key} {spoken()}"


def some_per_world(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As :func:`per_world`, of so many answers: for what is asked with words that anybody may type."""
    return lambda function: _known_apart(function, most)


def _known_apart(function: Callable[P, R], most: int | None, where: Callable[[], str] = _world) -> Callable[P, R]:
    @lru_cache(maxsize=most)
    def known(_: str, *args: P.args, **named: P.kwargs) -> R:
        return function(*args, **named)

    def asked(*args: P.args, **named: P.kwargs) -> R:
        return known(where(), *args, **named)  # type: ignore[arg-type]

    update_wrapper(asked, function)
    asked.cache_clear = known.cache_clear  # type: ignore[attr-defined]
    asked.cache_info = known.cache_info  # type: ignore[attr-defined]
    return asked


def ships(file: str | os.PathLike[str] | None) -> bool:
    """Whether a file is one of the package: an example, a finding."""
    return file is not None and os.path.abspath(file).startswith(OURS)


def read(package: str, name: str, *, alone: bool = False) -> Any:
    """Plain values of ``data/name`` of a package, with what the world has under the same name put over them.

    Texts that people are shown (:data:`gutbrain.language.facts.TEXTS`) are in the language that is spoken.

    Always by the pure parser: the optional C parser is stricter, and a file must not be readable on one machine only.
    It is slow, so what was parsed is kept, under the hash of the text.

    Parameters
    ----------
    package, name
        Where the file lies.
    alone
        Whether to read it as it ships, whatever the world and the language.

    Raises
    ------
    InputError
        Where a file of the world cannot be read.
    """
    own = _parsed((files(package) / "data" / name).read_bytes())
    if alone:
        return own
    if name in CLOSED:
        return told(name, own, gettext)
    for _, written in _of_world(name):
        own = written.over(own, _depth(name), alike=name not in CHECKED)
    return told(name, own, gettext)


def finding_files() -> tuple[Path, ...]:
    """Files of findings of the world, in alphabetical order."""
    return tuple(path for folder in active().folders for path in folder.findings())


@per_world
def places(name: str) -> Mapping[str, Place]:
    """Where the world's records of a file stand, by the name of the record."""
    found: dict[str, Place] = {}
    for package in _homes(name):
        own = {key for key, _ in records(_parsed((files(package) / "data" / name).read_bytes()), _depth(name))}
        for folder, written in _of_world(name):
            for key, line in written.records(_depth(name)).items():
                found[key] = Place(folder, str(written.all.file), line, key in own or key in found)
    return found


def origin(name: str, key: str) -> str:
    """Of which world a record of a file is: ``from your folder 'mine'``; empty where it ships."""
    place = places(name).get(key)
    return place.folder.origin if place else ""


@contextmanager
def told_by_place(name: str, key: str = "") -> Iterator[None]:
    """What is wrong with a record of the world is told with its file and line.

    Parameters
    ----------
    name
        The file of which records are made.
    key
        The record that is made; where none is named, problems name it at the beginning of their field.

    Raises
    ------
    InputError
        In place of whatever error a record of the world causes; those of what ships are left as they are.
    """
    try:
        yield
    except InputError as error:
        raise InputError([_placed(problem, name, key)[0] for problem in error.problems]) from None
    except ValueError as error:
        faults = getattr(error, "errors", None)
        problems = list(map(_told, faults())) if callable(faults) else [Problem(str(error))]
        placed = [_placed(problem, name, key) for problem in problems]
        if not any(is_ours for _, is_ours in placed):
            raise
        raise InputError([problem for problem, _ in placed]) from None


def _told(fault: Mapping[str, Any]) -> Problem:
    """A fault that pydantic found in what no reader of records stands above: help lines."""
    return Problem(*in_words(fault), ".".join(map(str, fault["loc"])))


def _placed(problem: Problem, name: str, key: str) -> tuple[Problem, bool]:
    """A problem with the place of its record, where that is one of the world; and whether it is."""
    known = places(name)
    steps = [key] if key else [one for one in known if one in _steps(problem.field)]
    if not steps or steps[0] not in known:
        return problem, False
    record, place = steps[0], known[steps[0]]
    field = problem.field if record in _steps(problem.field) else ".".join(filter(None, (record, problem.field)))
    return Problem(problem.wrong, problem.right, field, place.file, place.line), True


def _steps(field: str) -> tuple[str, ...]:
    """The beginnings and the parts of a field, one of which may be the name of a record."""
    parts = field.split(".")
    return (*(".".join(parts[:end]) for end in range(len(parts), 0, -1)), *parts)


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _parsed(content: bytes) -> Any:
    place = f"data-{hashlib.sha256(content).hexdigest()[:32]}.json"
    parsed = cache.kept(place)
    if parsed is not None:
        try:
            return json.loads(parsed, object_hook=_with_dates)
        except (ValueError, TypeError):  # a damaged file is written anew
            pass
    from ruamel.yaml import YAML

    values = YAML(typ="safe", pure=True).load(content.decode("utf-8"))
    text = json.dumps(values, default=_kept_as)
    if json.loads(text, object_hook=_with_dates) == values:
        cache.keep(place, text.encode())
    return values


_DATE = "(date)"
"""Under this name stands a date, which JSON cannot hold."""


def _kept_as(value: Any) -> Any:
    return {_DATE: value.isoformat()} if type(value) is date else str(value)


def _with_dates(value: dict[str, Any]) -> Any:
    return date.fromisoformat(value[_DATE]) if len(value) == 1 and _DATE in value else value


@lru_cache(maxsize=1)
def _every() -> Mapping[str, tuple[str, ...]]:
    """Packages that hold a file of facts, by the name of the file."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(Path(OURS).rglob("data/*.yaml")):
        package = ".".join(path.parent.parent.relative_to(Path(OURS).parent).parts)
        if package != "gutbrain.findings" or path.stem == "causes":
            found[path.name] = (*found.get(path.name, ()), package)
    return found


def _homes(name: str) -> tuple[str, ...]:
    return _every().get(name, ())


def known_files() -> tuple[str, ...]:
    """Names of the files of facts that a world may hold."""
    return tuple(name for name in _every() if name not in CLOSED)


@per_world
def _of_world(name: str) -> tuple[tuple[Folder, Written], ...]:
    """What the folders of the world have under a name."""
    found = []
    for folder in active().folders:
        path = folder.path / name
        if not path.is_file():
            continue
        if not folder.holds(path):
            raise InputError([Problem("lies outside the folder of its world", "copy it there", file=str(path))])
        found.append((folder, Written.read(path)))
    return tuple(found)


def _depth(name: str) -> int:
    return 2 if name in SECTIONS else 1
