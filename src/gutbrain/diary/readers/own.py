"""What ``gutbrain diary export --to csv`` wrote: every entry exactly as it was."""

from __future__ import annotations

from gutbrain.diary.cells import number
from gutbrain.diary.dates import parse_day
from gutbrain.diary.entry import Entry
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader
from gutbrain.diary.table import WAYS
from gutbrain.diary.tablefile import read_table

COLUMNS = ("day", "time", "offset", "name", "value", "unit", "raw", "daily", "source", "doubt")


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read an export of a diary."""
    table = read_table(piece)
    placing.reading.rows = len(table.rows)
    for row in table.rows:
        day = placing.day(parse_day(row["day"], "year-first"), row["day"], row.line, "day")
        value, offset = number(row["value"]), number(row["offset"])
        placing.hear(row["name"], row["raw"])
        if day is None:
            continue
        if not row["name"].strip() or row["daily"] not in WAYS or (row["value"].strip() and value is None):
            placing.refuse("is no entry of a diary", "leave exports as they were written", row.line)
            continue
        known = placing.settings.item(row["name"])
        if value is not None and not known.least <= value <= known.most:
            placing.refuse(f"{value:g} is impossible", f"{known.least:g} to {known.most:g}", row.line, row["name"])
            continue
        placing.reading.entries.append(
            Entry(
                day,
                row["name"],
                value,
                row["unit"],
                row["raw"],
                row["time"],
                None if offset is None else int(offset),
                row["daily"],  # type: ignore[arg-type]
                row["source"],
                row["doubt"],
            )
        )


READER = Reader("gutbrain", "an export of a diary (CSV)", lambda sight: sight.in_order == COLUMNS, _read)
