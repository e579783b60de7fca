"""What a reader is, and what it is asked with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gutbrain.diary.dates import Order
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.tablefile import Row, headings_of
from gutbrain.errors import InputError, Problem


@dataclass(frozen=True)
class Sight:
    """What is seen of a file before it is read: its first bytes, and its headings where it is a table."""

    piece: Piece
    head: bytes
    headings: frozenset[str]
    in_order: tuple[str, ...]

    @classmethod
    def of(cls, piece: Piece) -> Sight:
        """The sight of a file."""
        head = piece.head()
        in_order = headings_of(head)
        return cls(piece, head, frozenset(in_order), in_order)

    def has(self, *headings: str) -> bool:
        """Whether it is a table with all these headings."""
        return self.headings.issuperset(headings)

    @property
    def is_json(self) -> bool:
        """Whether it looks like JSON."""
        return self.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


@dataclass(frozen=True)
class Asked:
    """What whoever gives the file says: whose entries, how days are written; ``beside`` are the other files."""

    person: str | None = None
    dates: Order | None = None
    beside: Sequence[Piece] = ()


@dataclass(frozen=True)
class Reader:
    """Reads one kind of export.

    ``tried`` is whether it was held against files that a real export made; else it follows the documentation alone.
    """

    kind: str
    title: str
    knows: Callable[[Sight], bool]
    read: Callable[[Piece, Placing, Asked], None]
    tried: bool = True


def json_of(piece: Piece) -> Any:
    """The contents of a file of JSON.

    Raises
    ------
    InputError
        Where it is none, or nested too deeply.
    """
    try:
        return json.loads(piece.content().decode("utf-8-sig"), parse_constant=lambda _: None)
    except RecursionError:
        raise InputError([Problem("is nested too deeply", "export it again", file=piece.name)]) from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise InputError([Problem("is not JSON", "export it again", file=piece.name, line=line)]) from None


def records(value: Any) -> list[dict[str, Any]]:
    """The mappings in a list; of anything else, none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def plain_number(value: Any) -> float | None:
    """A finite number of JSON; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) < 1e15 else None


def text_of(value: Any) -> str:
    """A text of JSON; empty where it is none."""
    return value if isinstance(value, str) else ""


def one_person(rows: Iterable[Row], heading: str, placing: Placing, asked: Asked) -> list[Row] | None:
    """The rows of one person; None where a table holds several and nobody said which, which is then a question.

    Parameters
    ----------
    rows
        All rows.
    heading
        The column that names people.
    placing
        Where the question is put.
    asked
        Which person was named.
    """
    every = list(rows)
    counts: dict[str, int] = {}
    for row in every:
        counts[row[heading].strip()] = counts.get(row[heading].strip(), 0) + 1
    return (
        [row for row in every if row[heading].strip() == chosen]
        if (chosen := choose(counts, heading, placing, asked)) is not None
        else None
    )


def choose(counts: dict[str, int], heading: str, placing: Placing, asked: Asked) -> str | None:
    """The person whose entries are read; None where that is still a question.

    Parameters
    ----------
    counts
        How many entries each has.
    heading
        What names them in the file.
    placing
        Where the question is put.
    asked
        Which person was named.
    """
    placing.reading.people = dict(counts)
    if asked.person is not None and asked.person in counts:
        return asked.person
    if len(counts) <= 1 and asked.person is None:
        return next(iter(counts), "")
    named = ", ".join(f"{who or 'nobody'}: {count}" for who, count in list(counts.items())[:8])
    file = placing.reading.file
    if asked.person is not None:
        placing.reading.questions.append(
            Problem(f"nobody is called '{asked.person[:40]}' ({named})", "--person", heading, file)
        )
    else:
        wrong = f"holds {len(counts)} people ({named})"
        placing.reading.questions.append(Problem(wrong, "say whose diary this is: --person", heading, file))
    return None
