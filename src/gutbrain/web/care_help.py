"""Where people in need find somebody to talk to: what whoever serves puts over it, and what a request is told."""

from __future__ import annotations

import re
from pathlib import Path

from babel.languages import get_official_languages
from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from gutbrain.care import going_on, help, low
from gutbrain.care.help import Code, Country, Help, Line
from gutbrain.care.spelling import plain
from gutbrain.language import country, gettext, spoken, told
from gutbrain.reading import read_yaml
from gutbrain.reading.records import facts

_REGION = re.compile(r"\b[a-zA-Z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})\b")
"""The region in a language that a browser asks for: ``de-AT``."""


class HelpOver(BaseModel):
    """What is put over :class:`gutbrain.care.help.Help`."""

    model_config = ConfigDict(extra="forbid")

    international: list[Line] | None = Field(None, min_length=1)
    countries: dict[Code, Country] = {}


def load(path: str | Path | None = None) -> Help:
    """The help that ships, and over it that of a file: countries that the file names replace those that ship.

    Raises
    ------
    InputError
        Where the file is not of the form that ``care/data/help.yaml`` describes.
    """
    shipped = help.shipped()
    if path is None:
        return shipped
    with going_on("seen"):  # lines for people in danger name it
        given = read_yaml(path)
    over = facts(HelpOver, given)
    return Help(
        international=over.international or shipped.international, countries={**shipped.countries, **over.countries}
    )


class Support(BaseModel):
    """Said beside an answer where somebody has a hard time: who there is to talk to."""

    about: list[str] = Field(description="kinds of distress that were heard")
    doctor: str | None = Field(None, description="what is said where a doctor should see what was spoken of")
    page: str
    country: str | None = Field(description="that the language of the browser names")
    lines: list[Line]


def support(request: Request) -> Support | None:
    """Where distress was heard in a request, who there is to talk to."""
    kinds = low()
    if not kinds:
        return None
    about = help.most_needed(kinds)
    country, lines = nearest(request, about)
    doctor = gettext(help.SEE_A_DOCTOR) if help.DOCTOR in kinds else None
    return Support(about=list(kinds), doctor=doctor, page=f"/care?from=low&about={about}", country=country, lines=lines)


def nearest(request: Request, about: str = "") -> tuple[str | None, list[Line]]:
    """The country that the language of a browser names, if its lines are known, and lines for what is needed."""
    known: Help = request.app.state.help
    code = region(request)
    _, lines = help.nearest(known, [code], about)
    return country(code, known.countries[code].name) if code else None, [in_words(line) for line in lines]


def region(request: Request) -> str:
    """The code of the first country that the languages of a browser name and whose lines are known; else nothing."""
    named = (code.upper() for code in _REGION.findall(request.headers.get("accept-language", "")[:200]))
    return next((code for code in named if code in request.app.state.help.countries), "")


def in_words(line: Line) -> Line:
    """A line with what is said of it in the language that is spoken; its name stays."""
    return line.model_copy(update={"hours": told(line.hours), "who": told(line.who) if line.who else None})


def choosable(known: Help) -> list[tuple[str, str]]:
    """Countries whose lines are known, with their names: those first in which the language that is spoken is official.

    Parameters
    ----------
    known
        The help to choose from.
    """
    named = [(code, country(code, one.name)) for code, one in known.countries.items()]
    near = {code for code, _ in named if spoken() != "en" and spoken() in get_official_languages(code)}
    return sorted(named, key=lambda one: (one[0] not in near, plain(one[1])))
