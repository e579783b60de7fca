"""What the screens of the diary show, from the answers that ``gutbrain diary`` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from gutbrain.diary import trial_design
from gutbrain.diary.diary import Diary
from gutbrain.diary.entry import Entry
from gutbrain.diary.look import GOES_WITH, POINTS_TO, look
from gutbrain.diary.table import chosen_sources
from gutbrain.diary.today import MOST, Asked
from gutbrain.diary.trial_design import Design
from gutbrain.errors import InputError
from gutbrain.fitting.outcome import items
from gutbrain.report import diary_pictures, fit_pictures
from gutbrain.web.problems import told

SPANS = {"30": 30, "90": 90, "365": 365, "all": 0}
"""Days of the timeline by what the address says."""

PICTURES = MOST
TABLE_DAYS = 14


def outcomes(mine: Diary) -> list[str]:
    """What may be explained: items on a scale first, then other recorded things whose better side is known."""
    table = mine.table()
    recorded = [str(name) for name in table.columns if table[name].notna().any()]
    rated = [name for name in mine.settings.scales if name in recorded and not mine.settings.scales[name].stands_for]
    known = [name for name in recorded if name in items().items or mine.settings.item(name).better]
    return list(dict.fromkeys([*rated, *known]))


def things(mine: Diary, outcome: str) -> list[str]:
    """What one does, and could do otherwise: recorded exposures and things of one's own that have a number."""
    answers = {*mine.settings.scales, *outcomes(mine), outcome}
    return [str(name) for name in mine.table().columns if name not in answers]


def rest(mine: Diary, day: date, fields: Sequence[Asked]) -> list[str]:
    """What else is kept of a day, in words.

    Parameters
    ----------
    mine, day
        The diary, and the day.
    fields
        What is asked of it, and shown there.
    """
    shown = {one.name for one in fields}
    return [_kept(one) for one in mine.entries if one.day == day and (one.name not in shown or one.value is None)]


def _kept(one: Entry) -> str:
    """An entry in words: ``coffee 2 cups (plain, 08:30)``."""
    value = one.raw if one.value is None else f"{one.value:g}"
    unit = f" {one.unit}" if one.unit not in ("", "1") else ""
    when = f", {one.time}" if one.time else ""
    return f"{one.name} {value}{unit} ({one.source}{when})"


def timeline(mine: Diary, span: str, only: str) -> dict[str, Any]:
    """Pictures of what was recorded, the newest days as a table, and what there is.

    Parameters
    ----------
    mine
        The diary.
    span
        A key of :data:`SPANS`; 90 days unless it is one.
    only
        One thing; the first of them unless it is one.
    """
    table = mine.table()
    span = span if span in SPANS else "90"
    every = [str(name) for name in table.columns]
    own = [name for name in mine.settings.scales if name in every]
    most = sorted((name for name in every if name not in own), key=lambda name: -table[name].count())
    names = [only] if only in every else [*own, *most][:PICTURES]
    if table.empty:
        return {"span": span, "spans": SPANS, "only": "", "pictures": [], "names": [], "rows": [], "more": []}
    last = max(mine.today, _date(table.index[-1]))
    first = _date(table.index[0]) if not SPANS[span] else last - timedelta(SPANS[span] - 1)
    sources = chosen_sources(mine.entries, mine.settings)
    pictures = []
    for name in names:
        column = table[name].dropna()
        values = {_date(day): float(value) for day, value in column.items() if _date(day) >= first}
        item = mine.settings.item(name)
        ends = (item.least, item.most) if name in mine.settings.scales else (np.inf, np.inf)
        marks = {day: source for day, source in _changes(sources.get(name, {})).items() if day >= first}
        days = (last - first).days + 1
        picture = diary_pictures.timeline(name, values, first, last, marks, ends) if values else ""
        pictures.append(
            {"name": name, "unit": "" if item.unit == "1" else item.unit, "days": len(values), "all": days,
             "picture": picture, "better": item.better}
        )  # fmt: skip
    newest = table[names].tail(TABLE_DAYS).iloc[::-1]
    rows = [
        (f"{day:%Y-%m-%d}", ["" if value != value else f"{value:.3g}" for value in row])
        for day, row in zip(newest.index, newest.to_numpy(float), strict=True)
    ]
    more = [name for name in every if name not in names]
    return {
        "span": span, "spans": SPANS, "only": only if only in every else "", "pictures": pictures, "names": names,
        "rows": rows, "more": more,
    }  # fmt: skip


def _changes(sources: Mapping[date, str]) -> dict[date, str]:
    """The days from which on a thing comes from another source; none where it is always the same."""
    found: dict[date, str] = {}
    before = ""
    for day in sorted(sources):
        if sources[day] != before:
            found[day] = before = sources[day]
    return found if len(found) > 1 else {}


def goes(mine: Diary, outcome: str, fitted: Mapping[str, Any] | None) -> dict[str, Any]:
    """What goes with an outcome: what the axis carries by the fit, all else by what goes together.

    Parameters
    ----------
    mine
        The diary.
    outcome
        What it is about.
    fitted
        The fit as plain values; None where there is none.
    """
    rows = list(fitted["factors"]) if fitted else []
    first = date.fromisoformat(str(mine.lately()[1]["start_date"]))
    recorded = fitted["outcomes"][0]["days"] if fitted else 0
    for row in rows:
        needed = row["days_needed"]
        day = None if needed is None else first + timedelta(int(needed))
        row["could_tell"] = day if day is not None and day > mine.today else None
        row["needed"] = None if needed is None else int(needed)
    try:
        found = look(mine.table(), mine.settings, [outcome])
        carried = {row["factor"] for row in rows}
        pairs = [pair for pair in found.as_json()["pairs"] if pair["factor"] not in carried]
        said, tried = list(found.said), found.tried
        wrong = []
    except InputError as error:
        pairs, said, tried, wrong = [], [], 0, told(error.problems)
    clear = [pair for pair in pairs if pair["verdict"] in (POINTS_TO, GOES_WITH)]
    return {
        "rows": rows,
        "recorded": recorded,
        "nothing": fitted["outcomes"][0]["nothing_acts"] if fitted else None,
        "forest": fit_pictures.forest(rows, outcome) if rows else "",
        "clear": clear,
        "unclear": [pair for pair in pairs if pair not in clear],
        "look_said": said,
        "tried": tried,
        "look_wrong": wrong,
        "notes": list(fitted["notes"]) if fitted else [],
    }


def ahead(outcome: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Pictures of the weeks ahead and of those that were."""
    past = found["past"]["weeks"]
    return {
        "bands": diary_pictures.bands(outcome, found["weeks"], past),
        "calibration": diary_pictures.calibration(outcome, past) if past else "",
    }


def today_of_trial(mine: Diary) -> dict[str, Any] | None:
    """What today is in a trial that runs; None where none does."""
    design = Design.of(mine.trials[-1]) if mine.trials else None
    if design is None or design.counted_by or design.arm(mine.today) is None:
        return None
    return {
        "number": (mine.today - design.start).days + 1,
        "days": design.days,
        "arm": design.compare if design.arm(mine.today) else design.against,
        "outcome": design.outcome,
        "left_out": design.place(mine.today) is None,
    }


def trial(mine: Diary, plan: Mapping[str, Any] | None) -> dict[str, Any]:
    """A trial on oneself: the plan that is looked at, or the one that is kept, with its result once it is over."""
    if plan is not None:
        looked_at = Design.of(plan["design"])
        return {"plan": plan, "design": looked_at, "result": None, "calendar": calendar(looked_at, None), "now": None}
    design = Design.of(mine.trials[-1]) if mine.trials else None
    if design is None:
        return {"plan": None, "design": None, "result": None, "calendar": [], "now": None}
    result, why = None, []
    if design.counted_by or mine.today > design.end:
        try:
            result = mine.trial_result()
        except InputError as error:
            why = told(error.problems)
    chance = trial_design.chance_to_learn(trial_design.error_of(design), design.expected)
    shown = [] if design.counted_by else calendar(design, mine.today)
    return {
        "plan": None, "design": design, "result": result, "calendar": shown, "now": today_of_trial(mine), "why": why,
        "chance": chance,
    }  # fmt: skip


def calendar(design: Design, today: date | None) -> list[list[dict[str, Any] | None]]:
    """Weeks from Monday to Sunday: of days that were, what they were; of those to come, only that they are.

    Parameters
    ----------
    design
        The trial.
    today
        Up to when it is told what days were; None tells none.
    """
    monday = design.start - timedelta(design.start.weekday())
    weeks = []
    while monday <= design.end:
        week: list[dict[str, Any] | None] = []
        for number in range(7):
            day = monday + timedelta(number)
            arm = design.arm(day)
            if arm is None:
                week.append(None)
                continue
            known = today is not None and day < today
            week.append(
                {"day": day, "arm": arm if known else None, "counts": design.place(day) is not None,
                 "today": day == today}
            )  # fmt: skip
        weeks.append(week)
        monday += timedelta(7)
    return weeks


def _date(day: Any) -> date:
    return pd.Timestamp(day).date()
