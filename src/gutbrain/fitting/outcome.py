"""What is to be explained: a rating, a questionnaire or a measurement, and what of the model it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gutbrain import world
from gutbrain.atlas.not_modelled import instead_of
from gutbrain.atlas.observables import about
from gutbrain.datafiles import per_world, read
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures.moments import READ_AT
from gutbrain.observations import Observations
from gutbrain.people.scales import scales
from gutbrain.reading.records import Record, facts

Array = NDArray[np.float64]

EVENING = 20.0
"""Clock hour of a rating that does not say when."""


class Named(Record):
    """What an item of a diary measures."""

    measures: str
    better: Literal["high", "low"]


class Share(Record):
    """What one SD between people is on a rating, as a share of its range."""

    value: float
    sd: float
    source: str
    verified: Literal["read", "memory"]


class Items(Record):
    """The file ``data/items.yaml``."""

    share: Share
    middle: dict[Literal["high", "low"], float]
    items: dict[str, Named]


@per_world
def items() -> Items:
    """Items that people rate, and what they measure."""
    assert __package__
    return facts(Items, read(__package__, "items.yaml"), "items.yaml")


@dataclass(frozen=True)
class Outcome:
    """A series that is to be explained.

    Attributes
    ----------
    name
        As it was recorded.
    observable
        What of the model it shows.
    per_unit
        Units of the series for one unit of the observable: below 0 where more of one is less of the other.
    spread
        One SD between people, in units of the series.
    hour
        Clock hour at which it is read.
    is_log
        Whether the series is the logarithm of what was recorded.
    low, high
        What can be recorded.
    better
        ``high``, ``low``, or empty where neither is.
    centre
        Where the mean of people lies on a rating; NaN for what is no rating.
    """

    name: str
    observable: str
    per_unit: float
    spread: float
    hour: float
    is_log: bool = False
    low: float = -np.inf
    high: float = np.inf
    better: str = ""
    centre: float = np.nan

    def series(self, seen: Observations, first: int, days: int) -> Array:
        """What was recorded day by day, as it is explained: (day,), NaN where nothing was.

        Parameters
        ----------
        seen
            Of one person.
        first, days
            The first day, and how many.
        """
        values = seen.daily(self.name, first, days)
        if not self.is_log:
            return values
        with np.errstate(divide="ignore"):
            found = np.log(values)
        return np.where(np.isfinite(found), found, np.nan)

    def recorded(self, series: Array) -> Array:
        """A series as it would be recorded."""
        return np.clip(np.exp(series) if self.is_log else series, self.low, self.high)


def outcome(seen: Observations, name: str, measures: Mapping[str, str], spread: Mapping[str, float]) -> Outcome:
    """What of the model something shows that was recorded.

    Parameters
    ----------
    seen
        Of one person.
    name
        What was recorded.
    measures
        Observable by the name of an item, with ``-`` before it where more of the item is less of the observable.
    spread
        SD between people by observable, where it is neither a deviate nor a questionnaire.

    Raises
    ------
    InputError
        Where it was not recorded, acts instead of being acted upon, or measures nothing that is known.
    """
    if name not in seen.items:
        known = [one for one in seen.names() if seen.items[one].kind != "exposure"]
        right = suggest(name, known, otherwise=f"recorded are {listed(known) or 'exposures only'}")
        raise InputError([Problem(f"'{name}' was not recorded", right, "outcome", seen.file)])
    item = seen.items[name]
    rows = seen.table[seen.table["observable"] == name]
    said = rows["hour"].dropna()
    if item.kind == "exposure":
        raise InputError(
            [Problem(f"'{name}' acts; it is no outcome", "name what follows from it", "outcome", seen.file)]
        )
    if item.kind == "observable":
        record = about(name)
        scale = scales().get(name)
        is_log = record.scale == "log"
        values = np.log(rows["value"].clip(lower=1e-9)) if is_log else rows["value"]
        own = max(float(np.std(values)), 1e-6)
        return Outcome(
            name=name,
            observable=name,
            per_unit=1.0,
            spread=1.0 if record.scale == "z" else scale["sd"] if scale else spread.get(name, own),
            hour=float(said.median()) if len(said) else READ_AT,
            is_log=is_log,
            low=item.low,
            high=item.high,
            better={"lower": "low", "higher": "high"}.get(record.better, ""),
        )
    target, better = _measured(seen, name, measures)
    if not item.is_rating:
        right = f"write its scale in brackets, as in {name} [0-10]; in a diary, under scales of its settings"
        raise InputError([Problem(f"'{name}' has no scale", right, "outcome", seen.file)])
    points = items().share.value * (item.high - item.low)
    one_sd = (
        1.0 if about(target).scale == "z" else scales()[target]["sd"] if target in scales() else spread.get(target, 1.0)
    )
    worse = {"lower": 1.0, "higher": -1.0}.get(about(target).better, 1.0)
    sign = worse * (-1.0 if better == "high" else 1.0)
    return Outcome(
        name=name,
        observable=target,
        per_unit=sign * points / one_sd,
        spread=points,
        hour=float(said.median()) if len(said) else EVENING,
        low=item.low,
        high=item.high,
        better=better,
        centre=item.low + items().middle["high" if better == "high" else "low"] * (item.high - item.low),
    )


def _measured(seen: Observations, name: str, measures: Mapping[str, str]) -> tuple[str, str]:
    """The observable that an item shows, and which of its ends is better."""
    plain = name.strip().lower().replace(" ", "_")
    if name in measures:
        written = measures[name].strip()
        target, turned = written.lstrip("+-"), written.startswith("-")
        if target not in world.model().observables:
            known = ["depression", "anxiety", "perceived_stress", "gi_symptoms", "cognition"]
            right = instead_of(
                target, known, otherwise=f"as in {name}=-depression; among observables are {listed(known)}"
            )
            raise InputError([Problem(f"'{target}' is not an observable", right, "measures")])
        lower = about(target).better != "higher"
        return target, ("high" if turned == lower else "low")
    if plain in items().items:
        found = items().items[plain]
        return found.measures, found.better
    right = f"say it: measures {name}=-depression where more of it is less of depression"
    raise InputError([Problem(f"what '{name}' measures is not known", right, "outcome", seen.file)])


def outcomes_in(seen: Observations, measures: Mapping[str, str]) -> tuple[str, ...]:
    """What of the recorded can be explained: observables, and ratings of which is known what they measure."""
    found = []
    for name, item in seen.items.items():
        known = name in measures or name.strip().lower().replace(" ", "_") in items().items
        if item.kind == "observable" or (item.is_rating and known):
            found.append(name)
    return tuple(found)
