"""The channels of the axis: names and words for people, and where they stand on the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gutbrain.datafiles import per_language, read, told_by_place
from gutbrain.reading.records import Record, facts


class Curve(Record):
    """A response worth a picture: a protocol (as in a file, without its title), and what to look at."""

    observable: str
    title: str
    protocol: dict[str, Any]


class Channel(Record):
    """A channel; ``data/channels.yaml`` says what its fields mean. All but its name may be left out."""

    title: str = ""
    label: tuple[str, ...] = ()
    term: str = ""
    plain: str = ""
    place: tuple[int, int] | None = None
    height: int | None = None
    shows: str = ""
    curve: Curve | None = None


@per_language
def channels() -> dict[str, Channel]:
    """All records by name, from the gut to the mind.

    Returns
    -------
    dict
        Record by name.

    Examples
    --------
    >>> from gutbrain.atlas.channels import channels
    >>> channels()["gut"].title
    'gut wall'
    """
    assert __package__
    with told_by_place("channels.yaml"):
        return facts(dict[str, Channel], read(__package__, "channels.yaml"), "channels.yaml")


def about(channel: str) -> Channel:
    """What is said of a channel: its record, or an empty one where it has none."""
    return channels().get(channel, Channel())


def in_order(names: Iterable[str]) -> list[str]:
    """Channels in the order of their records; those without one come last, in their own."""
    there = list(names)
    return [*(name for name in channels() if name in there), *(name for name in there if name not in channels())]
