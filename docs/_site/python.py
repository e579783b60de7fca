"""Pages of the Python interface: what the public rooms name, told by its docstrings."""

from __future__ import annotations

import importlib
import inspect
import typing
from collections.abc import Iterator
from types import ModuleType
from typing import Any

ROOMS = {
    "gutbrain": "What is called most",
    "gutbrain.evidence": "What is known: claims, trials, strains, labels",
    "gutbrain.exposures": "What acts, and protocols",
    "gutbrain.people": "Presets, traits, people",
    "gutbrain.observations": "What was observed",
    "gutbrain.diary": "A person's own records",
    "gutbrain.model": "The language of a channel",
}
"""Packages whose ``__all__`` is public, and what each is."""

BESIDES = {
    "gutbrain.examples": ("examples", "of_kind", "named", "worlds"),
    "gutbrain.errors": ("InputError", "Problem"),
    "gutbrain.evidence.pooling.meta": ("meta",),
    "gutbrain.trials.trial": ("run",),
    "gutbrain.trials.reading": ("read_design",),
    "gutbrain.trials.power": ("expected", "power", "crowd"),
    "gutbrain.trials.like": ("published", "compare"),
    "gutbrain.trials.people": ("populate",),
    "gutbrain.trials.conduct": ("conduct",),
    "gutbrain.trials.dataset": ("dataset",),
    "gutbrain.findings.reading": ("own_files", "read_findings"),
    "gutbrain.findings.batches": ("Size",),
    "gutbrain.fitting.onwards": ("simulate_from",),
    "gutbrain.axis": ("axis",),
    "gutbrain.model.wiring": ("arrows", "assumption_share", "parameter_table", "symbolic"),
}
"""What is public besides, by module."""


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list of rooms, a page for each, and one for the classes of results."""
    shown = [
        getattr(importlib.import_module(room), name) for room in ROOMS for name in importlib.import_module(room).__all__
    ]
    results = [f"{one.__module__}.{one.__qualname__}" for one in _results() if one not in shown]
    entries = [room.replace("gutbrain.", "") for room in ROOMS]
    yield (
        "python.rst",
        "\n".join(
            [
                *_head("The Python interface", "="),
                "How it is used from top to bottom is on :doc:`another page </python>`; here is every public name.",
                "",
                ".. toctree::",
                "   :maxdepth: 1",
                "",
                *(f"   python/{entry}" for entry in [*entries, "results", "besides"]),
                "",
            ]
        ),
    )
    for room, said in ROOMS.items():
        module = importlib.import_module(room)
        text = [
            *_head(f"{room}: {said}", "="),
            *_room(module),
            *_members([f"{room}.{name}" for name in module.__all__]),
        ]
        yield f"python/{room.replace('gutbrain.', '')}.rst", "\n".join(text)
    said = "What the functions of ``gutbrain`` give."
    yield "python/results.rst", "\n".join([*_head("Results", "="), said, "", *_members(results)])
    text = _head("Besides", "=")
    for place, names in BESIDES.items():
        text += [*_head(place, "-"), *_members([f"{place}.{name}" for name in names])]
    yield "python/besides.rst", "\n".join(text)


def _head(title: str, line: str) -> list[str]:
    return [title, line * len(title), ""]


def _room(module: ModuleType) -> list[str]:
    first = (inspect.getdoc(module) or "").partition("\n\n")[0].splitlines()
    return [*first, "", f".. py:module:: {module.__name__}", ""]


def _members(names: list[str]) -> list[str]:
    lines = []
    for name in names:
        place, _, attribute = name.rpartition(".")
        thing = getattr(importlib.import_module(place), attribute)
        if inspect.isclass(thing):
            lines += [f".. autoclass:: {name}", "   :members:", ""]
        elif callable(thing) and (inspect.isroutine(thing) or hasattr(thing, "__wrapped__")):
            lines += [f".. autofunction:: {name}", ""]
        else:
            lines += [f".. autodata:: {name}", "   :no-value:", ""]
    return lines


def _results() -> list[Any]:
    """Classes of ours that functions of the first room give."""
    module, found = importlib.import_module("gutbrain"), {}
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isroutine(thing):
            home = importlib.import_module(inspect.unwrap(thing).__module__)
            given = inspect.unwrap(thing).__annotations__.get("return", "")
            for one in _classes(eval(given, vars(typing) | vars(home)) if isinstance(given, str) else given):
                found[one.__qualname__] = one
    return list(found.values())


def _classes(given: Any) -> Iterator[Any]:
    if inspect.isclass(given) and given.__module__.startswith("gutbrain."):
        yield given
    for part in typing.get_args(given):
        yield from _classes(part)
