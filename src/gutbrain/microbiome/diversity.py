"""Diversity of a sample: at its own depth, and at one that all samples reach (rarefied); only of reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from gutbrain.microbiome.names import RANKS, Taxon
from gutbrain.microbiome.placing import Place
from gutbrain.microbiome.table import Array, Table

LEAST_DEPTH = 1000
"""Reads below which a sample does not set the depth of the others."""

TIMES = 20
"""How often reads are drawn."""


@dataclass(frozen=True)
class Diversity:
    """Of genera (what has no genus counts by its lowest rank).

    ``observed`` genera, ``shannon`` (nats) and ``simpson`` (1 - sum of squares) as they stand; ``rarefied_observed``
    and ``rarefied_shannon`` at ``depth`` reads, which is None where the sample has fewer.
    """

    reads: int
    observed: int
    shannon: float
    simpson: float
    depth: int | None
    rarefied_observed: float | None
    rarefied_shannon: float | None


def genus_of(taxon: Taxon, where: Place) -> str:
    """What a name counts for among genera: one name for the same genus under all its names."""
    if where.level in ("species", "genus"):
        return where.understood
    ranks = [rank for rank in RANKS[:6] if rank in taxon.ranks]
    return ";".join(taxon.ranks[rank] for rank in ranks) or f"({taxon.given})"


def by_genus(table: Table, places: tuple[Place, ...]) -> tuple[list[str], Array]:
    """Names of genera, and their numbers in each sample; what is no microbe is left out."""
    names: dict[str, int] = {}
    rows: list[Array] = []
    for feature, where, row in zip(table.features, places, table.values, strict=True):
        if where.level == "removed":
            continue
        name = genus_of(feature, where)
        if name in names:
            rows[names[name]] = rows[names[name]] + row
        else:
            names[name] = len(rows)
            rows.append(row)
    return list(names), np.array(rows).reshape(-1, len(table.samples))


def diversity(genera: Array, *, seed: int = 0) -> list[Diversity]:
    """Diversity of each sample.

    Parameters
    ----------
    genera
        Reads, genera by samples.
    seed
        Same seed, same draws.
    """
    totals = genera.sum(axis=0)
    deep = totals[totals >= LEAST_DEPTH]
    depth = int(deep.min()) if len(deep) else None
    return [_of_sample(genera[:, at], depth, np.random.default_rng([seed, at, 2])) for at in range(genera.shape[1])]


def _shannon(counts: Array) -> float:
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def _of_sample(counts: Array, depth: int | None, rng: np.random.Generator) -> Diversity:
    counts = counts[counts > 0]
    total = int(counts.sum())
    if not total:
        return Diversity(0, 0, 0.0, 0.0, None, None, None)
    own = (len(counts), _shannon(counts), float(1 - ((counts / total) ** 2).sum()))
    if depth is None or total < depth:
        return Diversity(total, *own, None, None, None)
    # more reads than that are drawn as if with replacement, which is the same then
    drawn = (
        rng.multivariate_hypergeometric(counts.astype(np.int64), depth, size=TIMES)
        if total < 5e8
        else rng.multinomial(depth, counts / total, size=TIMES)
    )
    shannon = float(np.mean([_shannon(one.astype(float)) for one in drawn]))
    return Diversity(total, *own, depth, _expected(counts, total, depth), shannon)


def _expected(counts: Array, total: int, depth: int) -> float:
    """Genera that are expected among so many reads (Hurlbert 1971)."""
    left = total - counts
    possible = left >= depth
    log = np.full(len(counts), -np.inf)
    some = left[possible]
    log[possible] = gammaln(some + 1) - gammaln(some - depth + 1) - gammaln(total + 1) + gammaln(total - depth + 1)
    return float((1 - np.exp(log)).sum())
