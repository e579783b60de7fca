"""Google Fit: the daily metrics of Takeout."""

from __future__ import annotations

from gutbrain.diary.cells import number
from gutbrain.diary.dates import parse_day
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader
from gutbrain.diary.tablefile import read_table

COLUMNS = {
    "Step count": ("steps", "1"),
    "Move Minutes count": ("move_minutes", "min"),
    "Average weight (kg)": ("weight", "kg"),
    "Calories (kcal)": ("energy_burned", "kcal"),
}


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read ``Daily activity metrics.csv``; an empty cell is not recorded, and places are never kept."""
    table = read_table(piece)
    placing.reading.rows = len(table.rows)
    for row in table.rows:
        day = placing.day(parse_day(row["Date"], "year-first"), row["Date"], row.line, "Date")
        for heading, (name, unit) in COLUMNS.items():
            value = number(row[heading])
            if day is not None and value is not None:
                placing.add(day, name, value, unit, line=row.line, heading=heading)
    if any("latitude" in one for one in table.headings):
        placing.reading.note("places are not read")
    named = [one for one in table.headings if "itude" not in one]
    placing.unread([one for one in named if one not in (*COLUMNS, "Date")])


READER = Reader(
    "google-fit",
    "Google Fit (Daily activity metrics.csv)",
    lambda sight: sight.has("Date", "Step count", "Move Minutes count"),
    _read,
)
