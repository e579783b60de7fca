"""The room's own facts: YAML files under ``data``, checked as they are read."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from gutbrain.datafiles import read

Grade = Literal["human-trial", "human-observation", "animal", "in-vitro", "assumption"]


class Record(BaseModel):
    """A fact: cannot be changed, and holds nothing that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Graded(Record):
    """A fact with what it rests on."""

    grade: Grade
    source: str


def load_data(name: str) -> Any:
    """Plain values of a file under ``data/``."""
    return read("gutbrain.exposures", name)
