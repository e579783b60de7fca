"""The channels of worlds by names under which other processes, which work in the same world, find them.

A class travels between processes by the name of its module and its own: here, which is asked for it, is that module.
"""

from __future__ import annotations

from typing import Any

from gutbrain.model import Module

_kept: dict[str, type[Module]] = {}


def kept(module: type[Module], *parts: str) -> type[Module]:
    """The same class, known here by its channel and what tells it from others of that name."""
    name = "/".join((module.name, *parts))
    module.__module__, module.__qualname__ = __name__, name
    _kept[name] = module
    return module


def __getattr__(name: str) -> Any:
    if name not in _kept and "/" in name:
        from gutbrain.world.composing import model

        slots = name.split("/")[2:]  # of a channel with other values of its parameters
        model(int(slots[0])) if slots else model()
    try:
        return _kept[name]
    except KeyError:
        raise AttributeError(f"the world of this process has no channel {name!r}") from None
