"""A virtual trial that somebody asks for: read within limits, tried once at once, and carried out many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pydantic import BaseModel, Field

from gutbrain.errors import InputError, Problem
from gutbrain.web import pages, yaml_text
from gutbrain.web.data import zipped
from gutbrain.web.data_models import SEEDS
from gutbrain.web.jobs_process import Outcome, Told

if TYPE_CHECKING:
    from gutbrain.trials.design import Design
    from gutbrain.trials.trial import TrialResult

REPLICATES = 200
"""Trials from which the chance of success is counted, unless asked otherwise."""

MOST_REPLICATES = 500

FIRST = 40
"""Trials that are told first, while the others are carried out."""

FIRST_SHARE = 0.25
"""Share of the time that they take, about."""

ARMS, EVENTS = 6, 100
"""Most arms, and events in all of them."""

WEEKS = 104.0
"""Longest treatment and follow-up of all periods, with run-in."""

READINGS = 40_000
"""Most readings of one trial: people, visits and endpoints multiplied."""

CELLS = 100
"""Most arms, visits and endpoints multiplied."""


class DesignText(BaseModel):
    """A design as somebody wrote it."""

    design: str = Field(max_length=yaml_text.MOST_BYTES, description="YAML, as in docs: a trial design")
    seed: int = Field(0, ge=0, le=SEEDS, description="same seed, same numbers")
    power: bool = Field(True, description="whether to work out what the chance of success depends on")


class TrialQuestion(DesignText):
    """A design, and how often to carry it out."""

    replicates: int = Field(REPLICATES, ge=2, le=MOST_REPLICATES, description="trials over all parameter sets")


class Effect(BaseModel):
    """What one trial finds for an endpoint."""

    endpoint: str
    name: str
    contrast: str
    analysis: str
    kind: str
    value: float | None
    low: float | None
    high: float | None
    p: float | None
    p_said: str = Field(exclude=True, description="p as it is printed")
    why: str = Field("", description="why there is no estimate, where there is none")


class Looked(BaseModel):
    """What the author of a design named."""

    title: str
    names: list[str] = Field(description="of the arms")


class Preview(BaseModel):
    """A design in words, and one trial of it; all else takes longer."""

    title: str
    design: str = Field(description="the design as YAML")
    said: list[str] = Field(description="the design in words")
    belief: str = Field("", description="where arms differ in what people believe: that it makes a part of the effect")
    effects: list[Effect] = Field(description="by the planned analysis, in one trial")
    warnings: list[str]
    names: list[str] = Field(exclude=True)
    sections: str = Field(exclude=True)
    question: str = Field(exclude=True, description="what to ask for next, as JSON")


class TrialAnswer(BaseModel):
    """What many trials of a design show."""

    title: str
    said: list[str] = Field(description="the answer in words")
    assurance: float = Field(description="share of trials that succeed, over all that is not known")
    per_arm: int | None = Field(description="people in an arm for a chance of 80 %; null where that is not reachable")
    summary: dict[str, Any] = Field(description="what `gutbrain trial --json` prints")


def read(text: str) -> Design:
    """A design from text, within the limits of the pages.

    Raises
    ------
    InputError
        With everything that is wrong.
    """
    from gutbrain.trials.reading import read_design

    design = read_design(yaml_text.read(text))
    people = design.people * (len(design.arms) if design.crossover else 1)
    visits, endpoints = len(design.visit_days), len(design.endpoints)
    sizes = (
        ("arms", "arms", len(design.arms), ARMS),
        ("arms", "events", sum(len(arm.events) for arm in design.arms) + len(design.background), EVENTS),
        ("weeks", "weeks in all", design.days / 7, WEEKS),
        ("per_arm", "readings (people times visits times endpoints)", people * visits * endpoints, READINGS),
        ("visits", "arms times visits times endpoints", len(design.arms) * visits * endpoints, CELLS),
    )
    problems = [
        Problem(f"{size:g} {what} are too many for a page", f"the most is {most:g}; the command line takes more", field)
        for field, what, size, most in sizes
        if size > most
    ]
    if problems:
        raise InputError(problems)
    return design


def looked_through(question: DesignText) -> Looked:
    """Read a design and say what its author named."""
    design = read(question.design)
    return Looked(title=design.title, names=[arm.name for arm in design.arms])


def preview(question: DesignText) -> Preview:
    """One trial of a design."""
    from gutbrain import words
    from gutbrain.answers import trial_said
    from gutbrain.answers.trial_words import design_said
    from gutbrain.report import trial_page
    from gutbrain.trials.trial import run

    result = run(read(question.design), seed=question.seed, replicates=0)
    design = result.design
    asked = TrialQuestion(design=question.design, seed=question.seed, power=question.power, replicates=REPLICATES)
    return Preview(
        title=design.title,
        design=question.design,
        said=[
            *design_said(design),
            *(part for part in (trial_said.kind_of(design), trial_said.believed(result)) if part),
        ],
        effects=[
            Effect(
                endpoint=e.endpoint,
                name=words.title(e.endpoint),
                contrast=e.contrast,
                analysis=e.analysis,
                kind=e.kind,
                **{key: _finite(getattr(e, key)) for key in ("value", "low", "high", "p")},
                p_said=trial_said.p_value(e.p),
                why=e.why,
            )
            for e in result.estimates
            if e.planned
        ],
        belief=trial_said.believed(result),
        warnings=list(design.warnings),
        names=[arm.name for arm in design.arms],
        sections=trial_page.sections(result),
        question=asked.model_dump_json(),
    )


def carried_out(question: TrialQuestion, told: Told) -> Outcome:
    """Many trials of a design.

    Raises
    ------
    InputError
        Where the design cannot be read, is too large for a page, or nobody can be let in.
    """
    from gutbrain.answers import trial_said
    from gutbrain.answers.trial_words import answer_said, chance_said, design_said
    from gutbrain.report import trial_page
    from gutbrain.report.hundred import hundred
    from gutbrain.trials.trial import run

    design = read(question.design)
    begun = _first_trials(design, question, told)
    result = run(
        design,
        seed=question.seed,
        replicates=question.replicates,
        with_power=question.power,
        progress=lambda share: told(begun + (0.95 - begun) * share),
    )
    answer = _answer(result, [chance_said(result), *answer_said(result)])
    head = pages.environment().get_template("trial_head.html.jinja")
    said = head.render(
        answer=answer,
        picture=hundred(result.chance, chance_said(result)),
        design_said=design_said(result.design),
        sure=trial_said.sure(result),
        belief=trial_said.believed(result),
    )
    body = trial_page.sections(result)
    return Outcome(answer=answer, head=Markup(said), body=body, files=_files(result, question.design))


def _first_trials(design: Design, question: TrialQuestion, told: Told) -> float:
    """Tell what the first trials show, while the others are carried out; gives the share done by then.

    They are stopped as Ctrl+C would stop them, after so many parameter sets; what was done is kept as numbers, and the
    whole goes on from there. Where arms differ in belief there are none: its share is told in the end, or not at all.
    """
    from gutbrain.answers.trial_words import chance_said
    from gutbrain.report.hundred import hundred
    from gutbrain.trials.blinding import beliefs
    from gutbrain.trials.people import LANES
    from gutbrain.trials.power import DRAWS, PEOPLE
    from gutbrain.trials.trial import run

    piece = LANES // PEOPLE
    sets = piece * -(-FIRST // piece)
    if question.replicates <= FIRST or sets >= DRAWS or beliefs(design):
        return 0.0

    def until(share: float) -> None:
        told(FIRST_SHARE * share)
        # the one trial in full takes the first tenth
        if share > 0.1 + 0.9 * sets / DRAWS:
            raise KeyboardInterrupt

    result = run(design, seed=question.seed, replicates=FIRST, progress=until)
    if result.expected is None or not result.expected.analysed.any():
        return FIRST_SHARE
    chance, error = result.chance, 1.96 * result.expected.error
    answer = _answer(result, [chance_said(result)])
    head = pages.environment().get_template("trial_first.html.jinja")
    said = head.render(
        answer=answer,
        picture=hundred(chance, answer.said[0]),
        first=result.expected.trials,
        of=question.replicates,
        low=round(100 * max(0.0, chance - error)),
        high=round(100 * min(1.0, chance + error)),
    )
    told(FIRST_SHARE, Outcome(answer=answer, head=Markup(said), body=Markup(""), files={}))
    return FIRST_SHARE


def _answer(result: TrialResult, said: list[str]) -> TrialAnswer:
    return TrialAnswer(
        title=result.design.title,
        said=said,
        assurance=result.chance,
        per_arm=result.sizes[0].assured.value if result.sizes else None,
        summary=result.as_json(),
    )


def _files(result: TrialResult, design: str) -> dict[str, bytes]:
    """The files of a trial; all of them in memory."""
    from gutbrain.report import trial_checklist
    from gutbrain.report.trial_page import render

    made = {
        **result.files(),
        **trial_checklist.files(result),
        "report.html": render(result).encode(),
        "design.yaml": design.encode(),
    }
    single = ("report.html", "data.csv", "summary.csv", "design.yaml")
    return {file: made[file] for file in single} | {"result.zip": zipped(made)}


def _finite(value: float | None) -> float | None:
    return value if value is not None and abs(value) < float("inf") else None
