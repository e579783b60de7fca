"""Apple Health: ``export.xml``, read as a stream, so that its size does not matter.

Real exports are no valid XML (a broken document type since iOS 16, control characters, names of attributes with
blanks), so records are found by themselves, and what cannot be read is counted. Entities are never expanded, and a file
that declares one is refused.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from gutbrain.diary.dates import Moment, parse_moment
from gutbrain.diary.nights import Stretch, sleeps
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight
from gutbrain.errors import InputError, Problem

CHUNK = 1 << 20
LONGEST = 1 << 16
"""Bytes of the longest record; what is longer is none."""

SUMS = {
    "HKQuantityTypeIdentifierDietaryFiber": "fibre",
    "HKQuantityTypeIdentifierDietaryProtein": "protein",
    "HKQuantityTypeIdentifierDietaryFatSaturated": "saturated_fat",
    "HKQuantityTypeIdentifierDietarySugar": "total_sugar",
    "HKQuantityTypeIdentifierDietaryCarbohydrates": "carbohydrates",
    "HKQuantityTypeIdentifierDietaryCaffeine": "caffeine",
    "HKQuantityTypeIdentifierDietaryEnergyConsumed": "energy_intake",
    "HKQuantityTypeIdentifierStepCount": "steps",
}
"""What adds up over a day; of several sources that one is taken which has most."""

MEANS = {
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN": "hrv_sdnn",
    "HKQuantityTypeIdentifierRestingHeartRate": "resting_heart_rate",
    "HKQuantityTypeIdentifierBodyMass": "weight",
}
"""What is averaged over a day."""

SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
STAGES = ("AsleepCore", "AsleepDeep", "AsleepREM")
ASLEEP = ("Asleep", "AsleepUnspecified", *STAGES)
MINDFUL = "HKCategoryTypeIdentifierMindfulSession"
UNITS = {"count": "1", "kcal": "kcal", "Cal": "kcal", "count/min": "1/min"}

_TAG = re.compile(rb"<(Record|Workout)\b([^<>]*?)/?>")
_ATTRIBUTE = re.compile(r'([A-Za-z_:][\w:.-]*)="([^"]*)"')
_ENTITY = re.compile(rb"<!ENTITY", re.I)


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read an export: nights, naps, food, steps, weight, pulse at rest, calm and workouts; SDNN under its own name.

    Raises
    ------
    InputError
        Where it declares entities.
    """
    sums: dict[tuple[date, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    units: dict[str, str] = {}
    means: dict[tuple[date, str], list[float]] = defaultdict(list)
    stretches: list[Stretch] = []
    unread: dict[str, int] = defaultdict(int)
    broken = in_bed = 0
    for kind, attributes in _records(piece, placing):
        placing.reading.rows += 1
        begin, end = (parse_moment(attributes.get(key, ""), "year-first") for key in ("startDate", "endDate"))
        what = attributes.get("type", "")
        if begin is None or end is None or (kind == "Record" and not what):
            broken += 1
            continue
        begin, end = placing.zoned(begin), placing.zoned(end)
        source, value = attributes.get("sourceName", ""), attributes.get("value", "")
        if kind == "Workout":
            _exercise(attributes, begin, sums, placing)
        elif what == SLEEP:
            stage = value.removeprefix("HKCategoryValueSleepAnalysis")
            in_bed += stage == "InBed"
            if stage in ASLEEP:
                stretches.append(Stretch(source, begin, end, stage in STAGES))
        elif what == MINDFUL:
            day = placing.day_of(begin, None, what)
            if day is not None:
                sums[day, "calm"][source] += begin.minutes_to(end)
                units["calm"] = "min"
        elif what in SUMS or what in MEANS:
            number = _number(value)
            day = placing.day_of(begin, None, what, night=what in MEANS)  # what is measured at night is of its morning
            if number is None or day is None:
                broken += number is None
            elif what in SUMS:
                sums[day, SUMS[what]][source] += number
                units[SUMS[what]] = UNITS.get(attributes.get("unit", ""), attributes.get("unit", ""))
            else:
                means[day, MEANS[what]].append(number)
                units[MEANS[what]] = UNITS.get(attributes.get("unit", ""), attributes.get("unit", ""))
        else:
            unread[what.rpartition("Identifier")[2]] += 1
    _place(sums, means, units, placing)
    _nights(stretches, placing)
    if in_bed:
        placing.reading.note(f"{in_bed} records of time in bed are no sleep")
    if broken:
        placing.reading.refused_count += broken
        placing.reading.note(f"{broken} records lack a type, a time or a number: not read")
    if any(name == "hrv_sdnn" for _, name in means):
        placing.reading.note("this file holds SDNN, not RMSSD: kept as hrv_sdnn")
    placing.unread([f"{name} ({count})" for name, count in sorted(unread.items())])


def _exercise(
    attributes: dict[str, str], begin: Moment, sums: dict[tuple[date, str], dict[str, float]], placing: Placing
) -> None:
    minutes = _number(attributes.get("duration", ""))
    day = placing.day_of(begin, None, "Workout")
    per = {"min": 1.0, "s": 1 / 60, "h": 60.0, "hr": 60.0}.get(attributes.get("durationUnit", "min"))
    if minutes is None or per is None:
        placing.refuse("a workout without its length", "", None, "Workout")
    elif day is not None:
        sums[day, "exercise"][attributes.get("sourceName", "")] += minutes * per


def _place(
    sums: dict[tuple[date, str], dict[str, float]],
    means: dict[tuple[date, str], list[float]],
    units: dict[str, str],
    placing: Placing,
) -> None:
    several: dict[str, int] = defaultdict(int)
    for (day, name), sources in sorted(sums.items()):
        several[name] += len(sources) > 1
        placing.add(day, name, max(sources.values()), units.get(name, ""), daily="last")
    for (day, name), values in sorted(means.items()):
        placing.add(day, name, sum(values) / len(values), units.get(name, ""), daily="last")
    for name, days in several.items():
        if days:
            placing.reading.note(
                f"{name}: on {days} days from several sources, of which the one with most is taken, not their sum"
            )


def _nights(stretches: list[Stretch], placing: Placing) -> None:
    found, left_out = sleeps(stretches)
    for slept in found:
        day = placing.day_of(slept.end, None, "sleep", night=True)
        if day is not None:
            placing.add(day, "sleep" if slept.night else "nap", slept.hours, "h", moment=slept.end)
    if left_out:
        placing.reading.note(f"{left_out} nights are told by several sources: one is taken, the finest, not their sum")


def _records(piece: Piece, placing: Placing) -> Iterator[tuple[str, dict[str, str]]]:
    """Records of the file one after the other, in little memory whatever its size."""
    rest, done, size = b"", 0, piece.size
    begun = False
    with piece.open() as stream:
        while True:
            chunk = stream.read(CHUNK)
            if not chunk:
                break
            done += len(chunk)
            text = rest + chunk
            if not begun and _ENTITY.search(text[: 2 * CHUNK]):
                wrong = "declares entities, as no export of Apple Health does"
                raise InputError([Problem(wrong, "export it again", file=piece.name)])
            begun = begun or b"<HealthData" in text
            end = 0
            for match in _TAG.finditer(text):
                end = match.end()
                written = match[2].decode("utf-8", "replace")
                yield match[1].decode(), {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(written)}
            rest = text[max(end, text.rfind(b"<", end)) :] if b"<" in text[end:] else b""
            rest = rest[-LONGEST:]
    if not begun or (rest.strip() and b"</HealthData>" not in rest[-64:]):
        share = f" at {100 * min(done, size) // size} % of it" if size else ""
        placing.reading.note(
            f"the file is cut off{share}: {placing.reading.rows:,} records before it were read; export it again"
        )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def _knows(sight: Sight) -> bool:
    return b"<HealthData" in sight.head or (b"HealthData" in sight.head and b"<!DOCTYPE" in sight.head)


READER = Reader("apple-health", "Apple Health (export.xml)", _knows, _read)
