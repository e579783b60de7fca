"""Help for people in need: the page, and the lines of a country."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from gutbrain import language
from gutbrain.care.help import Code, Help, Line, fitting
from gutbrain.web import care_help, pages

router = APIRouter(tags=["Care"])


class HelpAnswer(BaseModel):
    """Where to find somebody to talk to. Never an error: an unknown country gets the international directories."""

    country: Code | None = Field(description="The country asked for, where its lines are known")
    name: str | None
    emergency: list[str] = Field(description="Numbers for danger right now; empty where the country is not known")
    lines: list[Line] = Field(description="The country's, then the international ones")


@router.get("/care", include_in_schema=False)
def page(
    request: Request, country: str = "", source: Annotated[str, Query(alias="from")] = "", about: str = ""
) -> Response:
    """The page; ``from`` says whether words or answers led here, ``about`` what they spoke of."""
    known: Help = request.app.state.help
    guessed = "" if country else care_help.region(request)
    return pages.page(
        request,
        "care",
        answer=_answer(known, country or guessed, about),
        guessed=bool(guessed),
        source=source,
        about=about,
        countries=care_help.choosable(known),
        checked=min(line.checked for one in known.countries.values() for line in one.lines),
    )


@router.get(
    "/api/care",
    response_model=HelpAnswer,
    summary="Lines for people in need",
    description="Emergency numbers and crisis lines of a country. Compared with public sources, not called.",
)
def help_lines(
    request: Request,
    country: Annotated[str, Query(max_length=60, description="ISO 3166 code, such as DE")] = "",
    about: Annotated[str, Query(max_length=60, description="what it is about: violence, eating, overdose")] = "",
) -> Response:
    """The lines of a country, those for what it is about first."""
    return pages.answered(request, _answer(request.app.state.help, country, about), "care_answer")


def _answer(known: Help, country: str, about: str) -> HelpAnswer:
    about = "poison" if about == "overdose" else about
    code = country.strip().upper()
    one = known.countries.get(code)
    if one is None:
        return HelpAnswer(
            country=None, name=None, emergency=[], lines=list(map(care_help.in_words, known.international))
        )
    lines = [*fitting(one.lines, about), *known.international]
    return HelpAnswer(
        country=code,
        name=language.country(code, one.name),
        emergency=one.emergency,
        lines=list(map(care_help.in_words, lines)),
    )
