"""Open mHealth: data points of its schemas, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutbrain.diary.dates import parse_day, parse_moment
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight, choose, json_of, plain_number, records, text_of

AMOUNTS = {
    "step-count": ("step_count", "steps", "1"),
    "body-weight": ("body_weight", "weight", ""),
    "minutes-moderate-activity": ("minutes_moderate_activity", "exercise", ""),
}
"""Field of the body, name and unit by the name of the schema; a unit of its own stands beside the value."""


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read data points: sleep as it is told, not as the difference of clock times."""
    points = records(json_of(piece))
    placing.reading.rows = len(points)
    counts: dict[str, int] = {}
    for point in points:
        who = text_of(_in(point, "header").get("user_id"))
        counts[who] = counts.get(who, 0) + 1
    person = choose(counts, "user_id", placing, asked)
    unknown: dict[str, None] = {}
    for place, point in enumerate(points, start=1):
        if person is None or text_of(_in(point, "header").get("user_id")) != person:
            continue
        schema = text_of(_in(_in(point, "header"), "schema_id").get("name"))
        if not _place(schema, _in(point, "body"), placing, place):
            unknown[schema or "a point without a schema"] = None
    placing.unread(list(unknown))


def _place(schema: str, body: Mapping[str, Any], placing: Placing, place: int) -> bool:
    frame = _in(body, "effective_time_frame")
    interval = _in(frame, "time_interval")
    where = f"point {place}"
    if schema in ("sleep-episode", "sleep-duration"):
        end = parse_moment(text_of(interval.get("end_date_time")), "year-first")
        told = body.get("total_sleep_time") or body.get("sleep_duration")
        value, unit = _unit_value(told)
        if end is None or value is None:
            placing.refuse("a sleep without its end or its length", "", None, where)
            return True
        day = placing.day_of(end, None, where, night=True)
        if day is not None:
            name = "nap" if body.get("is_main_sleep") is False else "sleep"
            placing.add(day, name, value, unit, heading=where, moment=end)
        return True
    if schema not in AMOUNTS:
        return False
    field, name, plain = AMOUNTS[schema]
    value, unit = _unit_value(body.get(field))
    text = text_of(frame.get("date")) or text_of(frame.get("date_time")) or text_of(interval.get("start_date_time"))
    moment = parse_moment(text, "year-first")
    day = (
        placing.day_of(moment, None, where) if moment else placing.day(parse_day(text, "year-first"), text, None, where)
    )
    if value is None:
        placing.refuse("has no number", "", None, where)
    elif day is not None:
        placing.add(day, name, value, unit or plain, heading=where, moment=moment)
    return True


def _unit_value(value: Any) -> tuple[float | None, str]:
    if isinstance(value, Mapping):
        return plain_number(value.get("value")), text_of(value.get("unit"))
    return plain_number(value), ""


def _in(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = value.get(key)
    return inner if isinstance(inner, Mapping) else {}


def _knows(sight: Sight) -> bool:
    return sight.is_json and b'"schema_id"' in sight.head and b'"body"' in sight.head


READER = Reader("open-mhealth", "Open mHealth (data points, JSON)", _knows, _read)
