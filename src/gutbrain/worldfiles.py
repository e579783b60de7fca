"""A file of facts that somebody wrote: read strictly, with the line of everything, and put over one that ships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain.errors import InputError, Problem, listed, suggest

if TYPE_CHECKING:
    from gutbrain.yamlfields import Field, Place

NAMES = ("key", "id", "name", "of")
"""Fields that name a record in a list of records, the first that it has."""

MOST_BYTES = 5_000_000
"""Largest file of facts of a world."""

SHORT = 12
"""Most fields of a record that are listed where one is not known."""


@dataclass(frozen=True)
class Written:
    """The file, of which every part knows its line."""

    all: Field

    @classmethod
    def read(cls, path: Path) -> Written:
        """A file of facts.

        Raises
        ------
        InputError
            Where it is no text, empty, too large, not YAML, or names a key twice.
        """
        from gutbrain import textfiles
        from gutbrain.yamlfields import parse

        return cls(parse(textfiles.read(path, most_bytes=MOST_BYTES), file=str(path)))

    def at(self, place: Place) -> Field:
        """What stands, or would stand, at a place."""
        return replace(self.all, value=None, place=place)

    def records(self, depth: int) -> dict[str, int | None]:
        """The line of each record by its name; ``depth`` is 2 where they stand in sections."""
        return {name: self.at(place).line for name, place in records(self.all.value, depth)}

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
        found = self._over(own, self.all.value, depth, (), problems, looked_at)
        problems += looked_at if alike else []
        if problems:
            raise InputError(problems)
        return found

    def _over(
        self, own: Any, theirs: Any, depth: int, place: Place, problems: list[Problem], looked_at: list[Problem]
    ) -> Any:
        if type(own) is not type(theirs):
            right = f"{_kind(own)}, as in the file that ships"
            problems.append(self.at(place).problem(f"is {_kind(theirs)}", right))
        elif isinstance(own, dict) and depth > 1:
            for key in theirs:
                if key not in own:
                    right = suggest(str(key), own, otherwise=f"sections are {listed(own)}")
                    problems.append(self.at((*place, key)).problem("there is no such section", right))
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
                    problems.append(self.at((*place, index)).problem(f"has no {field}", "it names the record"))
            if not any(map(name_of, own)):
                return [*own, *(row for row in theirs if row not in own)]
            over = {name_of(row): row for row in theirs}
            return [over.pop(name_of(row), row) for row in own] + list(over.values())
        return theirs

    def _look(
        self, own: Sequence[Any] | Any, row: Any, named: Place, problems: list[Problem], place: Place = ()
    ) -> None:
        """Look whether a record is like those that ship: its fields, and the kinds of values in them."""
        known = list(own)
        place = place or named

        def wrong(what: str, right: str, *field: str | int) -> None:
            found = self.at((*place, *field))
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


def records(values: Any, depth: int, place: Place = ()) -> Iterator[tuple[str, Place]]:
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
