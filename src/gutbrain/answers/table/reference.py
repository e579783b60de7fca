"""Percentiles among people of one's own: a table that is counted by the same records as the samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gutbrain.errors import InputError, Problem, suggest
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.profile import Profile
from gutbrain.microbiome.reading import read_table
from gutbrain.microbiome.shares import Share, percentile, percentiles, placed
from gutbrain.microbiome.table import Array, Table, refuse

SHIPPED = "tito"
"""Name of the people who ship: 205 adults in Belgium (Tito et al. 2024, doi 10.1038/s41591-024-02963-2)."""

LEAST_PEOPLE = 20
LEAST_PLACED = 0.75
STEPS = 101


def against(profile: Profile, reference: str | Path) -> Profile:
    """The same profile with percentiles among the samples of a table.

    Parameters
    ----------
    profile
        A table, placed on the axis.
    reference
        ``tito``, who ship, or a file.

    Raises
    ------
    InputError
        Where it is neither, cannot be read, or has fewer than 20 samples of which three quarters are placed.
    """
    if str(reference) == SHIPPED:
        return profile
    if not Path(reference).exists() and not Path(reference).suffix:
        right = suggest(str(reference), [SHIPPED], otherwise=f"say {SHIPPED}, or name a file")
        raise InputError([Problem(f"'{reference}' is no reference that ships, and no file", right, "reference")])
    quantiles, people = quantiles_of(read_table(reference))
    samples = tuple(
        replace(
            one,
            guilds={guild: _among(guild, share, quantiles[guild]) for guild, share in one.guilds.items()},
        )
        for one in profile.samples
    )
    whom = f"{people} samples of {Path(reference).name}"
    said = f"Percentiles are among {whom}, and hold for its people and method."
    made_from = {**profile.made_from, "people": whom}
    return replace(profile, samples=samples, remarks=(*profile.remarks, said), made_from=made_from)


def _among(guild: str, share: Share, quantiles: Array) -> Share:
    """A share with its percentile; the method is that of one's own people, so that its interval is that of counting."""
    low, high = percentiles(guild, share.low, share.high, quantiles)
    here = percentile(guild, share.share, quantiles)
    return replace(share, percentile=here, percentile_low=min(low, here), percentile_high=max(high, here))


def quantiles_of(table: Table) -> tuple[Mapping[str, Array], int]:
    """Quantiles of each group's share (0, 1, ... 100 %) in the samples of a table, and how many these are.

    Raises
    ------
    InputError
        Where it holds no taxa, or fewer than 20 samples of which three quarters are placed.
    """
    if table.content != "taxa":
        refuse(table.file, f"holds {table.content}", "a reference is a table of taxa")
    made = placed(table)
    whole: Any = made.placed
    kept = whole >= LEAST_PLACED * np.maximum(table.total - made.levels["removed"], 1e-300)
    kept &= whole > 0
    if int(kept.sum()) < LEAST_PEOPLE:
        wrong = f"has {int(kept.sum())} samples of which three quarters are placed"
        refuse(table.file, wrong, f"{LEAST_PEOPLE} are needed for percentiles")
    steps = np.linspace(0, 1, STEPS)
    return {guild: np.quantile(made.sums[guild][kept] / whole[kept], steps) for guild in GUILDS}, int(kept.sum())
