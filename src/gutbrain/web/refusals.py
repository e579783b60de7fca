"""What is said where a request cannot be answered: each kind of error, as JSON, a piece of a page, or a page."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from gutbrain.care import MESSAGES, CareNeeded
from gutbrain.care.help import Line
from gutbrain.errors import InputError
from gutbrain.faults import in_words
from gutbrain.language import gettext
from gutbrain.web import pages
from gutbrain.web.care_help import nearest
from gutbrain.web.paths import inside
from gutbrain.web.problems import Problem, Problems, told
from gutbrain.web.waiting import about
from gutbrain.web.workers import SECONDS, TooBusy, TooLong

CARE_FIRST = (
    "Something that was typed speaks of danger to oneself: help comes first. Who is looking for research goes on with "
    "`care=seen` in the address, or the header `x-care: seen`"
)


class CareNote(BaseModel):
    """Where somebody in need finds help."""

    message: str
    about: str = Field(description=f"the kind of danger: {', '.join(MESSAGES)}")
    page: str
    lines: list[Line]


class CareFirstAnswer(BaseModel):
    """Said instead of an answer where what was typed speaks of danger."""

    care: CareNote


def responses() -> dict[int | str, dict[str, Any]]:
    """What every address can answer besides what it is for."""
    meaning = {
        400: "What was asked cannot be answered",
        404: "There is no such thing",
        408: "The request did not arrive in time",
        413: "Too large",
        414: "The address is too long",
        422: "A field is missing or wrong",
        429: "Too many ask at once; try again soon",
    }
    return {
        **{status: {"model": Problems, "description": text} for status, text in meaning.items()},
        409: {"model": CareFirstAnswer, "description": CARE_FIRST},
    }


def said(request: Request, status: int, problems: Sequence[Problem], headers: dict[str, str] | None = None) -> Response:
    """Problems as JSON, as a piece of a page, or as a page of their own.

    Parameters
    ----------
    request
        What is answered.
    status
        Of HTTP.
    problems
        What is wrong.
    headers
        Further ones of the answer.
    """
    answer = Problems(problems=list(problems))
    if pages.wants_html(request) and not _is_api(request):
        response: Response = pages.page(request, "problem_page", status=status, answer=answer)
    else:
        response = pages.answered(request, answer, "problems", status=status)
    response.headers.update(headers or {})
    return response


def _is_api(request: Request) -> bool:
    # behind a proxy the path begins with its prefix
    return inside(request.scope).startswith("/api/")


async def _care_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, CareNeeded)
    about = "" if error.about == "suicide" else f"&about={error.about}"
    page = f"/care?from={error.source}{about}"
    if not _is_api(request):
        root, query = request.scope.get("root_path", ""), f"?{request.url.query}" if request.url.query else ""
        # behind the #, so that no server and no log sees again what was typed
        came = quote(f"{root}{inside(request.scope)}{query}", safe="")
        return RedirectResponse(f"{root}{page}#to={came}", 303)
    _, lines = nearest(request, error.needs)
    answer = CareFirstAnswer(care=CareNote(message=gettext(error.message), about=error.about, page=page, lines=lines))
    response = pages.answered(request, answer, "care_first", status=409)
    response.headers["x-care"] = page
    return response


async def _input_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError)
    return said(request, 400, told(error.problems))


async def _fields_wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = []
    for fault in error.errors():
        wrong, right = map(_printable, in_words(fault))
        # the first part says where in the request a field was: query, body
        field = _printable(".".join(str(part) for part in fault["loc"][1:]))
        problems.append(Problem(wrong=wrong, right=right, field=field))
    return said(request, 422, problems)


def _printable(text: str) -> str:
    """Text that can be sent, whatever somebody sent: half characters are replaced."""
    return text.encode("utf-8", "replace").decode()


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # what Starlette says of an address that leads nowhere
    wrong = gettext("There is no such page.") if error.detail == "Not Found" else str(error.detail)
    return said(request, error.status_code, [Problem(wrong=wrong)], dict(error.headers or {}))


async def _too_busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, TooBusy)
    problem = Problem(
        wrong=gettext("Many questions wait for an answer."),
        right=gettext("Try again in about %(time)s.") % {"time": about(error.seconds)},
    )
    return said(request, 429, [problem], {"retry-after": str(error.seconds)})


async def _too_long(request: Request, error: Exception) -> Response:
    wrong = gettext("This took longer than %(seconds)s seconds and was given up.") % {"seconds": f"{SECONDS:.0f}"}
    problem = Problem(wrong=wrong, right=gettext("Ask for less."))
    return said(request, 400, [problem])


async def _failed(request: Request, error: Exception) -> Response:
    logging.getLogger("gutbrain").error("%s %s failed", request.method, request.url.path, exc_info=error)
    problem = Problem(
        wrong=gettext("Something went wrong here, not with you."), right=gettext("The server's log says what.")
    )
    if pages.wants_html(request) and not _is_api(request):
        return HTMLResponse(problem.wrong, 500)
    return said(request, 500, [problem])


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    CareNeeded: _care_first,
    InputError: _input_error,
    RequestValidationError: _fields_wrong,
    HTTPException: _http,
    TooBusy: _too_busy,
    TooLong: _too_long,
    Exception: _failed,
}
"""What answers each kind of error."""
