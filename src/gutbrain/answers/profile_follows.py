"""What a community may mean for each channel of the axis: what a table tells of it, and how much is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gutbrain.answers.axis_links import channels
from gutbrain.datafiles import per_world, read
from gutbrain.evidence.records import Claim, Reference, claims, references
from gutbrain.reading.records import Record, facts

Reads = Literal["weakly", "groups", "nothing"]

READS: dict[str, str] = {
    "weakly": "a weak sign of one person\N{RIGHT SINGLE QUOTATION MARK}s own value",
    "groups": "seen between groups of people only",
    "nothing": "not read from a table",
}
"""How far a table tells of a channel, in words."""


class Channel(Record):
    """A record of community_channels.yaml, whose head tells the fields."""

    name: str
    reads: Reads
    said: str
    references: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    observables: tuple[str, ...] = ()
    leaves_open: Mapping[str, float] = {}


@dataclass(frozen=True)
class Follows:
    """What a table tells of a channel, what that rests on, and what is known of the influences themselves."""

    channel: str
    reads: Reads
    said: str
    references: tuple[Reference, ...]
    claims: tuple[Claim, ...]


@per_world
def known_channels() -> tuple[Channel, ...]:
    """All records, in their order."""
    name = "community_channels.yaml"
    return tuple(facts(list[Channel], read(__package__, name), name))


@per_world
def follows() -> tuple[Follows, ...]:
    """Every channel of the model that has a record, from the gut to the mind."""
    there = channels()
    return tuple(
        Follows(
            one.name,
            one.reads,
            one.said,
            tuple(references()[key] for key in one.references if key in references()),
            tuple(claims()[key] for key in one.claims if key in claims()),
        )
        for one in known_channels()
        if one.name in there
    )
