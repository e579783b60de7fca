"""What share each group of the model has in a sample, how sure that is, and where it lies among people.

Shares are of what is placed. Intervals (90 %) are those of counting: a Dirichlet posterior of the reads with half a
read before any was counted. Where only shares are known, as if of 5,000 reads; the light of a microarray is no count,
and has a spread of 0.2 in its logarithm. What laboratories differ in is not in them: it has an interval of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from gutbrain.datafiles import per_world, read
from gutbrain.microbiome.placing import GUILDS, LEVELS, OTHER, Place, is_open, place
from gutbrain.microbiome.table import Array, Table, Unit
from gutbrain.reading.records import Record, facts

EFFECTIVE_READS = 5000.0
"""Reads that a share is taken for where none were counted: between 1,000 and 10,000 as studies have them (assumed)."""

SIGNAL_SD = 0.2
"""Spread of the logarithm of a microarray's light (assumed)."""

LOAD, LOAD_SD = 10.89, 0.29
"""Bacteria in stool, log10 cells/g, and how people differ: Tito et al. 2024 (doi 10.1038/s41591-024-02963-2)."""

LABORATORY_SD = 0.2
"""Between laboratories, log10: what methods make of the same group (judgement, 0.15 to 0.3)."""

MARKS = ("oral", "contaminant")

DRAWS = 1000
BUTYRATE = "butyrate_producers"


@dataclass(frozen=True)
class Share:
    """A group in a sample.

    ``share`` of what is placed, with 90 % interval of counting, and from ``methods_low`` to ``methods_high`` with what
    another laboratory's methods might have made of it; ``log10_cells`` a gram of stool, with the load's spread in its
    interval; ``percentile`` among the people of the reference (:func:`reference`), who were counted by one method, and
    so from ``percentile_low`` to ``percentile_high`` for what the share may be with another's.
    """

    share: float
    low: float
    high: float
    methods_low: float
    methods_high: float
    log10_cells: float
    log10_cells_low: float
    log10_cells_high: float
    percentile: float
    percentile_low: float
    percentile_high: float


@dataclass(frozen=True)
class Placed:
    """A table of taxa of which every name was looked up.

    ``sums`` are numbers by group, ``levels`` by how a name was placed, ``removed`` by what it was; each one a sample.
    ``marked`` is what has a mark (``oral``, ``contaminant``), ``largest`` the largest genus.
    ``open`` is what is only known to be of a family with producers of butyrate.
    """

    table: Table
    places: tuple[Place, ...]
    sums: Mapping[str, Array]
    levels: Mapping[str, Array]
    removed: Mapping[str, Array]
    marked: Mapping[str, Array]
    largest: Array
    open: Array
    named_in_open: Array
    butyrate_in_open: Array

    @property
    def placed(self) -> Array:
        """What is in the groups, in each sample."""
        return np.asarray(sum(self.sums.values()))


class _Quantiles(Record):
    """A record of guild_shares.yaml."""

    name: str
    quantiles: tuple[float, ...]


@per_world
def reference() -> Mapping[str, Array]:
    """Quantiles of each group's share among people (0, 5, ... 100 %), counted with the same records."""
    name = "guild_shares.yaml"
    return {one.name: np.array(one.quantiles) for one in facts(list[_Quantiles], read(__package__, name), name)}


def percentile(guild: str, share: float, known: Array | None = None) -> float:
    """Where a share lies among people, 0 to 100; in the middle of those who have the same.

    Parameters
    ----------
    guild
        The group.
    share
        Its share.
    known
        Quantiles of other people than those who ship, see :func:`reference`.
    """
    known = reference()[guild] if known is None else known
    at = np.linspace(0, 100, len(known))
    if share < known[0] or share > known[-1]:
        return 0.0 if share < known[0] else 100.0
    same = at[np.isclose(known, share, rtol=0, atol=1e-12)]
    return float(same.mean()) if len(same) else float(np.interp(share, known, at))


def percentiles(guild: str, low: float, high: float, known: Array | None = None) -> tuple[float, float]:
    """Where a share lies among people if it is anything between two, 0 to 100.

    People who have the same, or as little as could not be seen in the reference, may as well have less or more.

    Parameters
    ----------
    guild
        The group.
    low, high
        Between which its share is.
    known
        Quantiles of other people than those who ship, see :func:`reference`.
    """
    known = reference()[guild] if known is None else known
    at = np.linspace(0, 100, len(known))
    none = known <= 0
    floor = float(known[~none].min(initial=np.inf))

    def end(value: float, side: int) -> float:
        same = at[none] if value < floor and none.any() else at[np.isclose(known, value, rtol=0, atol=1e-12)]
        return float(same[side]) if len(same) else percentile(guild, value, known)

    first, last = end(low, 0), end(high, -1)
    return min(first, percentile(guild, low, known)), max(last, percentile(guild, high, known))


def placed(table: Table, places: tuple[Place, ...] | None = None) -> Placed:
    """Look up every name of a table, where that was not done (``places``)."""
    places = tuple(place(feature) for feature in table.features) if places is None else places
    zero = np.zeros(len(table.samples))
    sums = {guild: zero.copy() for guild in GUILDS}
    levels = {level: zero.copy() for level in LEVELS}
    removed: dict[str, Array] = {}
    marked = {mark: zero.copy() for mark in MARKS}
    genera: dict[str, Array] = {}
    open_, named, butyrate = zero.copy(), zero.copy(), zero.copy()
    for feature, where, row in zip(table.features, places, table.values, strict=True):
        levels[where.level] += row
        if where.level == "removed":
            removed[where.understood] = removed.get(where.understood, zero) + row
        if where.guild is None:
            continue
        sums[where.guild] += row
        for mark in MARKS:
            if mark in where.does:
                marked[mark] += row
        if where.level in ("species", "genus"):
            genera[where.understood] = genera.get(where.understood, zero) + row
        if is_open(feature, where):
            open_ += row
        elif is_open(feature, Place(None, "family"), named=True):
            named += row
            butyrate += row if where.guild == BUTYRATE else 0
    largest = np.max([zero, *genera.values()], axis=0)
    return Placed(table, places, sums, levels, removed, marked, largest, open_, named, butyrate)


def shares(made: Placed, sample: int, *, load: float | None = None, seed: int = 0) -> dict[str, Share]:
    """Shares of the groups in a sample.

    Parameters
    ----------
    made
        The table, looked up.
    sample
        Number of the sample.
    load
        Measured bacteria in its stool, cells/g; where none is given, what people have.
    seed
        Same seed, same numbers.
    """
    amounts = np.array([made.sums[guild][sample] for guild in GUILDS])
    whole = amounts.sum()
    if not whole:
        return {}
    told = drawn_shares(made, sample, seed=seed)
    low, high = np.quantile(told, [0.05, 0.95], axis=0)
    wide_low, wide_high = np.quantile(_of_other_methods(told, seed, sample), [0.05, 0.95], axis=0)
    share = amounts / whole
    more = _may_be_butyrate(made, sample) / whole
    at, other = GUILDS.index(BUTYRATE), GUILDS.index(OTHER)
    for upper, lower in ((high, low), (wide_high, wide_low)):
        upper[at], lower[other] = min(1.0, upper[at] + more), max(0.0, lower[other] - more)
    low, high = np.minimum(low, share), np.maximum(high, share)
    wide_low, wide_high = np.minimum(wide_low, low), np.maximum(wide_high, high)
    among = [percentiles(guild, wide_low[number], wide_high[number]) for number, guild in enumerate(GUILDS)]
    rng = np.random.default_rng([seed, sample, 1])
    cells = np.full(DRAWS, np.log10(load)) if load else LOAD + LOAD_SD * rng.standard_normal(DRAWS)
    middle = np.log10(load) if load else LOAD
    in_cells = np.log10(np.maximum(told, 1e-12)) + cells[:, None]
    cells_low, cells_high = np.quantile(in_cells, [0.05, 0.95], axis=0)
    median = np.log10(np.maximum(np.median(told, axis=0), 1e-12)) + middle
    return {
        guild: Share(
            share=float(share[number]),
            low=float(low[number]),
            high=float(high[number]),
            methods_low=float(wide_low[number]),
            methods_high=float(wide_high[number]),
            log10_cells=float(median[number]),
            log10_cells_low=float(cells_low[number]),
            log10_cells_high=float(cells_high[number]),
            percentile=percentile(guild, float(share[number])),
            percentile_low=among[number][0],
            percentile_high=among[number][1],
        )
        for number, guild in enumerate(GUILDS)
    }


def drawn_shares(made: Placed, sample: int, *, seed: int = 0, draws: int = DRAWS) -> Array:
    """Draws of what the shares may be, by draw and group, each adding up to 1.

    Parameters
    ----------
    made
        The table, looked up.
    sample
        Number of the sample.
    seed
        Same seed, same numbers.
    draws
        How many.
    """
    amounts = np.array([made.sums[guild][sample] for guild in GUILDS])
    return drawn(amounts, made.table.unit, sample, least_seen(made.table, sample), seed=seed, draws=draws)


def least_seen(table: Table, sample: int) -> float:
    """The smallest number of a sample that is not 0: what is not seen lies below it."""
    column = table.values[:, sample]
    return float(column[column > 0].min(initial=np.inf)) if column.any() else 0.0


def drawn(amounts: Array, unit: Unit, sample: int, least: float, *, seed: int = 0, draws: int = DRAWS) -> Array:
    """Draws of what the shares may be, by draw and group, from what was counted of each; few draws begin many.

    Parameters
    ----------
    amounts
        Of each group, in the unit of the table.
    unit
        That of the table.
    sample
        Number of the sample: each has its own luck.
    least
        The smallest number that was seen in it; where there are no reads, what was not seen lies anywhere below.
    seed, draws
        See :func:`drawn_shares`.
    """
    rng = np.random.default_rng([seed, sample, 0])
    if unit in ("signal", "cells"):
        # one draw after the other, so that few draws begin many
        luck = rng.standard_normal((draws, 2, len(GUILDS)))
        found = np.where(amounts > 0, amounts * np.exp(SIGNAL_SD * luck[:, 0]), least * ndtr(luck[:, 1]))
        return np.asarray(found / found.sum(axis=1, keepdims=True))
    reads = amounts if unit == "counts" else amounts / amounts.sum() * EFFECTIVE_READS
    return np.asarray(rng.dirichlet(reads + 0.5, draws))


def _of_other_methods(drawn: Array, seed: int, sample: int) -> Array:
    """Draws of shares as another laboratory might have found them, each adding up to 1."""
    rng = np.random.default_rng([seed, sample, 3])
    made = drawn * 10 ** (LABORATORY_SD * rng.standard_normal(drawn.shape))
    return np.asarray(made / made.sum(axis=1, keepdims=True))


def _may_be_butyrate(made: Placed, sample: int) -> float:
    """How much of what has no genus would make butyrate, if it were as the named members of its families here."""
    named = made.named_in_open[sample]
    return float(made.open[sample] * (made.butyrate_in_open[sample] / named if named else 1.0))
