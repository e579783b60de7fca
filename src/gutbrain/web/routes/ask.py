"""Questions in people's own words."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from gutbrain.answers.ask import Answer, ask
from gutbrain.errors import InputError
from gutbrain.language import N_
from gutbrain.web import care_help, pages

router = APIRouter()

LONGEST = 1000
"""Letters of a question."""

EXAMPLES = (
    *pages.QUESTIONS,
    N_("Can I take probiotics with sertraline?"),
    N_("Is 10 billion CFU enough for sleep?"),
)
"""Questions to begin with."""


class Cells(BaseModel):
    """A table; every cell is text."""

    title: str
    headings: list[str]
    rows: list[list[str]]


class Asked(BaseModel):
    """An answer, as ``gutbrain ask --json`` prints it."""

    question: str
    kind: str = Field(description="What kind of question it was taken for")
    first: list[str] = Field(description="What has to be said before the answer")
    sentence: str = Field(description="The answer")
    lines: list[str] = Field(description="What has to be known besides")
    tables: list[Cells] = Field(description="What it rests on")
    understood: list[str] = Field(description="What the question was taken to be about")
    not_kept: list[str] = Field(description="What of it is not kept here, or was not understood")
    sources: list[str] = Field(description="Keys of the references")
    references: list[dict[str, Any]]
    found: bool = Field(description="Whether the records say anything")


@router.get("/ask", include_in_schema=False)
def page(request: Request) -> Response:
    """The page; the question stands in its address, and it needs no JavaScript."""
    sought = request.query_params.get("q", "")[:LONGEST].strip()
    answer, wrong = _answered(sought)
    return pages.page(
        request, "ask", q=sought, answer=answer, wrong=wrong, examples=EXAMPLES, support=care_help.support(request)
    )


def _answered(sought: str) -> tuple[Answer | None, str]:
    if not sought:
        return None, ""
    try:
        return ask(sought), ""
    except InputError as error:
        return None, str(error)


@router.get("/api/ask", response_model=Asked, tags=["evidence"], summary="A question in people's own words")
def answered(request: Request, q: Annotated[str, Query(max_length=LONGEST)]) -> Response:
    """One plain sentence, what has to be known besides, what it rests on, and what of the question is not kept here."""
    answer = ask(q)
    return pages.answered(request, Asked(**answer.to_dict()), "ask_answer")
