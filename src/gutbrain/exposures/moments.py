"""When something is read: a day, and a clock hour on it."""

from __future__ import annotations

from gutbrain.model.maths import HOURS_A_DAY

READ_AT = 8.0
"""Clock hour at which an observable is read unless an hour is given."""


def hours_of(day: float, hour: float | None = None) -> float:
    """Hours from midnight of day 0 to a moment.

    With ``hour``, the clock hour on a whole day. Without, :data:`READ_AT` of a whole day; the fraction of another one
    counts from midnight, as for the start of an event.
    """
    if hour is None:
        return HOURS_A_DAY * day + (0.0 if day % 1 else READ_AT)
    return HOURS_A_DAY * day + hour


def in_words(hours: float) -> str:
    """Hours from midnight of day 0, as people say them: ``day 2, 08:30``."""
    day, rest = divmod(round(hours * 60), round(HOURS_A_DAY * 60))
    return f"day {day}, {rest // 60:02d}:{rest % 60:02d}"
