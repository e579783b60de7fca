"""Where people in need find somebody to talk to: what whoever serves puts over it, and what a request is told."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from gutbrain.care import going_on, help, low
from gutbrain.care.help import Code, Country, Help, Line
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
    doctor = help.SEE_A_DOCTOR if help.DOCTOR in kinds else None
    return Support(about=list(kinds), doctor=doctor, page=f"/care?from=low&about={about}", country=country, lines=lines)


def nearest(request: Request, about: str = "") -> tuple[str | None, list[Line]]:
    """The country that the language of a browser names, if its lines are known, and lines for what is needed."""
    regions = _REGION.findall(request.headers.get("accept-language", "")[:200])
    country, lines = help.nearest(request.app.state.help, regions, about)
    return country.name if country else None, lines
