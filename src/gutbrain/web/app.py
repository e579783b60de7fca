"""The application: routes, limits, and what is said where something is wrong."""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from starlette._utils import get_route_path
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from gutbrain.errors import InputError
from gutbrain.web import care_help, pages
from gutbrain.web.care import CareFirst, note_seen
from gutbrain.web.care_help import Help, Line
from gutbrain.web.jobs import Jobs
from gutbrain.web.limits import Limits
from gutbrain.web.routes import api, care, data, evidence, explore, jobs, label, trial, validation, what_if
from gutbrain.web.workers import SECONDS, TooBusy, TooLong, Workers

LOCAL = ("localhost", "127.0.0.1", "[::1]", "testserver")
"""Names under which a browser on this machine asks; other names are refused, so that no web site can reach in."""

DESCRIPTION = (
    "What the pages use. An answer is JSON; a client that accepts `text/html` gets the piece of a page instead. "
    "Problems come as `{problems: [{field, wrong, right}]}`. For research and learning, not for diagnosis."
)

CARE_FIRST = (
    "Something that was typed speaks of danger to oneself: help comes first. Who is looking for research goes on with "
    "`care=seen` in the address, or the header `x-care: seen`"
)

ROUTES = (explore, what_if, trial, evidence, label, validation, data, jobs, care, api)


class Problem(BaseModel):
    """One thing that is wrong with a request."""

    wrong: str
    right: str = ""
    field: str = ""
    line: int | None = None


class Problems(BaseModel):
    """Everything that is wrong with a request."""

    problems: list[Problem]


class CareNote(BaseModel):
    """Where somebody in need finds help."""

    message: str
    page: str
    lines: list[Line]


class CareFirstAnswer(BaseModel):
    """Said instead of an answer where what was typed speaks of danger."""

    care: CareNote


def create(*, hosts: Sequence[str] = (), workers: int | None = None, help_file: Path | None = None) -> FastAPI:
    """The application.

    Parameters
    ----------
    hosts
        Names by which it may be asked besides those of this machine; ``*`` for all.
    workers
        Processes that compute; one a core unless given.
    help_file
        What is put over the crisis lines that ship (``data/help.yaml``).

    Raises
    ------
    InputError
        Where the file with help is not as it should be.
    """
    known_help = care_help.load(help_file)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        app.state.workers = Workers(workers)
        app.state.workers.start()
        app.state.jobs = Jobs()
        app.state.jobs.start()
        try:
            yield
        finally:
            app.state.jobs.stop()
            app.state.workers.stop()

    app = FastAPI(
        title="gutbrain",
        version=importlib.metadata.version("gutbrain"),
        description=DESCRIPTION,
        lifespan=running,
        dependencies=[Depends(note_seen)],
        openapi_url="/api/openapi.json",
        # both would fetch their scripts from elsewhere; /api shows the same
        docs_url=None,
        redoc_url=None,
        responses=_responses(),
    )
    app.state.help = known_help
    for room in ROUTES:
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=str(files("gutbrain.web") / "static")), name="static")
    app.add_api_route("/pictures.css", _pictures, include_in_schema=False)
    app.add_exception_handler(CareFirst, _care_first)
    app.add_exception_handler(InputError, _input_error)
    app.add_exception_handler(RequestValidationError, _fields_wrong)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(TooBusy, _too_busy)
    app.add_exception_handler(TooLong, _too_long)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *hosts])
    app.add_middleware(Limits)
    return app


def _responses() -> dict[int | str, dict[str, Any]]:
    """What every address can answer besides what it is for."""
    said = {
        400: "What was asked cannot be answered",
        404: "There is no such thing",
        408: "The request did not arrive in time",
        413: "Too large",
        414: "The address is too long",
        422: "A field is missing or wrong",
        429: "Too many ask at once; try again soon",
    }
    return {
        **{status: {"model": Problems, "description": text} for status, text in said.items()},
        409: {"model": CareFirstAnswer, "description": CARE_FIRST},
    }


@cache
def _pictures() -> Response:
    """The style of the pictures and pages that the command line writes: here they look the same."""
    folder = files("gutbrain.report") / "data"
    styles = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in ("page", "forest", "trial")]
    return Response("\n".join(styles), media_type="text/css", headers={"cache-control": "max-age=3600"})


def _said(
    request: Request, status: int, problems: Sequence[Problem], headers: dict[str, str] | None = None
) -> Response:
    """Problems as JSON, as a piece of a page, or as a page of their own."""
    answer = Problems(problems=list(problems))
    if not pages.wants_html(request):
        return JSONResponse(answer.model_dump(), status, headers)
    if _is_api(request):
        response = pages.answered(request, answer, "problems", status=status)
    else:
        response = pages.page(request, "problem_page", status=status, answer=answer)
    response.headers.update(headers or {})
    return response


def _is_api(request: Request) -> bool:
    # behind a proxy the path begins with its prefix
    return get_route_path(request.scope).startswith("/api/")


async def _care_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, CareFirst)
    page = f"/care?from={error.source}"
    if not _is_api(request):
        root, query = request.scope.get("root_path", ""), f"?{request.url.query}" if request.url.query else ""
        # behind the #, so that no server and no log sees again what was typed
        came = quote(f"{root}{get_route_path(request.scope)}{query}", safe="")
        return RedirectResponse(f"{root}{page}#to={came}", 303)
    known: Help = request.app.state.help
    answer = CareFirstAnswer(
        care=CareNote(
            message="You matter. Please talk to someone now; you do not have to carry this alone.",
            page=page,
            lines=known.international,
        )
    )
    response = pages.answered(request, answer, "care_first", status=409)
    response.headers["x-care"] = page
    return response


async def _input_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return _said(
        request, 400, [Problem(wrong=p.wrong, right=p.right, field=p.field, line=p.line) for p in error.problems]
    )


async def _fields_wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [
        # the first part says where in the request a field was: query, body
        Problem(wrong=_printable(str(e["msg"])), field=_printable(".".join(str(part) for part in e["loc"][1:])))
        for e in error.errors()
    ]
    return _said(request, 422, problems)


def _printable(text: str) -> str:
    """Text that can be sent, whatever somebody sent: half characters are replaced."""
    return text.encode("utf-8", "replace").decode()


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # what Starlette says of an address that leads nowhere
    wrong = "There is no such page." if error.detail == "Not Found" else str(error.detail)
    return _said(request, error.status_code, [Problem(wrong=wrong)], dict(error.headers or {}))


async def _too_busy(request: Request, error: Exception) -> Response:
    problem = Problem(wrong="Too many questions wait for an answer.", right="Try again in a few seconds.")
    return _said(request, 429, [problem], {"retry-after": "3"})


async def _too_long(request: Request, error: Exception) -> Response:
    problem = Problem(wrong=f"This took longer than {SECONDS:.0f} seconds and was given up.", right="Ask for less.")
    return _said(request, 400, [problem])


async def _failed(request: Request, error: Exception) -> Response:
    logging.getLogger("gutbrain").error("%s %s failed", request.method, request.url.path, exc_info=error)
    problem = Problem(wrong="Something went wrong here, not with you.", right="The server's log says what.")
    if pages.wants_html(request) and not _is_api(request):
        return HTMLResponse(problem.wrong, 500)
    return _said(request, 500, [problem])
