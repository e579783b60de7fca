"""Oura: sleep periods of its interface (version 2), as CSV or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutbrain.diary.cells import number
from gutbrain.diary.dates import parse_moment
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight, json_of, plain_number, records, text_of
from gutbrain.diary.tablefile import read_table

NIGHT = "long_sleep"
NO_SLEEP = ("deleted", "rest")
"""Types of periods in which nobody slept."""


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read sleep periods: the long ones are nights, the others naps or second sleeps, which stand apart."""
    others = left_out = 0
    periods = _periods(piece)
    placing.reading.rows = len(periods)
    for line, period in periods:
        kind = text_of(period.get("type"))
        if kind in NO_SLEEP:
            left_out += 1
            continue
        waking, asleep = (
            parse_moment(text_of(period.get("bedtime_end")), "year-first"),
            _value(period, "total_sleep_duration"),
        )
        if waking is None or asleep is None:
            placing.refuse("a sleep without its end or its length", "", line, "bedtime_end")
            continue
        waking = placing.zoned(waking)
        day = placing.day_of(waking, line, "bedtime_end", night=True)
        if day is None:
            continue
        if kind != NIGHT:
            others += 1
            placing.add(day, "nap", asleep / 3600, "h", line=line, moment=waking)
            continue
        placing.add(day, "sleep", asleep / 3600, "h", line=line, moment=waking)
        for field, name, unit, per in (
            ("average_hrv", "rmssd", "ms", 1),
            ("lowest_heart_rate", "resting_heart_rate", "1/min", 1),
            ("time_in_bed", "time_in_bed", "h", 3600),
        ):
            value = _value(period, field)
            if value is not None:
                placing.add(day, name, value / per, unit, line=line, heading=field, moment=waking)
    placing.reading.note("the variability that Oura tells is RMSSD, of the night")
    if others:
        placing.reading.note(f"{others} naps or second sleeps stand apart from the nights")
    if left_out:
        placing.reading.note(f"{left_out} periods are marked as no sleep or deleted")


def _periods(piece: Piece) -> list[tuple[int | None, Mapping[str, Any]]]:
    if piece.head().lstrip()[:1] in (b"{", b"["):
        whole = json_of(piece)
        return [(None, one) for one in records(whole.get("data") if isinstance(whole, dict) else whole)]
    return [(row.line, row.cells) for row in read_table(piece).rows]


def _value(period: Mapping[str, Any], field: str) -> float | None:
    value = period.get(field)
    return number(value) if isinstance(value, str) else plain_number(value)


def _knows(sight: Sight) -> bool:
    if sight.is_json:
        return b'"bedtime_end"' in sight.head and b'"total_sleep_duration"' in sight.head
    return sight.has("bedtime_end", "total_sleep_duration")


READER = Reader("oura", "Oura (sleep periods, CSV or JSON)", _knows, _read)
