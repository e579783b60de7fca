"""``/what-if``: sliders for what a person can change, and what would be otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from gutbrain.answers import carried, check_in, options, several
from gutbrain.answers import what_if_words as said
from gutbrain.answers.carried import CarriedQuestion
from gutbrain.answers.choices import choices, usual
from gutbrain.answers.daily import daily
from gutbrain.answers.options import OptionsQuestion
from gutbrain.answers.question import Question, now, then
from gutbrain.answers.several import SideBySide
from gutbrain.answers.several_question import SeveralQuestion, as_given, single
from gutbrain.answers.what_if import answer, first_answer
from gutbrain.answers.what_if_models import Answer
from gutbrain.errors import InputError, Problem
from gutbrain.exposures.medicines import named
from gutbrain.exposures.strains import strains
from gutbrain.language import N_
from gutbrain.people.presets import presets
from gutbrain.report import pictures
from gutbrain.web import downloads, forms, pages, what_if_form
from gutbrain.web.care import hear_text
from gutbrain.web.routes.jobs import attachment, slug
from gutbrain.web.soon import soon
from gutbrain.web.what_if_form import Asked, Saved
from gutbrain.web.workers import LATER

router = APIRouter(tags=["What if"])

TRAITS = (
    ("bmi", N_("Body mass index"), N_("weight in kg by the square of height in m"), 14, 60, 0.1),
    ("depression", N_("Usual low mood"), N_("SD of the population"), -3, 4, 0.1),
    ("anxiety", N_("Usual worry"), N_("SD of the population"), -3, 4, 0.1),
    ("vulnerability", N_("Vulnerability"), N_("SD: how strongly mood follows what happens in the body"), -3, 3, 0.1),
)
"""Fields for what may be said of a person: name, title, hint, least, most, step."""


@router.get("/what-if", include_in_schema=False)
async def page(request: Request) -> Response:
    """The page, with its sliders where the address says."""
    return await _page(request, what_if_form.asked(request.query_params))


@router.post("/what-if", include_in_schema=False)
async def opened(request: Request) -> Response:
    """A file that was saved, or its text, opened again: the page at the address of its question."""
    given = forms.fields(request.headers.get("content-type", ""), await request.body())
    unknown = [name for name in given if name not in ("file", "text", "care")]
    if unknown:
        raise InputError([Problem("is not asked here", "the fields are file and text", unknown[0])])
    sent = next((given[name] for name in ("file", "text") if name in given), None)
    if sent is None:
        return await _page(request, Asked(), unread=["There is no file and no text: choose one, or paste it."])
    try:
        await hear_text(request, sent.text)
        found = await request.app.state.workers.ask(what_if_form.read, Saved(text=sent.text), keep=False)
    except InputError as error:
        return await _page(request, Asked(), unread=[str(one) for one in error.problems])
    address = f"{request.scope.get('root_path', '')}/what-if?{urlencode(as_given(found))}"
    return RedirectResponse(address, status_code=303)


async def _page(request: Request, asked: Asked, *, unread: Sequence[str] = ()) -> Response:
    outcome = request.query_params.get("outcome", "")
    question, one = asked.question, asked.one
    answered = None
    # by the form itself, where the browser runs no script
    if request.query_params.get("show") and not asked.wrong:
        answered = await _answered(request, question)
    return pages.page(
        request,
        "what_if",
        status=422 if unread else 200,
        asked=asked,
        question=question,
        one=one,
        unread=unread,
        outcome=outcome if outcome in choices().outcomes else next(iter(choices().outcomes)),
        presets=presets(),
        strains=strains(),
        daily=daily(),
        antibiotics=_names("antibiotic"),
        nsaids=_names("nsaid"),
        now={name: now(one, name) for name in (*choices().habits, *choices().supplements)},
        usual={name: usual(question.person, name) for name in choices().habits},
        then=then(one),
        traits=TRAITS,
        answered=answered,
        query=urlencode(asked.given),
        **_shown(),
    )


def _shown() -> dict[str, Any]:
    """What every answer is shown with."""
    return {"choices": choices(), "pictures": pictures, "said": said}


async def _answered(request: Request, question: SeveralQuestion) -> Answer | SideBySide:
    ask = request.app.state.workers.ask
    if question.options > 1:
        together: SideBySide = await ask(several.answer, question)
        return together
    alone: Answer = await ask(answer, single(question, "A"))
    return alone


@router.get("/api/what-if", summary="What would be otherwise", response_model=Answer)
async def what_if(request: Request, question: Annotated[Question, Query()]) -> Response:
    """A person as now, with changes, and with the same changes every other week only."""
    answered = await soon(request, answer, first_answer, question)
    return pages.answered(request, answered, "what_if_answer", query=request.url.query, **_shown())


@router.get("/api/what-if/side-by-side", summary="Two or three options", response_model=SideBySide)
async def side_by_side(request: Request, question: Annotated[SeveralQuestion, Query()]) -> Response:
    """Each option against as now, and which is better: paired by parameter set."""
    answered = await request.app.state.workers.ask(several.answer, question)
    return pages.answered(request, answered, "what_if_options_answer", query=request.url.query, **_shown())


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


@router.get("/api/what-if/protocol.yaml", summary="The question as a file", response_class=Response)
async def protocol(question: Annotated[SeveralQuestion, Query()]) -> Response:
    """A protocol that `gutbrain what-if` reads, and the page opens again; with options, if there are some."""
    return attachment(downloads.as_yaml(question).encode(), _file(question, "yaml"))


@router.get("/api/what-if/curves.csv", summary="The curves as a table", response_class=Response)
async def curves(request: Request, question: Annotated[SeveralQuestion, Query()]) -> Response:
    """One row an observable and day: change against as now, with who, what and what it was worked out with."""
    answered = await _answered(request, question)
    return attachment(downloads.as_csv(answered).encode(), _file(question, "csv"))


@router.get("/api/what-if/report.html", summary="The whole report", response_class=Response)
async def report(request: Request, question: Annotated[SeveralQuestion, Query()]) -> Response:
    """The answer of the page, as one file that can be read offline."""
    answered = await _answered(request, question)
    found = None
    if isinstance(answered, Answer) and answered.changes and answered.outcomes:
        alone = single(question, "A").model_dump()
        carries = CarriedQuestion.model_validate({**alone, "outcome": answered.outcomes[0].name})
        found = await request.app.state.workers.ask(carried.carried, carries, LATER)
    return attachment(downloads.report(answered, found).encode(), _file(question, "html"))


@router.post("/api/check-in", summary="Where to begin", response_model=check_in.Begin)
async def begin(request: Request, answers: check_in.Answers) -> Response:
    """From a person's own answers: which kind of person fits, and what they may want to be better.

    Nothing of them is kept. Where they speak of danger the answer is 409, with where to get help.
    """
    found = check_in.begin(answers)
    return pages.answered(request, found, "check_in_answer", presets=presets(), choices=choices())


def _file(question: SeveralQuestion, ending: str) -> str:
    return f"{slug(downloads.name(question))}.{ending}"


def _names(kind: str) -> list[str]:
    return sorted(named(kind))
