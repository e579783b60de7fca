"""The check of a product label."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from gutbrain.answers import label
from gutbrain.answers.label import LabelAnswer, LabelAsked
from gutbrain.web import pages

router = APIRouter()


@router.get("/label", include_in_schema=False)
def page(request: Request) -> Response:
    """The page; a label that is shared stands in the address after ``#``, which never reaches the server."""
    return pages.page(request, "label", most=label.MOST_SIGNS, example=label.EXAMPLE)


@router.post("/api/label", response_model=LabelAnswer, tags=["evidence"], summary="Check a product label")
async def check(request: Request, asked: LabelAsked) -> Response:
    """What a label must say, and each of its claims against the trials of its strains. Nothing is stored."""
    from gutbrain.evidence.records import references
    from gutbrain.evidence.topics import topics
    from gutbrain.evidence.trials import trials

    answer = await request.app.state.workers.ask(label.check, asked)
    return pages.answered(
        request,
        answer,
        "label_answer",
        points=label.POINTS,
        verdicts=label.VERDICTS,
        claim_verdicts=label.CLAIM_VERDICTS,
        references=references(),
        trials=trials(),
        titles={key: topic.title for key, topic in topics().items()},
    )
