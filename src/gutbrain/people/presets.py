"""Kinds of people: traits and habits of the typical person of each, and how much people of that kind differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from scipy.special import ndtr, ndtri

from gutbrain.atlas.exposures import exposures, usual_exposures
from gutbrain.datafiles import per_language, per_world, read, told_by_place
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.reading.records import CONFIG, Record, Value, facts

Array = np.ndarray[Any, np.dtype[np.float64]]

HEALTHY = "healthy-adult"
SEX = "sex"


@dataclass(frozen=True)
class Trait:
    """What may be said about a person; ``low`` and ``high`` bound what makes sense."""

    __pydantic_config__ = CONFIG

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


class Height(Record):
    """Standing height (m)."""

    mean: float
    sd: float
    source: str


class Traits(Record):
    """The file of traits."""

    traits: tuple[Trait, ...]
    height: dict[Literal["female", "male"], Height]


class Usual(Record):
    """How people of one preset differ in a usual exposure."""

    log_sd: float
    source: str
    low: float = 0.0


class Around(Value):
    """A trait of a preset: how people lie around its value; without an SD it is the same for everybody."""

    sd: float = 0.0
    log_sd: float = 0.0
    low: float | None = None
    high: float | None = None

    @property
    def spread(self) -> Spread:
        """The same, to draw people from."""
        low, high = -np.inf if self.low is None else self.low, np.inf if self.high is None else self.high
        return Spread(self.value, self.log_sd or self.sd, low, high, bool(self.log_sd), self.source)


class PresetRecord(Record):
    """A preset as it stands in the file: what it does not say is that of the healthy adult."""

    title: str
    meaning: str
    female: Value
    traits: dict[str, Around]
    usual: dict[str, Value] = {}


PresetRecords = dict[str, PresetRecord]


@per_world
def _traits() -> Traits:
    return facts(Traits, read(__package__, "traits.yaml"), "traits.yaml")


@per_world
def traits() -> Mapping[str, Trait]:
    """Every trait, by its name in protocols."""
    return MappingProxyType({trait.name: trait for trait in _traits().traits})


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
    spreads = facts(dict[str, Usual], read(__package__, "usual.yaml"), "usual.yaml")
    found = {}
    for name, level in usual_exposures().items():
        with told_by_place("exposures.yaml", name):
            if name not in spreads:
                raise ValueError(
                    "what is usual differs between people: give it a row in usual.yaml, as those that ship"
                )
            known = exposures()[name]
            found[name] = Habit(name, known.unit, level, known.most, **spreads[name].model_dump())
    return MappingProxyType(found)


@per_world
def heights() -> Mapping[str, Spread]:
    """Standing height (m) of women and men."""
    return {sex: Spread(row.mean, row.sd, 1.35, 2.15, source=row.source) for sex, row in _traits().height.items()}


@per_language
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
    ('Older adult', 72.0)
    """
    with told_by_place("presets.yaml"):
        return MappingProxyType(load_presets(read(__package__, "presets.yaml"), "presets.yaml"))


def load_presets(values: Any, file: str = "") -> dict[str, Preset]:
    """Check records of presets, among which the healthy adult is, and fill them up from that.

    Parameters
    ----------
    values
        The records by name, as they stand in the file.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        With every record that is wrong.
    """
    records = facts(PresetRecords, values, file)
    problems = []
    if HEALTHY not in records:
        raise InputError([Problem(f"{HEALTHY} is missing", "the others are filled up from it", file=file or None)])
    for name, record in records.items():
        for part, said, known in (("traits", record.traits, traits()), ("usual", record.usual, habits())):
            for key in said:
                if key not in known:
                    right = suggest(key, known, otherwise=f"known are {listed(known)}")
                    problems.append(Problem(f"'{key}' does not exist", right, f"{name}.{part}.{key}", file or None))
    if problems:
        raise InputError(problems)
    return {name: _preset(name, record, records[HEALTHY]) for name, record in records.items()}


def _preset(name: str, record: PresetRecord, healthy: PresetRecord) -> Preset:
    """A preset, filled up from the healthy adult where it says nothing."""
    own = {**healthy.traits, **record.traits}
    said: dict[str, Value] = {SEX: record.female, **own, **record.usual}
    levels = {name: habit.healthy for name, habit in habits().items()}
    return Preset(
        name=name,
        title=record.title,
        meaning=record.meaning,
        female=record.female.value,
        traits=MappingProxyType({trait: row.spread for trait, row in own.items()}),
        usual=MappingProxyType(
            {name: record.usual[name].value if name in record.usual else level for name, level in levels.items()}
        ),
        sources=MappingProxyType({key: row.source for key, row in said.items()}),
    )
