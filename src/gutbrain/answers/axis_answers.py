"""The shape of what the API tells of the axis."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Paper(BaseModel):
    """A publication."""

    key: str
    cited: str
    url: str


class Evidence(BaseModel):
    """A claim with what speaks for and against it."""

    key: str
    statement: str
    grade: str
    species: str
    papers: list[Paper]
    against: list[Paper]


class How(BaseModel):
    """How strong an influence is in the model."""

    observable: str = Field(description="the listener's main observable that moves most")
    change: float = Field(
        description="how far it goes, SD between people, for one SD more of the signal; up is positive"
    )
    called: str = Field(description="hardly any, weak, medium or strong")


class InfluenceAnswer(BaseModel):
    """One signal or exposure that a channel hears."""

    signal: str
    meaning: str
    unit: str
    exposure: str
    grade: str
    strength: How | None
    evidence: Evidence | None
    try_it: str = Field(description="address of the page What if with an ordinary course of it, where there is one")


class ArrowShort(BaseModel):
    """An arrow, without its papers."""

    key: str
    giver: str
    listener: str
    giver_title: str
    listener_title: str
    direction: str = Field(description="up (gut to brain), down (brain to gut), or empty")
    grades: list[str]
    strength: float | None = Field(description="SD; see `strength_means`. None where it is of another model")
    called: str


class ArrowAnswer(ArrowShort):
    """An arrow with everything in it."""

    influences: list[InfluenceAnswer]


class Reading(BaseModel):
    """Something that can be read off a channel."""

    name: str
    title: str
    unit: str
    plain: str


class ExposureAnswer(BaseModel):
    """Something from outside, with an ordinary course of it."""

    name: str
    title: str
    meaning: str
    unit: str
    kind: str = Field(description="empty where no record says it")
    try_it: str


class NodeShort(BaseModel):
    """A part of the axis, or a group of what is outside."""

    name: str
    title: str
    kind: str = Field(description="channel or outside")
    term: str
    plain: str
    curve: bool = Field(False, description="whether a response is kept for it: see its `response`")


class NodeAnswer(NodeShort):
    """The same with all that belongs to it."""

    readings: list[Reading]
    exposures: list[ExposureAnswer]
    hears: list[ArrowShort]
    acts_on: list[ArrowShort]
    evidence: list[Evidence]


class AxisAnswer(BaseModel):
    """The whole map."""

    model: str = Field(description="identity of the model: what it computes")
    nodes: list[NodeShort]
    arrows: list[ArrowShort]
    grades: dict[str, str]
    strength_means: str
