"""What the course of a person's own records speaks of: worse by more than chance, twice running; lower for a week."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

RECENT = 14
"""Days for which answers to a questionnaire speak of now."""

REAL_CHANGE = {"phq9": 4.0, "gad7": 4.0}
"""Points by which a total must rise to be more than the error of measuring (phq9 from memory; gad7 assumed)."""

MODERATELY_SEVERE = {"phq9": 15.0}
"""Totals at which somebody should be talked to, whatever came before (Kroenke 2001)."""

WEEK, BEFORE = 7, 60
"""Days of mood that are held against so many before them."""

LOWER = 1.5
"""By how many SD of a day the mean of a week must be lower: 0.6 false alarms a year where nothing changes."""

FEWEST_OF_WEEK, FEWEST_BEFORE = 4, 28

WORSE = "Worse than before, and by more than chance: please talk to somebody you trust, or to a doctor."
LOW_WEEK = "The last week was lower than is usual for you. If that weighs on you, talk to somebody."


def recent(day: date, today: date) -> bool:
    """Whether an answer is of the last two weeks."""
    return timedelta(0) <= today - day <= timedelta(RECENT)


def is_worse(scale: str, totals: Sequence[tuple[date, float]], today: date) -> bool:
    """Whether the last totals of a scale are worse by more than chance, twice running, or moderately severe.

    Parameters
    ----------
    scale
        The scale.
    totals
        Its totals by day, the oldest first.
    today
        Nothing is said of what is over: the last total must be of the last two weeks.
    """
    if scale not in REAL_CHANGE or not totals or not recent(totals[-1][0], today):
        return False
    values = [value for _, value in totals]
    if values[-1] >= MODERATELY_SEVERE.get(scale, math.inf):
        return True
    return len(values) > 2 and all(later - values[-3] >= REAL_CHANGE[scale] for later in values[-2:])


def is_lower(moods: Mapping[date, float], today: date, *, better: str = "higher") -> bool:
    """Whether the mood of the last seven days lies below that of the sixty before, by 1.5 SD of a day.

    Parameters
    ----------
    moods
        Values of a daily item by day; days may lack.
    today
        The last of the seven days.
    better
        Which side is better: ``higher`` or ``lower``.
    """
    sign = 1.0 if better == "higher" else -1.0
    week = [sign * value for day, value in moods.items() if 0 <= (today - day).days < WEEK]
    before = [sign * value for day, value in moods.items() if WEEK <= (today - day).days < WEEK + BEFORE]
    if len(week) < FEWEST_OF_WEEK or len(before) < FEWEST_BEFORE:
        return False
    mean = sum(before) / len(before)
    spread = math.sqrt(sum((value - mean) ** 2 for value in before) / (len(before) - 1))
    return spread > 0 and sum(week) / len(week) < mean - LOWER * spread
