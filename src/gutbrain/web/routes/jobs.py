"""Long work: how far it is, what it gave, its files, and an end to it."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from gutbrain import care
from gutbrain.language import N_, gettext, ngettext
from gutbrain.web import clients, pages
from gutbrain.web.jobs import KEPT_SECONDS, SECONDS, Job, State
from gutbrain.web.jobs_process import Outcome, Work
from gutbrain.web.problems import Problem, told
from gutbrain.web.waiting import about

router = APIRouter(tags=["jobs"])

TYPES = {
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}

DOWNLOADED: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {} for kind in TYPES.values()}},
    404: {"description": "Not kept any more"},
}
"""What an address of files answers."""

FILES = {
    "report.html": N_("Report"),
    "summary.csv": N_("Summary (CSV)"),
    "data.csv": N_("Data (CSV)"),
    "protocol.yaml": N_("Protocol (YAML)"),
    "design.yaml": N_("Design (YAML)"),
    "result.zip": N_("Everything (ZIP)"),
}

Id = Annotated[str, Path(max_length=64, description="as given when the work was asked for")]


class JobState(BaseModel):
    """How far a piece of work is."""

    id: str
    kind: str = Field(description="what it is: simulations or trials; its files are at /api/{kind}/{id}/{file}")
    title: str
    state: State
    share: float = Field(description="how much is done, 0 to 1")
    ahead: int = Field(description="how much other work comes before it")
    wait: float = Field(description="so many seconds until it is begun, from what such work took here")
    first: bool = Field(description="whether `answer` is a first one, from less; the last one follows")
    said: str = Field(description="how far it is, in few words")
    seconds: float = Field(description="after so many seconds of work it is given up")
    problems: list[Problem] = Field(description="why it failed")
    files: list[str] = Field(description="what can be downloaded")
    answer: dict[str, Any] | None = Field(description="what it gave, once it is done")


def begun(request: Request, kind: str, title: str, work: Work, question: BaseModel) -> Job:
    """Put work in the queue.

    Parameters
    ----------
    request
        What is answered.
    kind, title
        Of the work, under which alone its result is found, and for people.
    work, question
        What is done, and what is asked of it.
    """
    job: Job = request.app.state.jobs.submit(kind, title, work, question, clients.asking())
    job.low = care.low()
    return job


def told_of(request: Request, job: Job) -> Response:
    """Where to look for work that was begun (status 202)."""
    response = _told(request, job, status=202)
    response.headers["location"] = f"{request.scope.get('root_path', '')}/api/jobs/{job.id}"
    return response


def to_page(request: Request, name: str) -> Response:
    """To the page of a job, where the browser runs no script."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/jobs/{name}", 303)


@router.get("/jobs/{id}", include_in_schema=False)
async def page(request: Request, id: Id) -> Response:
    """A page of its own for a piece of work, to be left and come back to."""
    job = found(request, id)
    care.note(*job.low)
    answer, outcome = _state(request, job)
    return pages.page(request, "job_page", answer=answer, outcome=outcome, labels=FILES)


@router.post("/jobs/{id}/stop", include_in_schema=False)
async def stop(request: Request, id: Id) -> Response:
    """Stop it, where the browser runs no script."""
    request.app.state.jobs.cancel(found(request, id))
    return to_page(request, id)


@router.get("/api/jobs/{id}", response_model=JobState, summary="How far a piece of work is, and what it gave")
async def state(request: Request, id: Id) -> Response:
    """Ask every second or so until ``state`` is done, failed or cancelled."""
    return _told(request, found(request, id))


@router.delete("/api/jobs/{id}", response_model=JobState, summary="Stop a piece of work")
async def cancel(request: Request, id: Id) -> Response:
    """Its process is ended at once; what is over stays as it is."""
    job = found(request, id)
    request.app.state.jobs.cancel(job)
    return _told(request, job)


def found(request: Request, name: str, kind: str = "") -> Job:
    """A job that is known; otherwise status 404.

    Parameters
    ----------
    request
        What is answered.
    name
        Of the job.
    kind
        Of its work; any unless given.

    Raises
    ------
    HTTPException
        Status 404 where there is none, or it is of another kind.
    """
    job: Job | None = request.app.state.jobs.find(name)
    if job is None or kind not in ("", job.kind):
        raise HTTPException(404, _gone())
    return job


def download(request: Request, kind: str, name: str, file: str) -> Response:
    """A file of a result, to be saved.

    Parameters
    ----------
    request
        What is answered.
    kind
        Of the work.
    name
        Of the job.
    file
        Which of its files.

    Raises
    ------
    HTTPException
        Status 404 where there is no such job, or no such file of it.
    """
    job = found(request, name, kind)
    if job.outcome is None or file not in job.outcome.files:
        raise HTTPException(404, _gone())
    return attachment(job.outcome.files[file], f"{slug(job.title)}-{file}")


def _gone() -> str:
    said = gettext("There is no such result (results are kept for %(minutes)d minutes).")
    return said % {"minutes": KEPT_SECONDS / 60}


def attachment(content: bytes, file: str) -> Response:
    """Something to be saved under a name, never to be shown."""
    headers = {"content-disposition": f'attachment; filename="{file}"', "cache-control": "no-store"}
    return Response(content, media_type=TYPES[file.rpartition(".")[2]], headers=headers)


def slug(title: str) -> str:
    """A title as the beginning of a file name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "gutbrain"


def _told(request: Request, job: Job, *, status: int = 200) -> Response:
    care.note(*job.low)
    answer, outcome = _state(request, job)
    return pages.answered(request, answer, "job", status=status, outcome=outcome, labels=FILES)


def _said(request: Request, job: Job) -> str:
    """How far a job is; quarters alone, so that a screen reader is not flooded."""
    if job.state == "waiting":
        ahead, time = request.app.state.jobs.ahead(job), about(request.app.state.jobs.wait(job))
        said = ngettext(
            "%(ahead)d run comes first. It begins in about %(time)s.",
            "%(ahead)d runs come first. It begins in about %(time)s.",
            ahead,
        )
        return said % {"ahead": ahead, "time": time}
    if job.state == "working":
        done = 25 * int(4 * job.share)
        return gettext("Working: %(done)d %% done …") % {"done": done} if done else gettext("Working …")
    return {"done": gettext("Done."), "failed": gettext("It failed."), "cancelled": gettext("Stopped.")}[job.state]


def _state(request: Request, job: Job) -> tuple[JobState, Outcome | None]:
    """How far a job is, and what it gave as yet."""
    outcome = job.outcome or job.first
    answer = JobState(
        id=job.id,
        kind=job.kind,
        title=job.title,
        state=job.state,
        share=job.share,
        ahead=request.app.state.jobs.ahead(job),
        wait=request.app.state.jobs.wait(job),
        first=outcome is not None and job.outcome is None,
        said=_said(request, job),
        seconds=SECONDS,
        problems=told(job.problems),
        files=list(job.outcome.files) if job.outcome else [],
        answer=outcome.answer.model_dump(mode="json") if outcome else None,
    )
    return answer, outcome
