"""``/studies``: published studies one by one, run against what was seen."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from gutbrain.answers import studies, study_run, validation
from gutbrain.answers.studies import Asked, StudiesAnswer, StudyAnswer
from gutbrain.answers.study_run import StudyRun
from gutbrain.datafiles import per_language
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.report import study_picture
from gutbrain.report.overlay import key
from gutbrain.web import packed, pages, refusals
from gutbrain.web.problems import told
from gutbrain.web.routes.jobs import attachment, slug

router = APIRouter(tags=["studies"])

Name = Annotated[str, Path(max_length=100, description="as /api/studies names it")]
Finding = Annotated[str, Query(max_length=200, description="which of its findings; the first unless given")]
Show = Annotated[
    Literal["", "all", "agrees", "direction", "misses"],
    Query(description="Studies with a finding of this verdict, predicted without the study or its phenomenon"),
]
Channel = Annotated[str, Query(max_length=40, description="Studies on one channel: gut, immune, mind, ...")]

MISSING: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no study of this name; the nearest one is named"}
}


@router.get("/studies", include_in_schema=False)
def page(request: Request, show: Show = "", channel: Channel = "", whole: str = "") -> Response:
    """The gallery; what it is narrowed to stands in its address. Asked whole, the list comes with the page."""
    asked = Asked(channel, show or "all")
    return pages.page(
        request,
        "studies",
        asked=asked,
        answer=studies.listed(asked) if whole else None,
        channels=validation.channels(),
        verdicts=validation.VERDICTS,
        pictures=_pictures() if whole else {},
    )


@router.get("/api/studies", response_model=StudiesAnswer, summary="Published studies, told one by one")
def every(request: Request, show: Show = "", channel: Channel = "") -> Response:
    """The gallery: studies with how many of their findings agree, are right in direction, or are missed."""
    answer = studies.listed(Asked(channel, show or "all"))
    return pages.answered(request, answer, "studies_answer", verdicts=validation.VERDICTS, pictures=_pictures())


@router.get("/studies/{name}", include_in_schema=False)
async def one_page(request: Request, name: Name, run: str = "", finding: Finding = "") -> Response:
    """One study; it is run here where the browser runs no script."""
    try:
        # the first time all findings are read: not where everybody else waits
        found = await run_in_threadpool(studies.study, name)
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))
    identity = studies.finding_of(name, finding)
    ran = None
    if run:
        ran = await request.app.state.workers.ask(study_run.run, study_run.Asked(name=name, finding=identity))
    return pages.page(
        request,
        "study",
        answer=found.answer,
        verdicts=validation.VERDICTS,
        pictures={one.finding.id: study_picture.beside(one) for one in found.checked},
        protocols=[(arm, packed.pack(arm.protocol)) for arm in found.answer.arms],
        human=found.answer.species == ["human"],
        finding=identity,
        ran=ran,
        **(_ran(ran) if ran else {}),
    )


def _ran(ran: StudyRun) -> dict[str, Any]:
    """What is shown of a run besides."""
    return {"curve": study_picture.draw(ran), "key": key, "beside": validation.one(ran.finding)[0]}


@router.get("/api/studies/{name}", response_model=StudyAnswer, summary="One published study", responses=MISSING)
def one(request: Request, name: Name) -> Response:
    """What was done and seen, what is predicted with intervals, where it fails, and its arms as protocols."""
    try:
        return JSONResponse(studies.study(name).answer.model_dump(mode="json"))
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))


@router.get("/api/studies/{name}/run", response_model=StudyRun, summary="Run a published study", responses=MISSING)
async def run(request: Request, name: Name, finding: Finding = "") -> Response:
    """The curves of its arms with 90 % intervals, and what was published where the curves can show it."""
    try:
        await run_in_threadpool(studies.study, name)
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))
    asked = study_run.Asked(name=name, finding=studies.finding_of(name, finding))
    ran = await request.app.state.workers.ask(study_run.run, asked)
    return pages.answered(request, ran, "study_run", verdicts=validation.VERDICTS, **_ran(ran))


@router.get("/api/studies/{name}/protocol.yaml", summary="An arm as a protocol", response_class=Response)
def protocol(
    request: Request, name: Name, arm: Annotated[str, Query(max_length=200, description="the first unless given")] = ""
) -> Response:
    """What `gutbrain simulate` reads."""
    try:
        arms = {one.name: one for one in studies.study(name).answer.arms}
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))
    wanted = arm or next(iter(arms))
    if wanted not in arms:
        right = suggest(wanted, arms, otherwise=f"one of: {', '.join(arms)}")
        raise InputError([Problem(f"there is no arm '{wanted[:80]}' in this study", right, field="arm")])
    return attachment(arms[wanted].protocol.encode(), f"{slug(f'{name} {wanted}')}.yaml")


@per_language
def _pictures() -> dict[str, Markup]:
    """The picture of the first finding of every study."""
    return {name: study_picture.beside(first) for name, first in studies.firsts().items()}
