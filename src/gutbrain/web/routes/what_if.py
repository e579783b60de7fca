"""``/what-if``: sliders for what a person can change, and what would be otherwise."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from gutbrain.answers import carried, check_in, options
from gutbrain.answers import what_if_words as said
from gutbrain.answers.carried import CarriedQuestion
from gutbrain.answers.choices import choices, usual
from gutbrain.answers.options import OptionsQuestion
from gutbrain.answers.question import Question, now, then
from gutbrain.answers.what_if import answer, first_answer
from gutbrain.answers.what_if_models import Answer
from gutbrain.exposures.medicines import named
from gutbrain.exposures.strains import strains
from gutbrain.people.presets import presets
from gutbrain.report import pictures
from gutbrain.web import downloads, pages
from gutbrain.web.routes.jobs import attachment, slug
from gutbrain.web.soon import soon
from gutbrain.web.workers import LATER

router = APIRouter(tags=["What if"])

TRAITS = (
    ("bmi", "Body mass index", "weight in kg by the square of height in m", 14, 60, 0.1),
    ("depression", "Usual low mood", "SD of the population", -3, 4, 0.1),
    ("anxiety", "Usual worry", "SD of the population", -3, 4, 0.1),
    ("vulnerability", "Vulnerability", "SD: how strongly mood follows what happens in the body", -3, 3, 0.1),
)
"""Fields for what may be said of a person: name, title, hint, least, most, step."""


@router.get("/what-if", include_in_schema=False)
async def page(request: Request) -> Response:
    """The page, with its sliders where the address says."""
    # a name that is empty stands for nothing; what cannot be read is told of, and the page begins anew
    given = {name: value for name, value in request.query_params.items() if value and name != "care"}
    outcome = given.pop("outcome", next(iter(choices().outcomes)))
    # by the form itself, where the browser runs no script
    wanted = given.pop("show", "")
    if wanted:
        given = _moved(given)
    try:
        question, wrong = Question(**given), []
    except ValidationError as error:
        question, wrong = (
            Question(),
            [f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()],
        )
    return pages.page(
        request,
        "what_if",
        question=question,
        wrong=wrong,
        outcome=outcome if outcome in choices().outcomes else next(iter(choices().outcomes)),
        choices=choices(),
        presets=presets(),
        strains=strains(),
        antibiotics=_names("antibiotic"),
        nsaids=_names("nsaid"),
        now={name: now(question, name) for name in choices().habits},
        usual={name: usual(question.person, name) for name in choices().habits},
        then=then(question),
        traits=TRAITS,
        told=any(getattr(question, name) is not None for name, *_ in TRAITS),
        answered=await request.app.state.workers.ask(answer, question) if wanted and not wrong else None,
        query=urlencode(given),
        pictures=pictures,
        said=said,
    )


@router.get("/api/what-if", summary="What would be otherwise", response_model=Answer)
async def what_if(request: Request, question: Annotated[Question, Query()]) -> Response:
    """A person as now, with changes, and with the same changes every other week only."""
    answered = await soon(request, answer, first_answer, question)
    return pages.answered(
        request,
        answered,
        "what_if_answer",
        question=question,
        query=request.url.query,
        choices=choices(),
        pictures=pictures,
        said=said,
    )


@router.get("/api/what-if/carried", summary="What carried a change", response_model=carried.Carried)
async def what_carried(request: Request, question: Annotated[CarriedQuestion, Query()]) -> Response:
    """Through which channels the change of an outcome comes, each with its part and its evidence."""
    answered = await soon(request, carried.carried, carried.first_carried, question, LATER)
    return pages.answered(request, answered, "what_if_carried", bars=pictures.carried_bars(answered), said=said)


@router.get("/api/what-if/options", summary="What could help most", response_model=options.Options)
async def what_could_help(request: Request, question: Annotated[OptionsQuestion, Query()]) -> Response:
    """Single changes tried one by one for a person, ranked by the change to be expected; no promise."""
    answered = await request.app.state.workers.ask(options.ranked, question, LATER)
    outcome = choices().outcomes[answered.outcome]
    drawn = pictures.bars([option.change for option in answered.options], outcome.better)
    return pages.answered(
        request,
        answered,
        "what_if_options",
        outcome=outcome,
        rows=list(zip(answered.options, drawn, strict=True)),
        query=request.url.query,
        choices=choices(),
        said=said,
    )


@router.get("/api/what-if/protocol.yaml", summary="The question as a protocol", response_class=Response)
async def protocol(question: Annotated[Question, Query()]) -> Response:
    """A protocol that `gutbrain simulate` reads."""
    return attachment(downloads.as_yaml(question).encode(), _file(question, "yaml"))


@router.get("/api/what-if/curves.csv", summary="The curves as a table", response_class=Response)
async def curves(request: Request, question: Annotated[Question, Query()]) -> Response:
    """One row an observable and day: change against as now, with who, what and what it was worked out with."""
    answered = await request.app.state.workers.ask(answer, question)
    return attachment(downloads.as_csv(answered).encode(), _file(question, "csv"))


@router.get("/api/what-if/report.html", summary="The whole report", response_class=Response)
async def report(request: Request, question: Annotated[Question, Query()]) -> Response:
    """The answer of the page, as one file that can be read offline."""
    ask = request.app.state.workers.ask
    answered = await ask(answer, question)
    found = None
    if answered.changes and answered.outcomes:
        asked = CarriedQuestion.model_validate({**question.model_dump(), "outcome": answered.outcomes[0].name})
        found = await ask(carried.carried, asked, LATER)
    return attachment(downloads.report(answered, found).encode(), _file(question, "html"))


@router.post("/api/check-in", summary="Where to begin", response_model=check_in.Begin)
async def begin(request: Request, answers: check_in.Answers) -> Response:
    """From a person's own answers: which kind of person fits, and what they may want to be better.

    Nothing of them is kept. Where they speak of danger the answer is 409, with where to get help.
    """
    found = check_in.begin(answers)
    return pages.answered(request, found, "check_in_answer", presets=presets(), choices=choices())


def _moved(given: dict[str, str]) -> dict[str, str]:
    """What a form without a script sends, less the sliders that stand where they were: it sends them all."""
    kept = dict(given)
    for name, habit in choices().habits.items():
        person = given.get("person", "")
        if person in presets() and given.get(f"now_{name}") == f"{habit.snapped(usual(person, name)):g}":
            del kept[f"now_{name}"]
        if name in given and given[name] == given.get(f"now_{name}"):
            del kept[name]
    return kept


def _file(question: Question, ending: str) -> str:
    return f"{slug(downloads.name(question))}.{ending}"


def _names(kind: str) -> list[str]:
    return sorted(named(kind))
