"""``/``: the axis as a living map, and the API under it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from gutbrain.answers import article, explore
from gutbrain.answers.axis_answers import ArrowAnswer, AxisAnswer, NodeAnswer
from gutbrain.answers.axis_links import channels, known_node, link, pickable
from gutbrain.answers.equations import Asked as EquationsAsked
from gutbrain.answers.equations import ChannelEquations, equations
from gutbrain.answers.story import story
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.records import claims
from gutbrain.report import axis_drawing
from gutbrain.report.axis_drawing import WHOLE, Chosen
from gutbrain.report.responses import Asked as ResponseAsked
from gutbrain.report.responses import Response as ChannelResponse
from gutbrain.report.responses import response
from gutbrain.web import pages, refusals
from gutbrain.web.problems import told

router = APIRouter(tags=["Explore"])

Name = Annotated[str, Path(max_length=200, description="as /api/axis names it")]


@router.get("/", include_in_schema=False)
def page(request: Request) -> Response:
    """The page, with what its address picks out; a name that is not known is told of beside the whole map."""
    asked = request.query_params
    problems = []
    chosen = Chosen()
    try:
        chosen = _chosen(asked.get("node", ""), asked.get("arrow", ""), asked.get("show", ""), asked.get("step", ""))
    except InputError as error:
        problems = error.problems
    return pages.page(
        request,
        "explore",
        status=404 if problems else 200,
        chosen=chosen,
        problems=problems,
        picture=axis_drawing.draw(chosen, request.scope.get("root_path", "")),
        whole=explore.whole(),
        story=_story(),
        shows={name: label for name, (label, _) in pickable().items()},
        everything=WHOLE,
        node=explore.node(chosen.node) if chosen.node else None,
        arrow=explore.arrow(chosen.arrow) if chosen.arrow else None,
        strengths_known=explore.whole().arrows[0].strength is not None,
    )


@router.get("/api/axis", response_model=AxisAnswer, summary="The whole map")
def whole(request: Request) -> Response:
    """Every part of the axis and every arrow, with grades and strengths."""
    return pages.answered(request, explore.whole(), "explore_words")


@router.get(
    "/api/axis/channels/{name}",
    response_model=NodeAnswer,
    summary="One part of the axis",
    responses={404: {"description": "There is no part of this name; the nearest one is named"}},
)
def channel(request: Request, name: Name) -> Response:
    """What it is, what can be read off it, what it hears and acts on, and the evidence behind that."""
    try:
        return pages.answered(request, explore.node(name), "explore_node")
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))


@router.get(
    "/api/axis/channels/{name}/equations",
    response_model=ChannelEquations,
    summary="Equations of a channel",
    responses={404: {"description": "There is no channel of this name"}},
)
async def channel_equations(
    request: Request,
    name: Name,
    signal: Annotated[str, Query(max_length=200, description="only those in which this signal is heard")] = "",
) -> Response:
    """As MathML and as text, with every parameter, its value, range, grade and source."""
    try:
        _known_channel(name)
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))
    found = await request.app.state.workers.ask(equations, EquationsAsked(channel=name, signal=signal))
    return pages.answered(request, found, "explore_equations", signal=signal)


@router.get(
    "/api/axis/channels/{name}/response",
    response_model=ChannelResponse,
    summary="How a channel answers something ordinary",
    responses={404: {"description": "There is no channel of this name, or no response is kept for it"}},
)
async def channel_response(request: Request, name: Name) -> Response:
    """A simulated response of a healthy adult, such as the day of a stress test."""
    try:
        _known_channel(name)
        found = await request.app.state.workers.ask(response, ResponseAsked(channel=name))
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))
    return pages.answered(request, found, "explore_response")


@router.get(
    "/api/axis/arrows/{key}",
    response_model=ArrowAnswer,
    summary="One arrow",
    responses={404: {"description": "There is no arrow of this key; the nearest one is named"}},
)
def arrow(request: Request, key: Name) -> Response:
    """Every signal between two parts (`giver-listener`), with its claim, strength, and papers for and against."""
    try:
        return pages.answered(request, explore.arrow(key), "explore_arrow")
    except InputError as error:
        return refusals.said(request, 404, told(error.problems))


def _chosen(node: str, arrow: str, show: str, step: str) -> Chosen:
    """What an address picks out.

    Raises
    ------
    InputError
        Where something in it is not known.
    """
    if node:
        known_node(node)
    if arrow:
        link(arrow)
    if show and show not in (WHOLE, *pickable()):
        near = suggest(show[:80], [WHOLE, *pickable()])
        raise InputError([Problem(f"Nothing on the map is called '{show[:80]}'.", near)])
    if step and step not in {str(i + 1) for i in range(len(story()))}:
        raise InputError([Problem("There is no such step of the story.", f"1 to {len(story())}")])
    return Chosen(node=node, arrow=arrow, show=show, step=int(step or 0))


def _story() -> list[dict[str, object]]:
    """Steps with their claims, the terms for both ends of their arrow, and what the article claims of the same."""
    # a world may be without an arrow of the story
    arrows = {step: link(key) for (key, _), step in axis_drawing.steps().items()}
    ends = {step: (arrow.giver, arrow.listener) for step, arrow in arrows.items()}
    return [
        {
            "step": step,
            "terms": [explore.node(end).term for end in ends.get(number, ())],
            "claims": [claims()[key] for key in step.claims if key in claims()],
            "behind": [row for row in article.article() if set(row.known.claims) & set(step.claims)],
        }
        for number, step in enumerate(story(), 1)
    ]


def _known_channel(name: str) -> None:
    if name not in channels():
        otherwise = f"one of: {', '.join(channels())}"
        raise InputError(
            [Problem(f"There is no channel '{name[:80]}'.", suggest(name[:80], channels(), otherwise=otherwise))]
        )
