"""Reads files of findings and checks them to the last field; a finding that is wrong is refused, the others go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from gutbrain.datafiles import finding_files, ships
from gutbrain.errors import InputError, Problem, Problems, listed, suggest
from gutbrain.exposures import Protocol, exposures, load
from gutbrain.findings.comparison import REQUIRED, compared, number, one_of
from gutbrain.findings.finding import DESIGNS, SPECIES, WITHIN, Compare, Finding, Observed, When
from gutbrain.people import read_who
from gutbrain.reading.fields import Field, read_yaml

MOST_BYTES = 20_000_000
"""Largest file of findings that is read."""

MOST_PARTS = 200_000
"""Most lines, and parts of lists, of such a file."""

MOST_FINDINGS = 5_000
"""Most findings in a file."""

_FIELDS = (
    *("id", "reference", "species", "design", "person", "arms", "days", "compare", "observed"),
    *("n", "within", "i2", "blinded", "verified", "note"),
)


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


def fitted_files() -> tuple[Path, ...]:
    """The project's files of findings that the shipped parameters were fitted to."""
    return tuple(sorted(path for path in _folder().glob("*.yaml") if path.stem not in _OTHER_FILES))


def _folder() -> Path:
    return Path(str(files("gutbrain.findings") / "data"))


_OTHER_FILES = ("causes", "discrepancy")


def own_files() -> tuple[Path, ...]:
    """The project's own files of findings: those that the shipped parameters were fitted to, and those in ``bounds/``.

    Returns
    -------
    tuple of Path
        In alphabetical order, what was fitted first.

    Examples
    --------
    >>> from gutbrain.findings.reading import own_files
    >>> all(path.suffix == ".yaml" for path in own_files())
    True
    """
    return (*fitted_files(), *sorted((_folder() / "bounds").glob("*.yaml")))


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
    fitted = {path.resolve() for path in fitted_files()}
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
        problems.append(part.problem(f"'{key}' is missing", REQUIRED[key]))
    if missing:
        notes.problems += problems
        return None
    arms, absent = _arms(part, problems)
    compare, observed = compared(part, arms, problems, absent)
    finding = Finding(
        id=_text(part, "id", problems),
        reference=_reference(part, problems),
        species=one_of(part, "species", SPECIES, "human", problems),
        design=one_of(part, "design", DESIGNS, "cohort", problems),
        compare=compare or Compare("", "value", When("", 0.0)),
        observed=observed or Observed(0.0),
        n=_people(part, problems),
        within=WITHIN if (within := _share_of_one(part, "within", WITHIN, problems)) is None else within,
        i2=_share_of_one(part, "i2", None, problems),
        blinded=_yes_or_no(part, "blinded", problems),
        verified=one_of(part, "verified", ("read", "memory"), "memory", problems),
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


def _people(part: Field, problems: list[Problem]) -> dict[str, float]:
    """People by arm; one number is that of every arm."""
    if "n" not in part or not part["arms"].is_mapping:
        return {}
    given, arms = part["n"], tuple(map(str, part["arms"].value))
    if not given.is_mapping:
        count = number(given, problems, least=1.0)
        return {} if count is None else dict.fromkeys(arms, count)
    found = {}
    for name, one in given.items():
        if str(name) not in arms:
            right = suggest(str(name), arms, otherwise=f"the arms are {listed(sorted(arms))}")
            problems.append(one.problem(f"there is no arm '{name}'", right))
        found[str(name)] = number(one, problems, least=1.0) or 1.0
    return found


def _share_of_one(part: Field, key: str, otherwise: float | None, problems: list[Problem]) -> float | None:
    return number(part[key], problems, least=0.0, below=1.0) if key in part else otherwise


def _yes_or_no(part: Field, key: str, problems: list[Problem]) -> bool | None:
    if key not in part:
        return None
    if not isinstance(part[key].value, bool):
        problems.append(part[key].problem("is neither true nor false", "write true or false; leave it out if unknown"))
    return part[key].value is True


def _text(part: Field, key: str, problems: list[Problem]) -> str:
    value = part[key].value
    if isinstance(value, Mapping | list | tuple) or value is None or not str(value).strip():
        problems.append(part[key].problem("is not a name", REQUIRED.get(key, "")))
        return ""
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
        problems.append(part["arms"].problem("are no arms", REQUIRED["arms"]))
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
