"""What is known: a search, a strain, and trials pooled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, RootModel

from gutbrain.answers import meta_words
from gutbrain.answers.evidence_words import OUTCOMES as OUTCOMES
from gutbrain.answers.evidence_words import PEOPLE as PEOPLE
from gutbrain.datafiles import per_world
from gutbrain.evidence.query import Answer
from gutbrain.evidence.strain_facts import StrainFacts

if TYPE_CHECKING:
    from gutbrain.evidence.pooling.meta import Meta

POOLED_AS = {"mood": "depression", "bowel": "gut"}
"""Outcome that is pooled for a topic, where it has another name."""

SIZES = ((0.1, "next to nothing"), (0.2, "very small"), (0.5, "small"), (0.8, "medium"), (math.inf, "large"))
"""What an effect up to so many standard deviations is called; from 0.2 on by Cohen's convention."""

EXAMPLES = ("butyrate barrier", "stress cortisol", "sleep", "vagus nerve", "irritable bowel", "B. longum 1714")
"""Searches to begin with."""

MOST_SHOWN = 20
"""So many of each kind stand on the page; JSON has all."""


class Found(BaseModel):
    """What a search found, best first in each kind; rows are records as ``gutbrain evidence --json`` prints them."""

    query: str
    looked_for: list[str] = Field(description="Words of the question that name a subject")
    nothing_about: list[str] = Field(description="Those that stand nowhere here")
    together: bool = Field(description="Whether anything here is about all the others at once")
    nearest: bool = Field(description="Whether what was found is about what the subjects are kinds of")
    read_as: list[str] = Field(description="How subjects were read, in sentences")
    not_modelled: list[str] = Field(description="What of the question has no equation in the model, in sentences")
    other_strains: dict[str, list[str]] = Field(description="Trials of other strains, by the strain that is not known")
    claims: list[dict[str, Any]] = Field(description="Influences on the axis and between concepts, with their grade")
    trials: list[dict[str, Any]] = Field(description="Controlled trials")
    pooled: list[dict[str, Any]] = Field(description="Pooled effects as reviews published them")
    signatures: list[dict[str, Any]] = Field(description="Gut microbes that studies report as different (BugSigDB)")
    references: list[dict[str, Any]] = Field(description="Publications")
    parts: list[Found] = Field(description="What is kept of each subject alone, where nothing is about all of them")

    @classmethod
    def of(cls, answer: Answer) -> Found:
        """From an answer of the search."""
        return cls(**answer.to_dict())


class About(RootModel[StrainFacts]):
    """Everything known of a strain, as ``gutbrain strain --json`` prints it."""


class Known(BaseModel):
    """A strain that is known here."""

    name: str
    short: str
    trials: int = Field(description="Trials with people that gave it, alone or with others")
    topics: list[str] = Field(description="What these trials looked at and compared between arms")


class Strains(BaseModel):
    """All strains that are known by name, the most tested first."""

    strains: list[Known]


class MetaAsked(BaseModel):
    """What is pooled."""

    outcome: str = Field(max_length=40)
    strain: str | None = Field(default=None, max_length=200)
    population: list[str] = Field(default=[], max_length=20)
    weeks_from: float | None = Field(default=None, ge=0, le=1000, allow_inf_nan=False)
    weeks_to: float | None = Field(default=None, ge=0, le=1000, allow_inf_nan=False)

    @property
    def weeks(self) -> tuple[float, float] | None:
        """Weeks of treatment from and to, where an end was given."""
        if self.weeks_from is None and self.weeks_to is None:
            return None
        return self.weeks_from or 0.0, math.inf if self.weeks_to is None else self.weeks_to


class MetaAnswer(BaseModel):
    """A meta-analysis, as ``gutbrain meta --json`` prints it; effects are Hedges g, active minus control."""

    outcome: str
    strain: str | None
    population: list[str]
    weeks: list[float | None] | None
    unit: str
    better: str = Field(description="Whether higher or lower is better")
    people: int
    estimates: dict[str, Any] = Field(description="crude, imputed (nulls as zeros) and corrected (selection model)")
    certainty: dict[str, Any] | None = Field(description="GRADE: level, and the steps with their reasons")
    small_studies: dict[str, Any]
    leave_one_out: list[dict[str, Any]]
    subgroups: list[dict[str, Any]]
    differ: dict[str, float | None]
    trends: list[dict[str, Any]]
    doses_within: dict[str, str] = Field(description="How several doses of one trial came out, by trial")
    published: list[dict[str, Any]]
    trials: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    account: dict[str, Any] | None = Field(description="How many records were looked at, and what became of them")
    listed: list[dict[str, Any]] = Field(description="References of the user's files without a number to pool")
    warning: str
    cautions: list[str] = Field(description="What has to be known before the numbers are read")


def pooled(asked: MetaAsked) -> Meta:
    """Pool trials.

    Raises
    ------
    InputError
        With every name that does not exist.
    """
    from gutbrain.evidence.pooling.meta import meta

    return meta(asked.outcome, strain=asked.strain, population=asked.population, weeks=asked.weeks)


def plain(found: Meta) -> str:
    """The pooled effect in a plain sentence: how large, which way, and whether it may be nothing."""
    from gutbrain.evidence.pooling.meta import hoped

    if found.estimates.imputed and found.estimates.imputed.too_few:
        return "There are two trials only, too few to say how large the difference is."
    known = found.estimates.by_name()
    name = next((name for name in ("corrected", "imputed", "crude") if name in known), None)
    if name is None:
        return ""
    one = known[name]
    size = next(word for most, word in SIZES if abs(one.estimate) < most)
    way = "better" if one.estimate * hoped(found.question.outcome) > 0 else "worse"
    basis = {
        "corrected": "Corrected for results that were not reported",
        "imputed": "With results told only as \u201cno difference\u201d counted as none",
        "crude": "As printed",
    }[name]
    said = f"{basis}, the difference is {size}" + (f" ({way} with bacteria)" if size != SIZES[0][1] else "")
    sure = (
        "it may well be none"
        if one.low is None or one.high is None or one.low <= 0 <= one.high
        else "unlikely to be chance alone, though weak trials can make it look too large"
    )
    return f"{said}: {meta_words.pooled(one)} standard deviations; {sure}."


@per_world
def all_strains() -> Strains:
    """Every strain that is known by name."""
    from gutbrain.evidence.strain_facts import about_strain
    from gutbrain.evidence.topics import topics
    from gutbrain.exposures.strains import strains

    rows = []
    for strain in strains():
        facts = about_strain(strain.name)
        titles = [topics()[key].title for key in facts.results]
        rows.append(Known(name=strain.name, short=strain.short, trials=len(facts.tests), topics=titles))
    return Strains(strains=sorted(rows, key=lambda row: (-row.trials, row.name)))


@per_world
def suggestions() -> tuple[str, ...]:
    """What is offered while a search is typed: topics, then strains."""
    from gutbrain.evidence.topics import topics

    said = [topic.title for topic in topics().values() if topic.covered]
    return (*said, *(row.short for row in all_strains().strains))


def pooled_for(facts: StrainFacts) -> dict[str, str]:
    """Outcomes that can be pooled over the trials of a strain, in plain words."""
    outcomes = (POOLED_AS.get(topic, topic) for topic in facts.results)
    return {outcome: OUTCOMES[outcome] for outcome in outcomes if outcome in OUTCOMES}


def strain_named(text: str) -> str:
    """The strain or species that a search is the name of; empty where it is something else."""
    from gutbrain.exposures.strains import UnknownStrain, resolve

    try:
        found = resolve(text[:200])
    except UnknownStrain:
        return ""
    return "" if found.strain.level == "genus" else found.strain.short
