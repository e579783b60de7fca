"""Looks over a diary whenever it is opened: answers that need help now, and a course that speaks of it.

A severe answer of the last two weeks stops everything but deleting; what is older, or less, is said beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from gutbrain import care
from gutbrain.care.course import LOW_WEEK, WORSE, is_lower, is_worse, recent
from gutbrain.care.hearing import is_seen
from gutbrain.care.scores import NINTH, check_scores
from gutbrain.diary.entry import Entry
from gutbrain.diary.settings import Settings
from gutbrain.diary.table import WAYS
from gutbrain.people.scales import scales

MOODS = ("mood",)
"""Items of mood, beside those that the settings say measure depression."""


def watch(entries: Iterable[Entry], settings: Settings, today: date) -> list[str]:
    """Look over a diary; what is to be said of it.

    Parameters
    ----------
    entries, settings
        Of the diary.
    today
        The day on which it is looked at.

    Raises
    ------
    CareNeeded
        Where an answer of the last two weeks is that of somebody who needs help now.
    """
    said: list[str] = []
    totals: dict[str, list[tuple[date, float]]] = defaultdict(list)
    moods: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in entries:
        if one.value is None:
            continue
        if one.name in scales() or one.name == NINTH:
            totals[one.name].append((one.day, one.value))
        elif one.name in MOODS or _about_mood(one.name, settings):
            moods[one.name][one.day].append(one.value)
    said += _answers(totals, today)
    for name, answers in totals.items():
        if is_worse(name, sorted(answers), today):
            said.append(WORSE)
            care.note("scores")
    for name, by_day in moods.items():
        days = {day: WAYS["mean"](values) for day, values in by_day.items()}
        better = settings.item(name).better or "higher"
        if is_lower(days, today, better=better):
            said.append(LOW_WEEK)
            care.note("scores")
    return list(dict.fromkeys(said))


def _answers(totals: dict[str, list[tuple[date, float]]], today: date) -> list[str]:
    said = []
    for name, answers in totals.items():
        for day, value in answers:
            if recent(day, today):
                if not is_seen():
                    check_scores({name: value}, scales())
                continue
            try:
                check_scores({name: value}, scales())
            except care.CareNeeded:
                said.append(f"On {day} {name} was {value:g}: if that is still so, talk to somebody now.")
    return said[-3:]


def _about_mood(name: str, settings: Settings) -> bool:
    scale = settings.scales.get(name)
    return scale is not None and scale.measures in ("depression", "anxiety")
