"""Daylio: mood words, activities and notes, in the seven older or the eight newer columns of its CSV."""

from __future__ import annotations

from dataclasses import replace

from gutbrain.diary.dates import parse_clock, parse_day
from gutbrain.diary.items import own
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader
from gutbrain.diary.tablefile import read_table

WORDS = {"rad": 5.0, "good": 4.0, "meh": 3.0, "bad": 2.0, "awful": 1.0}
"""The words that Daylio begins with, on its scale from 1 to 5; a person may rename them, and add others."""


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read a CSV of Daylio; words that are not its own are kept without a number."""
    table = read_table(piece)
    placing.settings = replace(placing.settings, words={**WORDS, **placing.settings.words})
    placing.reading.rows = len(table.rows)
    for row in table.rows:
        day = placing.day(parse_day(row["full_date"], "year-first"), row["full_date"], row.line, "full_date")
        placing.note_text(row["note"], row["note_title"])
        if day is None:
            continue
        clock = parse_clock(row["time"])
        time = f"{clock:%H:%M}" if clock else ""
        if row["mood"].strip():
            placing.add_word(day, "mood", row["mood"], time=time)
        for activity in row["activities"].split("|"):
            if activity.strip():
                placing.hear(activity.strip())
                placing.add(day, own("activity", activity), 1.0, line=row.line, time=time, daily="largest")


READER = Reader("daylio", "Daylio (CSV)", lambda sight: sight.has("full_date", "weekday", "mood", "activities"), _read)
