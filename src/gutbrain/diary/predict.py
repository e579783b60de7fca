"""What the weeks ahead of a diary may bring: as usual, with a change, and how well past weeks were foretold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gutbrain.diary import predict_words
from gutbrain.fitting.fit import Fit
from gutbrain.fitting.fitting import fit
from gutbrain.fitting.foretell import Foretold, foretell
from gutbrain.fitting.past import WEEK, Skill
from gutbrain.fitting.paths import DRAWS

if TYPE_CHECKING:
    import pandas as pd

    from gutbrain.engine.lanes import Progress

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Prediction:
    """The weeks ahead of a diary.

    Attributes
    ----------
    first
        The first day of the diary, from which days are counted.
    found
        What was foretold, as draws.
    fit
        What it follows from.
    """

    first: date
    found: Foretold
    fit: Fit

    @property
    def outcome(self) -> str:
        """What is foretold."""
        return self.found.one.outcome.name

    def day(self, count: int) -> date:
        """The date of a day that is counted from the first."""
        return self.first + timedelta(count)

    @property
    def start(self) -> date:
        """The first day ahead."""
        return self.day(self.found.start)

    def days(self) -> pd.DataFrame:
        """Day by day.

        Returns
        -------
        DataFrame
            ``day, low, median, high`` as usual (90 %), and ``if_low, if_median, if_high`` with the change, where there
            is one.
        """
        return self._table(self.found.usual, self.found.changed, 1)

    def weeks(self) -> pd.DataFrame:
        """Week by week: its mean.

        Returns
        -------
        DataFrame
            The columns of :meth:`days`; ``day`` is the first of the week.
        """
        changed = self.found.weekly(changed=True) if self.found.changed is not None else None
        return self._table(self.found.weekly(), changed, WEEK)

    def _table(self, usual: Array, changed: Array | None, step: int) -> pd.DataFrame:
        import pandas as pd

        made: dict[str, Any] = {"day": [self.day(self.found.start + step * k) for k in range(usual.shape[1])]}
        for prefix, values in (("", usual), ("if_", changed)):
            if values is not None:
                low, median, high = np.quantile(values, (0.05, 0.5, 0.95), axis=0)
                made |= {f"{prefix}low": low, f"{prefix}median": median, f"{prefix}high": high}
        return pd.DataFrame(made)

    def past(self) -> pd.DataFrame:
        """The past weeks, each foretold from the days before it.

        Returns
        -------
        DataFrame
            ``day`` (the first of the week), ``days`` (recorded), ``seen`` (their mean), ``low, median, high`` (90 %
            band of that mean), ``held``.
        """
        import pandas as pd

        rows = [
            {"day": self.day(one.first), "days": one.days, "seen": one.seen, "low": one.low, "median": one.median,
             "high": one.high, "held": one.held}
            for one in self.found.past.weeks
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["day", "days", "seen", "low", "median", "high", "held"])

    def could_tell(self) -> date | None:
        """The day from which one could tell, for somebody who reacts as people in general; None where none is known."""
        days = self.found.days_needed
        return None if days is None else self.day(days)

    def said(self) -> list[str]:
        """What it comes to, in sentences."""
        return predict_words.sentences(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``--json`` prints them."""
        found = self.found
        change = None
        if found.effect is not None:
            change = {
                "changes": [
                    {"name": one.name, "amount": one.amount, "unit": one.unit, "mean": one.mean,
                     "in_model": one.in_model, "beyond": one.beyond}
                    for one in found.changes
                ],
                "effect": _interval(found.effect),
                "people": None if found.people is None else _interval(found.people),
                "better": found.better(),
                "verdict": found.verdict,
                "why": found.why or None,
                "could_tell": _plain(self.could_tell()),
            }  # fmt: skip
        return {
            "outcome": self.outcome,
            "start": self.start.isoformat(),
            "weeks": _rows(self.weeks()),
            "days": _rows(self.days()),
            "change": change,
            "past": {
                "weeks": _rows(self.past()),
                "of": len(found.past.weeks),
                "held": found.past.held,
                "skill": _skill(found.past.before),
                "skill_days_known": _skill(found.past.lived),
            },
            "said": self.said(),
            "notes": list(self.fit.notes),
        }


def predict(
    observations: pd.DataFrame,
    protocol: Mapping[str, Any],
    measures: Mapping[str, str],
    outcome: str | None = None,
    *,
    weeks: int = 4,
    changes: Mapping[str, float | str] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Prediction:
    """Foretell an outcome of a diary.

    Parameters
    ----------
    observations, protocol, measures
        Of the diary (:meth:`gutbrain.diary.Diary.observations`, ``protocol``, ``measures``).
    outcome
        What is foretold; the first that can be, unless given.
    weeks
        How many.
    changes
        What is lived otherwise, by name: :func:`gutbrain.fitting.foretell.foretell`.
    draws, seed, progress
        As for :func:`gutbrain.fit`.

    Returns
    -------
    Prediction
        The weeks ahead.

    Raises
    ------
    InputError
        Where too little was recorded, or something is not there.
    """
    longer = {**protocol, "days": protocol["days"] + WEEK * weeks}
    found = fit(
        observations, longer, outcomes=[outcome] if outcome else (), measures=measures, draws=draws, seed=seed,
        progress=progress,
    )  # fmt: skip
    return Prediction(
        date.fromisoformat(str(protocol["start_date"])), foretell(found, outcome, weeks=weeks, changes=changes), found
    )


def _interval(values: Array) -> dict[str, float]:
    low, median, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
    return {"median": median, "low": low, "high": high}


def _skill(one: Skill) -> dict[str, Any]:
    found = {"median": one.median, "low": one.low, "high": one.high}
    return {key: None if value != value else value for key, value in found.items()} | {"verdict": one.verdict}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
