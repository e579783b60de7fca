"""A median with its 90 % interval, as the API tells it."""

from __future__ import annotations

import numpy as np
from pydantic import BaseModel, ConfigDict

from gutbrain.engine import changes


class Interval(BaseModel):
    """A median with its 90 % interval; made from anything that has the three."""

    model_config = ConfigDict(from_attributes=True)

    median: float
    low: float
    high: float


def interval(values: np.ndarray) -> Interval:
    """Median and 90 % interval of values."""
    return Interval.model_validate(changes.interval(values))
