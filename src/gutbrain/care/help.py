"""Where people in need find somebody to talk to, by country: ``data/help.yaml``."""

from __future__ import annotations

import datetime
import locale
import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gutbrain.datafiles import active, per_world, read, told_by_place
from gutbrain.errors import InputError
from gutbrain.language import N_

LANGUAGE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables of the environment that name a language, the strongest first."""

_REGION = re.compile(r"^[a-zA-Z]{2,3}_([A-Z]{2})\b")
"""The region in a language of the environment: ``de_AT.UTF-8``."""

DOCTOR = "doctor"
"""The kind of distress that is for a doctor rather than for somebody who listens."""

SEE_A_DOCTOR = N_("See a doctor about this, at once where it is sudden or strong; do not stop a medicine on your own.")
"""Said where :data:`DOCTOR` was heard."""

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

    def __str__(self) -> str:
        text = f"text {self.say} to {self.sms}" if self.say else f"text {self.sms}"
        ways = [way for way in (self.phone, text if self.sms else None, self.web) if way]
        who = f"; {self.who}" if self.who else ""
        return f"{self.name}: {', '.join(ways)} ({self.hours}{who})"


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


def shipped() -> Help:
    """The help that ships, with what the world adds; a world that cannot be read takes no help away."""
    try:
        return with_the_world()
    except InputError:
        return _alone()


@per_world
def with_the_world() -> Help:
    """The same.

    Whom somebody in need should ring is taken from nobody but the project and whoever was named or installed: not from
    a folder that only lay there.

    Raises
    ------
    InputError
        Where what the world adds is not as it should be.
    """
    if not all(folder.is_trusted for folder in active().folders):
        return _alone()
    with told_by_place("help.yaml"):
        return Help.model_validate(read(__package__, "help.yaml"))


@cache
def _alone() -> Help:
    return Help.model_validate(read(__package__, "help.yaml", alone=True))


def nearest(known: Help, regions: Iterable[str], about: str = "") -> tuple[Country | None, list[Line]]:
    """The first of several countries whose lines are known, and lines for what is needed.

    Parameters
    ----------
    known
        The help to look in.
    regions
        Codes of countries (ISO 3166), the likeliest first; none need be known.
    about
        What the lines are needed for: ``violence``, ``eating``, ``poison``, or anything else.
    """
    for code in regions:
        one = known.countries.get(code.upper())
        if one:
            return one, [*fitting(one.lines, about), *known.international]
    return None, list(known.international)


def fitting(lines: list[Line], about: str = "") -> list[Line]:
    """Lines for what is needed first, then those for everybody, then the others."""
    return sorted(lines, key=lambda line: 0 if line.about and line.about == about else 2 if line.about else 1)


def here(about: str = "") -> tuple[Country | None, list[Line]]:
    """As :func:`nearest`, of the country that this machine's language names."""
    return nearest(shipped(), regions(), about)


def most_needed(kinds: Sequence[str]) -> str:
    """Which of several kinds of distress lines are looked for: one with lines of its own first, a doctor's last."""
    return min(kinds, key=lambda kind: 0 if kind in get_args(About) else 2 if kind == DOCTOR else 1)


def regions() -> list[str]:
    """The country that the language of this machine names, or none: ``de_AT.UTF-8`` is Austria."""
    named = next((os.environ[name] for name in LANGUAGE if os.environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    return _REGION.findall(named)
