"""Text with cells: which sign parts them, where the numbers begin, what a number is; told from the text alone."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gutbrain.microbiome.table import refuse

LOOKED_AT = 50
"""Lines from which the sign between cells is told."""

_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Sheet:
    """Cells of a text.

    Attributes
    ----------
    file
        Its name.
    remarks
        Lines before the header that begin with ``#``.
    header
        Cells of the line that names the columns.
    rows
        Cells of the lines below.
    lines
        Number of the line of each row.
    delimiter
        What parts the cells.
    decimal_comma
        Whether numbers are written with a comma.
    """

    file: str
    remarks: tuple[str, ...]
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    decimal_comma: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in small letters, without signs before them."""
        return tuple(cell.lstrip("# ").strip().lower() for cell in self.header)

    def column(self, at: int) -> list[str]:
        """Cells of a column; empty where a row is short."""
        return [row[at].strip() if at < len(row) else "" for row in self.rows]

    def numbers(self, columns: Sequence[int], rows: Sequence[int] | None = None) -> list[list[float]]:
        """Numbers of some columns, a list for each row; an empty cell is 0.

        Parameters
        ----------
        columns
            Which, from 0.
        rows
            Which, from 0; all where none are named.

        Raises
        ------
        InputError
            Where a cell is no number, with its line and column.
        """
        every = range(len(self.rows)) if rows is None else rows
        return [self._of_row(row, columns) for row in every]

    def _of_row(self, at: int, columns: Sequence[int]) -> list[float]:
        row = self.rows[at]
        try:
            cells = [row[column] for column in columns]
            found = [float(cell) if cell else 0.0 for cell in cells]
            if all(map(math.isfinite, found)):
                return found
        except (ValueError, IndexError):
            pass
        found = []
        for column in columns:
            cell = row[column].strip() if column < len(row) else ""
            number = self.number(cell)
            if number is None:
                name = self.header[column] if column < len(self.header) else str(column + 1)
                refuse(self.file, f"column {name}: {cell[:40]!r} is no number", "write a number", self.lines[at])
            found.append(number)
        return found

    def number(self, cell: str) -> float | None:
        """A cell as a number; None where it is none."""
        if not cell:
            return 0.0
        if self.decimal_comma and _DECIMAL_COMMA.fullmatch(cell):
            cell = cell.replace(",", ".")
        if not _NUMBER.fullmatch(cell):
            return None
        number = float(cell)
        return number if math.isfinite(number) else None

    def is_numeric(self, at: int, rows: int = 200) -> bool:
        """Whether the cells of a column are numbers, but for a few."""
        cells = [row[at].strip() for row in self.rows[:rows] if at < len(row)]
        said = [cell for cell in cells if cell]
        good = sum(self.number(cell) is not None for cell in said)
        return (bool(said) and good >= 0.9 * len(said)) or (not said and bool(cells))


def sheet(text: str, file: str) -> Sheet:
    """Cells of a text.

    Parameters
    ----------
    text
        What stands in the file.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        Where it has no cells.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    kept = [(number, line) for number, line in enumerate(plain, 1) if line.strip(" ,;\t")]
    if not kept:
        refuse(file, "is empty", "give a table with names, samples and numbers")
    remarks = 0
    while remarks < len(kept) and kept[remarks][1].startswith(("#", "@")):
        remarks += 1
    body = kept[remarks:] or kept
    above = kept[remarks - 1 : remarks] if remarks and body is not kept else []
    delimiter = _delimiter([line for _, line in (*above, *body[:LOOKED_AT])])
    if delimiter is None:
        refuse(file, "has no columns: nothing parts the cells of its lines", "part them with tabs or commas")
    rows = _cells([line for _, line in body], delimiter)
    width = max(map(len, rows[:LOOKED_AT]))
    # the last line with # before it is the header where it has as many cells as those below
    if remarks and body is not kept:
        last = _cells([kept[remarks - 1][1]], delimiter)[0]
        if len(last) in (width, width - 1) and len(last) > 1:
            remarks -= 1
            rows.insert(0, last)
            body = kept[remarks:]
    header = [cell.strip() for cell in rows[0]]
    lines = [number for number, _ in body[1:]]
    below = rows[1:]
    if below and len(header) == Counter(map(len, below)).most_common(1)[0][0] - 1:
        header.insert(0, "")  # as R writes a table with names of rows
    comma = delimiter == ";" and _decimal_comma(below)
    return Sheet(file, tuple(line for _, line in kept[:remarks]), tuple(header), below, lines, delimiter, comma)


def _delimiter(lines: Sequence[str]) -> str | None:
    best: tuple[float, int, str] | None = None
    for sign in "\t,;":
        counts = [line.count(sign) if sign == "\t" else _outside_quotes(line, sign) for line in lines]
        usual, times = Counter(counts[1:] or counts).most_common(1)[0]
        if usual < 1:
            continue
        # a header of R is one cell short
        even = (times + (counts[0] in (usual, usual - 1))) / (len(counts) if len(counts) > 1 else 2)
        if best is None or even > best[0] + 0.2 or (even >= best[0] and usual > best[1]):
            best = (even, usual, sign)
    return best[2] if best else None


def _outside_quotes(line: str, sign: str) -> int:
    if '"' not in line:
        return line.count(sign)
    return sum(part.count(sign) for part in line.split('"')[::2])


def _cells(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    if delimiter == "\t":
        return [_unquoted(line.split("\t")) if '"' in line else line.split("\t") for line in lines]
    found = []
    for line in lines:
        if '"' not in line:
            found.append(line.split(delimiter))
            continue
        try:
            found.append(next(csv.reader([line], delimiter=delimiter)))
        except (csv.Error, StopIteration):
            found.append(_unquoted(line.split(delimiter)))
    return found


def _unquoted(cells: list[str]) -> list[str]:
    return [cell.strip().strip('"') if '"' in cell else cell for cell in cells]


def _decimal_comma(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for row in rows[:LOOKED_AT] for cell in row[1:]]
    return any(_DECIMAL_COMMA.fullmatch(cell) for cell in cells) and not any(
        re.fullmatch(r"-?\d+\.\d+", cell) for cell in cells
    )
