"""What carried a change: which exposure did what, and through which channels it comes."""

from __future__ import annotations

from pydantic import BaseModel, Field

from gutbrain import words
from gutbrain.answers.asked import LAST_DAYS
from gutbrain.answers.choices import OutcomeName
from gutbrain.answers.intervals import Interval
from gutbrain.answers.question import Question
from gutbrain.answers.question_protocol import protocol
from gutbrain.answers.what_if import DRAWS, FEW, SEED, answer, first_answer
from gutbrain.answers.what_if_models import Answer
from gutbrain.language import gettext
from gutbrain.words import as_interval


class CarriedQuestion(Question):
    """The question of "What if", and whose change is explained."""

    outcome: OutcomeName = Field("depression", description="whose change is explained")


class Part(BaseModel):
    """What one channel carries."""

    channel: str
    title: str
    part: Interval
    claims: list[str] = Field(description="keys of what is known of its influences")


class Did(BaseModel):
    """What one exposure did."""

    exposure: str
    name: str = Field(description="in plain words")
    part: Interval | None = Field(description="none where its effect on the outcome is not in the model")


class Carried(BaseModel):
    """The parts of the channels add up to the whole, with what acts directly; so do those of the exposures."""

    outcome: str
    unit: str
    when: str = Field(description="of which days the change is, in words: those of the answer")
    total: Interval
    direct: Interval = Field(description="what acts from outside on the mind itself")
    exposures: list[Did]
    parts: list[Part]
    method: str
    draws: int = Field(DRAWS, description="parameter sets")
    full: int = Field(DRAWS, description="parameter sets of a full answer")


def carried(question: CarriedQuestion) -> Carried:
    """What carried the change of an outcome that the answer tells: at the end, or at the peak of what passes.

    No parts where nothing is changed, or nothing that is changed acts on it in the model.
    """
    return _of(question, answer(question), DRAWS)


def first_carried(question: CarriedQuestion) -> Carried:
    """The same from a few parameter sets, in a third of the time; its intervals are too narrow."""
    return _of(question, first_answer(question), FEW)


def _of(question: CarriedQuestion, answered: Answer, draws: int) -> Carried:
    from gutbrain.engine.explanation import explain

    told = {moved.name: moved for moved in answered.outcomes}.get(question.outcome)
    plan = protocol(question)
    if told is None or not plan["events"]:
        return _nothing(question.outcome)
    last = plan["days"] - 1
    days = told.peak.day if told.peak else (last - LAST_DAYS + 1, last)
    found = explain(plan, question.outcome, day=days, draws=draws, orders=1, seed=SEED)
    return Carried(
        outcome=found.observable,
        unit=found.unit,
        when=words.when(found),
        total=Interval.model_validate(as_interval(found.total)),
        direct=Interval.model_validate(as_interval(found.direct)),
        exposures=[
            Did(exposure=exposure, name=name, part=part and Interval.model_validate(part))
            for exposure, (name, part) in zip(
                (*(share.exposure for share in found.exposures), *found.not_in_model), words.did(found), strict=True
            )
        ],
        parts=[
            Part(
                channel=row.channel,
                title=gettext(row.title),
                part=Interval(median=row.contribution, low=row.low, high=row.high),
                claims=list(row.claims),
            )
            for row in found.rows
        ],
        method=found.method,
        draws=draws,
    )


def _nothing(outcome: str) -> Carried:
    none = Interval(median=0.0, low=0.0, high=0.0)
    return Carried(outcome=outcome, unit="", when="", total=none, direct=none, exposures=[], parts=[], method="")
