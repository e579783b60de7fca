"""Where people in need find somebody to talk to: ``data/help.yaml``, and what whoever serves puts over it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from gutbrain.datafiles import read
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import fields
from gutbrain.web import care

_REGION = re.compile(r"\b[a-zA-Z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})\b")
"""The region in a language that a browser asks for: ``de-AT``."""

Phone = Annotated[str, Field(pattern=r"^[+*]?[0-9(][0-9 ()-]{1,23}$", description="As it is dialled in the country")]
Code = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Said = Annotated[str, Field(min_length=1, max_length=120)]
About = Literal["violence", "eating", "poison"]
"""What lines are for that are not for everybody."""


class Line(BaseModel):
    """A line, or a chat, where somebody listens."""

    model_config = ConfigDict(extra="forbid")

    name: Said
    phone: Phone | None = None
    sms: Phone | None = Field(None, description="Number for text messages")
    say: str | None = Field(None, max_length=20, description="What to text")
    web: str | None = Field(None, pattern=r"^https://[a-z0-9./-]{4,80}$")
    hours: Said
    who: str | None = Field(None, max_length=120, description="Whom it is for, or its languages")
    about: About | None = Field(None, description="What it is for, where that is not anything that weighs on somebody")
    verified: Literal["called", "read", "memory"]
    checked: datetime.date

    @model_validator(mode="after")
    def _can_be_reached(self) -> Line:
        if not (self.phone or self.sms or self.web):
            raise ValueError("a line needs a phone, an sms number or a web address")
        return self


class Country(BaseModel):
    """Help in one country; the best line first."""

    model_config = ConfigDict(extra="forbid")

    name: Said
    emergency: list[Phone] = Field(min_length=1)
    lines: list[Line] = Field(min_length=1)


class Help(BaseModel):
    """All help that is known here."""

    model_config = ConfigDict(extra="forbid")

    international: list[Line] = Field(min_length=1)
    countries: dict[Code, Country]


class HelpOver(BaseModel):
    """What is put over :class:`Help`."""

    model_config = ConfigDict(extra="forbid")

    international: list[Line] | None = Field(None, min_length=1)
    countries: dict[Code, Country] = {}


def load(path: str | Path | None = None) -> Help:
    """The help that ships, and over it that of a file: countries that the file names replace those that ship.

    Raises
    ------
    InputError
        Where the file is not of the form that ``data/help.yaml`` describes.
    """
    shipped = _shipped()
    if path is None:
        return shipped
    given = fields.read_yaml(path)
    try:
        over = HelpOver.model_validate(given.value)
    except ValidationError as error:
        raise InputError([_problem(given, e["loc"], str(e["msg"])) for e in error.errors()]) from None
    return Help(
        international=over.international or shipped.international, countries={**shipped.countries, **over.countries}
    )


class Support(BaseModel):
    """Said beside an answer where somebody has a hard time: who there is to talk to."""

    about: list[str] = Field(description="kinds of distress that were heard")
    page: str
    country: str | None = Field(description="that the language of the browser names")
    lines: list[Line]


def support(request: Request) -> Support | None:
    """Where distress was heard in a request, who there is to talk to."""
    kinds = care.low()
    if not kinds:
        return None
    about = next((kind for kind in kinds if kind in get_args(About)), kinds[0])
    country, lines = nearest(request, about)
    return Support(about=list(kinds), page=f"/care?from=low&about={about}", country=country, lines=lines)


def nearest(request: Request, about: str = "") -> tuple[str | None, list[Line]]:
    """The country that the language of a browser names, if its lines are known, and lines for what is needed."""
    known: Help = request.app.state.help
    for code in _REGION.findall(request.headers.get("accept-language", "")[:200]):
        one = known.countries.get(code.upper())
        if one:
            return one.name, [*fitting(one.lines, about), *known.international]
    return None, list(known.international)


def fitting(lines: list[Line], about: str = "") -> list[Line]:
    """Lines for what is needed first, then those for everybody, then the others."""
    return sorted(lines, key=lambda line: 0 if line.about and line.about == about else 2 if line.about else 1)


@lru_cache(maxsize=1)
def _shipped() -> Help:
    return Help.model_validate(read(__package__, "help.yaml"))


def _problem(given: fields.Field, place: tuple[str | int, ...], wrong: str) -> Problem:
    """A problem at the deepest part of a place that the file has."""
    at = given
    for step in place:
        inside: Any = at.value
        if (isinstance(inside, Mapping) and step in inside) or (isinstance(inside, list) and isinstance(step, int)):
            at = at[step]
        else:
            return at.problem(f"{step}: {wrong}")
    return at.problem(wrong)
