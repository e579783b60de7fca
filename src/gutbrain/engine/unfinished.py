"""The folder beside a result in which it is made part by part, so that a run that was ended can go on.

``.NAME.part`` holds ``run.json`` (which run), ``done`` (a file for each part that is there) and ``whole``, which
becomes the result. What is half-written when a run is ended has other names, and is taken away with the folder.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain import files
from gutbrain.engine import store
from gutbrain.engine.contents import Contents
from gutbrain.engine.parts import Part
from gutbrain.engine.result import PROVENANCE, STORE, Failure
from gutbrain.errors import InputError, Problem, listed

RUN = "run.json"

NUMBERS = "numbers"
"""Of an identity, what stands for all the numbers that go into a run."""


@dataclass(frozen=True)
class Unfinished:
    """A result that is being made.

    ``target`` is where it will be, ``identity`` says which run it is.
    """

    target: Path
    identity: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        """Where it is made."""
        return self.target.with_name(f".{self.target.name}.part")

    @property
    def whole(self) -> Path:
        """What becomes the result."""
        return self.folder / "whole"

    @property
    def key(self) -> str:
        """Hash of the identity."""
        return hashlib.sha256(json.dumps(self.identity, sort_keys=True).encode()).hexdigest()[:16]

    def begin(self, contents: Contents, size: int) -> None:
        """Make the folder, or go on in it.

        Raises
        ------
        InputError
            Where it holds parts of another run, or other things.
        """
        if self._holds_parts():
            self.check()
            return
        self._refuse_foreign()
        self.drop()
        self._notes.mkdir(parents=True, exist_ok=True)
        store.create(self.whole / STORE, contents, size)
        # last: without it, nothing of the folder counts
        files.write_whole(self.folder / RUN, json.dumps(dict(self.identity), indent=2))

    def _refuse_foreign(self) -> None:
        """Fail where the folder is somebody else's, by chance of the same name."""
        own = (RUN, self._notes.name, self.whole.name)
        if not self.folder.exists():
            return
        if not all(file.name in own or file.name.startswith(files.ASIDE) for file in self.folder.iterdir()):
            wrong = f"{self.folder}, in which the result is to be made, holds other things"
            raise InputError([Problem(wrong, "name another folder", field=files.OUT)])

    def check(self) -> None:
        """Fail where the folder is not of this run.

        Raises
        ------
        InputError
            With what differs.
        """
        try:
            there = json.loads((self.folder / RUN).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            wrong = f"{self.folder} cannot be read here"
            raise InputError([Problem(wrong, "all workers must see the folder of the result at this path")]) from None
        if there != dict(self.identity):
            wrong = f"{self.folder} holds parts of another run ({_differing(there, self.identity)})"
            right = "start that run again to finish it, name another folder, or delete this one"
            raise InputError([Problem(wrong, right, field="--out")])

    def has(self, part: Part) -> bool:
        """Whether a part is there."""
        return (self._notes / _note(part)).exists()

    def missing(self, parts: Sequence[Part]) -> list[Part]:
        """Those that are not there."""
        there = {file.name for file in self._notes.iterdir()}
        return [part for part in parts if _note(part) not in there]

    def put(self, part: Part, values: np.ndarray, failures: Sequence[Failure]) -> None:
        """Keep a part: first its numbers, then the note by which it counts.

        Parameters
        ----------
        part
            Which draws and people they are.
        values
            (draw, person, observable, time).
        failures
            Of people in this part.
        """
        store.write(self.whole / STORE, part, values)
        files.write_whole(self._notes / _note(part), json.dumps([dataclasses.asdict(failure) for failure in failures]))

    def failures(self, parts: Sequence[Part]) -> list[Failure]:
        """Everybody who was lost, in the order of draws and people."""
        notes = (self._notes / _note(part) for part in parts)
        found = [Failure(**one) for note in notes for one in json.loads(note.read_text(encoding="utf-8"))]
        return sorted(found, key=lambda failure: (failure.draw, failure.person))

    def _holds_parts(self) -> bool:
        if not (self.folder / RUN).exists() or not self.whole.exists():
            return False
        return self.is_made or any(self._notes.iterdir())

    @property
    def _notes(self) -> Path:
        return self.folder / "done"

    @property
    def is_made(self) -> bool:
        """Whether all that becomes the result was written, and is only to be moved."""
        return (self.whole / PROVENANCE).exists()

    def finish(self) -> None:
        """Move the result to where it belongs; its provenance, by which it is known as that of this run, goes last."""
        for left in self.whole.glob(files.ASIDE + "*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if not self.target.exists():
            self.whole.rename(self.target)
        else:
            if files.is_result(self.target):
                # until all is moved it is no run's
                files.sign(self.target, {"gutbrain": self.identity["gutbrain"]})
                (self.target / "report.html").unlink(missing_ok=True)
            files.move(self.whole, self.target)
        self.drop()

    def drop(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_finished(self) -> bool:
        """Whether the result of this very run is where it belongs."""
        return files.provenance(self.target).get("run") == self.key and (self.target / STORE).exists()


def _note(part: Part) -> str:
    """The file that says that a part is there, and who of it was lost."""
    return f"{part.draw}-{part.person}.json"


def _differing(there: Mapping[str, Any], here: Mapping[str, Any]) -> str:
    """``seed 1 there, 0 here``."""
    keys = [key for key in here if there.get(key) != here[key]]
    # whatever differs, the numbers differ too; they are named where nothing else says why
    keys = [key for key in keys if key != NUMBERS] or keys
    short = [key for key in keys if isinstance(here[key], int | str)]
    return listed([f"{key} {there.get(key)} there, {here[key]} here" for key in short] or keys)
