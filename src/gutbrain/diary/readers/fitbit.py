"""Fitbit: daily tables of Fitabase, and the sleep logs of its own export (JSON, by the documentation)."""

from __future__ import annotations

from gutbrain.diary.cells import number
from gutbrain.diary.dates import parse_day, parse_moment
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, Sight, json_of, one_person, plain_number, records, text_of
from gutbrain.diary.tablefile import Row, read_table

PEOPLE = ("Id", "Customer Id")
ALL_DAY = 1440.0
"""Minutes of a day: so many without a move, and no step, is a tracker in a drawer."""


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read ``sleepDay`` or ``dailyActivity`` of Fitabase: month/day/year, often of several people."""
    table = read_table(piece)
    placing.reading.rows = len(table.rows)
    heading = next((one for one in PEOPLE if one in table.headings), "")
    rows = one_person(table.rows, heading, placing, asked) if heading else list(table.rows)
    if rows is None:
        return
    if "SleepDay" in table.headings:
        _sleep(rows, placing)
    else:
        _activity(rows, placing)
    used = ("SleepDay", "ActivityDate", "TotalMinutesAsleep", "TotalTimeInBed", "TotalSleepRecords", "TotalSteps")
    active = ("VeryActiveMinutes", "FairlyActiveMinutes", "SedentaryMinutes")
    placing.unread([one for one in table.headings if one not in (*used, *active, *PEOPLE)])


def _sleep(rows: list[Row], placing: Placing) -> None:
    several = 0
    for row in rows:
        day = placing.day(parse_day(row["SleepDay"], "month-first"), row["SleepDay"], row.line, "SleepDay")
        asleep, in_bed = number(row["TotalMinutesAsleep"]), number(row["TotalTimeInBed"])
        if day is None or asleep is None:
            continue
        more = (number(row["TotalSleepRecords"]) or 0) > 1
        several += more
        doubt = "naps are in it, which cannot be taken out" if more else ""
        placing.add(day, "sleep", asleep / 60, "h", line=row.line, heading="TotalMinutesAsleep", doubt=doubt)
        if in_bed is not None:
            placing.add(day, "time_in_bed", in_bed / 60, "h", line=row.line, heading="TotalTimeInBed", doubt=doubt)
    if several:
        placing.reading.note(f"{several} days hold several sleeps in one number: naps cannot be taken out of it")


def _activity(rows: list[Row], placing: Placing) -> None:
    unworn = 0
    for row in rows:
        day = placing.day(parse_day(row["ActivityDate"], "month-first"), row["ActivityDate"], row.line, "ActivityDate")
        steps = number(row["TotalSteps"])
        if day is None or steps is None:
            continue
        if steps == 0 and number(row["SedentaryMinutes"]) == ALL_DAY:
            unworn += 1
            continue
        placing.add(day, "steps", steps, line=row.line, heading="TotalSteps")
        very, fairly = number(row["VeryActiveMinutes"]), number(row["FairlyActiveMinutes"])
        if very is not None and fairly is not None:
            placing.add(day, "exercise", very + fairly, "min", line=row.line, heading="VeryActiveMinutes")
    if unworn:
        placing.reading.note(
            f"on {unworn} days without a step in 1440 minutes the tracker was not worn: not recorded, not 0"
        )


def _takeout(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read ``sleep-DATE.json`` of Fitbit's own export: the main sleep of a date is its night."""
    logs = records(json_of(piece))
    placing.reading.rows = len(logs)
    for log in logs:
        text, asleep = text_of(log.get("dateOfSleep")), plain_number(log.get("minutesAsleep"))
        waking = parse_moment(text_of(log.get("endTime")), "year-first")
        day = placing.day(parse_day(text, "year-first"), text, None, "dateOfSleep")
        if day is None or asleep is None:
            continue
        name = "nap" if log.get("mainSleep") is False else "sleep"
        placing.add(day, name, asleep / 60, "h", moment=waking)
        in_bed = plain_number(log.get("timeInBed"))
        if in_bed is not None and name == "sleep":
            placing.add(day, "time_in_bed", in_bed / 60, "h", moment=waking)


def _fitabase(sight: Sight) -> bool:
    return sight.has("SleepDay", "TotalMinutesAsleep") or sight.has("ActivityDate", "TotalSteps")


READER = Reader("fitbit", "Fitbit (daily tables of Fitabase)", _fitabase, _read)
TAKEOUT = Reader(
    "fitbit-takeout",
    "Fitbit (sleep logs of its own export, JSON)",
    lambda sight: sight.is_json and b'"dateOfSleep"' in sight.head and b'"minutesAsleep"' in sight.head,
    _takeout,
    tried=False,
)
