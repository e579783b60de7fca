"""Where a command writes: looked at before anything is worked out, and never over another run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain import csvfiles, datafiles, files
from gutbrain.cli import show
from gutbrain.errors import InputError, Problem, listed

if TYPE_CHECKING:
    import pandas as pd

ASKED = "asked"
"""What a command was asked, in the provenance of what it wrote."""

held = ExitStack()
"""Folders that this command keeps for itself until it ends."""


def claimed(out: Path | None, usual: Path, asked: Mapping[str, Any], *, force: bool) -> Path:
    """The folder to write to, which no other process writes to until the command ends.

    Parameters
    ----------
    out
        What the user named. If it holds another run, it is refused.
    usual
        Where to write if nothing was named. If another run or something else lies there, a number is added.
    asked
        What the run is made from (:func:`known`): two runs of which all of this is the same replace one another.
    force
        Whether the user said that what lies there may be replaced.

    Raises
    ------
    InputError
        Where nothing can be written, or something else lies in the way.
    """
    if out is not None:
        files.check_folder(out, force=force)
        other = None if force else another(out, asked)
        if other:
            right = "name another folder, or add --force to replace it"
            raise InputError([Problem(f"{out} holds {other}", right, field=files.OUT)])
        held.enter_context(files.alone(out))
        return out
    usual = usual.with_name(files.name_anywhere(usual.name))
    for number in count(1):
        target = usual if number == 1 else usual.with_name(f"{usual.name}-{number}")
        if not force and target.exists() and (other := _in_the_way(target, asked)):
            if number == 1:
                first = other
            continue
        files.check_folder(target, force=force)
        try:
            held.enter_context(files.alone(target))
        except InputError:  # another process is making it
            if number == 1:
                first = "a run that is being made"
            continue
        if number > 1:
            show.say([f"{usual} holds {first}; this one goes to {target}"])
        return target
    raise AssertionError("there are always further numbers")


def unused(usual: Path, content: bytes) -> Path:
    """A name for a file that the user did not name: a number is added where something else has it."""
    target = usual
    for number in count(2):
        if not target.exists() or (target.is_file() and target.read_bytes() == content):
            break
        target = usual.with_stem(f"{usual.stem}-{number}")
    if target != usual:
        show.say([f"{usual} is there already; this one goes to {target}"])
    return target


def known(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a run is made from as JSON keeps it; a file counts by its contents."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(asked), default=_of_file))
    world = datafiles.active().identity
    return {"gutbrain": version("gutbrain")} | ({"world": world} if world else {}) | plain


def another(folder: Path, asked: Mapping[str, Any]) -> str:
    """``another run (seed 1 there, 0 here)`` where a result is not of this run; empty where it is, or there is none."""
    if not files.is_result(folder):
        return ""
    there = files.provenance(folder).get(ASKED)
    if not isinstance(there, dict):
        return "a result of which is not known how it was made"
    keys = [key for key in sorted(asked.keys() | there.keys()) if asked.get(key) != there.get(key)]
    if not keys:
        return ""
    told = [
        f"{key} {there.get(key)} there, {asked.get(key)} here" if _is_short(there.get(key), asked.get(key)) else key
        for key in keys
    ]
    return f"another run ({listed(told)})"


@contextmanager
def written_aside(folder: Path, asked: Mapping[str, Any]) -> Iterator[Path]:
    """As :func:`gutbrain.files.written_aside`; the provenance says what was asked (:func:`known`)."""
    with files.written_aside(folder) as aside:
        yield aside
        for place in (aside, folder):  # what went to disk in parts has its provenance already
            if files.is_result(place):
                files.sign(place, files.provenance(place) | {ASKED: dict(asked)})
                break


def leave(
    target: Path, asked: Mapping[str, Any], page: str, tables: Mapping[str, pd.DataFrame], told: Mapping[str, Any]
) -> None:
    """Write what a question leaves: its page, its tables, and what it comes from; whole or not at all.

    Parameters
    ----------
    target
        The folder.
    asked
        What was asked (:func:`known`).
    page
        Of ``report.html``.
    tables
        By the name of the file.
    told
        Provenance.
    """
    with written_aside(target, asked) as aside:
        files.write_whole(aside / "report.html", page)
        for name, table in tables.items():
            files.write_whole(aside / name, csvfiles.table(table))
        files.sign(aside, told)


def _in_the_way(target: Path, asked: Mapping[str, Any]) -> str:
    if files.is_result(target):
        return another(target, asked)
    return "" if target.is_dir() and files.is_free(target) else "something that is not a result of gutbrain"


def _of_file(value: Path) -> str:
    """A file by the hash of its contents, so that an edited one is another; what cannot be read is told of later."""
    try:
        return f"file {hashlib.sha256(value.read_bytes()).hexdigest()[:12]}"
    except OSError:
        return f"file {value}"


def _is_short(*values: Any) -> bool:
    return all(value is None or (isinstance(value, int | float | str) and len(str(value)) < 24) for value in values)
