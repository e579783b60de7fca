"""The page Data: a protocol of one's own, carried out."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field, ValidationError

from gutbrain.care import listen
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.examples import of_kind
from gutbrain.faults import in_fields
from gutbrain.web import data, forms, packed, pages, yaml_text
from gutbrain.web.care import hear_text
from gutbrain.web.data_models import DRAWS, PEOPLE, SEEDS, Checked, ProtocolText, SimulationQuestion
from gutbrain.web.jobs import Job
from gutbrain.web.routes import jobs
from gutbrain.web.routes.jobs import Id, JobState

router = APIRouter(tags=["simulations"])

KIND = "simulations"
FIRST = "fibre"
"""Protocol that stands there when nobody asked for another."""

File = Annotated[
    Literal["report.html", "summary.csv", "protocol.yaml", "result.zip"], Path(description="which file of the result")
]


class Address(BaseModel):
    """What the page's address says."""

    example: str = Field("", max_length=60)
    protocol: str = Field("", max_length=packed.LONGEST)
    people: int = Field(1, ge=1, le=PEOPLE)
    draws: int | None = Field(None, ge=1, le=DRAWS)
    seed: int = Field(0, ge=0, le=SEEDS)


@router.get("/data", include_in_schema=False)
async def page(request: Request, asked: Annotated[Address, Query()]) -> Response:
    """The page, with an example or the protocol of a shared address."""
    known = of_kind("protocol")
    if asked.example and asked.example not in known:
        right = suggest(asked.example, known, otherwise=f"known are {', '.join(known)}")
        raise InputError([Problem("There is no such example.", right, field="example")])
    text = packed.unpack(asked.protocol, "protocol") if asked.protocol else known[asked.example or FIRST].text
    await hear_text(request, text)
    return pages.page(
        request,
        "data",
        asked=asked,
        text=text,
        examples={name: example.title for name, example in known.items()},
        now=bool(asked.example or asked.protocol),
        most={
            "people": PEOPLE,
            "draws": DRAWS,
            "seed": SEEDS,
            "bytes": yaml_text.MOST_BYTES,
            "events": data.EVENTS,
            "days": data.DAYS,
        },
    )


@router.post("/data", include_in_schema=False)
async def sent(request: Request) -> Response:
    """Begin the work, and go to the page of the job, where the browser runs no script."""
    given = forms.fields(request.headers.get("content-type", ""), await request.body())
    said = {name: given[name].text for name in ("protocol", "people", "draws", "seed") if name in given}
    await hear_text(request, said.get("protocol", ""))
    try:
        question = SimulationQuestion.model_validate({name: text for name, text in said.items() if text})
    except ValidationError as error:
        raise in_fields(error) from None
    job = await _begun(request, question)
    return jobs.to_page(request, job.id)


@router.post("/api/protocols/check", response_model=Checked, summary="Look through a protocol")
async def check(request: Request, question: ProtocolText) -> Response:
    """Everything that is wrong, each with its line and field; nothing is simulated."""
    answer = await request.app.state.workers.ask(data.checked, question)
    listen(answer.title)
    return pages.answered(request, answer, "data_check")


@router.post(
    "/api/simulations",
    status_code=202,
    response_model=JobState,
    summary="Carry a person, or a cohort, through a protocol",
)
async def simulate(request: Request, question: SimulationQuestion) -> Response:
    """Begins the work and says where to ask for it: `/api/jobs/{id}`."""
    return jobs.told_of(request, await _begun(request, question))


async def _begun(request: Request, question: SimulationQuestion) -> Job:
    title = (await request.app.state.workers.ask(data.looked_through, question)).title
    listen(title)
    return jobs.begun(request, KIND, title or "simulation", data.simulated, question)


@router.get(
    "/api/simulations/{id}/{file}",
    summary="A file of a result",
    responses=jobs.DOWNLOADED,
    response_class=Response,
)
async def download(request: Request, id: Id, file: File) -> Response:
    """The report (HTML, whole in itself), the summary (CSV), the protocol, or everything (ZIP, with Zarr)."""
    return jobs.download(request, KIND, id, file)
