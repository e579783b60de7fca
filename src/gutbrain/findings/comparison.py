"""What a finding compares, and what was seen: the meaning of ``compare`` and ``observed``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gutbrain.atlas.not_modelled import instead_of
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import Problem, listed, suggest
from gutbrain.exposures import Protocol, UnknownStrain, resolve
from gutbrain.exposures.schedule import Schedule
from gutbrain.findings.finding import AFTER_EVENT, PAIRED, Compare, Observed, When
from gutbrain.findings.form import CURVE, QUANTILES, VALUE
from gutbrain.yamlfields import Field

Said = Mapping[str, Any]

POSSIBLE = {
    "share": (0.0, 1.0),
    "correlation": (-1.0, 1.0),
    "sd": (0.0, math.inf),
    "cv": (0.0, math.inf),
    "ratio_of_changes": (0.0, math.inf),
}
"""What a statistic can be at all."""


def compared(
    finding: Field, said: Said, arms: Mapping[str, Protocol], problems: list[Problem], absent: list[Problem]
) -> tuple[Compare | None, Observed | None]:
    """What is compared and what was seen; None where it cannot be made out.

    Parameters
    ----------
    finding
        The whole finding.
    said
        What was read of it by its form.
    arms
        Its arms, as far as they could be read.
    problems
        What is wrong is added here.
    absent
        Observables that the model does not have are added here.
    """
    part, inner = finding["observed"], said["compare"] or {}
    compare = _compare(finding["compare"], inner, tuple(said["arms"] or ()), said["days"], arms, problems, absent)
    statistic = inner.get("statistic") or ""
    if statistic == "curve":
        pairs, observed = _curve(compare, part, said["days"], "day" in (inner.get("to") or ()), problems)
        return (replace(compare, moments=pairs) if compare else None), observed
    if statistic == "quantiles":
        return compare, _quantiles(part, problems)
    observed = _interval(part, VALUE.read(part, problems), problems) if statistic else None
    least, most = POSSIBLE.get(statistic, (-math.inf, math.inf))
    if observed and not least <= observed.value <= most:
        right = f"it lies between {least:g} and {most:g}" if math.isfinite(most) else f"it is at least {least:g}"
        problems.append(part.problem(f"{observed.value:g} is no {statistic}", right))
    return compare, observed


def _compare(
    part: Field,
    said: Said,
    named: tuple[str, ...],
    longest: float | None,
    arms: Mapping[str, Protocol],
    problems: list[Problem],
    absent: list[Problem],
) -> Compare | None:
    """What is compared; None where it cannot be made out. Unknown observables go to ``absent``."""
    statistic, told_as = said.get("statistic") or "", said.get("as") or "value"
    if None in said.values() or not {"observable", "statistic", "of"} <= said.keys():
        return None
    before, curve, after = len(problems), statistic == "curve", statistic in AFTER_EVENT
    whens = {
        key: _when(part[key], said[key], named, longest, problems, open_day=curve or (after and key == "of"))
        for key in ("of", "to")
        if key in said
    }
    of, to = whens["of"], whens.get("to")
    _what_it_takes(part, said, statistic, told_as, problems)
    if curve and of is not None and to is not None and to.arm == of.arm and "day" not in said["to"]:
        problems.append(part["to"].problem("is the arm itself", "write a moment of it, as in day: 0, or another arm"))
    if after and of is not None and of.arm in arms:
        last = Schedule(arms[of.arm]).last_event
        if not arms[of.arm].events:
            problems.append(part["of"].problem(f"arm '{of.arm}' has no event that {statistic} could follow"))
        elif isinstance(of.day, tuple) and last is not None and 24.0 * of.day[1] <= last.begins:
            wrong = f"the window ends before the last event of arm '{of.arm}' begins"
            right = f"it begins on day {last.begins / 24.0:g}"
            problems.append(part["of"]["day"].problem(wrong, right))
    names = [_observable(said[key], absent, problems) for key in ("observable", "observable_2") if key in said]
    if len(problems) > before or of is None:
        return None
    numbers = {key: said[key] for key in ("above", "below", "fall", "window", "tolerance") if key in said}
    second = names[1] if len(names) > 1 else None
    return Compare(names[0], statistic, of, to, second, told_as=told_as, **numbers)


def _what_it_takes(part: Field, said: Said, statistic: str, told_as: str, problems: list[Problem]) -> None:
    """Whether a statistic has what it needs, and nothing that means nothing there."""
    if statistic == "share" and sum(key in said for key in ("above", "below", "fall")) != 1:
        problems.append(part.problem("a share needs a limit", "write above: 7.5, or below: 7.5, or fall: 0.5"))
    paired = statistic in PAIRED or (statistic == "curve" and told_as != "value") or "fall" in said
    if statistic == "correlation":
        if ("observable_2" in said) == ("to" in said):
            right = "write observable_2, or to: {arm: ..., day: ...} for one observable with itself"
            problems.append(part.problem("'observable_2' is missing: a correlation needs two", right))
    elif paired and "to" not in said:
        name = f"{statistic} as {told_as}" if statistic == "curve" else statistic
        problems.append(part.problem(f"'to' is missing: {name} compares two", "write to: {arm: ..., day: ...}"))
    elif not paired and "to" in said:
        right = "write as: ratio or as: difference, or leave 'to' out" if statistic == "curve" else "leave 'to' out"
        problems.append(part["to"].problem(f"{statistic} compares nothing", right))
    for key, of in (("fall", "share"), ("as", "curve")):
        if key in said and statistic != of:
            problems.append(part[key].problem(f"'{key}' means nothing with {statistic}", f"it belongs to {of}"))


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
        right = instead_of(name, known_observables(), otherwise="gutbrain list observables shows all")
        absent.append(part.problem(f"the model has no observable '{name}'", right))
    return name


def _when(
    part: Field, said: Said, arms: tuple[str, ...], longest: float | None, problems: list[Problem], *, open_day: bool
) -> When | None:
    """A moment of an arm; with ``open_day`` the day may be left out, since something else says when."""
    before, arm = len(problems), said.get("arm")
    if arm is not None and arms and arm not in arms:
        right = suggest(arm, arms, otherwise=f"the arms are {listed(sorted(arms))}")
        problems.append(part["arm"].problem(f"there is no arm '{arm}'", right))
    if "day" not in said and not open_day:
        problems.append(part.problem("day is missing", "write {arm: placebo, day: 28}"))
    day = _day(part, said, longest, problems)
    return When(arm, day or 0.0, said.get("hour")) if arm is not None and len(problems) == before else None


def _day(part: Field, said: Said, longest: float | None, problems: list[Problem]) -> float | tuple[float, float] | None:
    """The day of a moment, or its window of days; None where there is none, or where it is wrong."""
    day = said.get("day")
    if day is None or (isinstance(day, list) and None in day):
        return None
    first, last = day if isinstance(day, list) else (day, day)
    if first > last:
        problems.append(part["day"].problem("is no window of days", "write day: [first, last]"))
    # the last day may be read at its hour, though the arms end with its midnight
    elif longest is not None and (last >= longest + 1 or (last > longest and last % 1)):
        problems.append(part["day"].problem(f"day {last:g} lies after the end", f"the arms last {longest:g} days"))
    return (first, last) if isinstance(day, list) else float(day)


def _interval(part: Field, said: Said | None, problems: list[Problem]) -> Observed | None:
    """One value with its interval; None where it is wrong."""
    if said is None or None in said.values() or "value" not in said:
        return None
    numbers = {key: said[key] for key in ("value", "low", "high") if key in said}
    if ("low" in numbers) != ("high" in numbers):
        problems.append(part.problem("an interval has two ends", "give low and high, or neither"))
    elif "low" in numbers and not numbers["low"] <= numbers["value"] <= numbers["high"]:
        problems.append(part.problem("the value lies outside its interval", "low <= value <= high"))
    else:
        return Observed(**numbers)
    return None


def _curve(
    compare: Compare | None, part: Field, longest: float | None, fixed: bool, problems: list[Problem]
) -> tuple[tuple[tuple[When, When | None], ...], Observed | None]:
    """The moments of a curve, and what was seen at each; ``fixed``: all against one moment."""
    before, said = len(problems), (CURVE.read(part, problems) or {}).get("points") or ()
    pairs: list[tuple[When, When | None]] = []
    points = []
    for place, one in enumerate(said):
        inner = part["points"][place]
        day, seen = _day(inner, one or {}, longest, problems), _interval(inner, one, problems)
        if seen is None or day is None or compare is None:
            continue
        if compare.told_as == "ratio" and min(seen.value, seen.value if seen.low is None else seen.low) <= 0:
            problems.append(inner.problem("is no ratio", "a ratio and its interval lie above 0"))
        hour, to = one.get("hour"), compare.to
        pairs.append((When(compare.of.arm, day, hour), to if to is None or fixed else When(to.arm, day, hour)))
        points.append(seen)
    if len(set(pairs)) < len(pairs):
        problems.append(part["points"].problem("names a moment twice", "give every moment once"))
    if len(problems) > before:
        return (), None
    return tuple(pairs), Observed.of_many(points=tuple(points))


def _quantiles(part: Field, problems: list[Problem]) -> Observed | None:
    before, said = len(problems), QUANTILES.read(part, problems) or {}
    found: dict[float, float] = {}
    for key, value in (said.get("quantiles") or {}).items():
        try:
            share = float(key)
        except ValueError:
            share = -1.0
        if not 0 < share < 1:
            wrong = f"'{key}' is no share of people"
            problems.append(part["quantiles"][key].problem(wrong, "write 0.25 for the lower quartile"))
        found[share] = value
    quantiles = tuple(sorted(found.items()))
    values = [value for _, value in quantiles]
    if len(problems) == before and values != sorted(values):
        problems.append(part["quantiles"].problem("fall", "of a larger share of people the value is larger, too"))
    if len(problems) > before:
        return None
    return Observed.of_many(quantiles=quantiles, detection=said.get("detection"))
