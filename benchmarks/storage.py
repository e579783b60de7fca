"""What it takes to put results on disk: seconds and bytes of a person, all observables at all kept moments."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zarr

from benchmarks.clock import timed
from benchmarks.cohort import Cohort
from benchmarks.ours import carried


@dataclass(frozen=True)
class Stored:
    """Of one person: seconds of one core, bytes in memory and on disk; ``moments`` were kept."""

    seconds: float
    memory: float
    disk: float
    moments: int


def stored(cohort: Cohort, people: int) -> Stored:
    """Write people to a Zarr store, compressed as it is by default."""
    values = carried(cohort, people).trajectories.values[:, :, 0]
    with tempfile.TemporaryDirectory() as place:
        with timed() as took:
            array = zarr.create_array(store=place, shape=values.shape, chunks=values.shape, dtype=np.float32)
            array[...] = values
        disk = sum(file.stat().st_size for file in Path(place).rglob("*") if file.is_file())
    return Stored(took.processor / people, values.nbytes / people, disk / people, len(values))
