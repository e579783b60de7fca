"""What a design says it asks, and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from gutbrain.errors import listed
from gutbrain.people.scales import scales
from gutbrain.trials.design import Arm, Assumed
from gutbrain.trials.meaning import Meaning
from gutbrain.trials.questions import (
    As,
    Bayes,
    Criterion,
    Estimand,
    Factorial,
    Look,
    Primary,
    Reestimation,
)

JOINED = re.compile(r"\s*[+&_ -]\s*|\s+and\s+")
"""What parts the levels in the name of an arm: ``strain + fibre``."""


def endpoints(read: Meaning) -> tuple[str, ...]:
    """The endpoints, the primary first."""
    named = tuple(dict.fromkeys(name for name in read.given("endpoints", ()) if name))
    said = read.given("primary", "")
    first = said.get("endpoint") if isinstance(said, Mapping) else said
    if not first or not named:
        return named
    place = ("primary", "endpoint") if isinstance(said, Mapping) else ("primary",)
    if not read.known(place, [first], named, "endpoint"):
        return named
    return (first, *(name for name in named if name != first))


def primary(read: Meaning, better: Mapping[str, int], names: tuple[str, ...]) -> Primary:
    """How the primary endpoint counts.

    Parameters
    ----------
    read
        The design.
    better
        Which way each endpoint counts.
    names
        Endpoints, the primary first.
    """
    said = read.given("primary", "")
    if not isinstance(said, Mapping) or not names:
        return Primary()
    kind: As = said.get("as") or "change"
    event = said.get("event")
    first, side = names[0], better[names[0]]
    if kind == "change":
        if event is not None:
            read.wrong(("primary", "event"), "a change has no event", "add as: responder")
        return Primary()
    place = ("primary", "event")
    criterion = read.one(*place) if isinstance(event, Mapping) else None
    if criterion is not None and criterion.name not in names:
        read.known((*place,), [criterion.name], names, "endpoint")
    wanted = "remission" if kind == "remission" else event if isinstance(event, str) else ""
    if criterion is None and wanted == "remission":
        criterion = _remission(read, first)
    if kind == "time-to-event" and criterion is None and wanted != "response":
        read.wrong("primary", "says not what people wait for", f'add event: {{{first}: ">=20"}}, response or remission')
    if not side and (criterion is None or said.get("good") is None):
        read.wrong("primary", f"which way {first} counts is not known", "add better: {NAME: lower}")
    good = said.get("good")
    if good is None:
        # what lies on the better side of a bound is wanted
        good = criterion is None or (criterion.high is not None if side < 0 else criterion.low is not None)
    return Primary(kind, criterion, bool(good))


def _remission(read: Meaning, name: str) -> Criterion | None:
    """The lowest band of a scale."""
    bands = sorted(scales()[name]["cutoffs"].values()) if name in scales() else []
    if len(bands) < 2:
        read.wrong("primary", f"what remission is on {name} is not known", f'add event: {{{name}: "<=7"}}')
        return None
    return Criterion(name, None, float(bands[1]), strict=True)


def assumed(read: Meaning, names: tuple[str, ...]) -> dict[str, Assumed]:
    """Effects that somebody assumes."""
    made = {}
    for name, said in read.given("assume", {}).items():
        read.known(("assume",), [name], names, "endpoint")
        text = said.get("effect") if isinstance(said, Mapping) else said
        if text is None:
            continue
        number = text.partition("SD")[0]
        sd = said.get("sd") if isinstance(said, Mapping) else None
        made[name] = Assumed(float(number), "SD" in text, sd)
    return made


def several(read: Meaning, names: tuple[str, ...]) -> dict[str, Any]:
    """Endpoints that are tested together or one after the other."""
    made: dict[str, Any] = {}
    for key in ("co_primary", "hierarchy"):
        said = tuple(dict.fromkeys(name for name in read.given(key, ()) if name))
        if said and read.known((key,), said, names, "endpoint"):
            # the primary one is always among them, and the first
            made[key] = (names[0], *(name for name in said if name != names[0]))
    if "hierarchy" in made and "co_primary" in made:
        alone(read, "hierarchy", ("co_primary",))
    return made


def cells(read: Meaning, arms: tuple[Arm, ...]) -> tuple[tuple[Arm, ...], Factorial | None]:
    """The arms of a factorial trial, made of the levels where arms are named after these, and which is which."""
    said = read.given("factorial", {})
    if not said or any(levels is None or None in levels for levels in said.values()) or read.problems:
        return arms, None
    levels = {factor: (str(low), str(high)) for factor, (low, high) in said.items()}
    names = [arm.name for arm in arms]
    every = [level for pair in levels.values() for level in pair]
    if len(set(every)) < len(every):
        read.wrong("factorial", "a level stands in two factors", "give every level a name of its own")
        return arms, None
    combined: list[tuple[int, ...]] = [()]
    for _ in levels:
        combined = [(*cell, level) for cell in combined for level in (0, 1)]
    if set(names) <= set(every):
        made = tuple(_cell(arms, levels, cell) for cell in combined)
        return made, Factorial(tuple(levels), tuple(levels.values()), tuple(combined))
    placed: dict[tuple[int, ...], Arm] = {}
    for arm in arms:
        parts = set(JOINED.split(arm.name)) | {arm.name}
        cell = tuple(next((n for n, level in enumerate(pair) if level in parts), -1) for pair in levels.values())
        if -1 in cell:
            like = " + ".join(pair[1] for pair in levels.values())
            read.wrong(("arms", arm.name), "says not which level of each factor it has", f"name it as in '{like}'")
            return arms, None
        placed[cell] = arm
    if len(placed) < len(combined):
        wrong = f"there are {len(placed)} arms for {len(combined)} combinations"
        read.wrong("factorial", wrong, "write an arm for each")
        return arms, None
    ordered = tuple(placed[cell] for cell in combined)
    return ordered, Factorial(tuple(levels), tuple(levels.values()), tuple(combined))


def _cell(arms: tuple[Arm, ...], levels: Mapping[str, tuple[str, str]], cell: tuple[int, ...]) -> Arm:
    """An arm that gets what each of its levels gets."""
    chosen = [pair[level] for pair, level in zip(levels.values(), cell, strict=True)]
    parts = [arm for arm in arms if arm.name in chosen]
    events = tuple(event for arm in parts for event in arm.events)
    believed = max((arm.expectation for arm in parts), default=min(arm.expectation for arm in arms))
    return Arm(" + ".join(chosen), events, believed)


def doses(read: Meaning, arms: tuple[Arm, ...], control: str) -> tuple[float, ...]:
    """Dose of each arm where the question is a dose-response: as given, or the order in the file above the control.

    Parameters
    ----------
    read
        The design.
    arms
        Of the trial.
    control
        The name of that arm.
    """
    said = read.given("dose_response", False)
    if said is False or not arms:
        return ()
    names = [arm.name for arm in arms]
    if len(arms) < 3:
        read.wrong("dose_response", f"{len(arms)} arms have no dose-response", "write a control and two doses or more")
        return ()
    if said is True:
        others = [name for name in names if name != control]
        return tuple(0.0 if name == control else 1.0 + others.index(name) for name in names)
    given = said.get("doses") or {}
    if not read.known(("dose_response", "doses"), given, names, "arm"):
        return ()
    made = {name: dose for name, dose in given.items() if dose is not None}
    made.setdefault(control, 0.0)
    lacking = [name for name in names if name not in made]
    if lacking:
        read.wrong(("dose_response", "doses"), f"says no dose of {listed(lacking)}", f"write {lacking[0]}: 1")
        return ()
    if len(set(made.values())) < 2:
        read.wrong(("dose_response", "doses"), "all doses are alike", "write the dose of each arm")
        return ()
    return tuple(made[name] for name in names)


def looks(read: Meaning) -> tuple[Look, ...]:
    """Looks before the end, in their order."""
    said = [one for one in read.given("interim", ()) if one and one.get("share") is not None]
    made = tuple(
        Look(one["share"], one.get("efficacy") or "obrien-fleming", one.get("futility"))
        for one in sorted(said, key=lambda one: cast(float, one["share"]))
    )
    if len({look.share for look in made}) < len(made):
        read.wrong("interim", "two looks at one share", "keep one")
    kinds = {look.efficacy for look in made}
    if len(kinds) > 1:
        read.wrong("interim", f"{listed(sorted(kinds))} cannot go together", "write one efficacy for all looks")
    return made


def reestimation(read: Meaning, names: tuple[str, ...]) -> Reestimation | None:
    """A new size on the way."""
    said = read.said.get("reestimate")
    if said is None:
        return None
    if names and names[0] not in read.given("assume", {}):
        read.wrong("reestimate", "needs the effect that the size is for", f"add assume: {{{names[0]}: -2.5}}")
    if read.said.get("interim"):
        read.wrong("reestimate", "a new size and looks at the effect are not carried out together", "leave one out")
    return Reestimation(said.get("share") or 0.5, said.get("most") or 2.0)


def bayes(read: Meaning, side: int, names: tuple[str, ...]) -> Bayes | None:
    """A Bayesian analysis.

    Parameters
    ----------
    read
        The design.
    side
        Which way the primary endpoint counts.
    names
        Endpoints, the primary first.
    """
    said = read.said.get("bayes")
    if said is None:
        return None
    if names and not side:
        read.wrong("bayes", f"which way {names[0]} counts is not known", "add better: {NAME: lower}")
    for key in ("interim", "reestimate", "equivalence", "co_primary"):
        if read.said.get(key):
            read.wrong(("bayes",), f"does not go with {key}", f"leave {key} or bayes out")
    prior: Any = said.get("prior") or "ensemble"
    if isinstance(prior, Mapping):
        prior = (prior.get("mean") or 0.0, prior.get("sd") or 1.0)
    return Bayes(prior, said.get("success") or 0.975)


def estimand(read: Meaning) -> Estimand | None:
    """The attributes and strategies that the protocol names."""
    said = read.said.get("estimand")
    if said is None:
        return None
    strategies = {event: how for event, how in (said.get("events") or {}).items() if how}
    if "rescue" in strategies and not read.said.get("rescue"):
        read.wrong(("estimand", "events", "rescue"), "there is no rescue in this trial", "leave it out, or add rescue")
    if "low-adherence" in strategies and not read.said.get("adherence"):
        right = "leave it out, or add adherence: 0.9"
        read.wrong(("estimand", "events", "low-adherence"), "everybody takes everything in this trial", right)
    if strategies.get("discontinuation") == "while-on-treatment" and read.given("analysis", "ancova") == "mmrm":
        wrong, right = "the last value of each person is no repeated measure", "write analysis: ancova"
        read.wrong(("estimand", "events", "discontinuation"), wrong, right)
    attributes = {key: text for key, text in said.items() if key != "events" and text}
    return Estimand(attributes, strategies)


def combined(*, criterion: list[Criterion]) -> Criterion | None:
    """Criteria that must all hold, as one."""
    if not criterion:
        return None
    first, *others = criterion
    return replace(first, also=tuple(others))


def alone(read: Meaning, key: str, others: tuple[str, ...]) -> None:
    """Note what cannot be asked together with a key.

    Parameters
    ----------
    read
        The design.
    key
        What is asked.
    others
        What does not go with it.
    """
    for other in others if read.said.get(key) else ():
        if read.said.get(other):
            read.wrong(key, f"{key} and {other} are not carried out together", f"leave {key} or {other} out")
