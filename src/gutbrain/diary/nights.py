"""Nights and naps out of stretches of sleep: one source a night, on the day of waking where it was lived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gutbrain.diary.dates import Moment

APART = 60.0
"""Minutes awake after which what follows is another sleep (a judgement)."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of sleep; ``fine`` where its stage is known."""

    source: str
    begin: Moment
    end: Moment
    fine: bool = False


@dataclass(frozen=True)
class Slept:
    """A sleep: how long (hours asleep), when it ended, by which source, and whether it is the night of its day."""

    hours: float
    end: Moment
    source: str
    night: bool

    @property
    def day(self) -> date:
        """The day of waking, on the clock of the place."""
        return self.end.clock.date()


def sleeps(stretches: Iterable[Stretch]) -> tuple[list[Slept], int]:
    """Nights and naps, and of how many days other sources were left out.

    Stretches of one source that overlap or lie near together are one sleep, in which no minute counts twice. Of each
    day one source is taken: the one that tells stages, then the one with most stretches.
    """
    by_source: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in stretches:
        if stretch.begin.minutes_to(stretch.end) > 0:
            by_source[stretch.source].append(stretch)
    found: dict[date, dict[str, list[tuple[Slept, bool, int]]]] = defaultdict(lambda: defaultdict(list))
    for source, every in by_source.items():
        for together in _together(sorted(every, key=lambda one: _utc(one.begin))):
            slept = Slept(_union(together) / 60, max(together, key=lambda one: _utc(one.end)).end, source, False)
            found[slept.day][source].append((slept, any(one.fine for one in together), len(together)))
    made, left_out = [], 0
    for day in sorted(found):
        sources = found[day]
        left_out += len(sources) > 1
        best = max(sources, key=lambda name: _worth(sources[name]))
        every_sleep = [one[0] for one in sources[best]]
        longest = max(every_sleep, key=lambda one: one.hours)
        made += [Slept(one.hours, one.end, one.source, one is longest) for one in every_sleep]
    return made, left_out


def _worth(found: Sequence[tuple[Slept, bool, int]]) -> tuple[bool, int, float]:
    return any(fine for _, fine, _ in found), sum(n for _, _, n in found), sum(slept.hours for slept, _, _ in found)


def _together(ordered: Sequence[Stretch]) -> Iterable[list[Stretch]]:
    group: list[Stretch] = []
    until = 0.0
    for one in ordered:
        if group and _utc(one.begin) - until > APART:
            yield group
            group = []
        until = max(until, _utc(one.end)) if group else _utc(one.end)
        group.append(one)
    if group:
        yield group


def _union(ordered: Sequence[Stretch]) -> float:
    """Minutes that lie in any of the stretches."""
    total, until = 0.0, float("-inf")
    for one in ordered:
        begin, end = max(_utc(one.begin), until), _utc(one.end)
        if end > begin:
            total += end - begin
            until = end
    return total


def _utc(moment: Moment) -> float:
    return (
        moment.clock.toordinal() * 1440
        + moment.clock.hour * 60
        + moment.clock.minute
        + moment.clock.second / 60
        - (moment.offset or 0)
    )
