"""Who is asked about, and what would be otherwise: a kind of person, a protocol or an example, with changes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gutbrain import examples, words
from gutbrain.answers.daily import daily
from gutbrain.arguments import shown, whole
from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.not_modelled import instead_of
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures import Event, Protocol
from gutbrain.exposures.medicines import named, usual_dose
from gutbrain.exposures.reach import as_before
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.people import Person
from gutbrain.people.presets import presets

WEEKS = 12
"""How far is looked ahead where nothing says it."""

LEAST_WEEKS, MOST_WEEKS = 3, 104

LAST_DAYS = 14
"""What is told of the end is the mean over these days, so that every other week counts half."""

Who = Protocol | str | Path | Mapping[str, Any]
Changes = Mapping[str, float | str]


def plan(who: Who, changes: Changes | None = None, weeks: int | None = None) -> Protocol:
    """What would be otherwise, as a protocol.

    Parameters
    ----------
    who
        A preset by its name, an example by its name, a protocol's file, a mapping of the same form, or a protocol that
        was read. What happens in a protocol is otherwise than as now, too.
    changes
        What goes on from day 0, by exposure or by the name of a strain: an amount in the unit of the exposure (of a
        strain or a medicine by its name: CFU or mg a day, 0 stops what is taken now), or a text: ``"8"``, ``"+10"`` and
        ``"-2"`` for more or less than now, or the name of a medicine.
    weeks
        How far to look ahead; 12 for a preset, else as long as the protocol lasts.

    Raises
    ------
    InputError
        With everything that cannot be used.
    """
    base = _for(protocol_of(who), weeks)
    return base if changes is None else changed(base, changes)


def changed(base: Protocol, changes: Changes) -> Protocol:
    """A protocol with changes that go on from day 0, in place of what it does with the same exposures.

    Parameters
    ----------
    base
        The protocol.
    changes
        As for :func:`plan`.

    Raises
    ------
    InputError
        With everything that cannot be used.
    """
    from gutbrain.engine.simulation import read_protocol

    if not isinstance(changes, Mapping):
        right = 'write {"sleep": 8, "fibre": "+10"}'
        raise InputError([Problem(f"{shown(changes)} is no changes by name", right, field="changes")])
    problems: list[Problem] = []
    events = _events(changes, {**living(base), **_taken(base)}, problems)
    added: tuple[Event, ...] = ()
    try:
        added = read_protocol({"days": base.days, "person": base.person.preset, "events": events}).events
    except InputError as error:
        problems += [_of_change(one, events) for one in error.problems]
    if problems:
        raise InputError(problems)
    kept = (part for event in base.events for part in _beside(event, added))
    begun = (e for e in map(_without_none, added) if e.amount or e.strains or e.exposure in living(base))
    return replace(base, events=(*kept, *begun))


def _taken(base: Protocol) -> dict[str, float]:
    """Amounts of what is taken now, by exposure."""
    found: dict[str, float] = {}
    for event in base.events:
        if event.begins < 0 < event.ends and not event.strains:
            found[event.exposure] = found.get(event.exposure, 0.0) + event.amount
    return found


def _beside(event: Event, added: Iterable[Event]) -> tuple[Event, ...]:
    """What is left of an event beside changes: one goes on in place of what the protocol does with the same exposure.

    What was taken before day 0 was taken: it ends there where it is changed, medicines and strains by their names.
    """
    ours = [one for one in added if one.exposure == event.exposure]
    if not ours or event.ends <= 0:
        return (event,)
    if event.begins >= 0:
        return ()
    if not event.strains:
        ends = any(event.name == one.name for one in ours)
        return (replace(event, days=-event.start) if ends else event,)
    named = {name for one in ours for name in one.strains}
    until_now = {name: dose for name, dose in event.strains.items() if name in named}
    goes_on = {name: dose for name, dose in event.strains.items() if name not in named}
    parts = (replace(event, strains=until_now, days=-event.start), replace(event, strains=goes_on))
    return tuple(part for part in parts if part.strains)


def _without_none(event: Event) -> Event:
    """An event without the strains of which nothing is taken."""
    return replace(event, strains={name: dose for name, dose in event.strains.items() if dose})


def _for(base: Protocol, weeks: int | None) -> Protocol:
    """A protocol for so many weeks, or for its own days where they are enough."""
    if weeks is None:
        if base.days <= LAST_DAYS:
            wrong = f"lasts {base.days:g} days, but the end is told by the mean of the last {LAST_DAYS}"
            raise InputError([Problem(wrong, "give more days, or say how many weeks to look ahead", field="days")])
        return base
    days = 7.0 * whole("weeks", weeks, least=LEAST_WEEKS, most=MOST_WEEKS) + 1
    late = [event for event in base.events if event.begins >= HOURS_A_DAY * days]
    warnings = (f"{words.event_name(e)}: begins on day {e.start:g}, after {weeks} weeks, and is left out" for e in late)
    kept = tuple(event for event in base.events if event not in late)
    return replace(base, days=days, events=kept, warnings=(*base.warnings, *warnings))


def as_now(planned: Protocol) -> Protocol:
    """The same person without what would be otherwise: what began before day 0 goes on."""
    return replace(planned, events=tuple(e for e in map(as_before, planned.events) if e is not None))


def living(planned: Protocol) -> Mapping[str, float]:
    """Usual exposures of a protocol's person, in the units of the vocabulary."""
    return Person.like(planned.person, planned.usual).usual


def lasting(planned: Protocol) -> list[Event]:
    """What goes on from day 0 to the end."""
    return [e for e in planned.events if e.begins == 0 and math.isinf(e.ends)]


def every_other_week(planned: Protocol) -> Protocol:
    """A protocol in which what would go on does so in every other week only."""
    goes_on = lasting(planned)
    weeks = range(0, int(planned.days // 7), 2)
    events = [replace(event, start=7.0 * week, days=7.0) for event in goes_on for week in weeks]
    return replace(planned, events=(*events, *(e for e in planned.events if e not in goes_on)))


def protocol_of(who: Who) -> Protocol:
    """The protocol behind a name, a file or a mapping; a file goes before an example, and a preset before both.

    Parameters
    ----------
    who
        As for :func:`plan`.

    Raises
    ------
    InputError
        Where there is none of that name, or it cannot be read.
    """
    from gutbrain.engine.simulation import read_protocol

    if isinstance(who, str) and who in presets():
        return read_protocol({"title": "What if", "person": who, "days": 7 * WEEKS + 1})
    if not isinstance(who, str | Path) or Path(who).exists():
        return read_protocol(who)
    name, known = str(who), examples.of_kind("protocol")
    if name in known:
        return read_protocol(examples.named(name, "protocol").path)
    every = [*presets(), *known]
    right = suggest(name, every, otherwise=f"name a file, a preset ({listed(presets(), 20)}) or an example")
    raise InputError([Problem(f"there is no protocol, preset or example '{name}'", right)])


def _events(changes: Changes, now: Mapping[str, float], problems: list[Problem]) -> list[dict[str, Any]]:
    """Events from day 0 on; strains are taken together."""
    events: list[dict[str, Any]] = []
    strains: dict[str, float] = {}
    for name, value in changes.items():
        if not isinstance(name, str) or isinstance(value, bool) or not isinstance(value, int | float | str):
            problems.append(Problem(f"{shown(value)} is not an amount", 'write 8, "+10" or a name', field=str(name)))
        elif name in exposures() and name != "probiotic":
            events.append({"exposure": name, "start": 0, **_of_it(name, value, now.get(name, 0.0))})
        elif name in daily() and (amount := _amount(value, now.get(daily()[name].exposure, 0.0))) is not None:
            events.append({**daily()[name].event(amount), "start": 0})
        else:
            _take(name, _amount(value, 0.0), strains, problems)
    return [*events, {"exposure": "probiotic", "strains": strains, "start": 0}] if strains else events


def _of_it(exposure: str, value: float | str, now: float) -> dict[str, Any]:
    """How much of an exposure; a medicine that is named is taken at its usual dose."""
    said = _amount(value, now)
    if said is None and "name" in exposures()[exposure].takes and value in named(exposure):
        return {"name": value, "amount": usual_dose(exposure, str(value))}
    return {"amount": value if said is None else said}


def _take(name: str, dose: float | None, strains: dict[str, float], problems: list[Problem]) -> None:
    try:
        short = resolve(name).strain.short
    except UnknownStrain as error:
        near = instead_of(name, exposures(), otherwise="gutbrain list exposures shows all")
        problems.append(Problem(f"'{name}' is no exposure, and as a strain: {error}", near, field=name))
        return
    if dose is None:
        problems.append(Problem("is no dose", "give CFU a day, as in 1e9", field=name))
    else:
        strains[short] = strains.get(short, 0.0) + dose


def _amount(value: float | str, now: float) -> float | None:
    """An amount; text with a sign is more or less than now; None where it is not a number."""
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    relative = isinstance(value, str) and value.strip().startswith(("+", "-"))
    return now + number if relative else number


def _of_change(problem: Problem, events: list[dict[str, Any]]) -> Problem:
    """A problem of an event, told of the change that made it."""
    for place, event in enumerate(events):
        if problem.field.startswith(f"events[{place}]"):
            name = words.listed(list(event["strains"])) if "strains" in event else event["exposure"]
            return replace(problem, field=name)
    return problem
