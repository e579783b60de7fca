"""Published findings against the model, for the page and the API: the list with its filters, and one finding."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, Field

from gutbrain import words
from gutbrain.answers import finding_words
from gutbrain.answers.finding_names import VERDICT_WORDS, sources
from gutbrain.answers.finding_rows import rows
from gutbrain.atlas import OWN
from gutbrain.atlas.observables import groups
from gutbrain.datafiles import active, finding_files, per_language, per_world
from gutbrain.engine.ensemble import shipped
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.findings.causes import causes
from gutbrain.findings.kept import basis, kept
from gutbrain.findings.reading import read_findings
from gutbrain.findings.validation import Checked, Validation
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES
from gutbrain.language import N_, Said

Verdict = Literal["agrees", "direction", "misses"]
Score = Literal["fitted", "left_out"]

VERDICTS = VERDICT_WORDS.only(MISSES, DIRECTION, AGREES)
"""Verdicts that can be chosen, in plain words."""

KINDS = Said(
    {
        "": N_("all"),
        "human": N_("people"),
        "animal": N_("animals"),
        "mouse": N_("mouse"),
        "rat": N_("rat"),
        "monkey": N_("monkey"),
        "in-vitro": N_("in-vitro"),
    }
)
"""What can be chosen of the species."""

CHANNELS = (
    N_("brain"),
    N_("gut"),
    N_("immune"),
    N_("metabolites"),
    N_("microbiota"),
    N_("mind"),
    N_("neurotransmitters"),
    N_("stress"),
    N_("vagus"),
)
"""Groups of observables, as they are called where they are chosen."""

LEFT_OUT_BY = (N_("study"), N_("phenomenon"))
"""What can be left out together in a fit."""


def channels() -> tuple[str, ...]:
    """Groups of observables on which there are findings."""
    return tuple(group for group in groups() if group not in ("carbon", OWN))


class Interval(BaseModel):
    """A value with its interval: 95 % where published, 90 % where predicted; null where there is none."""

    value: float | None
    low: float | None
    high: float | None


class FindingBrief(BaseModel):
    """A published finding, what the model predicts, and the verdict."""

    id: str
    measure: str
    study: str = Field(description="First author and year")
    channel: str
    species: str
    verdict: Verdict
    observed: Interval
    predicted: Interval
    why: str
    cause: str = Field(description="Why the model is wrong here, where that is known")
    published_words: str
    predicted_words: str


class OwnFinding(BaseModel):
    """A finding of the world; nothing is worked out for it here."""

    id: str
    measure: str
    reference: str
    observed: Interval
    where: str = Field(description="The folder that it is from")


class Counts(BaseModel):
    """How many findings have which verdict."""

    agrees: int
    direction: int
    misses: int

    @property
    def total(self) -> int:
        """All."""
        return self.agrees + self.direction + self.misses

    @property
    def share(self) -> str:
        """Share that agrees, in per cent."""
        return f"{100 * self.agrees / max(1, self.total):.0f} %"


class ValidationAnswer(BaseModel):
    """Findings that were asked for, and how many agree of all."""

    current: bool = Field(description="Whether this was worked out with the model, ensemble and findings that run here")
    basis: dict[str, str] = Field(description="Model, ensemble and findings that this was worked out with")
    fitted: Counts = Field(description="With parameters fitted to all findings")
    left_out: Counts = Field(description="Every finding predicted by a fit without what left_out_by says")
    left_out_by: str = Field(description="What was left out together: study or phenomenon")
    score: Score
    findings: list[FindingBrief]
    own: list[OwnFinding] = Field(description="Findings of the world, which `gutbrain validate` works out")


class FindingAnswer(FindingBrief):
    """Everything about one finding."""

    reference: str
    url: str
    design: str
    person: str
    days: float
    arms: dict[str, list[str]] = Field(description="What happened in each arm")
    compared: str
    verified: str = Field(description="read: its numbers were read in the publication; memory: they were not")
    note: str
    left_out: FindingBrief = Field(description="The same, predicted by a fit without its study or phenomenon")


@dataclass(frozen=True)
class Asked:
    """Which findings are asked for."""

    show: Literal["all", "agrees", "direction", "misses"] = "all"
    channel: str = ""
    species: str = ""
    score: Score = "fitted"

    def has(self, checked: Checked, channel: str) -> bool:
        """Whether a finding is among them."""
        species = checked.finding.species
        alive = species == self.species or (self.species == "animal" and species not in ("human", "in-vitro"))
        return self.show in ("all", checked.verdict) and self.channel in ("", channel) and (not self.species or alive)


def found(asked: Asked) -> ValidationAnswer:
    """The findings that are asked for.

    Raises
    ------
    InputError
        Where a channel or species does not exist.
    """
    problems = [
        Problem(f"'{said}' does not exist", suggest(said, known, otherwise=f"one of: {', '.join(known)}"), field)
        for field, said, known in (("channel", asked.channel, channels()), ("species", asked.species, tuple(KINDS)[1:]))
        if said and said not in known
    ]
    if problems:
        raise InputError(problems)
    return ValidationAnswer(
        current=is_current(),
        basis=dict(kept().basis),
        fitted=_counts(kept().fitted),
        left_out=_counts(kept().left_out),
        left_out_by=kept().by,
        score=asked.score,
        findings=[_briefs(asked.score)[one.finding.id] for one in chosen(asked)],
        own=list(_own()),
    )


@per_world
def by_id() -> Mapping[str, Checked]:
    """Findings with their predictions by parameters that were fitted to all, by id."""
    return MappingProxyType({checked.finding.id: checked for checked in kept().fitted.checked})


def one(identity: str) -> tuple[FindingAnswer, Checked]:
    """One finding with its study, and its prediction.

    Raises
    ------
    InputError
        Where there is no such finding.
    """
    every = by_id()
    if identity not in every:
        right = suggest(identity, every, otherwise="GET /api/validation lists all")
        raise InputError([Problem(f"there is no finding '{identity[:120]}'", right, field="finding")])
    checked = every[identity]
    finding = checked.finding
    source = sources().get(finding.reference.lower())
    return FindingAnswer(
        **_briefs("fitted")[identity].model_dump(),
        reference=f"{source.authors} {source.year or ''}. {source.title}" if source else finding.reference,
        url=source.url if source else "",
        design=finding_words.DESIGNS[finding.design],
        person=next(iter(finding.arms.values())).person.preset.replace("-", " "),
        days=max(arm.days for arm in finding.arms.values()),
        arms={
            name: [words.event_sentence(event, arm.days) for event in arm.events] for name, arm in finding.arms.items()
        },
        compared=finding_words.compared(finding.compare),
        verified=finding.verified,
        note=finding.note,
        left_out=_briefs("left_out")[identity],
    ), checked


def left_out_by() -> str:
    """What was left out together in the fits by which findings are predicted that were not seen."""
    return kept().by


@per_world
def is_current() -> bool:
    """Whether the validation that ships is that of the model, the ensemble and the findings that run here."""
    return dict(kept().basis) == basis(shipped())


@per_language
def _own() -> tuple[OwnFinding, ...]:
    return tuple(
        OwnFinding(
            id=finding.id,
            measure=words.title(finding.compare.observable),
            reference=finding.reference,
            observed=_interval(finding.observed.value, finding.observed.low, finding.observed.high),
            where=active().name,
        )
        for finding in read_findings(finding_files()).findings
    )


def _validation(score: Score) -> Validation:
    return kept().fitted if score == "fitted" else kept().left_out


def chosen(asked: Asked) -> list[Checked]:
    """The same findings as they were checked, for whoever draws them."""
    briefs = _briefs(asked.score)
    return [c for c in _validation(asked.score).checked if asked.has(c, briefs[c.finding.id].channel)]


@per_language
def _briefs(score: Score) -> Mapping[str, FindingBrief]:
    validation = _validation(score)
    return {
        checked.finding.id: FindingBrief(
            id=checked.finding.id,
            measure=row.name,
            study=row.study,
            channel=row.group,
            species=checked.finding.species,
            verdict=checked.verdict,
            observed=_interval(
                checked.finding.observed.value, checked.finding.observed.low, checked.finding.observed.high
            ),
            predicted=_interval(checked.predicted.median, checked.predicted.low, checked.predicted.high),
            why=checked.why,
            cause=row.cause,
            published_words=row.published,
            predicted_words=row.predicted,
        )
        for checked, row in zip(validation.checked, rows(validation, causes()), strict=True)
    }


def _counts(validation: Validation) -> Counts:
    return Counts(**{verdict: validation.count(verdict) for verdict in VERDICTS})


def _interval(value: float, low: float | None, high: float | None) -> Interval:
    known = [None if number is None or not math.isfinite(number) else number for number in (value, low, high)]
    return Interval(value=known[0], low=known[1], high=known[2])
