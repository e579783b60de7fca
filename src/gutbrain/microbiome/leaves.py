"""The tables that a profile leaves: groups, genera, what has no place, diversity, checks, modules; a row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import csvfiles
from gutbrain.microbiome.modules import modules
from gutbrain.microbiome.names import RANKS, Taxon
from gutbrain.microbiome.placing import nearest_genus
from gutbrain.microbiome.profile import Profile

if TYPE_CHECKING:
    import pandas as pd

NOT_PLACED = "not placed"


def tables(found: Profile) -> dict[str, pd.DataFrame]:
    """The tables by the names of their files; one that would be empty is not there.

    Parameters
    ----------
    found
        A table placed on the axis.

    Returns
    -------
    dict
        ``guilds.csv``, ``genera.csv``, ``unplaced.csv``, ``diversity.csv`` and ``qc.csv`` of taxa, ``modules.csv`` of
        KOs; ``groups.csv``, ``signatures.csv`` and the like where these were asked for. Shares in ``guilds.csv`` are of
        what was placed; in the two others of all that is in the sample, so that ``genera.csv`` adds up to 1 in each.
    """
    if found.table.content == "functions":
        made = {"modules.csv": _modules(found)}
    elif found.table.content == "taxa":
        made = {
            "guilds.csv": found.frame(),
            "genera.csv": _genera(found),
            "unplaced.csv": _unplaced(found),
            "diversity.csv": _diversity(found),
            "qc.csv": _checks(found),
        }
    else:
        made = {}
    made |= {f"{name}.csv": frame for name, frame in found.tables().items()}
    return {name: frame for name, frame in made.items() if len(frame)}


def as_csv(frame: pd.DataFrame) -> str:
    """A table as text; a cell without a value is empty."""
    return csvfiles.table(frame)


def _genera(found: Profile) -> pd.DataFrame:
    """Every genus of every sample as the table names it, how it was understood, and to which group it counts."""
    rows: dict[tuple[str, ...], Any] = {}
    for taxon, where, values in zip(found.table.features, found.places, found.table.values, strict=True):
        row = (_as_given(taxon), where.understood, where.guild or "", where.level)
        rows[row] = rows[row] + values if row in rows else values
    return _long(found, rows, ("genus_given", "genus_understood", "guild", "level"))


def _unplaced(found: Profile) -> pd.DataFrame:
    """Everything that has no place, by its whole name."""
    rows: dict[tuple[str, ...], Any] = {}
    near: dict[str, str] = {}
    for taxon, where, values in zip(found.table.features, found.places, found.table.values, strict=True):
        if where.level != NOT_PLACED or not values.any():
            continue
        genus = taxon.ranks.get("genus", "")
        if genus not in near:
            near[genus] = nearest_genus(taxon)
        row = (taxon.given, near[genus])
        rows[row] = rows[row] + values if row in rows else values
    return _long(found, rows, ("name", "nearest"))


def _as_given(taxon: Taxon) -> str:
    """The genus in the table's own words; without one the lowest rank that has a name, else all that stands there."""
    below = [rank for rank in RANKS[:6] if rank in taxon.ranks]
    return taxon.ranks[below[-1]] if below else taxon.ranks.get("species", taxon.given)


def _long(found: Profile, rows: Mapping[tuple[str, ...], Any], names: tuple[str, ...]) -> pd.DataFrame:
    """A row for each sample and name that is in it, the greatest share first."""
    import pandas as pd

    if not rows:
        return pd.DataFrame()
    keys = list(rows)
    totals = found.table.total
    values = np.array([rows[key] for key in keys]) / np.where(totals > 0, totals, 1.0)
    parts = []
    for at, sample in enumerate(found.table.samples):
        there = np.flatnonzero(values[:, at])
        order = there[np.argsort(-values[there, at], kind="stable")]
        made: dict[str, Any] = {"sample": [sample] * len(order)}
        made |= {name: [keys[row][column] for row in order] for column, name in enumerate(names)}
        parts.append(pd.DataFrame(made | {"share": values[order, at]}))
    return pd.concat(parts, ignore_index=True)


def _diversity(found: Profile) -> pd.DataFrame:
    import pandas as pd

    rows = [{"sample": one.sample, **asdict(one.diversity)} for one in found.samples if one.diversity is not None]
    return pd.DataFrame(rows)


def _checks(found: Profile) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([{"sample": one.sample, **asdict(check)} for one in found.samples for check in one.checks])


def _modules(found: Profile) -> pd.DataFrame:
    import pandas as pd

    known = modules()
    rows = [
        {
            "sample": one.sample,
            "module": score.module,
            "name": known[score.module].name,
            "direction": known[score.module].direction,
            "verdict": score.verdict,
            "value": score.value,
            "steps_above_zero": score.steps_above_zero,
            "steps": score.steps,
            "housekeeping": known[score.module].housekeeping,
            "axis": known[score.module].axis,
            "source": known[score.module].source,
            "verified": known[score.module].verified,
        }
        for one in found.samples
        for score in one.modules
    ]
    return pd.DataFrame(rows)
