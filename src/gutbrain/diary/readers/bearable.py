"""Bearable: ten categories in one column, durations as ``h:mm``, slots of the day."""

from __future__ import annotations

import re
from datetime import date

from gutbrain.diary.cells import hours, is_missing, number
from gutbrain.diary.dates import parse_clock, parse_day
from gutbrain.diary.items import own
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader
from gutbrain.diary.tablefile import Row, read_table

RATED = {"Mood": "mood", "Energy": "energy", "Sleep quality": "sleep_quality"}
TICKED = {"Factors": "factor", "Sleep factors": "factor", "Food Diary factors": "food"}
WRITTEN = ("Food Diary", "Gratitudes", "Journal", "Notes")

_LAST = re.compile(r"^(.*\S)\s*\(([^()]*)\)\s*$")


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read a CSV of Bearable; what has no row on a day is not recorded, and not 0."""
    table = read_table(piece)
    placing.reading.rows = len(table.rows)
    unknown: dict[str, None] = {}
    for row in table.rows:
        day = placing.day(parse_day(row["date"], asked.dates), row["date"], row.line, "date")
        placing.note_text(row["notes"])
        if day is not None and not _place(row, day, placing):
            unknown[row["category"]] = None
    placing.reading.note(
        "a symptom without a row on a day is not recorded, not 0 (absent: in the settings says otherwise)"
    )
    placing.unread([*unknown])


def _place(row: Row, day: date, placing: Placing) -> bool:
    category, amount, detail = row["category"].strip(), row["rating/amount"], row["detail"]
    clock = parse_clock(row["time of day"])
    time = f"{clock:%H:%M}" if clock else row["time of day"].strip()[:10]
    placing.hear(detail)
    if category in WRITTEN:
        placing.note_text(detail)
    elif category in RATED:
        _number(row, day, RATED[category], placing, time)
    elif category == "Sleep":
        slept = hours(amount)
        if slept is None:
            placing.refuse(f"'{amount[:20]}' is not a duration", "write it as in 7:30", row.line, "rating/amount")
        else:
            placing.add(day, "sleep", slept, "h", line=row.line, heading="rating/amount")
    elif category == "Symptom":
        found = _LAST.match(detail)
        _number(row, day, own("symptom", found[1] if found else detail), placing, time, daily="largest")
    elif category == "Meds/Supplements":
        found = _LAST.match(detail)
        name, unit = (found[1], found[2]) if found else (detail, "")
        _number(row, day, own("medicine", name), placing, time, unit=unit, daily="sum")
    elif category in TICKED:
        for one in detail.split("|"):
            if one.strip():
                placing.add(day, own(TICKED[category], one), 1.0, line=row.line, time=time, daily="largest")
    else:
        return False
    return True


def _number(
    row: Row, day: date, name: str, placing: Placing, time: str, *, unit: str = "", daily: str = "mean"
) -> None:
    value = number(row["rating/amount"])
    if value is not None:
        placing.add(day, name, value, unit, line=row.line, heading=row["category"], time=time, daily=daily)  # type: ignore[arg-type]
    elif is_missing(row["rating/amount"]):
        placing.reading.missing += 1
    else:
        placing.refuse(f"'{row['rating/amount'][:20]}' is not a number", "", row.line, "rating/amount")


READER = Reader(
    "bearable", "Bearable (CSV)", lambda sight: sight.has("date", "time of day", "category", "rating/amount"), _read
)
