"""What measuring with each questionnaire or interview is like: range, spread, reliability, direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from gutbrain.datafiles import per_world, read
from gutbrain.reading.records import Record, facts


class Scale(Record):
    """A scale; ``data/scales.yaml`` says what its columns mean."""

    id: str
    name: str
    measures: str
    low: float
    high: float
    mean: float
    sd: float
    retest: float = Field(ge=0, le=1)
    cutoffs: dict[str, float]
    smallest_important_change: float | None
    direction: Literal["higher-worse", "higher-better"]
    source: str


Scales = list[Scale]


@per_world
def scales() -> Mapping[str, Mapping[str, Any]]:
    """The rows of ``data/scales.yaml`` by the name of the scale."""
    return {row.id: row.model_dump() for row in facts(Scales, read(__package__, "scales.yaml"), "scales.yaml")}
