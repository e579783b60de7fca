"""Records of facts: checked as they are read."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Grade = Literal["human-trial", "human-observation", "animal", "in-vitro", "assumption"]


class Record(BaseModel):
    """A fact: cannot be changed, and holds nothing that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Graded(Record):
    """A fact with what it rests on."""

    grade: Grade
    source: str
