"""The page Table: a microbiome table of one's own on the axis. What is sent stays in memory and is not kept."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from gutbrain.care.hearing import is_seen
from gutbrain.errors import InputError, Problem
from gutbrain.faults import in_words
from gutbrain.microbiome.table import UNITS
from gutbrain.web import forms, limits, pages, table
from gutbrain.web.care import hear_text
from gutbrain.web.routes.jobs import attachment, slug
from gutbrain.web.table import File, Placed, TableQuestion

router = APIRouter(tags=["tables"])

FILES = ("table", "taxonomy", "metadata")
TYPED = ("sample", "unit", "load")

FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "table": {"type": "string", "format": "binary", "description": "microbes or KOs, of any kind"},
                        "taxonomy": {"type": "string", "format": "binary", "description": "names, if apart"},
                        "metadata": {"type": "string", "format": "binary", "description": "what is known of samples"},
                        "sample": {"type": "string", "description": "one of them; all unless given"},
                        "unit": {"type": "string", "enum": list(UNITS), "description": "if the numbers do not tell"},
                        "load": {"type": "string", "description": "measured cells/g, or a column of the metadata"},
                        "example": {"type": "string", "description": "anything: the example that ships, as the table"},
                    },
                }
            }
        },
    }
}
"""What a program sends, in the schema of the API."""


@router.get("/table", include_in_schema=False)
def page(request: Request) -> Response:
    """The page."""
    return _page(request, None)


@router.post("/table", include_in_schema=False)
async def sent(request: Request) -> Response:
    """The page with its answer, where the browser runs no script."""
    return _page(request, await _placed(request))


@router.post("/api/profile", response_model=Placed, openapi_extra=FORM, summary="Place a microbiome table on the axis")
async def place(request: Request) -> Response:
    """Groups with intervals, place among people, checks, what has no place. Nothing that is sent is kept."""
    answer = await _placed(request)
    return pages.answered(request, answer, "table_answer", **_files(answer))


@router.post(
    "/api/profile/leaves.zip",
    openapi_extra=FORM,
    summary="The same as files",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}},
)
async def leaves(request: Request) -> Response:
    """Tables (CSV), report, provenance, and a start for a simulated person, in one ZIP."""
    answer = await _placed(request)
    if not answer.files:
        raise InputError([Problem("The files are too large to be sent.", "Use the command: gutbrain profile --out.")])
    return attachment(answer.files, f"{slug(answer.title)}.zip")


async def _placed(request: Request) -> Placed:
    question = await _question(request)
    try:
        answer: Placed = await request.app.state.workers.ask(table.placed, question, keep=False)
    except InputError as error:
        raise InputError([_in_form(one) for one in error.problems]) from None
    return answer


def _in_form(problem: Problem) -> Problem:
    """What is wrong with which file, and what to do, where options of the command are fields of a form."""
    wrong = f"{problem.file}: {problem.wrong}" if problem.file else problem.wrong
    right = re.sub(
        r"--(taxonomy|metadata|sample|unit|load)\b", lambda option: f"the field {option[1].title()}", problem.right
    )
    return replace(problem, wrong=wrong, right=right)


async def _question(request: Request) -> TableQuestion:
    """What a form asks.

    Raises
    ------
    InputError
        Where it is no form, or a field is missing or wrong.
    """
    given = forms.fields(request.headers.get("content-type", ""), await request.body())
    unknown = [name for name in given if name not in (*FILES, *TYPED, "example", "care")]
    if unknown:
        raise InputError([Problem("is not asked here", f"the fields are {', '.join((*FILES, *TYPED))}", unknown[0])])
    files: dict[str, File] = {
        name: File(name=given[name].file or name, content=given[name].content) for name in FILES if name in given
    }
    typed = {name: given[name].text for name in TYPED if name in given}
    await hear_text(request, " \n ".join((*typed.values(), *(file.name for file in files.values()))))
    if "example" in given:
        files["table"] = table.example()
    if "table" not in files:
        raise InputError([Problem("There is no table.", "Choose a file, or try the example.", "table")])
    try:
        return TableQuestion(**files, **typed)
    except ValidationError as error:
        fault = error.errors()[0]
        wrong, right = in_words(fault)
        raise InputError([Problem(wrong, right, str(fault["loc"][0]))]) from None


def _page(request: Request, answer: Placed | None) -> Response:
    told = _files(answer) if answer else {}
    return pages.page(request, "table", answer=answer, units=UNITS, most=limits.TABLE_BYTES, seen=is_seen(), **told)


def _files(answer: Placed) -> dict[str, Any]:
    """What the page lets one take home, each as an address that holds it."""
    packed = base64.b64encode(answer.files).decode()
    start = base64.b64encode(answer.start.encode()).decode()
    return {
        "called": slug(answer.title),
        "zipped": f"data:application/zip;base64,{packed}" if packed else "",
        "start": f"data:application/yaml;base64,{start}" if start else "",
    }
