"""A file of facts that somebody wrote: read strictly, with the line of everything, and put over one that ships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gutbrain.errors import InputError, Problem, listed, suggest

NAMES = ("key", "id", "name", "of")
"""Fields that name a record in a list of records, the first that it has."""

MOST_BYTES = 5_000_000
"""Largest file of facts of a world."""

SHORT = 12
"""Most fields of a record that are listed where one is not known."""

Step = str | int
Where = tuple[Step, ...]


@dataclass(frozen=True)
class Written:
    """The values of a file, and the line of everything in it by its place."""

    file: str
    values: Any
    lines: Mapping[Where, int]

    @classmethod
    def read(cls, path: Path) -> Written:
        """A file of facts.

        Raises
        ------
        InputError
            Where it is no text, too large, not YAML, names a key twice, or has aliases.
        """
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        from gutbrain import textfiles

        text, file = textfiles.read(path, most_bytes=MOST_BYTES), str(path)
        lines: dict[Where, int] = {}
        yaml = YAML(typ="safe", pure=True)
        try:
            root = yaml.compose(text)
            if root is not None:
                _note(root, (), lines, file)
            return cls(file, yaml.load(text), lines)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            wrong = f"is not YAML: {str(error.problem or error.context).splitlines()[0]}"
            raise InputError([Problem(wrong, "", "", file, mark.line + 1 if mark else None)]) from None
        except (YAMLError, RecursionError, ValueError) as error:
            deep = isinstance(error, RecursionError)
            wrong = "is nested too deeply" if deep else f"is not YAML: {error}".splitlines()[0]
            raise InputError([Problem(wrong, file=file)]) from None

    def problem(self, wrong: str, right: str, place: Where) -> Problem:
        """What is wrong at a place.

        Parameters
        ----------
        wrong, right
            What is, and what would be right.
        place
            Names and numbers by which one comes there; the line is that of the nearest thing around it.
        """
        line = next((self.lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in self.lines), None)
        return Problem(wrong, right, ".".join(map(str, place)), self.file, line)

    def records(self, depth: int) -> dict[str, int | None]:
        """The line of each record by its name; ``depth`` is 2 where they stand in sections."""
        return {name: self.lines.get(place) for name, place in records(self.values, depth)}

    def over(self, own: Any, depth: int, *, alike: bool) -> Any:
        """The values of a file that ships with these put over them, record by record.

        Parameters
        ----------
        own
            The values that ship.
        depth
            2 where records stand in sections, else 1.
        alike
            Whether each record must have fields and kinds of values as those that ship have; else whoever makes
            records of them looks.

        Raises
        ------
        InputError
            With everything that is not like what ships.
        """
        problems: list[Problem] = []
        looked_at: list[Problem] = []
        found = own if self.values is None else self._over(own, self.values, depth, (), problems, looked_at)
        problems += looked_at if alike else []
        if problems:
            raise InputError(problems)
        return found

    def _over(
        self, own: Any, theirs: Any, depth: int, place: Where, problems: list[Problem], looked_at: list[Problem]
    ) -> Any:
        if type(own) is not type(theirs):
            right = f"{_kind(own)}, as in the file that ships"
            problems.append(self.problem(f"is {_kind(theirs)}", right, place))
        elif isinstance(own, dict) and depth > 1:
            for key in theirs:
                if key not in own:
                    right = suggest(str(key), own, otherwise=f"sections are {listed(own)}")
                    problems.append(self.problem("there is no such section", right, (*place, key)))
            return {
                key: self._over(own[key], theirs.get(key, own[key]), depth - 1, (*place, key), problems, looked_at)
                for key in own
            }
        elif isinstance(own, dict):
            for key, row in theirs.items():
                self._look(own.values(), row, (*place, key), looked_at)
            return {**own, **theirs}
        elif isinstance(own, list):
            for index, row in enumerate(theirs):
                self._look(own, row, (*place, name_of(row) or index), looked_at, (*place, index))
                if any(map(name_of, own)) and not name_of(row):
                    field = next(name for name in NAMES if name in own[0])
                    problems.append(self.problem(f"has no {field}", "it names the record", (*place, index)))
            if not any(map(name_of, own)):
                return [*own, *(row for row in theirs if row not in own)]
            over = {name_of(row): row for row in theirs}
            return [over.pop(name_of(row), row) for row in own] + list(over.values())
        return theirs

    def _look(
        self, own: Sequence[Any] | Any, row: Any, named: Where, problems: list[Problem], place: Where = ()
    ) -> None:
        """Look whether a record is like those that ship: its fields, and the kinds of values in them."""
        known = list(own)
        place = place or named

        def wrong(what: str, right: str, *field: Step) -> None:
            found = self.problem(what, right, (*place, *field))
            problems.append(Problem(what, right, ".".join(map(str, (*named, *field))), found.file, found.line))

        kinds = {_kind(one) for one in known}
        if known and _kind(row) not in kinds:
            wrong(f"is {_kind(row)}", " or ".join(sorted(kinds)))
        if not isinstance(row, dict) or not known or not isinstance(known[0], dict):
            return
        rows = [one for one in known if isinstance(one, dict)]
        fields = {field: {_kind(one[field]) for one in rows if field in one} for one in rows for field in one}
        for field, value in row.items():
            if field not in fields:
                wrong("there is no such field", suggest(str(field), fields, otherwise=listed(fields, SHORT)), field)
            elif _kind(value) not in fields[field]:
                wrong(f"is {_kind(value)}", " or ".join(sorted(fields[field])), field)
        for field in fields:
            if field not in row and all(field in one for one in rows):
                wrong("is missing", "every record of this kind has it", field)


def records(values: Any, depth: int, place: Where = ()) -> Iterator[tuple[str, Where]]:
    """Names and places of the records in a file.

    Parameters
    ----------
    values
        Of the file.
    depth
        2 where records stand in sections, else 1.
    place
        Where the values stand, for what is inside them.
    """
    if isinstance(values, Mapping):
        for key, inner in values.items():
            if depth > 1:
                yield from records(inner, depth - 1, (*place, key))
            else:
                yield str(key), (*place, key)
    elif isinstance(values, list):
        for index, row in enumerate(values):
            yield name_of(row) or str(row), (*place, index)


def name_of(row: Any) -> str:
    """The name of a record in a list; empty where it has none."""
    if not isinstance(row, Mapping):
        return ""
    return next((f"{row[field]}" for field in NAMES if field in row), "")


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "nothing" if value is None else "text"


def _note(node: Any, place: Where, lines: dict[Where, int], file: str) -> None:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    line = node.start_mark.line + 1
    if node.anchor:
        raise InputError([Problem("has anchors and aliases", "write it out", "", file, line)])
    lines.setdefault(place, line)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            lines[(*place, key.value)] = key.start_mark.line + 1
            _note(value, (*place, key.value), lines, file)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            _note(value, (*place, index), lines, file)
