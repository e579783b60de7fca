"""What was observed of people, day by day: the one door for trial data, EMA studies, wearables and diaries."""

from gutbrain.observations.reading import read
from gutbrain.observations.table import COLUMNS, OWN, Observations

__all__ = ["COLUMNS", "OWN", "Observations", "read"]
