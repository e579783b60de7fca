"""Large runs: people go in parts, each is written to disk as soon as it is done, and the result is read from there."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from gutbrain import csvfiles, files, world
from gutbrain.engine import schedulers, store
from gutbrain.engine.lanes import Progress
from gutbrain.engine.parts import Part, fitting, parts
from gutbrain.engine.result import BESIDE, STORE, SUMMARY, Failure, Result
from gutbrain.engine.study import Study
from gutbrain.engine.unfinished import Unfinished
from gutbrain.errors import InputError, Problem
from gutbrain.worldfolder import VARIABLE


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
        _same_gutbrain(self.study, self.place)
        self.place.check()
        if not self.place.has(part):
            carried = self.study.carry(part)
            self.place.put(part, carried.values, carried.failures)


@dataclass(frozen=True)
class Repair:
    """What a worker needs to make a part again that is gone from a result."""

    study: Study
    place: Unfinished

    def __call__(self, part: Part) -> None:
        """Carry a part and write it."""
        _same_gutbrain(self.study, self.place)
        store.write(self.place.target / STORE, part, self.study.carry(part).values)


def _same_gutbrain(study: Study, place: Unfinished) -> None:
    if place.identity.get("world", "") != world.current().identity:
        right = f"start it with the environment variable {VARIABLE} naming a folder with the same files"
        raise InputError([Problem("the worker works in another world than this run", right, field=schedulers.FIELD)])
    if place.identity != study.identity() | {"part": place.identity["part"]}:
        wrong = "the worker's gutbrain is not the one that started the run"
        raise InputError([Problem(wrong, "install the same version everywhere", field=schedulers.FIELD)])


def stream(
    study: Study,
    target: Path,
    scheduler: str,
    progress: Progress | None = None,
    size: int | None = None,
    *,
    replace: bool = False,
) -> Result:
    """Carry everybody in parts, and keep the result in a folder.

    What an earlier run with the same identity has made is not made again, but for parts of it that are gone.

    Parameters
    ----------
    study
        What is carried.
    target
        The folder.
    scheduler
        ``local``, or the address of a Dask scheduler.
    progress
        Called with the share done, 0 to 1.
    size
        Draws times people in a part; what fits into memory unless given.
    replace
        Whether another result in the folder may be replaced.

    Raises
    ------
    InputError
        Where the folder is a file, or something else, another result or parts of another run are in the way; where the
        scheduler cannot be reached; where the disk is full.
    """
    files.check_folder(target, force=replace)
    contents = study.contents
    size = size or fitting(*contents.shape[2:])
    # what was worked out so far stays here: workers are sent what was asked for
    asked = dataclasses.replace(study)
    place = Unfinished(target.absolute(), study.identity() | {"part": size})
    with files.alone(target), files.writing(target):
        finished = place.is_finished()
        if finished and store.holds(target / STORE, contents):
            _repair(asked, place, scheduler)
        elif finished or replace or place.is_made or not files.is_result(target):
            _finish(study, asked, place, scheduler, progress)
        else:
            right = "name another folder, or say that it may be replaced (replace=True)"
            raise InputError([Problem(f"{target} holds the result of another run", right, field=files.OUT)])
    told = {key: value for key, value in files.provenance(target).items() if key not in BESIDE}
    return study.result(store.opened(target / STORE), _failures(target), told)


def _repair(study: Study, place: Unfinished, scheduler: str) -> None:
    """Make parts again that are gone from a finished result."""
    every = parts(study.people, study.draws, place.identity["part"])
    missing = store.lacks(place.target / STORE, every)
    for _ in schedulers.each(scheduler, Repair(study, place), missing) if missing else ():
        pass
    if not (place.target / SUMMARY).exists():
        table = study.result(store.opened(place.target / STORE), _failures(place.target), {}).summary()
        files.write_whole(place.target / SUMMARY, csvfiles.table(table))


def _failures(target: Path) -> list[Failure]:
    return [Failure(**one) for one in files.provenance(target)["failures"]]


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
