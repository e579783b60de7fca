"""The weeks ahead of a record: as usual, and with something lived otherwise, with how well past weeks were foretold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gutbrain.arguments import whole
from gutbrain.atlas.exposures import exposures
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.fitting import day as days_of
from gutbrain.fitting.fit import CANNOT, ENOUGH, LIKELY, NO_DIFFERENCE, SURE, WORTH, Fit
from gutbrain.fitting.past import WEEK, Past, past, usual_days
from gutbrain.fitting.paths import paths
from gutbrain.fitting.person import OnePerson
from gutbrain.observations import Observations
from gutbrain.observations.series import recorded

Array = NDArray[np.float64]

COUNT = 2000
"""Lives that are drawn."""

MOST_WEEKS = 12

NONE = 0.02
"""What is smaller than so many SD of the recorded days is no effect."""

GOES_WITH = "goes with "
"""How a verdict begins where days go together, and which came first cannot be told."""

MEDICINE = "starting or stopping a medicine belongs with who prescribed it"


@dataclass(frozen=True)
class Change:
    """Something lived otherwise on every day ahead: how much, beside how it was recorded.

    ``in_model`` is whether the axis carries it to the outcome; all else is told by the layer of the day alone.
    """

    name: str
    amount: float
    unit: str
    mean: float
    least: float
    most: float
    in_model: bool

    @property
    def beyond(self) -> bool:
        """Whether no recorded day was so."""
        return not self.least <= self.amount <= self.most


@dataclass(frozen=True)
class Foretold:
    """The weeks ahead.

    Attributes
    ----------
    one
        The fit that it follows from.
    start
        The first day ahead, counted as the record counts: the one after the last day of which anything was recorded.
    usual
        (draw, day) what is to be recorded if days are as they usually are.
    changed
        (draw, day) the same with the changes; None where there are none.
    effect
        (draw,) what the changes do to the mean of the last week, over all hypotheses, in units of the outcome.
    people
        (draw,) the same in people in general; None where the axis does not carry any of them.
    changes
        What is lived otherwise.
    verdict, why
        What can be said of the changes; ``why`` is :data:`FEW_DAYS`, :data:`NOT_TOLD`, :data:`UNSURE`,
        :data:`ONLY_DAY`, or empty.
    days_needed
        Days of record in all after which one could tell; None where two years would not do, or nothing is known.
    past
        How the past weeks were foretold.
    """

    one: OnePerson
    start: int
    usual: Array
    changed: Array | None
    effect: Array | None
    people: Array | None
    changes: tuple[Change, ...]
    verdict: str
    why: str
    days_needed: int | None
    past: Past

    def weekly(self, *, changed: bool = False) -> Array:
        """Means of the weeks ahead: (draw, week)."""
        values = self.changed if changed and self.changed is not None else self.usual
        return np.asarray(values.reshape(len(values), -1, WEEK).mean(axis=2))

    def better(self) -> float | None:
        """How probable it is that the last week with the changes is better than one as usual; 0.5 is chance.

        None where nothing is changed, or neither side is better.
        """
        if self.changed is None or not self.one.outcome.better:
            return None
        with_it = self.weekly(changed=True)[:, -1]
        without = np.random.default_rng(29).permutation(self.weekly()[:, -1])
        higher = float((with_it > without).mean() + 0.5 * (with_it == without).mean())
        return higher if self.one.outcome.better == "high" else 1 - higher


FEW_DAYS, NOT_TOLD, UNSURE, ONLY_DAY = "few days", "not told by these days", "either way", "goes with"
"""Why something cannot be told: too few days; the days do not tell whether it acts; it may be either way; or what is
told beside a verdict: it goes with the outcome, and which came first cannot be told."""


def foretell(
    fit: Fit,
    outcome: str | None = None,
    *,
    weeks: int = 4,
    changes: Mapping[str, float | str] | None = None,
) -> Foretold:
    """What is to be recorded in the weeks after a record, as usual and with something lived otherwise.

    Parameters
    ----------
    fit
        A fit whose protocol goes on for so many weeks after the last recorded day.
    outcome
        What is foretold; the first unless given.
    weeks
        How many, 1 to 12.
    changes
        The amount of each thing on every day ahead, in its unit; ``"+1"`` and ``"-1"`` are held against the mean of the
        recorded days.

    Returns
    -------
    Foretold
        Draws of days, the verdict on the changes, and how past weeks were foretold.

    Raises
    ------
    InputError
        Where something that is to be changed was not recorded, is nothing that one does, or cannot be so much.
    """
    name = next(iter(fit.outcomes)) if outcome is None else outcome
    if name not in fit.outcomes:
        right = suggest(name, fit.outcomes, otherwise=f"fitted are {listed(fit.outcomes)}")
        raise InputError([Problem(f"'{name[:40]}' was not fitted", right, "outcome")])
    one = fit.outcomes[name]
    many = whole("weeks", weeks, least=1, most=MOST_WEEKS)
    start = int(fit.seen.table["day"].max()) + 1 - one.first
    days = WEEK * many
    if start + days > len(one.y):
        right = f"days: {one.first + start + days}"
        raise InputError([Problem("the protocol ends before these weeks do", right, "days")])
    rng = np.random.default_rng([fit.seed, 30])
    drawn = one.mixture.draws(COUNT, rng)
    after = start - one.learnt + 1
    usual = usual_days(one, start, days, COUNT, rng)
    luck = [fit.seed, 31]
    as_usual = one.outcome.recorded(drawn.ahead(usual, after, np.random.default_rng(luck)))
    told = tuple(_change(fit.seen, one, each, amount) for each, amount in (changes or {}).items())
    found = past(one, seed=fit.seed)
    if not told:
        return Foretold(one, one.first + start, as_usual, None, None, None, (), "", "", None, found)
    columns, moves, people = _otherwise(fit, one, told, start, days)
    with_it = usual.copy()
    for place, column in columns.items():
        with_it[:, :, place] = column
    changed = one.outcome.recorded(drawn.ahead(with_it, after, np.random.default_rng(luck)))
    base = drawn.coefficients @ _middle(one, start, days).T
    effect = one.outcome.recorded(base + drawn.coefficients @ moves.T) - one.outcome.recorded(base)
    lasting = effect[:, -WEEK:].mean(axis=1)
    rows = {row["factor"]: row for row in fit.factor_rows(name)}
    carried = [rows[each.name] for each in told if each.in_model]
    needed = [row["days_needed"] for row in carried]
    verdict, why = _verdict(one, told, carried, lasting)
    longest = max(day for day in needed if day is not None) if needed and None not in needed else None
    return Foretold(
        one, one.first + start, as_usual, changed, lasting, people, told, verdict, why, longest, found
    )  # fmt: skip


def _change(seen: Observations, one: OnePerson, name: str, said: float | str) -> Change:
    """What is to be changed, checked against what was recorded.

    Raises
    ------
    InputError
        Where it cannot be.
    """
    columns = {factor for factor in one.day.factors if factor}
    if name not in seen.items:
        right = suggest(
            name, seen.names(), otherwise="of what was not recorded, gutbrain what-if tells people in general"
        )
        raise InputError([Problem(f"'{name[:40]}' was not recorded", right, "--if")])
    item = seen.items[name]
    kind = exposures().get(item.name.partition(".")[0]) if item.kind == "exposure" else None
    if kind is not None and kind.kind == "medicine":
        raise InputError([Problem(f"{name}: {MEDICINE}", "nothing was foretold", "--if")])
    if item.kind == "observable" or item.is_rating or name == one.outcome.name:
        raise InputError([Problem(f"'{name}' is an answer, nothing that one does", "name what is done", "--if")])
    if name not in one.factors and name not in columns:
        wrong = f"{name} is the same every day, or was recorded on too few: it cannot be told apart from you"
        raise InputError([Problem(wrong, f"record it on {days_of.LEAST} days that differ", "--if")])
    daily = seen.daily(name, one.first, one.learnt)
    daily = daily[np.isfinite(daily)]
    mean = float(daily.mean())
    text = str(said).strip()
    try:
        amount = float(text) + (mean if text[:1] in "+-" else 0.0)
    except ValueError:
        raise InputError([Problem(f"'{text[:20]}' is not a number", "write it as in sleep=7.5", "--if")]) from None
    if not item.low <= amount <= item.high:
        wrong = f"{name}: {amount:g} {item.unit} is impossible"
        raise InputError([Problem(wrong, f"{item.low:g} to {item.high:g} {item.unit}", "--if")])
    return Change(name, amount, item.unit, mean, float(daily.min()), float(daily.max()), name in one.factors)


def _otherwise(
    fit: Fit, one: OnePerson, changes: tuple[Change, ...], start: int, days: int
) -> tuple[dict[int, Array], Array, Array | None]:
    """Columns of the days ahead with the changes, how far they move from the middle, and what that does to people.

    Returns
    -------
    tuple
        By the place of a coefficient its column (day,), the move (day, coefficient), and (draw,) the effect on the
        last week in people in general.
    """
    columns: dict[int, Array] = {}
    moves = np.zeros((days, one.design.shape[1]))
    people: Array | None = None
    carried = tuple(each for each in changes if each.in_model)
    if carried:
        ahead = _paths(fit, one, carried, start, days)
        for k, each in enumerate(carried):
            place = 1 + one.factors.index(each.name)
            path = one.outcome.per_unit * (ahead[:, k] - ahead[: one.learnt, k].mean(axis=0))
            columns[place] = path.mean(axis=1)[start : start + days]
            moves[:, place] = columns[place] - one.design[start : start + days, place]
            # the mean of people as the design has it; each of them about it
            moved = moves[-WEEK:, place].mean() + (path - path.mean(axis=1, keepdims=True))[
                start + days - WEEK : start + days
            ].mean(axis=0)
            people = moved if people is None else people + moved
    for each in changes:
        standard = days_of.standard(fit.seen.daily(each.name, one.first - 1, one.learnt + 1))
        if standard is None:
            continue
        mean, sd = standard
        value = float(np.clip((each.amount - mean) / sd, -days_of.FARTHEST, days_of.FARTHEST))
        for place, label in enumerate(one.day.names, start=1 + len(one.factors)):
            if one.day.factors[place - 1 - len(one.factors)] == each.name:
                column = np.full(days, value)
                if label.endswith(days_of.DAY_BEFORE):
                    column[0] = one.design[start, place]
                columns[place] = column
                moves[:, place] = column
    return columns, moves, people


def _paths(fit: Fit, one: OnePerson, changes: tuple[Change, ...], start: int, days: int) -> Array:
    """What each changed factor does alone, over the record as it was and then with the changes: (day, factor, draw)."""
    import pandas as pd

    seen, names = fit.seen, tuple(each.name for each in changes)
    rows = [
        {"person": seen.people[0], "day": one.first + start + day, "hour": np.nan, "observable": each.name,
         "value": each.amount, "unit": each.unit, "sd": np.nan, "source": ""}
        for each in changes
        for day in range(days)
    ]  # fmt: skip
    longer = replace(seen, table=pd.concat([seen.table, pd.DataFrame(rows)], ignore_index=True))
    whose = replace(fit.protocol, usual=recorded(fit.protocol, seen).usual)
    read = (one.outcome.observable, one.outcome.hour)
    draws = int(fit.provenance.get("draws", 48))
    made = paths(whose, longer, names, [read], draws=draws, seed=fit.seed)
    return made.alone[read][one.first - made.first :]


def _middle(one: OnePerson, start: int, days: int) -> Array:
    """The days ahead on their mean: the paths of a life as usual, nothing of the day itself."""
    rows = one.design[start : start + days].copy()
    rows[:, 1 + len(one.factors) :][:, one.day.is_fast] = 0.0
    return rows


def _verdict(
    one: OnePerson, changes: tuple[Change, ...], carried: Sequence[Mapping[str, Any]], effect: Array
) -> tuple[str, str]:
    """What can be said of the changes, by what the fit says of those it carries and the effect over all hypotheses."""
    if one.recorded < ENOUGH:
        return CANNOT, FEW_DAYS
    untold = bool(carried) and all(row["verdict"] == CANNOT for row in carried)
    day = float(np.nanstd(one.y))
    if not untold and _largest(carried, changes, effect) < WORTH * day:
        return NO_DIFFERENCE, ""
    up, down = float((effect > NONE * day).mean()), float((effect < -NONE * day).mean())
    if max(up, down) < LIKELY:
        return CANNOT, NOT_TOLD if untold else UNSURE
    side = "higher" if up > down else "lower"
    good = {"high": up > down, "low": down > up}.get(one.outcome.better)
    word = side if good is None else "better" if good else "worse"
    if untold or not all(each.in_model for each in changes):
        # by the layer of the day alone: that it goes with it is sure, that it acts is not
        return f"{GOES_WITH}{word}", ONLY_DAY
    return (word if max(up, down) >= SURE else f"{word}, likely"), ""


def _largest(carried: Sequence[Mapping[str, Any]], changes: tuple[Change, ...], effect: Array) -> float:
    """How large the effect may be: of what the axis carries by the person's own days, as the fit judges it."""
    if len(carried) < len(changes):
        return float(np.abs(np.quantile(effect, (0.05, 0.95))).max())
    sizes = (
        max(abs(row["low"]), abs(row["high"])) * abs((each.amount - each.mean) / row["change"])
        for each, row in zip(changes, carried, strict=True)
    )
    return float(sum(sizes))
