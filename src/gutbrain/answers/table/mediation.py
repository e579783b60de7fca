"""The path from a group through the microbiota to a score, and what must hold for it to be more than arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gutbrain.answers.table.columns import column
from gutbrain.answers.table.compositions import closed, clr, without_zeros
from gutbrain.answers.table.design import design
from gutbrain.answers.table.groups import Amounts
from gutbrain.microbiome.metadata import Told
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.table import Array

TIMES = 1000
"""How often people are drawn again."""

ASSUMPTIONS = (
    "'Through' is what a product of two slopes gives (group on a group of the microbiota, that on the score), with an "
    "interval of 95 % from people drawn again. It is a path of causes only if all of this holds, which no table shows: "
    "nothing moves both group and microbiota, group and score, or microbiota and score, but what was adjusted for "
    "(diet, medicines and stool type do); the microbiota was so before the score (one sample cannot tell: mood changes "
    "what people eat); the two do not change one another's effect; and shares are without error."
)


def through(
    told: Told,
    names: Sequence[str],
    amounts: Amounts,
    group: str,
    score: str,
    adjust: Sequence[str] = (),
    *,
    person: str | None = None,
    seed: int = 0,
    times: int = TIMES,
) -> list[dict[str, Any]]:
    """What of a difference in a score goes through each group of the microbiota, in points of the score.

    Parameters
    ----------
    told
        What is known of samples.
    names
        Those that may be compared.
    amounts
        Their shares, in the same order.
    group
        Column of two groups, or of a measure.
    score
        Column of the score.
    adjust
        Columns to adjust for.
    person
        Column that says whose a sample is.
    seed
        Same seed, same draws.
    times
        How often people are drawn again.

    Returns
    -------
    list
        Rows of the table of the score; none where people are compared with themselves, or there are more groups.
    """
    points = column(told, names, score, "score")
    known = np.flatnonzero(points.known)
    made = design(told, [names[int(at)] for at in known], group, adjust, person)
    if made.blocks is not None or len(made.terms) != 1 or points.numbers is None:
        return []
    values = made.averaged(points.numbers[known])
    shares = made.averaged(amounts.guilds[known])
    logs = clr(without_zeros(closed(shares), 1.0 / max(len(amounts.names), len(GUILDS)) ** 2))
    rng = np.random.default_rng([seed, 13])
    rows = []
    again = rng.integers(len(values), size=(times, len(values)))
    for number, guild in enumerate(GUILDS):
        if not (shares[:, number] > 0).any():
            continue
        seen = _product(made.matrix[None], logs[None, :, number], values[None])[0]
        drawn = _product(made.matrix[again], logs[again, number], values[again])
        low, high = np.nanquantile(drawn, [0.025, 0.975])
        rows.append(
            {"level": "mediation", "name": guild, "term": made.terms[0], "n": len(values)}
            | {"through": float(seen), "through_low": float(low), "through_high": float(high)}
        )
    return rows


def _product(matrix: Array, between: Array, score: Array) -> Array:
    """Slope of what lies between on the first column, times that of the score on it; NaN where groups are empty."""
    first = _slopes(matrix, between)[:, 0]
    both = np.concatenate([matrix, between[..., None]], axis=2)
    return np.asarray(first * _slopes(both, score)[:, -1])


def _slopes(matrix: Array, values: Array) -> Array:
    squares = matrix.transpose(0, 2, 1) @ matrix
    right = matrix.transpose(0, 2, 1) @ values[..., None]
    sound = np.linalg.cond(squares) < 1e12
    found = np.full((len(matrix), matrix.shape[2]), np.nan)
    found[sound] = np.linalg.solve(squares[sound], right[sound])[..., 0]
    return found
