"""Ways of eating and living that stand in a protocol as one exposure, and are made of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import listed
from gutbrain.reading.records import Record, by_name

FILE = "templates.yaml"


class Template(Record):
    """A way of eating or living; ``data/templates.yaml`` says what its fields mean."""

    name: str
    title: str
    meaning: str
    events: tuple[Mapping[str, Any], ...]
    source: Mapping[str, str]
    verified: Literal["read", "memory"]
    note: str
    not_in_model: tuple[str, ...]
    days: float | None = None

    @property
    def told(self) -> str:
        """What of it a run leaves out, in a sentence."""
        return f"{self.title}: {listed(self.not_in_model)} are not in the model"


@per_world
def templates() -> dict[str, Template]:
    """All templates by name.

    Returns
    -------
    dict
        Template by name.

    Examples
    --------
    >>> from gutbrain.exposures.templates import templates
    >>> [part["exposure"] for part in templates()["ramadan"].events]
    ['sleep', 'alcohol']
    """
    with told_by_place(FILE):
        return by_name(Template, read(__package__, FILE), FILE)
