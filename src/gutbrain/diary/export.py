"""A diary for other programs: CSV that reads back exactly, JSON, FHIR R4, Open mHealth."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from gutbrain import csvfiles
from gutbrain.diary.entry import Entry
from gutbrain.diary.readers.fhir import LOINC, SYSTEM
from gutbrain.diary.readers.own import COLUMNS
from gutbrain.diary.settings import Settings

FORMATS = ("csv", "json", "fhir", "omh")
"""What a diary can be written as."""

UCUM = {"h": "h", "min": "min", "ms": "ms", "kg": "kg", "g": "g", "mg": "mg", "kcal": "kcal", "1/min": "/min", "": "1"}
"""Codes of units (UCUM)."""

_DURATIONS = {"sleep": True, "nap": False}


def written(entries: Sequence[Entry], settings: Settings, to: str) -> tuple[str, list[str]]:
    """A diary as text, and what is not in it.

    Parameters
    ----------
    entries, settings
        Of the diary.
    to
        One of :data:`FORMATS`.
    """
    if to == "csv":
        return _csv(entries), []
    if to == "json":
        told = {
            "settings": settings.to_yaml(),
            "entries": [{**asdict(one), "day": one.day.isoformat()} for one in entries],
        }
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n", []
    words = sum(one.value is None for one in entries)
    notes = [f"{words} words without a number are not in it"] if words else []
    if to == "fhir":
        return json.dumps(_bundle(entries), indent=1, ensure_ascii=False) + "\n", notes
    points = [point for one in entries if (point := _point(one)) is not None]
    left = len(entries) - len(points)
    if left:
        notes = [f"{left} entries have no schema of Open mHealth and are not in it: export them as csv, json or fhir"]
    return json.dumps(points, indent=1, ensure_ascii=False) + "\n", notes


def _csv(entries: Sequence[Entry]) -> str:
    return csvfiles.rows(COLUMNS, map(_row, entries))


def _row(one: Entry) -> tuple[object, ...]:
    value = "" if one.value is None else repr(float(one.value))
    offset = "" if one.offset is None else one.offset
    return one.day, one.time, offset, one.name, value, one.unit, one.raw, one.daily, one.source, one.doubt


def _bundle(entries: Sequence[Entry]) -> dict[str, Any]:
    codes = {name: code for code, name in LOINC.items()}
    found = []
    for place, one in enumerate(entries):
        if one.value is None:
            continue
        coding = {"coding": [{"system": SYSTEM, "code": codes[one.name]}]} if one.name in codes else {}
        quantity: dict[str, Any] = {"value": one.value}
        if one.unit:
            quantity["unit"] = one.unit
            if one.unit in UCUM:
                quantity |= {"system": "http://unitsofmeasure.org", "code": UCUM[one.unit]}
        resource = {
            "resourceType": "Observation",
            "id": str(uuid5(NAMESPACE_URL, f"gutbrain:{place}:{one.day}:{one.name}")),
            "status": "final",
            "code": {**coding, "text": one.name},
            "effectiveDateTime": _when(one),
            "valueQuantity": quantity,
        }
        found.append({"resource": resource})
    return {"resourceType": "Bundle", "type": "collection", "entry": found}


def _when(one: Entry) -> str:
    """The day, or the moment where its offset is known: FHIR allows no time without one."""
    if one.offset is None or not one.time[:2].isdigit():
        return one.day.isoformat()
    return f"{one.day}T{one.time}:00{_offset(one.offset)}"


def _offset(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _point(one: Entry) -> dict[str, Any] | None:
    if one.value is None:
        return None
    body: Mapping[str, Any]
    if one.name in _DURATIONS:
        schema, version = "sleep-episode", "1.1"
        end = f"{one.day}T{one.time or '12:00'}:00{_offset(one.offset or 0)}"
        minutes = round(60 * one.value, 6)
        began = _before(one, minutes)
        body = {
            "effective_time_frame": {"time_interval": {"start_date_time": began, "end_date_time": end}},
            "total_sleep_time": {"value": minutes, "unit": "min"},
            "is_main_sleep": _DURATIONS[one.name],
        }
    elif one.name == "steps":
        schema, version = "step-count", "2.0"
        body = {"step_count": one.value, "effective_time_frame": {"date": one.day.isoformat()}}
    elif one.name == "weight":
        schema, version = "body-weight", "2.0"
        body = {
            "body_weight": {"value": one.value, "unit": "kg"},
            "effective_time_frame": {"date": one.day.isoformat()},
        }
    else:
        return None
    identity = str(uuid5(NAMESPACE_URL, f"gutbrain:{one.day}:{one.time}:{one.name}:{one.value}"))
    made = f"{one.day}T{one.time or '12:00'}:00{_offset(one.offset or 0)}"
    schema_id = {"namespace": "omh", "name": schema, "version": version}
    return {"header": {"id": identity, "creation_date_time": made, "schema_id": schema_id}, "body": body}


def _before(one: Entry, minutes: float) -> str:
    from datetime import datetime

    clock = datetime.fromisoformat(f"{one.day}T{one.time or '12:00'}:00") - timedelta(minutes=minutes)
    return f"{clock:%Y-%m-%dT%H:%M:%S}{_offset(one.offset or 0)}"
