"""FHIR R4: observations of a bundle, by their LOINC code or their name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutbrain.diary.dates import parse_day, parse_moment
from gutbrain.diary.items import named
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight, choose, json_of, plain_number, records, text_of

LOINC = {
    "44261-6": "phq9",
    "44260-8": "phq9_item9",
    "70274-6": "gad7",
    "55423-8": "steps",
    "93832-4": "sleep",
    "80404-7": "hrv_sdnn",
    "40443-4": "resting_heart_rate",
    "29463-7": "weight",
}
"""What a code stands for (from memory, by the names in LOINC)."""

SYSTEM = "http://loinc.org"


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read the observations of a bundle that have a number and a day."""
    bundle = json_of(piece)
    entries = records(bundle.get("entry") if isinstance(bundle, Mapping) else None)
    found = [one["resource"] for one in entries if isinstance(one.get("resource"), Mapping)]
    found = [one for one in found if one.get("resourceType") == "Observation"]
    placing.reading.rows = len(found)
    counts: dict[str, int] = {}
    for one in found:
        counts[_who(one)] = counts.get(_who(one), 0) + 1
    person = choose(counts, "subject", placing, asked)
    unknown: dict[str, None] = {}
    for place, one in enumerate(found, start=1):
        if person is None or _who(one) != person:
            continue
        name = _name(one)
        value, unit = _value(one)
        text = text_of(one.get("effectiveDateTime"))
        if not name or value is None:
            unknown[name or "an observation without a name"] = None
            continue
        moment = parse_moment(text, "year-first")
        day = moment.clock.date() if moment else parse_day(text, "year-first")
        day = placing.day(day, text, None, f"observation {place}")
        if day is not None:
            placing.add(day, name, value, unit, heading=f"observation {place}", moment=moment)
    placing.unread(list(unknown))


def _who(one: Mapping[str, Any]) -> str:
    subject = one.get("subject")
    return text_of(subject.get("reference")) if isinstance(subject, Mapping) else ""


def _name(one: Mapping[str, Any]) -> str:
    code = one.get("code")
    if not isinstance(code, Mapping):
        return ""
    for coding in records(code.get("coding")):
        if coding.get("system") == SYSTEM and text_of(coding.get("code")) in LOINC:
            return LOINC[text_of(coding.get("code"))]
    text = text_of(code.get("text"))
    return text if "." in text and " " not in text else named(text)


def _value(one: Mapping[str, Any]) -> tuple[float | None, str]:
    quantity = one.get("valueQuantity")
    if isinstance(quantity, Mapping):
        return plain_number(quantity.get("value")), text_of(quantity.get("unit"))
    return plain_number(one.get("valueInteger")), ""


def _knows(sight: Sight) -> bool:
    return sight.is_json and b'"resourceType"' in sight.head and b'"Bundle"' in sight.head


READER = Reader("fhir", "FHIR R4 (a bundle of observations, JSON)", _knows, _read, tried=False)
