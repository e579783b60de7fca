"""Published findings against the model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Path, Query, Request, Response
from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError

from gutbrain.answers import validation
from gutbrain.answers.validation import Asked, FindingAnswer, Score, ValidationAnswer
from gutbrain.errors import InputError
from gutbrain.faults import in_fields
from gutbrain.report import agreement, interval_pair
from gutbrain.web import pages


@asynccontextmanager
async def _ready(app: FastAPI) -> AsyncIterator[None]:
    # the files of findings take a second to read: not while somebody waits
    Thread(target=validation.found, args=(Asked(),), daemon=True).start()
    yield


router = APIRouter(lifespan=_ready)

FILTERS = ("show", "channel", "species", "score")
"""Fields of the address by which findings are chosen."""

AskedFor = TypeAdapter(Asked)


@router.get("/validation", include_in_schema=False)
def page(request: Request) -> Response:
    """The page; filters and the chosen finding stand in its address."""
    asked = request.query_params
    return pages.page(
        request,
        "validation",
        # by the form itself, where the browser runs no script
        piece=_piece(request) if asked.get("answer") else "",
        asked={name: asked.get(name, "") for name in ("show", "channel", "species", "score", "finding")},
        verdicts=validation.VERDICTS,
        channels=validation.channels(),
        kinds=validation.KINDS,
        left_out_by=validation.left_out_by(),
    )


@router.get(
    "/api/validation",
    response_model=ValidationAnswer,
    tags=["validation"],
    summary="Published findings against the model",
)
def findings(
    request: Request,
    show: Annotated[
        Literal["all", "agrees", "direction", "misses"], Query(description="Findings with this verdict")
    ] = "all",
    channel: Annotated[str, Query(max_length=40, description="Of one channel: gut, immune, mind, ...")] = "",
    species: Annotated[str, Query(max_length=40, description="human, animal, mouse, rat, ...")] = "",
    score: Annotated[
        Score, Query(description="fitted: parameters fitted to all findings; left_out: to those of other studies")
    ] = "fitted",
) -> Response:
    """What was published, what the model predicts, and whether they agree; what is missed, with its cause."""
    asked = Asked(show, channel, species, score)
    return pages.answered(request, validation.found(asked), "validation_answer", **_shown(asked))


def _shown(asked: Asked, onwards: str = "") -> dict[str, Any]:
    """What the template needs; ``onwards`` is what its links say besides the finding."""
    return {
        # every mark is a link to its finding
        "picture": agreement.draw(validation.chosen(asked), lambda identity: f"?finding={quote(identity)}{onwards}"),
        "verdicts": validation.VERDICTS,
        "channels": validation.channels(),
        "one_finding": "",
        "onwards": onwards,
    }


def _piece(request: Request) -> Markup:
    """What the address of the page asks, and the finding that it names."""
    said = {name: value for name, value in request.query_params.items() if value and name in FILTERS}
    try:
        asked = AskedFor.validate_python(said)
        shown = _shown(asked, "&answer=1")
        if request.query_params.get("finding"):
            answer, checked = validation.one(request.query_params["finding"][:200])
            drawn = interval_pair.draw(checked)
            context = {"answer": answer, "verdicts": validation.VERDICTS, "picture": drawn}
            shown["one_finding"] = pages.piece(request, "finding_answer", **context)
    except ValidationError as error:
        return pages.problems(request, in_fields(error))
    except InputError as error:
        return pages.problems(request, error)
    return pages.piece(request, "validation_answer", answer=validation.found(asked), **shown)


@router.get(
    "/api/validation/{identity}",
    response_model=FindingAnswer,
    tags=["validation"],
    summary="One finding: its study, and what is predicted",
)
def finding(
    request: Request, identity: Annotated[str, Path(max_length=200, description="id of the finding")]
) -> Response:
    """The study behind a finding, what was compared, published and predicted, and why the verdict is what it is."""
    answer, checked = validation.one(identity)
    return pages.answered(
        request,
        answer,
        "finding_answer",
        verdicts=validation.VERDICTS,
        picture=interval_pair.draw(checked),
    )
