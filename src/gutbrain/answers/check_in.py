"""A short check-in: which kind of person fits somebody's own answers, and what they may want to be better."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from gutbrain import care
from gutbrain.answers.choices import choices
from gutbrain.care.scores import check_scores
from gutbrain.evidence.topics import topics_of_text
from gutbrain.people.scales import scales

ABOUT = {
    "mood": "depression",
    "anxiety": "anxiety",
    "stress": "pss10",
    "sleep": "psqi",
    "cognition": "cognition",
    "bowel": "gi_symptoms",
}
"""Topics of evidence, and which outcome they are about."""


class Answers(BaseModel):
    """What somebody says of themselves; all of it may be left out."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field("", max_length=2000, description="what troubles them, in their own words")
    phq9: int | None = Field(None, ge=0, le=27, description="total of the Patient Health Questionnaire 9")
    phq9_item9: int | None = Field(None, ge=0, le=3, description="its ninth question")
    gad7: int | None = Field(None, ge=0, le=21, description="total of the Generalised Anxiety Disorder 7")

    @property
    def scores(self) -> dict[str, int]:
        """The scores that were given."""
        given = {"phq9": self.phq9, "phq9_item9": self.phq9_item9, "gad7": self.gad7}
        return {name: score for name, score in given.items() if score is not None}


class Begin(BaseModel):
    """Where to begin."""

    person: str | None = Field(
        description="the preset that fits the answers; null where too little was said to know of any"
    )
    outcomes: list[str] = Field(description="what they may want to be better, as far as their words tell")


def begin(answers: Answers) -> Begin:
    """Where to begin; nothing of the answers is kept.

    Raises
    ------
    CareNeeded
        Where words or scores speak of danger: then help comes before anything else.
    """
    care.listen(answers.words)
    scores = {"phq9": answers.phq9, "phq9_item9": answers.phq9_item9, "gad7": answers.gad7}
    check_scores({name: score for name, score in scores.items() if score is not None}, scales())
    return Begin(person=_person(answers), outcomes=_outcomes(answers.words))


def _person(answers: Answers) -> str | None:
    """The preset whose band the scores lie in; nobody is called healthy who did not give both, or has a hard time."""
    low_mood, worry = answers.phq9 or 0, answers.gad7 or 0
    mood, anxiety = scales()["phq9"]["cutoffs"], scales()["gad7"]["cutoffs"]
    if low_mood >= mood["moderate"]:
        return "major-depression"
    if worry >= anxiety["moderate"]:
        return "generalised-anxiety"
    if low_mood >= mood["mild"]:
        return "subclinical-low-mood"
    if worry >= anxiety["mild"]:
        return "stressed-adult"
    said_enough = answers.phq9 is not None and answers.gad7 is not None
    return "healthy-adult" if said_enough and not care.low() else None


def _outcomes(words: str) -> list[str]:
    """Outcomes that the words are about, by the words of the topics of evidence."""
    about = {ABOUT[key] for key in topics_of_text(words) if key in ABOUT}
    return [outcome for outcome in choices().outcomes if outcome in about]
