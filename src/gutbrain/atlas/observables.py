"""What can be read off the axis: names for people, groups, the better side, how people differ in it."""

from __future__ import annotations

import re
from typing import Literal

from gutbrain.atlas import OWN
from gutbrain.datafiles import per_language, read, told_by_place
from gutbrain.model import Model
from gutbrain.reading.records import Record, facts

STRAIN = "strain."
"""Ingested strains are read as ``strain.NAME``."""

SLOT = re.compile(r"strain_\d+")
"""How the model calls them."""


class Observable(Record):
    """An observable; ``data/observables.yaml`` says what its fields mean. All but its name may be left out."""

    title: str = ""
    group: str = ""
    plain: str = ""
    main: bool = False
    inside: bool = False
    better: Literal["lower", "higher", ""] = ""
    scale: Literal["plain", "z", "log", "log10"] = "plain"
    within_a_day: bool = False
    goes_with: str = ""


@per_language
def observables() -> dict[str, Observable]:
    """All records by name, in the order in which observables are shown.

    Returns
    -------
    dict
        Record by name.

    Examples
    --------
    >>> from gutbrain.atlas.observables import observables
    >>> observables()["crp"].title, observables()["crp"].scale
    ('C-reactive protein', 'log')
    """
    assert __package__
    with told_by_place("observables.yaml"):
        return facts(dict[str, Observable], read(__package__, "observables.yaml"), "observables.yaml")


def about(observable: str) -> Observable:
    """What is said of an observable; of what has no record, nothing is.

    Parameters
    ----------
    observable
        Its name; an ingested strain counts with the microbiota.

    Returns
    -------
    Observable
        Its record, or an empty one.
    """
    if observable.startswith(STRAIN):
        return Observable(title=observable.removeprefix(STRAIN), group="microbiota", scale="log10")
    return observables().get(observable, Observable())


def vocabulary() -> tuple[str, ...]:
    """The observables that stand in groups, in their order: what is read off first."""
    return tuple(name for name, record in observables().items() if record.group)


def groups() -> tuple[str, ...]:
    """Groups of observables in their order; last the group of what stands in none."""
    return tuple(dict.fromkeys((*(r.group for r in observables().values() if r.group), OWN)))


def group_of(observable: str) -> str:
    """The group of an observable; of what stands in none :data:`gutbrain.atlas.OWN`."""
    return about(observable).group or OWN


def side(observable: str) -> int:
    """Which way an observable is better: -1 lower, 1 higher, 0 where neither is."""
    return {"lower": -1, "higher": 1, "": 0}[about(observable).better]


def is_skewed(observable: str) -> bool:
    """Whether people differ by factors.

    Their centre is then the geometric mean, as one number or a ratio of them is reported (or the median), and what is
    in SD between people, or a correlation, is taken of their logarithm.
    """
    return about(observable).scale == "log"


def is_shown_first(observable: str, model: Model) -> bool:
    """Whether an observable is told of by itself: not a step on the way, which stands in for a channel without others.

    Parameters
    ----------
    observable
        Its name.
    model
        What it is read off: what has no record is a step where a channel hears it.
    """
    if observable in observables() or observable.startswith(STRAIN):
        return not about(observable).inside
    return all(signal.name != observable for signal in model.signals)


def main_of(channel: str, model: Model) -> tuple[str, ...]:
    """The main observables of a channel, those with a record first.

    Parameters
    ----------
    channel
        Its name.
    model
        Of which it is one.

    Returns
    -------
    tuple of str
        Those that their records call main, and those without a record that no channel hears. Where there are none, all
        that the channel gives.
    """
    own = [name for name, declared in model.observables.items() if declared.module == channel]
    told = [name for name, record in observables().items() if record.main and name in own]
    heard = {signal.name for signal in model.signals}
    added = [name for name in own if name not in observables() and name not in heard and not SLOT.fullmatch(name)]
    return tuple(dict.fromkeys([*told, *added])) or tuple(own)
