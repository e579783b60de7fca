"""Reads what a finding compares, and what was seen: ``compare`` and ``observed`` of its file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gutbrain.engine.simulation import known_observables
from gutbrain.errors import Problem, listed, suggest
from gutbrain.exposures import Protocol, UnknownStrain, resolve
from gutbrain.exposures.schedule import Schedule
from gutbrain.findings.finding import (
    AFTER_EVENT,
    CURVE_AS,
    PAIRED,
    STATISTICS,
    Compare,
    Observed,
    When,
)
from gutbrain.reading.amounts import read_amount, read_hour
from gutbrain.reading.fields import Field
from gutbrain.reading.shapes import check_keys

REQUIRED = {
    "id": "give it a name of its own, as in wust-2000-awakening-response",
    "days": "say how long the arms last, as in days: 28",
    "arms": "write arms: {placebo: {events: []}}",
    "compare": "write compare: {observable: ..., statistic: ..., of: {arm: ..., day: ...}}",
    "observed": "write observed: {value: ..., low: ..., high: ...}",
}

_COMPARE = (
    *("observable", "statistic", "of", "to", "observable_2", "as"),
    *("above", "below", "fall", "window", "tolerance"),
)
_LARGEST = 1e12


def compared(
    finding: Field, arms: Mapping[str, Protocol], problems: list[Problem], absent: list[Problem]
) -> tuple[Compare | None, Observed | None]:
    """What is compared and what was seen; None where it cannot be made out.

    Parameters
    ----------
    finding
        The whole finding.
    arms
        Its arms, as far as they could be read.
    problems
        What is wrong is added here.
    absent
        Observables that the model does not have are added here.
    """
    compare = _compare(finding["compare"], arms, finding, problems, absent)
    statistic = compare.statistic if compare else _said(finding)
    if statistic == "curve":
        pairs, observed = _curve(compare, finding, problems)
        return (replace(compare, moments=pairs) if compare else None), observed
    if statistic == "quantiles":
        return compare, _quantiles(finding["observed"], problems)
    observed = _observed(finding["observed"], problems)
    least, most = POSSIBLE.get(statistic, (-math.inf, math.inf))
    if observed and not least <= observed.value <= most:
        right = f"it lies between {least:g} and {most:g}" if math.isfinite(most) else f"it is at least {least:g}"
        problems.append(finding["observed"].problem(f"{observed.value:g} is no {statistic}", right))
    return compare, observed


POSSIBLE = {
    "share": (0.0, 1.0),
    "correlation": (-1.0, 1.0),
    "sd": (0.0, math.inf),
    "cv": (0.0, math.inf),
    "ratio_of_changes": (0.0, math.inf),
}
"""What a statistic can be at all."""


def _said(finding: Field) -> str:
    """The statistic as it is written, where the rest of the comparison is wrong."""
    part = finding["compare"]
    return str(part["statistic"].value) if "statistic" in part else ""


def _compare(
    part: Field, arms: Mapping[str, Protocol], finding: Field, problems: list[Problem], absent: list[Problem]
) -> Compare | None:
    """What is compared; None where it cannot be made out. Unknown observables go to ``absent``."""
    if not part.is_mapping:
        problems.append(part.problem("is no comparison", REQUIRED["compare"]))
        return None
    before = len(problems)
    check_keys(part, _COMPARE, problems, of=" of a comparison")
    for key in ("observable", "statistic", "of"):
        if key not in part:
            problems.append(part.problem(f"'{key}' is missing", REQUIRED["compare"]))
    if len(problems) > before:
        return None
    statistic = one_of(part, "statistic", tuple(STATISTICS), "", problems)
    told_as = one_of(part, "as", CURVE_AS, "value", problems)
    named = set(finding["arms"].value) if finding["arms"].is_mapping else set()
    longest = number(finding["days"], [], unit="day") or 0.0
    curve = statistic == "curve"
    of = _when(part["of"], named, longest, problems, open_day=curve or statistic in AFTER_EVENT)
    to = _when(part["to"], named, longest, problems, open_day=curve) if "to" in part else None
    _what_it_takes(part, statistic, told_as, problems)
    if curve and of is not None and to is not None and to.arm == of.arm and "day" not in part["to"]:
        problems.append(part["to"].problem("is the arm itself", "write a moment of it, as in day: 0, or another arm"))
    if statistic in AFTER_EVENT and of is not None and of.arm in arms and not arms[of.arm].events:
        problems.append(part["of"].problem(f"arm '{of.arm}' has no event that {statistic} could follow"))
    if statistic in AFTER_EVENT and of is not None and isinstance(of.day, tuple) and of.arm in arms:
        last = Schedule(arms[of.arm]).last_event
        if last is not None and 24.0 * of.day[1] <= last.begins:
            wrong = f"the window ends before the last event of arm '{of.arm}' begins"
            right = f"it begins on day {last.begins / 24.0:g}"
            problems.append(part["of"]["day"].problem(wrong, right))
    names = [_observable(part[key], absent, problems) for key in ("observable", "observable_2") if key in part]
    numbers: dict[str, Any] = {key: number(part[key], problems) for key in ("above", "below") if key in part}
    if "fall" in part:
        numbers["fall"] = number(part["fall"], problems, above=0.0, most=1.0)
    if "window" in part:
        numbers["window"] = number(part["window"], problems, unit="h", above=0.0)
    if "tolerance" in part:
        numbers["tolerance"] = number(part["tolerance"], problems, above=0.0)
    if len(problems) > before or of is None:
        return None
    second = names[1] if len(names) > 1 else None
    return Compare(names[0], statistic, of, to, second, told_as=told_as, **numbers)


def _what_it_takes(part: Field, statistic: str, told_as: str, problems: list[Problem]) -> None:
    """Whether a statistic has what it needs, and nothing that means nothing there."""
    if statistic == "share" and sum(key in part for key in ("above", "below", "fall")) != 1:
        problems.append(part.problem("a share needs a limit", "write above: 7.5, or below: 7.5, or fall: 0.5"))
    both = "write to: {arm: ..., day: ...}"
    paired = statistic in PAIRED or (statistic == "curve" and told_as != "value") or "fall" in part
    if statistic == "correlation":
        if ("observable_2" in part) == ("to" in part):
            right = "write observable_2, or to: {arm: ..., day: ...} for one observable with itself"
            problems.append(part.problem("'observable_2' is missing: a correlation needs two", right))
    elif paired and "to" not in part:
        name = f"{statistic} as {told_as}" if statistic == "curve" else statistic
        problems.append(part.problem(f"'to' is missing: {name} compares two", both))
    elif not paired and "to" in part:
        right = "write as: ratio or as: difference, or leave 'to' out" if statistic == "curve" else "leave 'to' out"
        problems.append(part["to"].problem(f"{statistic} compares nothing", right))
    for key, of in (("fall", "share"), ("as", "curve")):
        if key in part and statistic != of:
            problems.append(part[key].problem(f"'{key}' means nothing with {statistic}", f"it belongs to {of}"))


def one_of(part: Field, key: str, known: tuple[str, ...], otherwise: str, problems: list[Problem]) -> str:
    """A word out of some; ``otherwise`` where it is left out.

    Parameters
    ----------
    part, key
        Where it stands.
    known
        The words.
    otherwise
        What is meant where nothing is written.
    problems
        What is wrong is added here.
    """
    if key not in part:
        return otherwise
    value = part[key].value
    if value not in known:
        right = suggest(str(value), known, otherwise=f"one of: {listed(known, 20)}")
        problems.append(part[key].problem(f"'{value}' is no {key} here", right))
    return str(value)


def _observable(part: Field, absent: list[Problem], problems: list[Problem]) -> str:
    name = part.value
    if not isinstance(name, str):
        problems.append(part.problem("is not an observable", "write its name"))
        return ""
    if name.startswith("strain."):
        try:
            return f"strain.{resolve(name.removeprefix('strain.')).strain.short}"
        except UnknownStrain as error:
            absent.append(part.problem(str(error)))
    elif name not in known_observables():
        right = suggest(name, known_observables(), otherwise="gutbrain list observables shows all")
        absent.append(part.problem(f"the model has no observable '{name}'", right))
    return name


def _when(part: Field, arms: set[str], longest: float, problems: list[Problem], open_day: bool = False) -> When | None:
    """A moment of an arm; with ``open_day`` the day may be left out, since something else says when."""
    before = len(problems)
    if not part.is_mapping or "arm" not in part or ("day" not in part and not open_day):
        problems.append(part.problem("is no moment of an arm", "write {arm: placebo, day: 28}"))
        return None
    check_keys(part, ("arm", "day", "hour"), problems, of=" of a moment")
    arm = str(part["arm"].value)
    if arm not in arms:
        right = suggest(arm, arms, otherwise=f"the arms are {listed(sorted(arms))}")
        problems.append(part["arm"].problem(f"there is no arm '{arm}'", right))
    day, hour = _day(part, longest, problems), _hour(part, problems)
    return When(arm, day or 0.0, hour) if len(problems) == before else None


def _hour(part: Field, problems: list[Problem]) -> float | None:
    return read_hour(part["hour"], problems) if "hour" in part else None


def _day(part: Field, longest: float, problems: list[Problem]) -> float | tuple[float, float] | None:
    """The day of a moment, or its window of days; None where there is none, or where it is wrong."""
    if "day" not in part:
        return None
    day: float | tuple[float, float]
    if part["day"].is_list:
        ends = [number(inner, problems, unit="day") for inner in part["day"]]
        if len(ends) != 2 or None in ends or ends[0] > ends[1]:  # type: ignore[operator]
            problems.append(part["day"].problem("is no window of days", "write day: [first, last]"))
            return None
        day = (float(ends[0]), float(ends[1]))  # type: ignore[arg-type]
    else:
        day = number(part["day"], problems, unit="day") or 0.0
    last = day[1] if isinstance(day, tuple) else day
    # the last day may be read at its hour, though the arms end with its midnight
    if last >= longest + 1 or (last > longest and last % 1):
        problems.append(part["day"].problem(f"day {last:g} lies after the end", f"the arms last {longest:g} days"))
    return day


def number(part: Field, problems: list[Problem], unit: str = "1", **limits: float) -> float | None:
    """A number, or an amount with its unit; None, with the problem noted, where it is neither.

    Parameters
    ----------
    part
        Where it stands.
    problems
        What is wrong is added here.
    unit
        What it is given in.
    **limits
        ``least``, ``most``, ``above``, ``below``.
    """
    limits = {"least": -_LARGEST, "most": _LARGEST} | limits
    if isinstance(part.value, bool) or part.value is None or isinstance(part.value, Mapping | list | tuple):
        problems.append(part.problem("is not a number", "write a number"))
        return None
    return read_amount(part, unit, problems, **limits)


def _observed(part: Field, problems: list[Problem], keys: tuple[str, ...] = ()) -> Observed | None:
    """One value with its interval; ``keys`` may stand beside it."""
    before = len(problems)
    if not part.is_mapping or part.value.get("value") is None:
        problems.append(part.problem("holds no value", REQUIRED["observed"]))
        return None
    check_keys(part, ("value", "low", "high", *keys), problems, of=" of what was observed")
    given = [key for key in ("value", "low", "high") if key in part and part.value[key] is not None]
    numbers: dict[str, Any] = {key: number(part[key], problems) for key in given}
    if ("low" in numbers) != ("high" in numbers):
        problems.append(part.problem("an interval has two ends", "give low and high, or neither"))
    elif len(problems) == before and "low" in numbers and not numbers["low"] <= numbers["value"] <= numbers["high"]:
        problems.append(part.problem("the value lies outside its interval", "low <= value <= high"))
    return Observed(**numbers) if len(problems) == before else None


_POINTS = "write points: [{day: 0, hour: 15.4, value: 1.9, low: 1.6, high: 2.2}, ...]"


def _curve(
    compare: Compare | None, finding: Field, problems: list[Problem]
) -> tuple[tuple[tuple[When, When | None], ...], Observed | None]:
    """The moments of a curve, and what was seen at each."""
    part, before = finding["observed"], len(problems)
    if "points" not in part or not part["points"].is_list or len(part["points"].value) < 2:
        problems.append(part.problem("holds no curve: it takes two points or more", _POINTS))
        return (), None
    check_keys(part, ("points",), problems, of=" of what was observed")
    longest = number(finding["days"], [], unit="day") or 0.0
    fixed = "to" in finding["compare"] and "day" in finding["compare"]["to"]
    pairs: list[tuple[When, When | None]] = []
    points = []
    for inner in part["points"]:
        if not inner.is_mapping or "day" not in inner:
            problems.append(inner.problem("is no moment", "write {day: 0, hour: 15.4, value: 1.9}"))
            continue
        day, hour = _day(inner, longest, problems), _hour(inner, problems)
        seen = _observed(inner, problems, ("day", "hour"))
        if seen is None or day is None or compare is None:
            continue
        if compare.told_as == "ratio" and min(seen.value, seen.value if seen.low is None else seen.low) <= 0:
            problems.append(inner.problem("is no ratio", "a ratio and its interval lie above 0"))
        to = compare.to
        pairs.append((When(compare.of.arm, day, hour), to if to is None or fixed else When(to.arm, day, hour)))
        points.append(seen)
    if len(set(pairs)) < len(pairs):
        problems.append(part["points"].problem("names a moment twice", "give every moment once"))
    if len(problems) > before:
        return (), None
    return tuple(pairs), Observed.of_many(points=tuple(points))


_QUANTILES = "write quantiles: {0.25: 1.2, 0.5: 1.9, 0.75: 3.1}"


def _quantiles(part: Field, problems: list[Problem]) -> Observed | None:
    before = len(problems)
    if "quantiles" not in part or not part["quantiles"].is_mapping or not part["quantiles"].value:
        problems.append(part.problem("holds no quantiles", _QUANTILES))
        return None
    check_keys(part, ("quantiles", "detection"), problems, of=" of what was observed")
    found: dict[float, float] = {}
    for key, inner in part["quantiles"].items():
        try:
            share = float(key)
        except ValueError:
            share = -1.0
        if not 0 < share < 1:
            problems.append(inner.problem(f"'{key}' is no share of people", "write 0.25 for the lower quartile"))
        value = number(inner, problems)
        if value is not None:
            found[share] = value
    detection = number(part["detection"], problems) if "detection" in part else None
    quantiles = tuple(sorted(found.items()))
    values = [value for _, value in quantiles]
    if len(problems) == before and values != sorted(values):
        problems.append(part["quantiles"].problem("fall", "of a larger share of people the value is larger, too"))
    return Observed.of_many(quantiles=quantiles, detection=detection) if len(problems) == before else None
