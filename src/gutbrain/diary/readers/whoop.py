"""Whoop: nights and naps (``sleeps.csv``), and variability of the heart beat (``physiological_cycles.csv``)."""

from __future__ import annotations

from gutbrain.diary.cells import number, truth
from gutbrain.diary.dates import Moment, parse_moment, parse_offset
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight
from gutbrain.diary.tablefile import Row, Table, read_table

CYCLE = {"Heart rate variability (ms)": ("rmssd", "ms"), "Resting heart rate (bpm)": ("resting_heart_rate", "1/min")}
USED = ("Sleep onset", "Wake onset", "Cycle timezone", "Asleep duration (min)", "In bed duration (min)", "Nap")


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read one of the two tables; a night belongs to the day of waking, naps are no part of it."""
    table = read_table(piece)
    placing.reading.rows = len(table.rows)
    if "Nap" in table.headings:
        _sleeps(table, placing)
        return
    for row in table.rows:
        waking = _waking(row, placing)
        if waking is None:
            continue
        for heading, (name, unit) in CYCLE.items():
            value = number(row[heading])
            day = placing.day_of(waking, row.line, "Wake onset", night=True) if value is not None else None
            if day is not None and value is not None:
                placing.add(day, name, value, unit, line=row.line, heading=heading, moment=waking)
    placing.reading.note("the variability that Whoop tells is RMSSD, of the night", "nights are read from sleeps.csv")
    placing.unread([one for one in table.headings if one not in (*CYCLE, *USED)])


def _sleeps(table: Table, placing: Placing) -> None:
    naps = 0
    for row in table.rows:
        waking, asleep = _waking(row, placing), number(row["Asleep duration (min)"])
        if waking is None or asleep is None:
            placing.refuse("a sleep without its end or its length", "", row.line, "Wake onset")
            continue
        day = placing.day_of(waking, row.line, "Wake onset", night=True)
        if day is None:
            continue
        nap = truth(row["Nap"]) == 1
        naps += nap
        placing.add(day, "nap" if nap else "sleep", asleep / 60, "h", line=row.line, moment=waking)
        in_bed = number(row["In bed duration (min)"])
        if in_bed is not None and not nap:
            placing.add(day, "time_in_bed", in_bed / 60, "h", line=row.line, moment=waking)
    if naps:
        placing.reading.note(f"{naps} naps stand apart from the nights")
    placing.unread([one for one in table.headings if one not in USED])


def _waking(row: Row, placing: Placing) -> Moment | None:
    moment = parse_moment(row["Wake onset"], "year-first")
    return placing.zoned(Moment(moment.clock, parse_offset(row["Cycle timezone"]))) if moment else None


def _knows(sight: Sight) -> bool:
    return sight.has("Cycle start time", "Cycle timezone", "Wake onset")


READER = Reader("whoop", "Whoop (sleeps.csv, physiological_cycles.csv)", _knows, _read)
