"""``/article``: the claims of a popular article on gut and mind, one by one, each with what the model shows of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from gutbrain.answers import article_told
from gutbrain.answers.article import STATES
from gutbrain.answers.article_told import ArticleAnswer, Asked, Check, ClaimAnswer
from gutbrain.engine.changes import Interval
from gutbrain.errors import InputError
from gutbrain.report import claim_curves
from gutbrain.report.article_doc import amount
from gutbrain.web import pages, refusals
from gutbrain.web.problems import told

router = APIRouter(tags=["Claims"])

Name = Annotated[str, Path(max_length=200, description="as /api/article names it")]


@router.get("/article", include_in_schema=False)
def page(request: Request) -> Response:
    """All claims by their kinds."""
    return pages.page(request, "article", article=article_told.every(), problems=[])


@router.get("/article/{name}", include_in_schema=False)
async def claim_page(request: Request, name: Name, show: str = "") -> Response:
    """One claim; what the model shows of it comes by the API, or with the page where ``show`` asks for that."""
    try:
        answer = await _answer(request, name) if show else article_told.claim(article_told.known_claim(name))
    except InputError as error:
        return pages.page(request, "article", status=404, article=article_told.every(), problems=error.problems)
    names = [one.id for one in article_told.every().claims]
    place = names.index(answer.id)
    return pages.page(
        request,
        "claim",
        answer=answer,
        place=place + 1,
        count=len(names),
        before=names[place - 1] if place else "",
        after=names[place + 1] if place + 1 < len(names) else "",
        states=STATES,
        curves=claim_curves,
        amount=_amount,
    )


@router.get("/api/article", response_model=ArticleAnswer, summary="The claims of the article")
def every(request: Request) -> Response:
    """What a popular article says of gut and mind, in our words; nothing is run."""
    return pages.answered(request, article_told.every(), "article_list")


@router.get(
    "/api/article/{name}",
    response_model=ClaimAnswer,
    summary="One claim of the article",
    responses={404: {"description": "There is no claim of this name; the nearest one is named"}},
)
async def claim(request: Request, name: Name) -> Response:
    """What the model shows of it, worked out now, with curves; what is known; and what people show otherwise."""
    try:
        answer = await _answer(request, name)
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))
    return pages.answered(request, answer, "claim_answer", states=STATES, curves=claim_curves, amount=_amount)


async def _answer(request: Request, name: str) -> ClaimAnswer:
    row = article_told.known_claim(name)
    return article_told.claim(row, await request.app.state.workers.ask(article_told.worked, Asked(claim=name)))


def _amount(check: Check) -> str:
    """The value of a check with its interval and unit; a dash where it is no number."""
    if check.value is None or check.low is None or check.high is None:
        return "\N{EN DASH}"
    return amount(Interval(check.value, check.low, check.high), check.unit, signed=check.signed)
