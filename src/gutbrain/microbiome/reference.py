"""Where a share lies among people: quantiles of people who were counted by the same map, shipped or of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from gutbrain.datafiles import per_world, read
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.table import Array, refuse
from gutbrain.reading.records import Record, facts

if TYPE_CHECKING:
    from gutbrain.microbiome.shares import Placed

AT = np.linspace(0, 100, 21)
"""Percentiles that are known of a group."""

LEAST_PEOPLE = 20
"""Samples that make a reference."""

Reference = Mapping[str, Array]
"""Quantiles of each group's share among people, at :data:`AT`."""


class _Quantiles(Record):
    """A record of guild_shares.yaml."""

    name: str
    quantiles: tuple[float, ...]


@per_world
def shipped() -> Reference:
    """That of the package: 205 adults, 16S rRNA (V4), Belgium."""
    name = "guild_shares.yaml"
    return {one.name: np.array(one.quantiles) for one in facts(list[_Quantiles], read(__package__, name), name)}


def of_people(made: Placed, usable: Array) -> Reference:
    """That of a table of one's own.

    Parameters
    ----------
    made
        The table, looked up.
    usable
        Which of its samples count: (sample,), bool.

    Raises
    ------
    InputError
        Where they are too few.
    """
    many = int(usable.sum())
    if many < LEAST_PEOPLE:
        refuse(made.table.file, f"{many} samples are no reference", f"give {LEAST_PEOPLE} or more that are usable")
    shares = np.array([made.sums[guild][usable] for guild in GUILDS]) / made.placed[usable]
    return dict(zip(GUILDS, np.quantile(shares, AT / 100, axis=1).T, strict=True))


def percentile(known: Array, share: float) -> float:
    """Where a share lies, 0 to 100; in the middle of those who have the same."""
    low, high = between(known, share, share)
    return (low + high) / 2


def between(known: Array, low: float, high: float) -> tuple[float, float]:
    """From where to where an interval of a share lies, 0 to 100; all who have the same are in it.

    Parameters
    ----------
    known
        Quantiles of people.
    low, high
        The interval of the share.
    """
    return _place(known, low, 0), _place(known, high, -1)


def _place(known: Array, share: float, end: int) -> float:
    same = AT[np.isclose(known, share, rtol=0, atol=1e-12)]
    return float(same[end]) if len(same) else float(np.interp(share, known, AT))
