"""What measuring with each questionnaire or interview is like: range, spread, reliability, direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutbrain.datafiles import per_world, read


@per_world
def scales() -> Mapping[str, Mapping[str, Any]]:
    """The rows of ``data/scales.yaml`` by the name of the scale; that file says what its columns mean."""
    return {row["id"]: row for row in read(__package__, "scales.yaml")}
