"""Controlled trials of what may move mood, anxiety, stress, sleep or thinking, as their publications report them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.records import Reference, references
from gutbrain.evidence.sourced import Sourced, load_records
from gutbrain.exposures import Strain, UnknownStrain, published
from gutbrain.reading.records import Record

FILE = "trials.yaml"


FLAGS = (
    "acute",
    "baseline-imbalance",
    "case-report",
    "comparison-unclear",
    "confounded",
    "design-unclear",
    "dose-unclear",
    "double-publication",
    "duplicate-cohort",
    "erratum",
    "expression-of-concern",
    "factorial",
    "family-kashan",
    "from-memory",
    "further-arms",
    "high-dropout",
    "implausible",
    "narrow-sd",
    "no-results",
    "not-randomised",
    "not-replicated",
    "outlier",
    "p-conflict",
    "primary-null",
    "reference-incomplete",
    "se-converted",
    "se-sd-unclear",
    "second-hand",
    "shared-control",
    "small",
    "stopped-early",
    "subgroup-only",
    "three-group-p",
    "unblinded",
    "uncontrolled",
    "within-arm-only",
)
"""What may be said of a trial in one word; explained at the head of the data file."""

Reading = Literal["read", "memory"]
Measures = Literal[
    "depression",
    "anxiety",
    "stress",
    "mood",
    "distress",
    "reactivity",
    "sleep",
    "cognition",
    "gut",
    "remission",
    "onset",
    "biomarker",
    "other",
]
GROUPS = (
    "adhd",
    "adolescents",
    "alcohol",
    "alzheimers",
    "athletes",
    "autism",
    "bipolar",
    "cancer",
    "children",
    "covid",
    "diabetes",
    "dialysis",
    "drug-use",
    "fatigue",
    "fibromyalgia",
    "heart",
    "ibd",
    "infants",
    "insomnia",
    "liver",
    "menopause",
    "migraine",
    "military",
    "multiple-sclerosis",
    "obesity",
    "parkinsons",
    "perinatal",
    "premenstrual",
    "schizophrenia",
    "students",
    "surgery",
    "tourette",
    "workers",
)
"""Kinds of people besides their severity, in one word; a record without any is not marked, which says nothing."""

Severity = Literal["healthy", "stressed", "subclinical", "clinical", "older", "mci", "ibs", "other"]


class Spread(Record):
    """Mean of a group, with its standard deviation or the standard error of the mean, as printed."""

    mean: float
    sd: float | None = Field(default=None, gt=0)
    se: float | None = Field(default=None, gt=0)


class Arm(Record):
    """An arm in one outcome: people analysed (where not the trial's number), scores before, after, and their change."""

    n: int | float | None = Field(default=None, ge=0)
    baseline: Spread | None = None
    end: Spread | None = None
    change: Spread | None = None


class Difference(Record):
    """Effect as published, active minus control, with its 95 % interval.

    ``made_of``: what a standardised difference was made of, where it was worked out from something else.
    """

    kind: Literal["difference", "smd", "odds-ratio", "z", "t"]
    value: float
    low: float | None = None
    high: float | None = None
    made_of: Literal["numbers", "published-effect", "p-value", "p-bound", "imputed-null"] = "published-effect"


class Events(Record):
    """People in whom something happened, of all: ``(14, 22)``."""

    active: tuple[int, int]
    control: tuple[int, int]


class Outcome(Record):
    """One outcome of a trial.

    ``observable`` is the model's name for it, ``unit`` is empty for points of the scale; ``better`` says which way the
    scale counts; ``subgroup`` is the part of the people that it is about (empty: all). ``p`` is a bound where ``bound``
    is ``<`` or ``>``. ``primary``: the trial named it as its primary outcome. Numbers are as printed: on a scale where
    lower is better, negative is better.
    """

    scale: str
    measures: Measures
    observable: str = ""
    unit: str = ""
    better: Literal["lower", "higher"] | None = None
    subgroup: str = ""
    week: float | None = Field(default=None, ge=0)
    comparison: Literal["between-arm", "within-arm", "unclear"]
    result: Literal["improved", "no-difference", "worse", "changed", "higher", "lower"] | None = None
    p: float | None = Field(default=None, gt=0, le=1)
    bound: Literal["<", ">", ""] = ""
    effect: Difference | None = None
    active: Arm = Arm()
    control: Arm = Arm()
    events: Events | None = None
    event: str = ""
    good: bool = False
    favours: Literal["active", "control", ""] = ""
    primary: bool = False
    read: Reading | None = None
    note: str = ""

    @property
    def higher_is_better(self) -> bool:
        """Which way the scale counts."""
        return (self.better or ("higher" if self.measures == "cognition" else "lower")) == "higher"


class Ingredient(Record):
    """A strain, or a species where none is named, and viable cells a day."""

    name: str
    cfu: float | None = Field(default=None, gt=0)

    @cached_property
    def strain(self) -> Strain:
        """What the name stands for."""
        return published(self.name)


class Product(Record):
    """What the active arm took; ``cfu`` is the sum a day, ``mixture`` what is known where no strain is named."""

    strains: tuple[Ingredient, ...] = ()
    mixture: str = ""
    cfu: float | None = Field(default=None, gt=0)
    viable: bool = True
    prebiotic: str = ""
    other: str = ""
    brand: str = ""
    form: str = ""

    @property
    def kind(self) -> Literal["bacteria", "synbiotic", "prebiotic", "other"]:
        """What sort of thing it is."""
        bacteria = bool(self.strains or self.mixture)
        if self.prebiotic:
            return "synbiotic" if bacteria else "prebiotic"
        return "bacteria" if bacteria else "other"

    @property
    def dose(self) -> float | None:
        """CFU a day of all strains together, where known."""
        doses = [strain.cfu for strain in self.strains]
        known = [dose for dose in doses if dose is not None]
        return self.cfu or (sum(known) if known and len(known) == len(doses) else None)


class Numbers(Record):
    """People randomised, and analysed in each arm."""

    total: int | None = Field(default=None, gt=0)
    active: int | None = Field(default=None, ge=0)
    control: int | None = Field(default=None, ge=0)


class Age(Record):
    """Age in years."""

    mean: float
    sd: float | None = None


class Adverse(Record):
    """An unwanted event: people who had it, of all in the arm, ``(3, 40)``; empty for an arm where that is not told."""

    event: str
    active: tuple[int, int] | None = None
    control: tuple[int, int] | None = None
    serious: bool = False
    read: Reading | None = None


Risk = Literal["low", "some", "high"]


class Bias(Record):
    """Risk of bias by domain (RoB 2), as the review ``source`` printed it; a domain that is empty was not read."""

    source: str
    randomisation: Risk | None = None
    deviations: Risk | None = None
    missing: Risk | None = None
    measurement: Risk | None = None
    selection: Risk | None = None


class Trial(Sourced):
    """One comparison of a trial: an arm against its control.

    ``cohort`` is the same for arms that share a control; ``same_people`` names the record to count in place of this
    one. ``unread`` lists what of a record that was read is memory nevertheless. ``washout``: weeks between the periods
    of a crossover. ``dose_response``: how the arms of a cohort that differ in dose came out. ``groups``: what
    people are besides their severity (:data:`GROUPS`).
    """

    cohort: str = ""
    same_people: str = ""
    registration: str = ""
    design: Literal["rct", "crossover", "sequential", "controlled", "before-after", "case-report"]
    population: str
    severity: Severity
    groups: tuple[str, ...] = ()
    preset: str
    age: Age | None = None
    region: str = ""
    blinding: Literal["double", "single", "open", ""] = ""
    funding: Literal["industry", "mixed", "public", ""] = ""
    weeks: float | None = Field(default=None, ge=0)
    n: Numbers = Numbers()
    product: Product
    comparator: str
    alongside: str = ""
    alongside_in: Literal["both", "active", ""] = ""
    antidepressant: bool | None = None
    flags: tuple[str, ...] = ()
    washout: float | None = Field(default=None, ge=0)
    dose_response: Literal["rising", "falling", "not-monotone", "none", ""] = ""
    adverse_events: str = ""
    adverse: tuple[Adverse, ...] = ()
    bias: Bias | None = None
    read: Reading
    unread: tuple[str, ...] = ()
    note: str = ""
    outcomes: tuple[Outcome, ...] = ()

    @property
    def strains(self) -> tuple[Strain, ...]:
        """The strains that were given, as the catalogue knows them; species where no strain is named."""
        return tuple(ingredient.strain for ingredient in self.product.strains)

    @property
    def people(self) -> str:
        """Key of the people: the same for all records about them."""
        return self.same_people or self.cohort or self.key


Trials = list[Trial]


@per_world
def trials() -> Mapping[str, Trial]:
    """Every trial of the package, by key."""
    with told_by_place(FILE):
        return load_trials(read(__package__, FILE) or [], references(), FILE)


def load_trials(
    rows: Iterable[Mapping[str, Any]], known: Mapping[str, Reference], file: str = ""
) -> Mapping[str, Trial]:
    """Check records of trials.

    Parameters
    ----------
    rows
        The records, as they stand in the file.
    known
        References by key, among which theirs must be.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        With everything that is wrong: fields, keys, references, strains, flags, and records counted in place of others.
    """
    found, problems = load_records(Trial, rows, known, _wrong, file)
    for trial in found.values():
        if trial.bias is not None and trial.bias.source not in known:
            wrong, right = f"there is no reference '{trial.bias.source}'", suggest(trial.bias.source, known)
            problems.append(Problem(wrong, right, f"{trial.key}.bias.source", file or None))
        if trial.same_people and trial.same_people not in found:
            right = suggest(trial.same_people, found)
            problems.append(
                Problem(f"there is no trial '{trial.same_people}'", right, field=trial.key, file=file or None)
            )
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


def _wrong(trial: Trial) -> Iterable[tuple[str, str]]:
    """What is wrong with a trial though its fields are right, and what would be right."""
    for flag in trial.flags:
        if flag not in FLAGS:
            yield f"there is no flag '{flag}'", suggest(flag, FLAGS)
    for group in trial.groups:
        if group not in GROUPS:
            yield f"there is no group '{group}'", suggest(group, GROUPS)
    for ingredient in trial.product.strains:
        try:
            published(ingredient.name)
        except UnknownStrain as error:
            yield str(error), ""
    for outcome in trial.outcomes:
        if outcome.bound and outcome.p is None:
            yield f"{outcome.scale}: a bound without p", "give p, or leave the bound out"
        if outcome.events and outcome.measures not in ("remission", "onset") and not outcome.event:
            yield f"{outcome.scale}: events without saying of what", "name the event"
    for adverse in trial.adverse:
        for part in (adverse.active, adverse.control):
            if part is not None and not 0 <= part[0] <= part[1]:
                yield f"{adverse.event}: {part[0]} of {part[1]} people", "people with the event, then all of the arm"
    if trial.washout is not None and trial.design != "crossover":
        yield f"a washout in a trial that is {trial.design}", "crossover, or leave the washout out"


def without_provenance(records: Mapping[str, Trial], known: Mapping[str, Reference], file: str = "") -> list[Problem]:
    """What nobody else could look up: the records that ship with the package must have none of it.

    Parameters
    ----------
    records
        Trials by key.
    known
        References by key.
    file
        Name of the file, for messages.

    Returns
    -------
    list of Problem
        A reference without authors, year, journal, or without DOI and PMID, where the record is not flagged
        ``reference-incomplete``; a number said to be read in a record that is from memory.
    """
    return [
        Problem(wrong, right, trial.key, file or None)
        for trial in records.values()
        for wrong, right in _unfounded(trial, known[trial.reference])
    ]


def _unfounded(trial: Trial, source: Reference) -> Iterable[tuple[str, str]]:
    if "reference-incomplete" not in trial.flags:
        lacks = [name for name in ("authors", "year", "journal") if not getattr(source, name)]
        lacks += [] if source.url else ["DOI or PMID"]
        if lacks:
            yield (
                f"its reference '{source.key}' has no {', '.join(lacks)}",
                "give it, or flag the record reference-incomplete",
            )
    told = [*(outcome.read for outcome in trial.outcomes), *(adverse.read for adverse in trial.adverse)]
    if trial.read == "memory" and "read" in told:
        yield "a number that was read in a record from memory", "read: read, and unread: what is from memory"
    if trial.read == "read" and source.read == "memory":
        yield f"it was read, and its reference '{source.key}' was not", "read: memory, or read: read in the reference"
