"""What it takes to put results on disk: seconds and bytes of a person, with all moments that are kept and with few."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.cohort import SEED, Cohort
from gutbrain.engine import store
from gutbrain.engine.study import Study


@dataclass(frozen=True)
class Stored:
    """Of one person: seconds of one core, bytes in memory and on disk; ``moments`` were kept."""

    seconds: float
    memory: float
    disk: float
    moments: int


def stored(cohort: Cohort, people: int) -> Iterator[Stored]:
    """Write people as runs that go to disk do: with all moments of a run in memory, then with those of large runs."""
    for few in (False, True):
        study = Study(
            protocol=cohort.arm.protocol,
            people=people,
            draws=1,
            seed=SEED,
            species="human",
            without=(),
            moments=(),
            observe=(),
            few=few,
        )
        values = study.carry(study.whole).values
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "store"
            store.create(folder, study.contents, people)
            before = _size(folder)
            with timed() as took:
                store.write(folder, study.whole, values)
            disk = _size(folder) - before
        yield Stored(took.processor / people, values.nbytes / people, disk / people, values.shape[-1])


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
