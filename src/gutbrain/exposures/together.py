"""Events of one protocol held against one another: what adds up counts together, what hides another is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gutbrain.errors import Problem
from gutbrain.exposures.events import Event
from gutbrain.exposures.fields import Field
from gutbrain.exposures.vocabulary import Exposure, exposures

MOST_NAMED = 4
"""Most events that one message names."""

AS_MUCH = 1 + 1e-9
"""Sums of amounts that are right may be larger by so much: they are rounded."""

Placed = tuple[Event, Field]


def check_together(events: Sequence[Placed], problems: list[Problem], warnings: list[str]) -> None:
    """Note what events do to one another.

    What acts at the same time and adds up must stay below the highest plausible amount together. Where one event stands
    in another's place, or the same stands twice, a warning says so.
    """
    _same(events, warnings)
    groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for event, field in events:
        for name in event.strains or [""]:
            groups[event.exposure, name].append((event, field))
    for (exposure, strain), members in groups.items():
        kind = exposures()[exposure]
        if kind.combine == "add":
            _sum(kind, strain, members, problems)
        else:
            _hidden(kind, members, warnings)


def _same(events: Sequence[Placed], warnings: list[str]) -> None:
    """Events that are written twice."""
    first: dict[str, Field] = {}
    twice: dict[str, list[str]] = defaultdict(list)
    for event, field in events:
        key = repr(replace(event, strains=sorted(event.strains.items())))  # type: ignore[arg-type]
        if key in first:
            twice[first[key].name].append(field.name)
        else:
            first[key] = field
    for name, others in twice.items():
        warnings.append(f"{_named([name, *others])} are the same event: each counts; keep one if it is meant once")


def _sum(kind: Exposure, strain: str, members: list[Placed], problems: list[Problem]) -> None:
    """Hold what acts together against the limit of a single event."""
    if len(members) < 2:
        return
    for together in _at_once(members):
        total = sum(event.strains[strain] if strain else event.amount for event, _ in together)
        if len(together) > 1 and total > kind.most * AS_MUCH:
            names = _named([field.name for _, field in together])
            unit = "" if kind.unit == "1" else f" {kind.unit}"
            what = strain or kind.name
            wrong = f"{names} give {total:g}{unit} of {what} at the same time: more than is plausible"
            problems.append(together[-1][1].problem(wrong, f"the most is {kind.most:g}{unit} together"))
            return


def _hidden(kind: Exposure, members: list[Placed], warnings: list[str]) -> None:
    """Tell of events that stand in one another's place."""
    counts = "the later in the list counts" if kind.combine == "set" else "the larger counts"
    for together in _at_once(members):
        if len(together) > 1:
            listed = sorted(together, key=lambda placed: placed[1].place)
            names = _named([field.name for _, field in listed])
            warnings.append(f"{names}: {kind.name} at the same time does not add up; {counts}")
            return


def _at_once(members: list[Placed]) -> Iterator[list[Placed]]:
    """What acts together whenever an event begins."""
    acting: list[Placed] = []
    for event, field in sorted(members, key=lambda placed: placed[0].begins):
        acting = [placed for placed in acting if placed[0].ends > event.begins + 1e-9]
        acting.append((event, field))
        yield acting


def _named(names: Sequence[str]) -> str:
    some = list(names[:MOST_NAMED])
    more = len(names) - len(some)
    return f"{', '.join(some)} and {more} more" if more else " and ".join([", ".join(some[:-1]), some[-1]])
