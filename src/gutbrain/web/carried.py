"""What carried a change: through which channels it comes."""

from __future__ import annotations

from markupsafe import Markup
from pydantic import BaseModel, Field

from gutbrain.engine.explanation import Explanation, Row
from gutbrain.evidence.records import claims
from gutbrain.report import carried as report
from gutbrain.report.words import as_interval
from gutbrain.web.choices import OutcomeName
from gutbrain.web.intervals import Interval
from gutbrain.web.question import Question, protocol


class CarriedQuestion(Question):
    """The question of "What if", and whose change is explained."""

    outcome: OutcomeName = Field("depression", description="whose change is explained")


class Part(BaseModel):
    """What one channel carries."""

    channel: str
    title: str
    part: Interval
    claims: list[str] = Field(description="keys of what is known of its influences")


class Carried(BaseModel):
    """The parts add up to the whole, with what acts directly."""

    outcome: str
    unit: str
    day: int
    total: Interval
    direct: Interval = Field(description="what acts from outside on the mind itself")
    parts: list[Part]
    method: str


def carried(question: CarriedQuestion) -> Carried:
    """What carried the change of an outcome at the end; no parts where nothing is changed."""
    from gutbrain import explain

    plan = protocol(question)
    found = explain(plan, question.outcome, day=plan["days"] - 1, orders=1)
    return Carried(
        outcome=found.observable,
        unit=found.unit,
        day=int(found.day),
        total=Interval.model_validate(as_interval(found.total)),
        direct=Interval.model_validate(as_interval(found.direct)),
        parts=[
            Part(
                channel=row.channel,
                title=row.title,
                part=Interval(median=row.contribution, low=row.low, high=row.high),
                claims=list(row.claims),
            )
            for row in found.rows
        ],
        method=found.method,
    )


def bars(answer: Carried) -> Markup:
    """The parts as bars with their evidence, as reports draw them."""
    rows = tuple(
        Row(part.channel, part.title, part.part.median, part.part.low, part.part.high, tuple(part.claims))
        for part in answer.parts
    )
    total, direct = ((i.median, i.low, i.high) for i in (answer.total, answer.direct))
    explanation = Explanation(answer.outcome, answer.unit, "", answer.day, total, direct, rows, answer.method)
    return report.bars(explanation, claims(), ())
