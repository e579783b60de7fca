"""The check of a product label."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from gutbrain.answers import label
from gutbrain.answers.label import LabelAnswer, LabelAsked
from gutbrain.care.hearing import is_seen
from gutbrain.faults import in_fields
from gutbrain.web import care_help, pages
from gutbrain.web.care import hear_text

router = APIRouter()


@router.get("/label", include_in_schema=False)
def page(request: Request) -> Response:
    """The page; a label that is shared stands in the address after ``#``, which never reaches the server."""
    return _page(request, "", None)


@router.post("/label", include_in_schema=False)
async def sent(request: Request) -> Response:
    """The page with its answer, where the browser runs no script."""
    given = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
    text = given.get("text", [""])[0]
    await hear_text(request, text)
    try:
        asked = LabelAsked(text=text)
    except ValidationError as error:
        raise in_fields(error) from None
    answer = await request.app.state.workers.ask(label.check, asked)
    return _page(request, text, answer)


def _page(request: Request, text: str, answer: LabelAnswer | None) -> Response:
    told = {} if answer is None else _told()
    return pages.page(
        request,
        "label",
        most=label.MOST_SIGNS,
        example=label.EXAMPLE,
        text=text,
        answer=answer,
        seen=is_seen(),
        support=care_help.support(request),
        **told,
    )


@router.post("/api/label", response_model=LabelAnswer, tags=["evidence"], summary="Check a product label")
async def check(request: Request, asked: LabelAsked) -> Response:
    """What a label must say, and each of its claims against the trials of its strains. Nothing is stored."""
    answer = await request.app.state.workers.ask(label.check, asked)
    return pages.answered(request, answer, "label_answer", **_told())


def _told() -> dict[str, Any]:
    """What the template needs besides the answer."""
    from gutbrain.evidence.records import references
    from gutbrain.evidence.topics import topics
    from gutbrain.evidence.trials import trials

    return {
        "points": label.POINTS,
        "verdicts": label.VERDICTS,
        "claim_verdicts": label.CLAIM_VERDICTS,
        "references": references(),
        "trials": trials(),
        "titles": {key: topic.title for key, topic in topics().items()},
    }
