"""Reads files of findings and checks them to the last field; a finding that is wrong is refused, the others go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from gutbrain.datafiles import finding_files, ships
from gutbrain.errors import InputError, Problem, Problems, listed, suggest
from gutbrain.exposures import Protocol, exposures, load
from gutbrain.findings.comparison import compared
from gutbrain.findings.finding import Finding
from gutbrain.findings.form import FINDING, FINDINGS
from gutbrain.people import read_who
from gutbrain.reading.fields import read_yaml
from gutbrain.yamlfields import Field

MOST_BYTES = 20_000_000
"""Largest file of findings that is read."""

MOST_PARTS = 200_000
"""Most lines, and parts of lists, of such a file."""


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


def _folder() -> Path:
    return Path(str(files("gutbrain.findings") / "data"))


_OTHER_FILES = ("bias", "blind", "causes")


def own_files() -> tuple[Path, ...]:
    """The project's own files of findings, which the shipped parameters were fitted to.

    Returns
    -------
    tuple of Path
        In alphabetical order, those in ``bounds/`` last.

    Examples
    --------
    >>> from gutbrain.findings.reading import own_files
    >>> all(path.suffix == ".yaml" for path in own_files())
    True
    """
    own = sorted(path for path in _folder().glob("*.yaml") if path.stem not in _OTHER_FILES)
    return (*own, *sorted((_folder() / "bounds").glob("*.yaml")))


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
    fitted = {path.resolve() for path in own_files()}
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
            found[finding.id] = replace(finding, fitted=Path(source).resolve() in fitted)
    return Reading(tuple(found.values()), tuple(notes.problems), tuple(notes.warnings))


def finding_of(record: Mapping[str, Any]) -> Finding:
    """One finding from what a file would say of it.

    Parameters
    ----------
    record
        Its fields.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    notes = _Notes()
    finding = _finding(Field(record), notes)
    if finding is None or notes.problems:
        raise InputError(notes.problems)
    return finding


def _parts(document: Field, notes: _Notes) -> Iterable[Field]:
    """The findings of a file."""
    found = FINDINGS.read(document, notes.problems)
    every = found.get("findings") if isinstance(found, dict) else found
    return every or ()


def _finding(part: Field, notes: _Notes) -> Finding | None:
    """One finding; None, with problems noted, where something is wrong."""
    problems: list[Problem] = Problems()
    said = FINDING.read(part, problems)
    if said is not None:
        unknown: list[Problem] = []
        FINDING.note_unknown(part, unknown)
        notes.warnings += map(str, unknown)
    if said is None or not all(key in said for key, entry in FINDING.fields.items() if entry.needed):
        notes.problems += problems
        return None
    arms, absent = _arms(part, said, problems)
    compare, observed = compared(part, said, arms, problems, absent)
    given = {key: said[key] for key in _AS_READ if key in said}
    n = _people(part, said, problems)
    notes.problems += [*problems, *absent]
    if problems or compare is None or observed is None:
        return None
    finding = Finding(compare=compare, observed=observed, n=n, file=part.file, line=part.line, **_DEFAULTS | given)
    finding = replace(finding, note=" ".join(finding.note.split()))
    if not absent and finding.species == "in-vitro":
        return replace(finding, unsupported="the axis is a whole body: what was seen in vitro is not simulated")
    if absent:
        return replace(finding, unsupported="; ".join(p.wrong for p in absent))
    return replace(finding, arms=arms)


_AS_READ = ("id", "reference", "species", "design", "within", "i2", "blinded", "verified", "note")
_DEFAULTS = {"reference": "", "species": "human", "design": "cohort"}


def _people(part: Field, said: Mapping[str, Any], problems: list[Problem]) -> dict[str, float]:
    """People by arm; one number is that of every arm."""
    given, arms = said.get("n"), tuple(said["arms"] or ())
    if not isinstance(given, dict):
        return {} if given is None else dict.fromkeys(arms, given)
    for name in given:
        if arms and name not in arms:
            right = suggest(name, arms, otherwise=f"the arms are {listed(sorted(arms))}")
            problems.append(part["n"][name].problem(f"there is no arm '{name}'", right))
    return given


def _arms(part: Field, said: Mapping[str, Any], problems: list[Problem]) -> tuple[dict[str, Protocol], list[Problem]]:
    """The arms, and what in them the model does not have."""
    arms: dict[str, Protocol] = {}
    absent: list[Problem] = []
    defaults = {key: part[key] for key in ("days", "person") if key in part}
    for name, arm in (said["arms"] or {}).items():
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
