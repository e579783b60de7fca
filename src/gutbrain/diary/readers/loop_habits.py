"""Loop Habit Tracker: numbers as thousandths, -1 where nothing was entered, 2 for yes."""

from __future__ import annotations

from collections.abc import Mapping

from gutbrain.diary.cells import number
from gutbrain.diary.dates import parse_day
from gutbrain.diary.items import own
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight
from gutbrain.diary.tablefile import Table, headings_of, read_table
from gutbrain.errors import InputError

NOTHING = -1.0
YES, SKIPPED = (1.0, 2.0), 3.0
"""1 is a yes that the app filled in by the habit's interval, 2 one that was entered, 3 a day left out on purpose."""

STATES = {NOTHING, 0.0, *YES, SKIPPED}
DESCRIBES = ("Position", "Name", "Question")


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read ``Checkmarks.csv``; what kind a habit is says ``Habits.csv`` where it lies beside, else its numbers."""
    table = read_table(piece)
    if set(DESCRIBES) <= set(table.headings):
        placing.reading.note("says what the habits are; their days are in Checkmarks.csv")
        return
    if len(table.headings) < 2 or piece.last == "Scores.csv":
        placing.reading.note("scores that the app works out are not read")
        return
    kinds = _kinds(asked)
    placing.reading.rows = len(table.rows)
    for heading in table.headings[1:]:
        numeric = kinds.get(heading, _is_numeric(table, heading))
        placing.hear(heading)
        for row in table.rows:
            day = parse_day(row[table.headings[0]], "year-first")
            day = placing.day(day, row[table.headings[0]], row.line, table.headings[0])
            value = number(row[heading])
            if day is None or value is None or value == NOTHING or (not numeric and value == SKIPPED):
                continue
            amount = value / 1000 if numeric else float(value in YES)
            placing.add(day, own("habit", heading), amount, line=row.line, heading=heading)
    placing.reading.note("-1 is no entry; numbers are thousandths; yes is 2")


def _kinds(asked: Asked) -> Mapping[str, bool]:
    """Which habits are numbers, as far as a file beside says."""
    found: dict[str, bool] = {}
    for piece in asked.beside:
        try:
            if not set(DESCRIBES) <= set(headings_of(piece.head())):
                continue
            for row in read_table(piece).rows:
                if row["Type"].strip():
                    found[row["Name"].strip()] = row["Type"].strip().upper() == "NUMERICAL"
        except InputError:
            continue
    return found


def _is_numeric(table: Table, heading: str) -> bool:
    """Whether a habit has a number beside those that stand for yes and no."""
    return any((value := number(cell)) is not None and value not in STATES for cell in table.column(heading))


def _knows(sight: Sight) -> bool:
    if sight.has(*DESCRIBES, "NumRepetitions"):
        return True
    if sight.in_order[:1] != ("Date",) or len(sight.in_order) < 2:
        return False
    lines = sight.head.decode("utf-8", "replace").splitlines()[1:40]
    cells = [cell.strip() for line in lines for cell in line.split(",")[1:] if cell.strip()]
    whole = [number(cell) for cell in cells]
    return bool(cells) and None not in whole and "-1" in cells and all(v == int(v) for v in whole if v is not None)


READER = Reader("loop-habits", "Loop Habit Tracker (Checkmarks.csv)", _knows, _read)
