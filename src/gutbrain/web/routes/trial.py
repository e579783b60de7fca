"""The page Trial: a virtual randomised trial by form or as text."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field, ValidationError

from gutbrain.answers import trial_form
from gutbrain.answers.trial_form import TrialForm
from gutbrain.answers.trial_written import written
from gutbrain.care import listen
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.examples import of_kind
from gutbrain.faults import in_fields
from gutbrain.people import presets
from gutbrain.web import forms, packed, pages, trial, yaml_text
from gutbrain.web.care import hear_text
from gutbrain.web.jobs import Job
from gutbrain.web.routes import jobs
from gutbrain.web.routes.jobs import Id, JobState
from gutbrain.web.trial import DesignText, Preview, TrialQuestion

router = APIRouter(tags=["trials"])

KIND = "trials"
File = Annotated[
    Literal["report.html", "data.csv", "summary.csv", "design.yaml", "result.zip"],
    Path(description="which file of the result"),
]


class Address(TrialForm):
    """What the page's address says: the fields of the form, or a design as text."""

    design: str = Field("", max_length=packed.LONGEST)
    example: str = Field("", max_length=60)
    text: bool = False
    grow: int = Field(0, ge=-trial_form.MOST_ARMS, le=1, description="1 adds an arm, -3 leaves arm 3 out")
    show: bool = Field(False, description="with its answer, where the browser runs no script")


class Written(BaseModel):
    """The design that a form means."""

    design: str = Field(description="YAML, as `gutbrain trial` reads it")


@router.get("/trial", include_in_schema=False)
async def page(request: Request, asked: Annotated[Address, Query()]) -> Response:
    """The page: the form, or a place for text."""
    known = of_kind("trial")
    if asked.example and asked.example not in known:
        right = suggest(asked.example, known, otherwise=f"known are {', '.join(known)}")
        raise InputError([Problem("There is no such example.", right, field="example")])
    if asked.design or asked.example or asked.text:
        text = packed.unpack(asked.design, "design") if asked.design else known[asked.example or next(iter(known))].text
        await hear_text(request, text)
        return await _text_page(request, asked, text, now=bool(asked.design or asked.example))
    shared = bool(request.url.query)
    form = grown(asked, asked.grow) if shared else asked.model_copy(update={"strain": trial_form.STRAIN})
    design = written(form)
    return pages.page(
        request,
        "trial",
        asked=form,
        as_text=False,
        now=shared and not asked.grow and not asked.show,
        answer=await _preview(request, _as_text(form)) if asked.show and not asked.grow else None,
        written=Written(design=design),
        packed=await asyncio.to_thread(packed.pack, design),
        most_arms=trial_form.MOST_ARMS,
        adjusted=trial_form.ADJUSTED,
        people={name: preset.title for name, preset in presets().items()},
        endpoints=trial_form.endpoints(),
        given=trial_form.given(),
        strains=trial_form.strains(),
    )


@router.post("/trial", include_in_schema=False)
async def sent(request: Request) -> Response:
    """The page with a design as text and its answer, where the browser runs no script."""
    given = {name: field.text for name, field in (await _sent(request)).items() if name in ("design", "seed", "power")}
    await hear_text(request, given.get("design", ""))
    try:
        question = DesignText.model_validate(given)
    except ValidationError as error:
        raise in_fields(error) from None
    answer = await _preview(request, question)
    return await _text_page(request, Address(seed=question.seed, power=question.power), question.design, answer=answer)


@router.post("/trial/many", include_in_schema=False)
async def many(request: Request) -> Response:
    """Begin many trials, and go to the page of the job, where the browser runs no script."""
    fields = await _sent(request)
    said = fields["question"].text if "question" in fields else ""
    await hear_text(request, said)
    try:
        question = TrialQuestion.model_validate_json(said)
    except ValidationError as error:
        raise in_fields(error) from None
    job = await _begun(request, question)
    return jobs.to_page(request, job.id)


async def _sent(request: Request) -> Mapping[str, forms.Sent]:
    return forms.fields(request.headers.get("content-type", ""), await request.body())


def grown(form: Address, grow: int) -> Address:
    """A form with one more arm, or without the one that is named; those after it move up."""
    if grow == 1:
        return form.model_copy(update={"arms": min(form.arms + 1, trial_form.MOST_ARMS)})
    if not 2 <= -grow < form.arms:
        return form
    moved = {}
    for number in range(-grow, trial_form.MOST_ARMS):
        for field in trial_form.OF_AN_ARM:
            after = f"arm{number + 1}_{field}"
            empty = Address.model_fields[f"arm{number}_{field}"].default
            moved[f"arm{number}_{field}"] = getattr(form, after) if number + 1 < form.arms else empty
    return form.model_copy(update={"arms": form.arms - 1, **moved})


def _as_text(form: TrialForm) -> DesignText:
    return DesignText(design=written(form), seed=form.seed, power=form.power)


async def _text_page(
    request: Request, asked: Address, text: str, *, now: bool = False, answer: Preview | None = None
) -> Response:
    return pages.page(
        request,
        "trial",
        asked=asked,
        as_text=True,
        text=text,
        examples={name: example.title for name, example in of_kind("trial").items()},
        now=now,
        answer=answer,
        packed=await asyncio.to_thread(packed.pack, text) if answer else "",
        most_bytes=yaml_text.MOST_BYTES,
    )


@router.get("/api/trials/form", response_model=Written, summary="The design that a form means, as YAML")
async def as_it_stands(request: Request, asked: Annotated[TrialForm, Query()]) -> Response:
    """What is shown beside the form; nothing is carried out."""
    answer = Written(design=written(asked))
    link = await asyncio.to_thread(packed.pack, answer.design)
    return pages.answered(request, answer, "trial_written", written=answer, packed=link)


@router.get(
    "/api/trials/preview", response_model=Preview, summary="The design of a form, in words and as YAML, and one trial"
)
async def preview_form(request: Request, asked: Annotated[TrialForm, Query()]) -> Response:
    """Answers within seconds; the chance of success takes longer: send the design on to `POST /api/trials`."""
    return await _previewed(request, _as_text(asked))


@router.post("/api/trials/preview", response_model=Preview, summary="A design as text: in words, and one trial")
async def preview_text(request: Request, question: DesignText) -> Response:
    """The same for a design that somebody wrote."""
    return await _previewed(request, question)


async def _preview(request: Request, question: DesignText) -> Preview:
    answer: Preview = await request.app.state.workers.ask(trial.preview, question)
    listen(" \n ".join((answer.title, *answer.names)))
    return answer


async def _previewed(request: Request, question: DesignText) -> Response:
    answer = await _preview(request, question)
    # squeezing a long text takes half a second
    link = await asyncio.to_thread(packed.pack, answer.design)
    return pages.answered(request, answer, "trial_preview", packed=link)


@router.get("/api/trials/design.yaml", summary="The design of a form as a file", response_class=Response)
async def design_file(asked: Annotated[TrialForm, Query()]) -> Response:
    """What `gutbrain trial` takes."""
    return jobs.attachment(written(asked).encode(), f"{jobs.slug(asked.title or 'trial')}-design.yaml")


@router.post("/api/trials", status_code=202, response_model=JobState, summary="Carry out many trials of a design")
async def carry_out(request: Request, question: TrialQuestion) -> Response:
    """Begins the work and says where to ask for it: `/api/jobs/{id}`."""
    return jobs.told_of(request, await _begun(request, question))


async def _begun(request: Request, question: TrialQuestion) -> Job:
    text = DesignText(design=question.design, seed=question.seed, power=question.power)
    read = await request.app.state.workers.ask(trial.looked_through, text)
    listen(" \n ".join((read.title, *read.names)))
    return jobs.begun(request, KIND, read.title, trial.carried_out, question)


@router.get(
    "/api/trials/{id}/{file}",
    summary="A file of a result",
    responses=jobs.DOWNLOADED,
    response_class=Response,
)
async def download(request: Request, id: Id, file: File) -> Response:
    """The report (HTML, whole in itself), the data of one trial, the effects (CSV), the design, or everything (ZIP)."""
    return jobs.download(request, KIND, id, file)
