"""Large runs: people go in parts, each is written to disk as soon as it is done, and the result is read from there."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from gutbrain.engine import schedulers, store
from gutbrain.engine.lanes import Progress
from gutbrain.engine.parts import Part, fitting, parts
from gutbrain.engine.result import PROVENANCE, STORE, Failure, Result
from gutbrain.engine.study import Study
from gutbrain.engine.unfinished import Unfinished
from gutbrain.errors import InputError, Problem


@dataclass(frozen=True)
class Work:
    """What a worker needs to make any part of a result."""

    study: Study
    place: Unfinished

    def __call__(self, part: Part) -> None:
        """Carry a part and write it, unless it is there.

        Raises
        ------
        InputError
            Where this process cannot see the folder of the result, or has another gutbrain.
        """
        if self.place.identity != self.study.identity() | {"part": self.place.identity["part"]}:
            wrong = "the worker's gutbrain is not the one that started the run"
            raise InputError([Problem(wrong, "install the same version everywhere", field=schedulers.FIELD)])
        self.place.check()
        if not self.place.has(part):
            carried = self.study.carry(part)
            self.place.put(part, carried.values, carried.failures)


def stream(
    study: Study, target: Path, scheduler: str, progress: Progress | None = None, size: int | None = None
) -> Result:
    """Carry everybody in parts of some ``size`` (draws times people), and keep the result in a folder.

    What an earlier run with the same identity has made is not made again.

    Raises
    ------
    InputError
        Where the folder is a file or parts of another run are in the way; where the scheduler cannot be reached.
    """
    if target.is_file():
        raise InputError([Problem(f"{target} is a file", "name a folder", field="--out")])
    contents = study.contents
    size = size or fitting(*contents.shape[2:])
    # what was worked out so far stays here: workers are sent what was asked for
    asked = dataclasses.replace(study)
    place = Unfinished(target.absolute(), study.identity() | {"part": size})
    with place.alone():
        if not place.is_finished():
            _finish(study, asked, place, scheduler, progress)
    told = json.loads((target / PROVENANCE).read_text(encoding="utf-8"))
    failures = [Failure(**one) for one in told.pop("failures")]
    return study.result(store.opened(target / STORE), failures, told)


def _finish(study: Study, asked: Study, place: Unfinished, scheduler: str, progress: Progress | None) -> None:
    """Make what is missing of a result, and move it to where it belongs."""
    size = place.identity["part"]
    place.begin(study.contents, size)
    if not place.is_made:
        every = parts(study.people, study.draws, size)
        try:
            _make(Work(asked, place), every, scheduler, progress)
        finally:
            if place.missing(every) == every:
                place.drop()
        array = store.opened(place.whole / STORE)
        provenance = study.provenance() | {"run": place.key}
        study.result(array, place.failures(every), provenance).describe(place.whole)
    place.finish()


def _make(work: Work, every: list[Part], scheduler: str, progress: Progress | None) -> None:
    missing = work.place.missing(every)
    done = len(every) - len(missing)
    for _ in schedulers.each(scheduler, work, missing) if missing else ():
        done += 1
        if progress:
            progress(done / len(every))
