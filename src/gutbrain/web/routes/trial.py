"""The page Trial: a virtual randomised trial by form or as text."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from gutbrain.answers import trial_form
from gutbrain.answers.trial_form import TrialForm
from gutbrain.care import listen
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.examples import of_kind
from gutbrain.people import presets
from gutbrain.web import packed, pages, trial, yaml_text
from gutbrain.web.care import hear_text
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


@router.get("/trial", include_in_schema=False)
async def page(request: Request, asked: Annotated[Address, Query()]) -> Response:
    """The page: the form, or a place for text."""
    known = of_kind("trial")
    if asked.example and asked.example not in known:
        right = suggest(asked.example, known, otherwise=f"known are {', '.join(known)}")
        raise InputError([Problem("There is no such example.", right, field="example")])
    shared = bool(request.url.query)
    if asked.design or asked.example or asked.text:
        text = packed.unpack(asked.design, "design") if asked.design else known[asked.example or next(iter(known))].text
        await hear_text(request, text)
        titles = {name: example.title for name, example in known.items()}
        return pages.page(
            request,
            "trial",
            asked=asked,
            as_text=True,
            text=text,
            examples=titles,
            now=bool(asked.design or asked.example),
            most_bytes=yaml_text.MOST_BYTES,
        )
    return pages.page(
        request,
        "trial",
        asked=asked if shared else asked.model_copy(update={"strain": trial_form.STRAIN}),
        as_text=False,
        now=shared,
        people={name: preset.title for name, preset in presets().items()},
        endpoints=trial_form.endpoints(),
        given=trial_form.given(),
        strains=trial_form.strains(),
    )


@router.get(
    "/api/trials/preview", response_model=Preview, summary="The design of a form, in words and as YAML, and one trial"
)
async def preview_form(request: Request, asked: Annotated[TrialForm, Query()]) -> Response:
    """Answers within seconds; the chance of success takes longer: send the design on to `POST /api/trials`."""
    return await _previewed(request, DesignText(design=trial_form.written(asked), seed=asked.seed, power=asked.power))


@router.post("/api/trials/preview", response_model=Preview, summary="A design as text: in words, and one trial")
async def preview_text(request: Request, question: DesignText) -> Response:
    """The same for a design that somebody wrote."""
    return await _previewed(request, question)


async def _previewed(request: Request, question: DesignText) -> Response:
    answer = await request.app.state.workers.ask(trial.preview, question)
    listen(" \n ".join((answer.title, *answer.names)))
    # squeezing a long text takes half a second
    link = await asyncio.to_thread(packed.pack, answer.design)
    return pages.answered(request, answer, "trial_preview", packed=link)


@router.get("/api/trials/design.yaml", summary="The design of a form as a file", response_class=Response)
async def design_file(asked: Annotated[TrialForm, Query()]) -> Response:
    """What `gutbrain trial` takes."""
    return jobs.attachment(trial_form.written(asked).encode(), f"{jobs.slug(asked.title or 'trial')}-design.yaml")


@router.post("/api/trials", status_code=202, response_model=JobState, summary="Carry out many trials of a design")
async def carry_out(request: Request, question: TrialQuestion) -> Response:
    """Begins the work and says where to ask for it: `/api/jobs/{id}`."""
    text = DesignText(design=question.design, seed=question.seed, power=question.power)
    read = await request.app.state.workers.ask(trial.looked_through, text)
    listen(" \n ".join((read.title, *read.names)))
    return jobs.asked(request, KIND, read.title, trial.carried_out, question)


@router.get(
    "/api/trials/{id}/{file}",
    summary="A file of a result",
    responses=jobs.DOWNLOADED,
    response_class=Response,
)
async def download(request: Request, id: Id, file: File) -> Response:
    """The report (HTML, whole in itself), the data of one trial, the effects (CSV), the design, or everything (ZIP)."""
    return jobs.download(request, KIND, id, file)
