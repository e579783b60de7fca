"""Why the model misses some findings, as far as that is known."""

from __future__ import annotations

from collections.abc import Mapping

from gutbrain.datafiles import per_world, read


@per_world
def causes() -> Mapping[str, str]:
    """The cause of a miss by the id of the finding."""
    found: dict[str, str] = read(__package__, "causes.yaml") or {}
    return found
