"""A table as text: whatever parts its columns, with the line of every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gutbrain.diary.pieces import Piece
from gutbrain.errors import InputError, Problem
from gutbrain.textfiles import refuse_other_kinds

DELIMITERS = (",", ";", "\t")
MOST_ROWS = 2_000_000
LONGEST_CELL = 1_000_000

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class Row:
    """A row: its line (from 1) and its cells by heading."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Table:
    """A table: headings and rows; ``notes`` tell what was taken of how it is written."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def column(self, heading: str) -> list[str]:
        """Cells of a column that are not empty."""
        return [row[heading] for row in self.rows if row[heading].strip()]


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and what it was written in.

    Raises
    ------
    InputError
        Where it is no text.
    """
    refuse_other_kinds(content, name)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "the encoding of older Windows (cp1252)"


def delimiter_of(text: str) -> str:
    """What parts the columns: the sign that the first line that is not empty has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for i, part in enumerate(first.split('"')) if i % 2 == 0)
    return max(DELIMITERS, key=bare.count)


def headings_of(head: bytes) -> tuple[str, ...]:
    """The headings of a table, from the first bytes of its file; none where it is no text."""
    try:
        text, _ = decoded(head, "")
    except InputError:
        return ()
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return tuple(cell.strip() for cell in next(csv.reader([first], delimiter=delimiter_of(text)), []))
    except csv.Error:
        return ()


def read_table(piece: Piece) -> Table:
    """The table of a file.

    Raises
    ------
    InputError
        Where it is no table, holds too much, or has a heading twice.
    """
    text, encoding = decoded(piece.content(), piece.name)
    rows = list(_rows(text, piece.name))
    if not rows:
        raise InputError([Problem("is empty", "export it again", file=piece.name)])
    line, headings = rows[0]
    headings = [heading.strip() for heading in headings]
    twice = {heading for heading in headings if heading and headings.count(heading) > 1}
    if twice:
        wrong = f"has the heading '{sorted(twice)[0]}' twice"
        raise InputError([Problem(wrong, "name every column once", file=piece.name, line=line)])
    made = tuple(
        Row(line, dict(zip(headings, cells, strict=False)))
        for line, cells in rows[1:]
        if any(cell.strip() for cell in cells)
    )
    notes = (f"read as {encoding}",) if not encoding.startswith("UTF-8") else ()
    return Table(piece.name, tuple(heading for heading in headings if heading), made, notes)


def _rows(text: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter_of(text))
    line = 0
    while True:
        begins = line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError([Problem(f"cannot be read as a table ({error})", file=name, line=begins)]) from None
        line = reader.line_num
        if begins > MOST_ROWS:
            raise InputError([Problem(f"has more than {MOST_ROWS:,} rows", "export fewer months", file=name)])
        if any(cell.strip() for cell in cells):
            yield begins, cells


def raw_rows(piece: Piece) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of a file whose headings change on the way, with their lines."""
    text, _ = decoded(piece.content(), piece.name)
    yield from _rows(text, piece.name)
