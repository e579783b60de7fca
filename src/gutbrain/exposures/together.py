"""Events of one protocol held against one another: what adds up counts together, what hides another is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from heapq import heappop, heappush

from gutbrain.atlas.exposures import Exposure, exposures
from gutbrain.errors import Problem
from gutbrain.exposures.events import Event
from gutbrain.yamlfields import Field

MOST_NAMED = 4
"""Most events that one message names."""

AS_MUCH = 1 + 1e-9
"""Sums of amounts that are right may be larger by so much: they are rounded."""

AT_ONCE = 1e-9
"""One event that ends as another begins does not meet it (h)."""

Placed = tuple[Event, Field]


def check_together(events: Sequence[Placed], problems: list[Problem], warnings: list[str]) -> None:
    """Note what events do to one another.

    What acts at the same time and adds up must stay below the highest plausible amount together. Where one event stands
    in another's place, or the same stands twice, a warning says so.

    Parameters
    ----------
    events
        Events, with the fields that they were read from.
    problems
        What is wrong is added here.
    warnings
        What is right and may not be meant is added here.
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
    _added(events, warnings)


def _same(events: Sequence[Placed], warnings: list[str]) -> None:
    """Events that are written twice, and add up."""
    first: dict[str, Field] = {}
    twice: dict[str, list[str]] = defaultdict(list)
    for event, field in events:
        if exposures()[event.exposure].combine != "add":
            continue
        key = repr(replace(event, strains=sorted(event.strains.items())))  # type: ignore[arg-type]
        if key in first:
            twice[first[key].name].append(field.name)
        else:
            first[key] = field
    for name, others in twice.items():
        warnings.append(f"{_named([name, *others])} are the same event: each counts; keep one if it is meant once")


def _added(events: Sequence[Placed], warnings: list[str]) -> None:
    """Tell of events that give more of the same thing while another does, which may not be meant."""
    groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for event, field in events:
        if exposures()[event.exposure].combine == "add":
            for name in event.strains or [event.name or ""]:
                groups[event.exposure, name].append((event, field))
    for (exposure, name), members in groups.items():
        first = {repr(replace(event, strains={})): (event, field) for event, field in reversed(members)}
        together = _crowd(list(reversed(first.values())), lambda event: 1.0, 1.0)
        if together:
            unit = "" if exposures()[exposure].unit == "1" else f" {exposures()[exposure].unit}"
            total = sum(event.strains.get(name, 0.0) if event.strains else event.amount for event, _ in together)
            said = f"{name or exposure} at the same time adds up, to {total:g}{unit}"
            warnings.append(f"{_named([field.name for _, field in together])}: {said}")


def _sum(kind: Exposure, strain: str, members: Sequence[Placed], problems: list[Problem]) -> None:
    """Hold what acts together against the limit of a single event."""

    def dose(event: Event) -> float:
        return event.strains[strain] if strain else event.amount

    together = _crowd(members, dose, kind.most * AS_MUCH)
    if together:
        total, unit = sum(dose(event) for event, _ in together), "" if kind.unit == "1" else f" {kind.unit}"
        said = f"give {total:g}{unit} of {strain or kind.name} at the same time: more than is plausible"
        wrong = f"{_named([field.name for _, field in together])} {said}"
        problems.append(together[-1][1].problem(wrong, f"the most is {kind.most:g}{unit} together"))


def _hidden(kind: Exposure, members: Sequence[Placed], warnings: list[str]) -> None:
    """Tell of events that stand in one another's place."""
    together = _crowd(members, lambda event: 1.0, 1.0)
    if together:
        counts = "the later in the list counts" if kind.combine == "set" else "the larger counts"
        names = _named([field.name for _, field in together])
        warnings.append(f"{names}: {kind.name} at the same time does not add up; {counts}")


def _crowd(members: Sequence[Placed], dose: Callable[[Event], float], most: float) -> list[Placed]:
    """The first events that act at the same time and sum up to more than the most, in the order of the list."""
    acting: list[tuple[float, int]] = []
    total = 0.0
    ordered = sorted(range(len(members)), key=lambda place: members[place][0].begins)
    for place in ordered:
        event = members[place][0]
        while acting and acting[0][0] <= event.begins + AT_ONCE:
            total -= dose(members[heappop(acting)[1]][0])
        heappush(acting, (event.ends, place))
        total += dose(event)
        if len(acting) > 1 and total > most:
            return [members[one] for one in sorted(place for _, place in acting)]
    return []


def _named(every: Sequence[str]) -> str:
    names = list(dict.fromkeys(every))
    if len(names) == 1:
        return f"{names[0]} and what it repeats" if len(every) > 1 else names[0]
    some = list(names[:MOST_NAMED])
    more = len(names) - len(some)
    return f"{', '.join(some)} and {more} more" if more else " and ".join([", ".join(some[:-1]), some[-1]])
