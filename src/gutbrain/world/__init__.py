"""Which channels and folders of facts a run is made of: the shipped axis, or that with the user's own.

Everybody above asks :func:`model` for the model, and :func:`gutbrain.datafiles.read` for facts.
"""

from __future__ import annotations

from gutbrain.world.composing import as_shipped, check, model
from gutbrain.world.entering import enter, in_world
from gutbrain.world.worlds import World, current

__all__ = ["World", "as_shipped", "check", "current", "enter", "in_world", "model"]
