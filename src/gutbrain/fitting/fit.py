"""What was learnt of one person: level, noise, sensitivities, and what could not be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gutbrain.exposures import Protocol
from gutbrain.fitting.how_long import days_needed
from gutbrain.fitting.person import OnePerson
from gutbrain.fitting.prior import ANYTHING, NOTHING
from gutbrain.observations import Observations

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

COUNT = 2000
"""Draws from a posterior."""

SURE, LIKELY = 0.95, 0.9
"""So probable is what is called sure, and what is pointed to."""

LEAST = 0.05
"""A sensitivity below this is none: a twentieth of that of people in general."""

ENOUGH = 28
"""Days with an outcome below which nothing is said of factors."""

WORTH = 0.3
"""Smallest effect worth naming, in SD of the recorded days."""

CANNOT, NO_DIFFERENCE = "cannot tell", "no difference worth naming"


@dataclass(frozen=True)
class Fit:
    """A fit of one person.

    Attributes
    ----------
    protocol
        Who it is, for as long as the record lasts.
    seen
        What was recorded.
    outcomes
        A fit for each outcome, by its name.
    effects
        What a lasting change of each factor does: by outcome and factor, (draw,) for this person if anything may be so,
        for people in general, and for this person over all hypotheses, in units of the outcome.
    changes
        By how much each factor is changed for that, in its unit.
    weeks
        For how long.
    notes
        What one should know.
    provenance
        What it comes from.
    seed
        Of its draws.
    """

    protocol: Protocol
    seen: Observations
    outcomes: Mapping[str, OnePerson]
    effects: Mapping[tuple[str, str], tuple[Array, Array, Array]]
    changes: Mapping[str, float]
    weeks: int
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    def parameters(self) -> pd.DataFrame:
        """What was learnt of each parameter: before and after, and the share of the variance that is gone.

        Returns
        -------
        DataFrame
            ``outcome, parameter, unit, before_median, before_low, before_high, median, low, high, learnt``; 90 %
            intervals. ``learnt`` is 0 where the record says nothing of a parameter, and 1 where it says all.
        """
        import pandas as pd

        rows = [row for one in self.outcomes.values() for row in _parameters(one, self.seed)]
        return pd.DataFrame(rows)

    def factors(self) -> pd.DataFrame:
        """What each factor does to each outcome, for this person and in people in general.

        Returns
        -------
        DataFrame
            ``outcome, factor, change, unit, weeks, median, low, high`` (units of the outcome, 90 %, if anything may be
            so), ``people_median, people_low, people_high`` of people in general, ``both_median, both_low,
            both_high`` of both together (this person over all hypotheses, that nothing acts among them), ``acts``
            (how probable it is that the factor acts at all), ``verdict`` and ``days_needed`` (of record in all, for
            somebody who reacts as people in general; missing where two years would not do).
        """
        import pandas as pd

        return pd.DataFrame([row for name in self.outcomes for row in self.factor_rows(name)], columns=FACTOR_COLUMNS)

    def factor_rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of :meth:`factors` of one outcome.

        Parameters
        ----------
        name
            Of the outcome.
        """
        one = self.outcomes[name]
        draws = one.draws(COUNT, self.seed)
        follows = one.sensitivities(draws)
        rows = []
        for place, factor in enumerate(one.factors):
            own, people, both = self.effects[name, factor]
            acts = float((follows[:, place] > LEAST).mean())
            rows.append(
                {
                    "outcome": name,
                    "factor": factor,
                    "change": self.changes[factor],
                    "unit": self.seen.items[factor].unit,
                    "weeks": self.weeks,
                    **_interval("", own),
                    **_interval("people_", people),
                    **_interval("both_", both),
                    "acts": acts,
                    "verdict": verdict(acts, own, people, one),
                    "days_needed": days_needed(one, place),
                }
            )
        return rows

    def hypotheses(self) -> pd.DataFrame:
        """How probable each hypothesis was before, and is now, for each outcome."""
        import pandas as pd

        rows = [
            {"outcome": name, "hypothesis": h.name, "before": h.share, "now": one.weights[h.name]}
            for name, one in self.outcomes.items()
            for h in one.slow
        ]
        return pd.DataFrame(rows)

    def forecast(self, outcome: str | None = None, *, draws: int = COUNT) -> pd.DataFrame:
        """What is to be recorded after the last recorded day of an outcome, if days are lived as recorded.

        Parameters
        ----------
        outcome
            Its name; the first unless given.
        draws
            How many futures.

        Returns
        -------
        DataFrame
            ``day, median, low, high`` (90 %) of each day of the protocol after the last recorded one.
        """
        import pandas as pd

        one = self.outcomes[next(iter(self.outcomes)) if outcome is None else outcome]
        futures = one.forecast(draws, self.seed)
        low, median, high = np.quantile(futures, (0.05, 0.5, 0.95), axis=0)
        days = one.first + np.arange(one.learnt, len(one.y))
        return pd.DataFrame({"day": days, "median": median, "low": low, "high": high})

    def save(self, folder: Path | str) -> Path:
        """Write the fit into a folder: tables, draws, a page, and what it comes from.

        Parameters
        ----------
        folder
            Where to; a result of gutbrain that lies there is replaced.

        Returns
        -------
        Path
            The folder.
        """
        from gutbrain.fitting.folder import write

        return write(self, Path(folder))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``--json`` prints them."""

        def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
            return [
                {
                    str(key): None if isinstance(value, float) and np.isnan(value) else value
                    for key, value in row.items()
                }
                for row in table.to_dict("records")
            ]

        return {
            "outcomes": [
                {
                    "outcome": name,
                    "observable": one.outcome.observable,
                    "days": one.recorded,
                    "nothing_acts": one.weights.get(NOTHING),
                    "same_day_explains": one.same_day,
                }
                for name, one in self.outcomes.items()
            ],
            "parameters": rows(self.parameters()),
            "factors": rows(self.factors()),
            "hypotheses": rows(self.hypotheses()),
            "notes": list(self.notes),
        }


FACTOR_COLUMNS = (
    "outcome", "factor", "change", "unit", "weeks", "median", "low", "high", "people_median", "people_low",
    "people_high", "both_median", "both_low", "both_high", "acts", "verdict", "days_needed",
)  # fmt: skip


def verdict(acts: float, own: Array, people: Array, one: OnePerson) -> str:
    """What can be said of a factor.

    Something is said where it is probable that the person follows it, over the hypotheses, and the person's own
    days, taken by themselves, lie on the same side.

    Parameters
    ----------
    acts
        How probable it is that the person follows the factor at all.
    own, people
        (draw,) effect of a lasting change on this person, and on people in general.
    one
        The fit of the outcome.
    """
    if one.recorded < ENOUGH:
        return CANNOT
    smallest = WORTH * float(np.nanstd(one.y))
    if max(abs(np.quantile(own, 0.05)), abs(np.quantile(own, 0.95))) < smallest:
        return NO_DIFFERENCE
    same_side = float((np.sign(own) == np.sign(np.median(people))).mean())
    if acts < LIKELY or same_side < LIKELY:
        return CANNOT
    up = float(np.median(people)) > 0
    good = {"high": up, "low": not up}.get(one.outcome.better)
    word = ("goes up" if up else "goes down") if good is None else ("better with more" if good else "worse with more")
    return word if acts >= SURE else f"{word}, likely"


def _interval(name: str, draws: Array) -> dict[str, float]:
    low, median, high = np.quantile(draws, (0.05, 0.5, 0.95)).tolist()
    return {f"{name}median": median, f"{name}low": low, f"{name}high": high}


def _parameters(one: OnePerson, seed: int) -> list[dict[str, Any]]:
    """Rows of :meth:`Fit.parameters` of one outcome."""
    draws = one.draws(COUNT, seed)
    before = _before(one, seed)
    noise = {
        "memory of the day before": np.array([n.memory for n in draws.noise]),
        "SD of what persists": np.array([n.process for n in draws.noise]),
        "SD of what is new each day": np.array([n.white for n in draws.noise]),
    }
    after = {"level": draws.coefficients[:, 0]}
    after |= {f"follows {name}": draws.coefficients[:, 1 + k] for k, name in enumerate(one.factors)}
    after |= noise
    rows = []
    for name, values in after.items():
        unit = "1" if name.startswith(("follows", "memory")) else one.outcome.name
        gone = _gone(one, name, values, before[name])
        rows.append(
            {
                "outcome": one.outcome.name,
                "parameter": name,
                "unit": unit,
                **_interval("before_", before[name]),
                **_interval("", values),
                "learnt": max(gone, 0.0),
            }
        )
    return rows


def _gone(one: OnePerson, name: str, values: Array, before: Array) -> float:
    """The share of the prior variance that is gone; of what a person follows, where anything may be so."""
    if not name.startswith("follows "):
        return 1 - float(np.var(values)) / max(float(np.var(before)), 1e-12)
    place = one.factors.index(name.removeprefix("follows "))
    wide = next(h for h in one.slow if h.name == ANYTHING)
    own = one.own(COUNT, 0)[:, place]
    return 1 - float(np.var(own)) / max(float(wide.covariance[place, place]), 1e-12)


def _before(one: OnePerson, seed: int) -> dict[str, Array]:
    """Draws of the same from the prior."""
    rng = np.random.default_rng([seed, 23])
    shares = np.array([h.share for h in one.slow])
    which = rng.choice(len(one.slow), COUNT, p=shares / shares.sum())
    follows = np.empty((COUNT, len(one.factors)))
    for place, h in enumerate(one.slow):
        rows = which == place
        root = np.linalg.cholesky(h.covariance + 1e-12 * np.eye(len(h.mean)))
        follows[rows] = h.mean + rng.standard_normal((int(rows.sum()), len(h.mean))) @ root.T
    noises = rng.choice(len(one.mixture.said), COUNT)
    chosen = [one.mixture.said[g].noise for g in noises]
    prior = one.priors[0]
    found = {"level": prior.mean[0] + np.sqrt(prior.covariance[0, 0]) * rng.standard_normal(COUNT)}
    found |= {f"follows {name}": follows[:, k] for k, name in enumerate(one.factors)}
    return found | {
        "memory of the day before": np.array([n.memory for n in chosen]),
        "SD of what persists": np.array([n.process for n in chosen]),
        "SD of what is new each day": np.array([n.white for n in chosen]),
    }
