"""Kinds of people: traits and habits of the typical person of each, and how much people of that kind differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import suggest
from gutbrain.exposures.vocabulary import exposures, usual_exposures

Array = np.ndarray[Any, np.dtype[np.float64]]

HEALTHY = "healthy-adult"
SEX = "sex"


@dataclass(frozen=True)
class Trait:
    """What may be said about a person; ``low`` and ``high`` bound what makes sense."""

    name: str
    unit: str
    meaning: str
    low: float = 0.0
    high: float = 1.0
    model: str = ""

    @property
    def model_name(self) -> str:
        """The name by which modules know it."""
        return self.model or self.name


@dataclass(frozen=True)
class Habit:
    """A usual exposure. ``log_sd`` is the SD of its logarithm between people of one preset."""

    name: str
    unit: str
    healthy: float
    high: float
    log_sd: float
    source: str
    low: float = 0.0


@dataclass(frozen=True)
class Spread:
    """A trait in a group of people: typical value, and how people lie around it.

    The typical value is the median. On each side of it lies a normal distribution (of the logarithm for ``log``) with
    the same SD, cut off at ``low`` or ``high``.
    """

    value: float
    sd: float = 0.0
    low: float = -np.inf
    high: float = np.inf
    log: bool = False
    source: str = "assumption"

    def at(self, deviates: Array) -> Array:
        """Values of people with these standard normal deviates; 0 is the typical person."""
        if self.sd == 0 or (self.log and self.value <= 0):
            return np.full(np.shape(deviates), self.value)
        centre, low, high = self.value, self.low, self.high
        if self.log:
            with np.errstate(divide="ignore"):
                centre, low, high = np.log([centre, max(low, 0.0), high])
        edge = ndtr(np.where(deviates < 0, centre - low, high - centre) / self.sd) - 0.5
        size = ndtri(0.5 + (2 * ndtr(np.abs(deviates)) - 1) * edge) * self.sd
        moved = centre + np.sign(deviates) * size
        return np.asarray(np.exp(moved) if self.log else moved)

    def around(self, value: float, lowest: float, highest: float) -> Spread:
        """The same spread around another typical value.

        Parameters
        ----------
        value
            The typical value.
        lowest, highest
            What the bounds never pass; inside, they make room for 2 SD on either side of ``value``.
        """
        reach = 2 * self.sd
        below, above = (value * np.exp(-reach), value * np.exp(reach)) if self.log else (value - reach, value + reach)
        low, high = max(lowest, min(self.low, below)), min(highest, max(self.high, above))
        return Spread(value, self.sd, low, high, self.log, self.source)


@dataclass(frozen=True)
class Preset:
    """A kind of people. ``traits`` by their names in protocols, ``usual`` exposures in the units of the vocabulary.

    ``sources`` gives for each number where it comes from; a habit without one is the vocabulary's healthy adult.
    """

    name: str
    title: str
    meaning: str
    female: float
    traits: Mapping[str, Spread]
    usual: Mapping[str, float]
    sources: Mapping[str, str]


@per_world
def traits() -> Mapping[str, Trait]:
    """Every trait, by its name in protocols."""
    return MappingProxyType({row["name"]: Trait(**row) for row in read(__package__, "traits.yaml")["traits"]})


@per_world
def trait_units() -> Mapping[str, str]:
    """Unit of every trait, by its name in the model."""
    return MappingProxyType({trait.model_name: trait.unit for trait in traits().values()})


@per_world
def habits() -> Mapping[str, Habit]:
    """Every usual exposure, by name.

    Raises
    ------
    ValueError
        Where one has no row that says how people differ in it; of one of a world it is told as an input.
    """
    spreads = read(__package__, "usual.yaml")
    found = {}
    for name, level in usual_exposures().items():
        with told_by_place("exposures.yaml", name):
            if name not in spreads:
                raise ValueError(
                    "what is usual differs between people: give it a row in usual.yaml, as those that ship"
                )
            found[name] = Habit(name, exposures()[name].unit, level, exposures()[name].most, **spreads[name])
    return MappingProxyType(found)


@per_world
def heights() -> Mapping[str, Spread]:
    """Standing height (m) of women and men."""
    rows = read(__package__, "traits.yaml")["height"]
    return {sex: Spread(row["mean"], row["sd"], 1.35, 2.15, source=row["source"]) for sex, row in rows.items()}


@per_world
def presets() -> Mapping[str, Preset]:
    """Every preset, by name; each is complete.

    Returns
    -------
    mapping
        Preset by name; it cannot be changed.

    Examples
    --------
    >>> from gutbrain.people import presets
    >>> presets()["older-adult"].title, presets()["older-adult"].traits["age"].value
    ('Older adult', 72)
    """
    records = read(__package__, "presets.yaml")
    healthy = records[HEALTHY]
    found = {}
    for name, record in records.items():
        with told_by_place("presets.yaml", name):
            found[name] = _preset(name, record, healthy)
    return MappingProxyType(found)


def _preset(name: str, record: Mapping[str, Any], healthy: Mapping[str, Any]) -> Preset:
    """A preset, filled up from the healthy adult where it says nothing."""
    own_traits = {**healthy["traits"], **record["traits"]}
    own_usual = record.get("usual", {})
    unknown = (own_traits.keys() - traits().keys()) | (own_usual.keys() - habits().keys())
    if unknown:
        near = suggest(min(unknown), [*traits(), *habits()])
        raise ValueError(f"preset {name!r} names what does not exist: {', '.join(sorted(unknown))}; {near}".strip("; "))
    return Preset(
        name=name,
        title=record["title"],
        meaning=record["meaning"],
        female=record["female"]["value"],
        traits=MappingProxyType({trait: _spread(row) for trait, row in own_traits.items()}),
        usual=MappingProxyType(
            {
                name: float(own_usual[name]["value"] if name in own_usual else habit.healthy)
                for name, habit in habits().items()
            }
        ),
        sources=MappingProxyType(
            {SEX: record["female"]["source"]} | {key: row["source"] for key, row in (own_traits | own_usual).items()}
        ),
    )


def _spread(row: Mapping[str, Any]) -> Spread:
    """A trait of a preset; without an SD it is the same for everybody."""
    if "log_sd" in row:
        return Spread(row["value"], row["log_sd"], row["low"], row["high"], log=True, source=row["source"])
    if "sd" in row:
        return Spread(row["value"], row["sd"], row["low"], row["high"], source=row["source"])
    return Spread(row["value"], source=row["source"])
