"""What the page Data is asked, and what it answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from gutbrain import seeds
from gutbrain.answers.intervals import Interval
from gutbrain.web import yaml_text
from gutbrain.web.problems import Problem

PEOPLE, DRAWS, SEEDS = 200, 32, seeds.LARGEST
"""Most people and draws, and the largest seed."""


class ProtocolText(BaseModel):
    """A protocol as somebody wrote it."""

    protocol: str = Field(max_length=yaml_text.MOST_BYTES, description="YAML, as in docs: a protocol")


class SimulationQuestion(ProtocolText):
    """A protocol, and whom to carry through it."""

    people: int = Field(1, ge=1, le=PEOPLE, description="1 is the typical person; more are sampled around them")
    draws: int | None = Field(None, ge=1, le=DRAWS, description="parameter draws: 8 for one person, 2 for more")
    seed: int = Field(0, ge=0, le=SEEDS, description="same seed, same numbers")


class Checked(BaseModel):
    """What a protocol says, or everything that is wrong with it."""

    ok: bool
    problems: list[Problem] = []
    warnings: list[str] = []
    title: str = ""
    person: str = ""
    days: float = 0.0
    events: list[str] = Field(default_factory=list, description="in words")
    observe: list[str] = []


class Moved(BaseModel):
    """How one observable changed; no numbers but the start where nothing that happens acts on it in the model."""

    observable: str
    name: str
    unit: str
    start: Interval | None
    largest: Interval | None = Field(description="the largest change on the way")
    largest_percent: Interval | None = Field(description="the same in per cent of each person's own start")
    largest_level: Interval | None = Field(description="the level then")
    largest_day: float | None
    end: Interval | None
    change: Interval | None = Field(description="end against start")
    hour: float | None = Field(description="clock hour of start and end, where there is a daily rhythm")
    clear: bool = Field(description="whether the interval of the largest change excludes zero")
    in_model: bool
    not_carried: list[str] = Field(description="exposures whose effect on it is not in the model")


class SimulationAnswer(BaseModel):
    """What a run gave, in short; all of it is in the files."""

    title: str
    said: list[str] = Field(description="the answer in words")
    people: int
    draws: int
    days: float
    changes: list[Moved]
    warnings: list[str]
    provenance: dict[str, Any]
