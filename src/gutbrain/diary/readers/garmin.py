"""Garmin: sleep and daily summaries of the export of an account (JSON), by the documentation; tried on no real file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutbrain.diary.dates import parse_day
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight, json_of, plain_number, records, text_of

STAGES = ("deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")
DAILY = {
    "totalSteps": ("steps", "1"),
    "restingHeartRate": ("resting_heart_rate", "1/min"),
}


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read ``*_sleepData.json`` or ``UDSFile_*.json``: ``calendarDate`` is the day, of a night that of waking."""
    logs = records(json_of(piece))
    placing.reading.rows = len(logs)
    for log in logs:
        text = _date(log)
        day = placing.day(parse_day(text, "year-first"), text, None, "calendarDate")
        if day is None:
            continue
        if any(stage in log for stage in STAGES):
            known = [value for stage in STAGES if (value := plain_number(log.get(stage))) is not None]
            if known:
                placing.add(day, "sleep", sum(known) / 3600, "h", heading="sleep stages")
            else:
                placing.refuse("a night without stages", "", None, f"{day}")
        for field, (name, unit) in DAILY.items():
            value = plain_number(log.get(field))
            if value is not None:
                placing.add(day, name, value, unit, heading=field)
        moderate, vigorous = (plain_number(log.get(f"{kind}IntensityMinutes")) for kind in ("moderate", "vigorous"))
        if moderate is not None and vigorous is not None:
            placing.add(day, "exercise", moderate + vigorous, "min", heading="moderateIntensityMinutes")


def _date(log: Mapping[str, Any]) -> str:
    """The day, which is a text, or a text in a mapping in older exports."""
    told = log.get("calendarDate")
    return text_of(told.get("date")) if isinstance(told, Mapping) else text_of(told)


def _knows(sight: Sight) -> bool:
    told = (b'"deepSleepSeconds"', b'"totalSteps"')
    return sight.is_json and b'"calendarDate"' in sight.head and any(one in sight.head for one in told)


READER = Reader("garmin", "Garmin (export of an account, JSON)", _knows, _read, tried=False)
