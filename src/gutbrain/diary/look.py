"""What goes with what in a diary: each factor at the lag that its kind has, and how often chance alone finds as much.

There is no search over lags: what a night was stands before the day, everything else before the next one. Beside each
factor stand the level, a trend, the weekday and what persists from day to day (:mod:`gutbrain.diary.series`). False
findings are held to one in ten of all looks, over all pairs that were tried (Benjamini and Hochberg 1995). Nothing that
was not drawn by lot is called an effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from gutbrain.diary.items import Item
from gutbrain.diary.series import sizes
from gutbrain.diary.settings import Settings
from gutbrain.errors import InputError, Problem, listed, suggest

FALSE = 0.08
"""Level of the procedure that holds false findings: a little below :data:`AT_MOST`, as persistence is not known."""

AT_MOST = 0.1
"""Share of looks in which anything is found where nothing is."""

SURE = 0.9
"""Probability of a direction from which on it is named."""

WORTH = 0.3
"""Smallest size worth naming, in SD of a day of the outcome."""

PRIOR = 0.5
"""SD of sizes before anything was recorded, in SD of a day: what is found by chance is shrunk by it."""

FEWEST = 28
"""Days with both, below which nothing is told."""

FEWEST_TICKED = 5
"""Days with and days without something, below which nothing is told of it."""

ALIKE = 0.8
"""Correlation of two factors from which on they cannot be told apart."""

SAME = 0.95
"""Correlation with the outcome from which on a factor is the same thing measured twice."""

MOST_MISSING = 0.4
BEFORE = 0.05
"""Chance below which the outcome of the day before goes with a factor: then which came first cannot be told."""

FIRST_DAYS, BEYOND = 7, 1.0
"""People begin when it is bad: so many first days are left out where they lie so many SD from the rest."""

POINTS_TO, GOES_WITH, NOTHING, CANNOT = "points to", "goes with", "no difference worth naming", "cannot tell"

COLUMNS = ["outcome", "factor", "days", "lag", "per", "size", "low", "high", "chance", "verdict", "why"]


@dataclass(frozen=True)
class Look:
    """What was found.

    Attributes
    ----------
    table
        A row for each pair: ``outcome``, ``factor``, ``days`` (with both), ``lag`` (days from factor to outcome),
        ``per`` (for how much of the factor the size is), ``size`` with ``low`` and ``high`` (90 %; in points of the
        outcome), ``chance`` (how often chance alone gives as much), ``verdict``, ``why``.
    tried
        Pairs that were tried; the others could not be.
    said
        Sentences that belong to it.
    """

    table: pd.DataFrame
    tried: int
    said: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        rows = self.table.astype(object).where(self.table.notna(), None).to_dict(orient="records")
        return {"tried": self.tried, "pairs": rows, "notes": list(self.said)}


@dataclass
class _Pair:
    """A factor and an outcome: on how many days, at which lag, for how much; ``why`` it cannot be told, if so."""

    outcome: str
    factor: str
    item: Item
    days: int
    lag: int
    step: float
    per: str
    why: str = ""
    row: dict[str, Any] | None = None


def look(table: pd.DataFrame, settings: Settings, outcomes: Sequence[str], *, factors: Sequence[str] = ()) -> Look:
    """What goes with some outcomes.

    Parameters
    ----------
    table
        A day a row, a column a thing (:meth:`gutbrain.diary.Diary.table`).
    settings
        Of the diary: which side is better, and what acts on the same day.
    outcomes
        What it is about.
    factors
        What is held against them; everything else in the table unless given.

    Returns
    -------
    Look
        A row a pair, what was found first.

    Raises
    ------
    InputError
        Where something is not in the diary.
    """
    for name in [*outcomes, *factors]:
        if name not in table:
            right = suggest(name, table.columns, otherwise=f"there are {listed(table.columns, 30)}")
            raise InputError([Problem(f"'{name[:40]}' is not in the diary", right)])
    if not outcomes:
        raise InputError([Problem("names no outcome", "write --outcome mood")])
    pairs: list[_Pair] = []
    said: list[str] = []
    for outcome in dict.fromkeys(outcomes):
        chosen = [name for name in factors or table.columns if name != outcome]
        pairs += _of_outcome(table, settings, outcome, chosen, said)
    tried = [pair for pair in pairs if pair.row is not None]
    _judge(tried, settings)
    made = pd.DataFrame([_row(pair) for pair in pairs], columns=COLUMNS)
    order = {POINTS_TO: 0, GOES_WITH: 1, NOTHING: 2, CANNOT: 3}
    key = made["verdict"].map(order).fillna(3) + made["chance"].fillna(1.0).astype(float)
    made = made.iloc[np.argsort(key.to_numpy(float), kind="stable")].reset_index(drop=True)
    return Look(made, len(tried), (*said, *_closing(len(tried), len(pairs))))


def _of_outcome(
    table: pd.DataFrame, settings: Settings, outcome: str, factors: Sequence[str], said: list[str]
) -> list[_Pair]:
    y = table[outcome].to_numpy(float).copy()
    weekdays = np.asarray(pd.DatetimeIndex(table.index).day_of_week)
    there = np.flatnonzero(np.isfinite(y))
    why = _why_not(y, there)
    if not why and _begins_apart(y, there):
        y[there[:FIRST_DAYS]] = np.nan
        said.append(
            f"{outcome}: the first {FIRST_DAYS} days lie apart from the rest (people begin when it is bad): left out"
        )
    pairs = [_pair(table, settings, outcome, y, name, weekdays, why) for name in factors]
    _tell_alike([pair for pair in pairs if not pair.why], table)
    tried = [pair for pair in pairs if not pair.why]
    if not tried:
        return pairs
    x = np.column_stack([_lagged(table[pair.factor].to_numpy(float), pair.lag) for pair in tried])
    found = sizes(y, x, weekdays)
    steps = np.array([pair.step for pair in tried])
    spread = np.array([_sd(x[:, k][np.isfinite(y)]) for k in range(len(tried))])
    kept = found.shrunk(PRIOR * found.day / np.maximum(spread, 1e-12))
    chance, up = found.two_sided(), 1 - kept.below(np.zeros(len(tried)))
    size, low, high = (kept.quantile(share) * steps for share in (0.5, 0.05, 0.95))
    least, most = (found.quantile(share) * steps for share in (0.05, 0.95))
    for k, pair in enumerate(tried):
        pair.row = {
            "size": size[k], "low": low[k], "high": high[k], "chance": chance[k], "up": up[k], "day": found.day,
            "least": least[k], "most": most[k],
            "before": partial(_before, table[pair.factor].to_numpy(float), y, pair.lag, weekdays),
        }  # fmt: skip
    return pairs


def _why_not(y: np.ndarray, there: np.ndarray) -> str:
    """Why nothing can be told of an outcome; empty where something may be."""
    if len(there) < FEWEST:
        return f"{len(there)} days: nothing can be told from so few; from {FEWEST} on"
    if _sd(y) == 0 or len(np.unique(y[there])) < 2:
        return "it was the same on all days"
    if np.bincount(np.unique(y[there], return_inverse=True)[1]).max() > len(there) - FEWEST_TICKED:
        return f"it differed on fewer than {FEWEST_TICKED} days"
    missing = 1 - len(there) / (there[-1] - there[0] + 1)
    if missing > MOST_MISSING:
        return (
            f"{100 * missing:.0f} % of its days are missing: those that are there may be others than those that are not"
        )
    return ""


def _begins_apart(y: np.ndarray, there: np.ndarray) -> bool:
    rest = y[there[FIRST_DAYS:]]
    return len(rest) >= FEWEST and abs(y[there[:FIRST_DAYS]].mean() - rest.mean()) > BEYOND * _sd(rest)


def _pair(
    table: pd.DataFrame,
    settings: Settings,
    outcome: str,
    y: np.ndarray,
    factor: str,
    weekdays: np.ndarray,
    why: str,
) -> _Pair:
    item = settings.item(factor)
    lag = 0 if item.acts == "same-day" else 1
    x = _lagged(table[factor].to_numpy(float), lag)
    both = np.isfinite(x) & np.isfinite(y)
    seen, days = x[both], int(both.sum())
    ticked = len(np.unique(seen)) <= 2
    step = float(np.ptp(seen)) if ticked and days else _sd(seen)
    per = (
        f"{step:.3g} {'' if item.unit == '1' else item.unit}".strip() + " more"
        if not ticked
        else "with it, not without"
    )
    return _Pair(
        outcome,
        factor,
        item,
        days,
        lag,
        step,
        per,
        why or _why_not_factor(x, y, both, weekdays, table, factor, outcome),
    )


def _why_not_factor(
    x: np.ndarray, y: np.ndarray, both: np.ndarray, weekdays: np.ndarray, table: pd.DataFrame, factor: str, outcome: str
) -> str:
    seen, days = x[both], int(both.sum())
    if days < FEWEST:
        return f"{days} days with both: nothing can be told from so few; from {FEWEST} on"
    values, counts = np.unique(seen, return_counts=True)
    if len(values) < 2:
        hint = f"; if no entry means none, say absent: {{{factor}: none}}" if values[0] == 1 else ""
        return f"it is {values[0]:g} on all of these days: what never changes cannot be told apart from you{hint}"
    if days - counts.max() < FEWEST_TICKED:
        return f"it differs on {days - counts.max()} days: from {FEWEST_TICKED} on"
    same_day = table[factor].to_numpy(float)
    together = np.isfinite(same_day) & np.isfinite(y)
    if together.sum() > FEWEST and abs(_r(same_day[together], y[together])) > SAME:
        return f"it is {outcome}, measured twice"
    time = np.flatnonzero(both).astype(float)
    if abs(_r(seen, time)) > ALIKE:
        return "it goes up or down with time alone: a trend explains as much"
    by_day = np.array([seen[weekdays[both] == day].mean() if (weekdays[both] == day).any() else 0 for day in range(7)])
    if _r(seen, by_day[weekdays[both]]) > ALIKE:
        return "it goes with the day of the week: the two cannot be told apart"
    return ""


def _tell_alike(pairs: Sequence[_Pair], table: pd.DataFrame) -> None:
    """Of factors that go together one is tried, the one with most days; the others say with which they go."""
    kept: list[_Pair] = []
    for pair in sorted(pairs, key=lambda one: -one.days):
        for other in kept:
            a, b = table[pair.factor].to_numpy(float), table[other.factor].to_numpy(float)
            both = np.isfinite(a) & np.isfinite(b)
            r = _r(a[both], b[both]) if both.sum() >= FEWEST else 0.0
            if abs(r) > ALIKE:
                pair.why = f"it goes with {other.factor} (r {r:.2f}): the two cannot be told apart"
                break
        else:
            kept.append(pair)


def _before(x: np.ndarray, y: np.ndarray, lag: int, weekdays: np.ndarray) -> float:
    """How often chance gives as much of the other way round: the outcome first, the factor after it."""
    earlier = _lagged(y, 1 - lag)
    return float(sizes(x, earlier[:, None], weekdays).two_sided()[0])


def _judge(tried: Sequence[_Pair], settings: Settings) -> None:
    """Verdicts, with false findings held over all pairs that were tried."""
    if not tried:
        return
    chance = np.array([pair.row["chance"] for pair in tried if pair.row])
    ranked = np.argsort(chance)
    passes = chance[ranked] <= FALSE * np.arange(1, len(chance) + 1) / len(chance)
    found = set(ranked[: int(np.flatnonzero(passes).max()) + 1]) if passes.any() else set()
    for k, pair in enumerate(tried):
        row = pair.row
        assert row is not None
        sure = max(row["up"], 1 - row["up"])
        worth = WORTH * row["day"]
        if k in found and sure > SURE:
            row["verdict"], row["why"] = _found(pair, settings)
        elif -worth < row["least"] and row["most"] < worth:
            row["verdict"], row["why"] = NOTHING, f"less than {WORTH:g} SD of a day ({worth:.2g} points) either way"
        else:
            wanted = pair.days * ((row["most"] - row["least"]) / 2 / worth) ** 2
            days = f"; {wanted:.0f} days like these would tell" if wanted > pair.days else ""
            row["verdict"], row["why"] = CANNOT, f"may be {row['least']:+.2g} to {row['most']:+.2g}{days}"
            if k not in found and sure > SURE:
                row["why"] = "no more than chance finds among so many pairs"


def _found(pair: _Pair, settings: Settings) -> tuple[str, str]:
    row = pair.row
    assert row is not None
    better = settings.item(pair.outcome).better
    side = "higher" if row["size"] > 0 else "lower"
    worth = "" if not better else " (better)" if side == better else " (worse)"
    said = f"{pair.outcome} is {side}{worth}"
    if row["before"]() < BEFORE:
        return GOES_WITH, f"{said}; but {pair.outcome} of before goes with it as well: which came first cannot be told"
    if pair.lag == 0 and not pair.item.known:
        return GOES_WITH, f"{said} on the same day: which came first cannot be told"
    return POINTS_TO, f"{said}; nothing was drawn by lot: gutbrain diary trial plan"


def _row(pair: _Pair) -> dict[str, Any]:
    named = {"outcome": pair.outcome, "factor": pair.factor, "days": pair.days, "lag": pair.lag, "per": pair.per}
    if pair.row is None:
        empty: Mapping[str, Any] = dict.fromkeys(("size", "low", "high", "chance"), np.nan)
        return {**named, **empty, "verdict": CANNOT, "why": pair.why}
    return {**named, **{key: pair.row[key] for key in ("size", "low", "high", "chance", "verdict", "why")}}


def _closing(tried: int, pairs: int) -> list[str]:
    refused = f"; {pairs - tried} could not be" if pairs > tried else ""
    return [
        f"{tried} pairs were tried{refused}. Where nothing is, at most {100 * AT_MOST:.0f} in 100 find something.",
        "Sizes are shrunk towards none, with 90 % intervals. To know what helps, draw by lot: diary trial plan.",
    ]


def _lagged(x: np.ndarray, lag: int) -> np.ndarray:
    return np.r_[np.full(lag, np.nan), x[: len(x) - lag]] if lag else x


def _sd(x: np.ndarray) -> float:
    seen = x[np.isfinite(x)]
    return float(seen.std(ddof=1)) if len(seen) > 1 else 0.0


def _r(a: np.ndarray, b: np.ndarray) -> float:
    if len(a) < 3 or a.std() == 0 or b.std() == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])
