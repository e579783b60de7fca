"""A result that was saved, read back: :func:`open_result`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain import files, world
from gutbrain.arguments import check_files
from gutbrain.care import listens
from gutbrain.engine import store
from gutbrain.engine.contents import DIMENSIONS, Contents
from gutbrain.engine.identity import identity
from gutbrain.engine.result import BESIDE, PROVENANCE, STORE, WARNED, WRITTEN, Failure, Result
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Protocol, Schedule

if TYPE_CHECKING:
    import os


@listens
def open_result(folder: str | os.PathLike[str], *, care: str | None = None) -> Result:
    """Read a result that ``Result.save`` or ``gutbrain simulate`` wrote; numbers are read when they are asked for.

    Parameters
    ----------
    folder
        The folder.
    care
        ``"seen"`` goes on where its protocol speaks of danger.

    Returns
    -------
    Result
        As :func:`gutbrain.simulate` gave it; ``warnings`` say what has changed since, and what an older version had
        not kept.

    Raises
    ------
    InputError
        Where the folder holds no result, or parts of it are gone.
    CareNeeded
        Where its protocol speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> folder = gb.simulate({"days": 2}, draws=1).save("opened")
    >>> gb.open(folder).at("cortisol", 1).shape
    (1, 1)
    """
    (given,) = check_files("folder", folder)[:1]
    path = Path(given)
    if not (path / PROVENANCE).is_file() or not (path / STORE).exists():
        right = f"name a folder that `gutbrain simulate` or Result.save wrote: it holds {STORE} and {PROVENANCE}"
        raise InputError([Problem(f"{path} is no result", right, field="folder")])
    told = files.provenance(path)
    _check_form(path / STORE, told)
    array = _opened(path / STORE)
    contents = _contents(array, path / STORE)
    protocol, warnings = _protocol(told, contents)
    model = world.model(Schedule(protocol).table.slots, tuple(told.get("without") or ()))
    if told.get("model") not in (None, identity(model)):
        made = told.get("gutbrain", "another version")
        warnings.append(f"made by gutbrain {made} with another model than the one here: run it again to compare")
    if stool := told.get("microbiota"):
        also = f"its people started from {stool.get('file')}, which is not kept with a result"
        warnings.append(f"{also}: a new run of the protocol starts from the typical community")
    kept = {key: value for key, value in told.items() if key not in BESIDE}
    failures = [Failure(**one) for one in told.get("failures") or []]
    data = contents.labelled(array, kept)
    return Result(data, protocol, model, [*protocol.warnings, *warnings], failures, kept)


def _check_form(place: Path, told: dict[str, Any]) -> None:
    """Results of the first versions hold their numbers otherwise: an array an observable, or observables first."""
    header = place / store.ARRAY / "zarr.json"
    try:
        if header.is_file():
            if json.loads(header.read_text(encoding="utf-8"))["dimension_names"] == list(DIMENSIONS):
                return
        elif not (place / "zarr.json").is_file() or not (place / "time").exists():
            return  # parts are gone: what opens it says so
    except (OSError, ValueError, KeyError):
        return
    made = told.get("gutbrain", "unknown")
    wrong = f"{place} is in the form of an older version of gutbrain (it says {made}), which is not read any more"
    run = f"run its protocol again ({told['protocol']})" if told.get("protocol") else "run its protocol again"
    right = f"{run}; summary.csv and report.html beside it can still be read"
    raise InputError([Problem(wrong, right, field="folder")])


def _opened(place: Path) -> Any:
    try:
        return store.opened(place)
    except (OSError, ValueError, KeyError) as error:
        right = "start the run again that made it, or take it from a copy"
        raise InputError([Problem(f"{place} cannot be read: {error}", right, field="folder")]) from None


def _contents(array: Any, place: Path) -> Contents:
    """What the array of a store is labelled with."""
    attributes = array.attrs
    names = list(attributes["unit"])
    told = {name: {key: attributes[key][name] for key in ("unit", "meaning", "module")} for name in names}
    draws, people, _, _ = array.shape
    return Contents(draws, people, told, store.days(place))


def _protocol(told: dict[str, Any], contents: Contents) -> tuple[Protocol, list[str]]:
    """The protocol of a result; of an older one what can be told of it."""
    if WRITTEN in told:
        return replace(read_protocol(told[WRITTEN]), warnings=tuple(told.get(WARNED) or ())), []
    days = max(float(contents.days[-1]), 1e-3)
    said = "was made by an older version, which did not keep its protocol: people and events are not known"
    return Protocol(title=str(told.get("protocol", "")), days=days), [said]
