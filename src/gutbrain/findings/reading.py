"""Reads files of findings and checks them to the last field; a finding that is wrong is refused, the others go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from gutbrain.datafiles import finding_files, ships
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import InputError, Problem, Problems, listed, suggest
from gutbrain.exposures import Protocol, UnknownStrain, exposures, load, resolve
from gutbrain.exposures.amounts import read_amount, read_hour
from gutbrain.exposures.events import check_keys
from gutbrain.exposures.fields import Field, read_yaml
from gutbrain.exposures.schedule import Schedule
from gutbrain.findings.finding import (
    AFTER_EVENT,
    DESIGNS,
    PAIRED,
    SPECIES,
    STATISTICS,
    Compare,
    Finding,
    Observed,
    When,
)
from gutbrain.people import read_who

MOST_BYTES = 20_000_000
"""Largest file of findings that is read."""

MOST_PARTS = 200_000
"""Most lines, and parts of lists, of such a file."""

MOST_FINDINGS = 5_000
"""Most findings in a file."""

_FIELDS = ("id", "reference", "species", "design", "person", "arms", "days", "compare", "observed", "verified", "note")
_COMPARE = (
    "observable",
    "statistic",
    "of",
    "to",
    "observable_2",
    "above",
    "below",
    "window",
    "tolerance",
)
_LARGEST = 1e12


@dataclass(frozen=True)
class Reading:
    """What was read: findings that can be run (or are ``unsupported``), and all problems of the others."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class _Notes:
    """What is collected while a file is read."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def own_files() -> tuple[Path, ...]:
    """The project's own files of findings.

    Returns
    -------
    tuple of Path
        In alphabetical order.

    Examples
    --------
    >>> from gutbrain.findings.reading import own_files
    >>> all(path.suffix == ".yaml" for path in own_files())
    True
    """
    folder = Path(str(files("gutbrain.findings") / "data"))
    return tuple(sorted(path for path in folder.glob("*.yaml") if path.stem != "causes"))


def every_file() -> tuple[Path, ...]:
    """The project's own files of findings, and those of the world.

    Returns
    -------
    tuple of Path
        The project's first.

    Examples
    --------
    >>> from gutbrain.findings.reading import every_file, own_files
    >>> set(own_files()) <= set(every_file())
    True
    """
    return (*own_files(), *finding_files())


def read_findings(sources: Iterable[str | Path]) -> Reading:
    """Read findings from files.

    A file that cannot be read, or a finding with an error, is left out and told of in ``problems``. A finding that
    names an exposure or observable which does not exist is both: told of, and kept as ``unsupported``.

    Parameters
    ----------
    sources
        The files.

    Returns
    -------
    Reading
        Findings, problems and warnings.

    Examples
    --------
    >>> from gutbrain.examples import named
    >>> from gutbrain.findings.reading import read_findings
    >>> read = read_findings([named("endotoxin-anxiety").path])
    >>> [finding.id for finding in read.findings], read.problems
    (['endotoxin-and-state-anxiety'], ())
    """
    notes = _Notes()
    found: dict[str, Finding] = {}
    for source in sources:
        try:
            document = read_yaml(source, most_bytes=MOST_BYTES, most_parts=MOST_PARTS)
        except InputError as error:
            notes.problems += error.problems
            continue
        for part in _parts(document, notes):
            try:
                finding = _finding(part, notes)
            except InputError as error:  # there are too many
                notes.problems += error.problems
                continue
            if finding is None:
                continue
            first = found.get(finding.id)
            # one of a world takes the place of one that ships
            if first is not None and not (ships(first.file) and not ships(finding.file)):
                right = f"it stands in {first.file}, line {first.line}; give it another id"
                notes.problems.append(part.problem(f"the id '{finding.id}' stands twice", right))
                continue
            found[finding.id] = finding
    return Reading(tuple(found.values()), tuple(notes.problems), tuple(notes.warnings))


def _parts(document: Field, notes: _Notes) -> Iterable[Field]:
    """The findings of a file."""
    part = document
    if "findings" in document:
        part = document["findings"]
    if not part.is_list:
        notes.problems.append(part.problem("holds no findings", "write findings: and a list of them"))
        return ()
    if len(part.value) > MOST_FINDINGS:
        notes.problems.append(part.problem(f"{len(part.value)} findings are too many", f"the most is {MOST_FINDINGS}"))
        return ()
    return part


def _finding(part: Field, notes: _Notes) -> Finding | None:
    """One finding; None, with problems noted, where something is wrong."""
    if not part.is_mapping:
        notes.problems.append(part.problem("is not a finding", "write id, arms, compare and observed"))
        return None
    problems: list[Problem] = Problems()
    for key, value in part.items():
        if key not in _FIELDS:
            said = value.problem(f"'{key}' means nothing in a finding and is not used", suggest(key, _FIELDS))
            notes.warnings.append(str(said))
    missing = [key for key in ("id", "days", "arms", "compare", "observed") if key not in part]
    for key in missing:
        problems.append(part.problem(f"'{key}' is missing", _REQUIRED[key]))
    if missing:
        notes.problems += problems
        return None
    arms, absent = _arms(part, problems)
    compare = _compare(part["compare"], arms, part, problems, absent)
    observed = _observed(part["observed"], problems)
    finding = Finding(
        id=_text(part, "id", problems),
        reference=_reference(part, problems),
        species=_one_of(part, "species", SPECIES, "human", problems),
        design=_one_of(part, "design", DESIGNS, "cohort", problems),
        compare=compare or Compare("", "value", When("", 0.0)),
        observed=observed or Observed(0.0),
        verified=_one_of(part, "verified", ("read", "memory"), "memory", problems),
        note=" ".join(str(part["note"].value or "").split()) if "note" in part else "",
        file=part.file,
        line=part.line,
    )
    notes.problems += [*problems, *absent]
    if problems or compare is None:
        return None
    if not absent and finding.species == "in-vitro":
        return replace(finding, unsupported="the axis is a whole body: what was seen in vitro is not simulated")
    if absent:
        return replace(finding, unsupported="; ".join(p.wrong for p in absent))
    return replace(finding, arms=arms)


_REQUIRED = {
    "id": "give it a name of its own, as in wust-2000-awakening-response",
    "days": "say how long the arms last, as in days: 28",
    "arms": "write arms: {placebo: {events: []}}",
    "compare": "write compare: {observable: ..., statistic: ..., of: {arm: ..., day: ...}}",
    "observed": "write observed: {value: ..., low: ..., high: ...}",
}


def _text(part: Field, key: str, problems: list[Problem]) -> str:
    value = part[key].value
    if isinstance(value, Mapping | list | tuple) or value is None or not str(value).strip():
        problems.append(part[key].problem("is not a name", _REQUIRED.get(key, "")))
        return ""
    return str(value)


def _one_of(part: Field, key: str, known: tuple[str, ...], otherwise: str, problems: list[Problem]) -> str:
    if key not in part:
        return otherwise
    value = part[key].value
    if value not in known:
        right = suggest(str(value), known, otherwise=f"one of: {listed(known, 20)}")
        problems.append(part[key].problem(f"'{value}' is no {key} here", right))
    return str(value)


def _reference(part: Field, problems: list[Problem]) -> str:
    if "reference" not in part:
        return ""
    value = str(part["reference"].value)
    if not re.fullmatch(r"doi:10\.\S+|pmid:\d+", value):
        problems.append(part["reference"].problem(f"'{value}' is no reference", "write doi:10... or pmid:12345"))
    return value


def _arms(part: Field, problems: list[Problem]) -> tuple[dict[str, Protocol], list[Problem]]:
    """The arms, and what in them the model does not have."""
    arms: dict[str, Protocol] = {}
    absent: list[Problem] = []
    if not part["arms"].is_mapping or not part["arms"].value:
        problems.append(part["arms"].problem("are no arms", _REQUIRED["arms"]))
        return arms, absent
    defaults = {key: part[key] for key in ("days", "person") if key in part}
    for name, arm in part["arms"].items():
        inner = arm if arm.value is not None else Field({}, arm.file, arm.place, arm.lines)
        try:
            arms[name] = load(inner, defaults=defaults, read_who=read_who)
        except InputError as error:
            unknown = _unknown_exposures(inner)
            for problem in error.problems:
                noted = absent if unknown and problem.field in unknown else problems
                # what arms share is wrong once
                noted.extend([problem] if problem not in noted else [])
    return arms, absent


def _unknown_exposures(arm: Field) -> set[str]:
    """Where an arm names exposures that the model does not have."""
    if "events" not in arm or not arm["events"].is_list:
        return set()
    named = [event["exposure"] for event in arm["events"] if "exposure" in event]
    return {event.name for event in named if isinstance(event.value, str) and event.value not in exposures()}


def _compare(
    part: Field, arms: Mapping[str, Protocol], finding: Field, problems: list[Problem], absent: list[Problem]
) -> Compare | None:
    """What is compared; None where it cannot be made out. Unknown observables go to ``absent``."""
    if not part.is_mapping:
        problems.append(part.problem("is no comparison", _REQUIRED["compare"]))
        return None
    before = len(problems)
    check_keys(part, _COMPARE, problems, of=" of a comparison")
    for key in ("observable", "statistic", "of"):
        if key not in part:
            problems.append(part.problem(f"'{key}' is missing", _REQUIRED["compare"]))
    if len(problems) > before:
        return None
    statistic = _one_of(part, "statistic", tuple(STATISTICS), "", problems)
    named = set(finding["arms"].value) if finding["arms"].is_mapping else set()
    longest = _number(finding["days"], [], unit="day") or 0.0
    of = _when(part["of"], named, longest, problems, window=statistic in AFTER_EVENT)
    to = _when(part["to"], named, longest, problems) if "to" in part else None
    if statistic in PAIRED and "to" not in part:
        problems.append(part.problem(f"'to' is missing: {statistic} compares two", "write to: {arm: ..., day: ...}"))
    elif statistic not in PAIRED and to is not None:
        problems.append(part["to"].problem(f"{statistic} compares nothing", "leave 'to' out"))
    if statistic == "correlation" and "observable_2" not in part:
        problems.append(part.problem("'observable_2' is missing: a correlation needs two"))
    if statistic == "share" and ("above" in part) == ("below" in part):
        problems.append(part.problem("a share needs a limit", "write above: 7.5, or below: 7.5"))
    if statistic in AFTER_EVENT and of is not None and of.arm in arms and not arms[of.arm].events:
        problems.append(part["of"].problem(f"arm '{of.arm}' has no event that {statistic} could follow"))
    if statistic in AFTER_EVENT and of is not None and isinstance(of.day, tuple) and of.arm in arms:
        last = Schedule(arms[of.arm]).last_event
        if last is not None and 24.0 * of.day[1] <= last.begins:
            wrong = f"the window ends before the last event of arm '{of.arm}' begins"
            right = f"it begins on day {last.begins / 24.0:g}"
            problems.append(part["of"]["day"].problem(wrong, right))
    names = [_observable(part[key], absent, problems) for key in ("observable", "observable_2") if key in part]
    numbers: dict[str, Any] = {key: _number(part[key], problems) for key in ("above", "below") if key in part}
    if "window" in part:
        numbers["window"] = _number(part["window"], problems, unit="h", above=0.0)
    if "tolerance" in part:
        numbers["tolerance"] = _number(part["tolerance"], problems, above=0.0)
    if len(problems) > before or of is None:
        return None
    return Compare(names[0], statistic, of, to, names[1] if len(names) > 1 else None, **numbers)


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


def _when(part: Field, arms: set[str], longest: float, problems: list[Problem], window: bool = False) -> When | None:
    """A moment of an arm; with ``window`` the day may be left out, since the arm's last event says when."""
    before = len(problems)
    if not part.is_mapping or "arm" not in part or ("day" not in part and not window):
        problems.append(part.problem("is no moment of an arm", "write {arm: placebo, day: 28}"))
        return None
    check_keys(part, ("arm", "day", "hour"), problems, of=" of a moment")
    arm = str(part["arm"].value)
    if arm not in arms:
        right = suggest(arm, arms, otherwise=f"the arms are {listed(sorted(arms))}")
        problems.append(part["arm"].problem(f"there is no arm '{arm}'", right))
    hour = read_hour(part["hour"], problems) if "hour" in part else None
    day: float | tuple[float, float] = 0.0
    if "day" in part and part["day"].is_list:
        ends = [_number(inner, problems, unit="day") for inner in part["day"]]
        if len(ends) != 2 or None in ends or ends[0] > ends[1]:  # type: ignore[operator]
            problems.append(part["day"].problem("is no window of days", "write day: [first, last]"))
            return None
        day = (float(ends[0]), float(ends[1]))  # type: ignore[arg-type]
    elif "day" in part:
        day = _number(part["day"], problems, unit="day") or 0.0
    last = day[1] if isinstance(day, tuple) else day
    # the last day may be read at its hour, though the arms end with its midnight
    if last >= longest + 1 or (last > longest and last % 1):
        problems.append(part["day"].problem(f"day {last:g} lies after the end", f"the arms last {longest:g} days"))
    return When(arm, day, hour) if len(problems) == before else None


def _number(part: Field, problems: list[Problem], unit: str = "1", **limits: float) -> float | None:
    limits = {"least": -_LARGEST, "most": _LARGEST} | limits
    if isinstance(part.value, bool) or part.value is None or isinstance(part.value, Mapping | list | tuple):
        problems.append(part.problem("is not a number", "write a number"))
        return None
    return read_amount(part, unit, problems, **limits)


def _observed(part: Field, problems: list[Problem]) -> Observed | None:
    before = len(problems)
    if not part.is_mapping or part.value.get("value") is None:
        problems.append(part.problem("holds no value", _REQUIRED["observed"]))
        return None
    check_keys(part, ("value", "low", "high"), problems, of=" of what was observed")
    given = [key for key in ("value", "low", "high") if key in part and part.value[key] is not None]
    numbers: dict[str, Any] = {key: _number(part[key], problems) for key in given}
    if ("low" in numbers) != ("high" in numbers):
        problems.append(part.problem("an interval has two ends", "give low and high, or neither"))
    elif len(problems) == before and "low" in numbers and not numbers["low"] <= numbers["value"] <= numbers["high"]:
        problems.append(part.problem("the value lies outside its interval", "low <= value <= high"))
    return Observed(**numbers) if len(problems) == before else None
