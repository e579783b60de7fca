"""The room's own facts: YAML files under ``data``, checked as they are read."""

from __future__ import annotations

from typing import Any, Literal

from gutbrain.atlas import Record
from gutbrain.datafiles import read

Grade = Literal["human-trial", "human-observation", "animal", "in-vitro", "assumption"]


class Graded(Record):
    """A fact with what it rests on."""

    grade: Grade
    source: str


def load_data(name: str) -> Any:
    """Plain values of a file under ``data/``."""
    return read("gutbrain.exposures", name)
