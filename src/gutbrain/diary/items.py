"""What is known of the things that a diary holds: unit, limits, how a day is made of moments, which side is better."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.observables import observables
from gutbrain.datafiles import per_world, read
from gutbrain.diary.entry import Daily
from gutbrain.people.scales import scales
from gutbrain.reading.records import Record, facts

AMOUNTS = ("usual", "supplement", "medicine")
"""Kinds of exposure that are recorded day by day."""

LONGEST_NAME = 80

_LEVELS = ("sleep_irregularity", "stress_load", "expectation")
"""Usual exposures that are levels, not amounts that add up over a day."""

_NOT_OF_A_NAME = re.compile(r"[^\w]+")


class Fact(Record):
    """A record of ``data/diary_items.yaml``, which says what its fields mean."""

    unit: str = ""
    least: float = -math.inf
    most: float = math.inf
    doubt: tuple[float, float] | None = None
    daily: Daily = "mean"
    better: Literal["higher", "lower", ""] = ""
    acts: Literal["same-day", "next-day"] = "next-day"
    meaning: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """What is known of one thing.

    ``known`` is whether its name is of the vocabulary or of this room; all else is the person's own, of which nothing
    is known but what their settings say. ``acts`` tells whether a value of a day stands before that day's outcomes.
    """

    name: str
    unit: str = ""
    least: float = -math.inf
    most: float = math.inf
    doubt: tuple[float, float] | None = None
    daily: Daily = "mean"
    better: str = ""
    acts: str = "next-day"
    meaning: str = ""
    known: bool = True


@per_world
def items() -> Mapping[str, Item]:
    """All that is known by name: exposures, observables and scales of the vocabulary, and what diaries hold."""
    found: dict[str, Item] = {}
    for name, observable in observables().items():
        if observable.group:
            found[name] = Item(name, better=observable.better, meaning=observable.title)
    for name, scale in scales().items():
        better = "lower" if scale["direction"] == "higher-worse" else "higher"
        found[name] = Item(name, "1", scale["low"], scale["high"], better=better, meaning=scale["name"])
    for name, exposure in exposures().items():
        if exposure.kind in AMOUNTS:
            unit = exposure.unit.partition("/")[0] if exposure.unit.endswith(("/day", "/night")) else exposure.unit
            daily: Daily = "mean" if name in _LEVELS else "sum"
            found[name] = Item(name, unit, 0.0, exposure.most, daily=daily, meaning=exposure.meaning)
    for name, fact in _facts().items():
        said = fact.model_dump(exclude_unset=True, exclude={"also"})
        found[name] = replace(found.get(name, Item(name)), **said)
    return found


def item(name: str) -> Item:
    """What is known of a thing; of the person's own, only its name."""
    return items().get(name) or Item(name, known=False)


def named(heading: str) -> str:
    """The name of what a heading calls: the vocabulary's where it is one of its names, else the person's own.

    Letters of any script stay; capitals, blanks and signs do not.
    """
    plain = slug(heading)
    return _also().get(plain, plain)


def slug(text: str) -> str:
    """A text as a name: small letters and figures of any script, joined by ``_``."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _NOT_OF_A_NAME.sub("_", text).strip("_")[:LONGEST_NAME]


def own(group: str, text: str) -> str:
    """A name of the person's own in a group, so that it means no word of the vocabulary: ``symptom.anxiety``."""
    return f"{group}.{slug(text)}"


@per_world
def _facts() -> Mapping[str, Fact]:
    return facts(dict[str, Fact], read(__package__, "diary_items.yaml"), "diary_items.yaml")


@per_world
def _also() -> Mapping[str, str]:
    return {other: name for name, fact in _facts().items() for other in fact.also}
