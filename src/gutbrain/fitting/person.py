"""One person and one outcome: what the axis teaches and the day itself, learnt together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.fitting.day import LAYERS, Columns
from gutbrain.fitting.outcome import Outcome
from gutbrain.fitting.prior import ANYTHING, Hypothesis, hypotheses, in_general, reactivity
from gutbrain.fitting.series_model import Draws, Mixture, Prior, average, grid

Array = NDArray[np.float64]

LEVEL_SD = 3.0
"""SD of a person's own level, in SD between people: anything that can be recorded."""

STRETCH = (0.2, 4.0)
"""Of people of the model, what a lasting change does may lie so far from what their days say of them."""


@dataclass(frozen=True)
class OnePerson:
    """A fit of one outcome of one person.

    Attributes
    ----------
    outcome
        What is explained.
    factors
        Exposures whose path through the axis is looked at.
    first
        The first day of ``y``.
    y
        (day,) what was recorded, NaN where nothing was; the days after the last recorded one are forecast.
    design
        (day, coefficient): level, paths of the factors, columns of the day.
    day
        The columns of the day.
    slow
        Hypotheses of the sensitivities.
    priors
        Of all coefficients: each hypothesis with each layer of the day in turn.
    mixture
        What was learnt.
    """

    outcome: Outcome
    factors: tuple[str, ...]
    first: int
    y: Array
    design: Array
    day: Columns
    slow: tuple[Hypothesis, ...]
    priors: tuple[Prior, ...]
    mixture: Mixture

    @property
    def learnt(self) -> int:
        """Days up to the last recorded one."""
        return int(np.flatnonzero(np.isfinite(self.y))[-1]) + 1

    @property
    def recorded(self) -> int:
        """Days of which the outcome was recorded."""
        return int(np.isfinite(self.y).sum())

    @property
    def weights(self) -> dict[str, float]:
        """How probable each hypothesis of the slow layer is now."""
        by_prior = self.mixture.by_prior.reshape(-1, len(self.slow)).sum(axis=0)
        return {one.name: float(share) for one, share in zip(self.slow, by_prior, strict=True)}

    @property
    def same_day(self) -> float:
        """How probable it is that the day itself explains something."""
        return float(self.mixture.by_prior.reshape(len(LAYERS), -1)[-1].sum())

    @property
    def moving(self) -> NDArray[np.bool_]:
        """Which coefficients belong to what the person does: all but level, weekday and drift."""
        return np.concatenate([[False], np.ones(len(self.factors), bool), self.day.is_fast])

    def known_until(self, day: int) -> OnePerson:
        """The fit as it would have been from the days before one, counted from the first.

        Parameters
        ----------
        day
            The first that is not known. Paths and columns stay those of the whole record, but for the drift.
        """
        y = np.where(np.arange(len(self.y)) < day, self.y, np.nan)
        learnt = int(np.flatnonzero(np.isfinite(y))[-1]) + 1
        columns = self.day.drifting(learnt)
        design = np.column_stack([self.design[:, : 1 + len(self.factors)], columns.values])
        mixture = average(y[:learnt], design[:learnt], self.priors, shares(self.slow), grid(self.outcome.spread))
        return replace(self, y=y, design=design, day=columns, mixture=mixture)

    def draws(self, count: int, seed: int) -> Draws:
        """Coefficients, noise and state of the last day, drawn together."""
        return self.mixture.draws(count, np.random.default_rng([seed, 19]))

    def own(self, count: int, seed: int) -> Array:
        """How strongly the person follows each factor, if anything may be so and the axis explains it: (draw, factor).

        This leaves most to the person's own days, so that it holds for people who react several times as strongly as
        others; that nothing acts is told beside it, as a probability.
        """
        weights = np.zeros_like(self.mixture.weights)
        place = [one.name for one in self.slow].index(ANYTHING)
        weights[place] = self.mixture.weights[place]
        if weights.sum() <= 0:
            weights[place] = 1.0
        only = replace(self.mixture, weights=weights / weights.sum())
        return self.sensitivities(only.draws(count, np.random.default_rng([seed, 21])))

    def sensitivities(self, draws: Draws) -> Array:
        """How strongly the person follows each factor: (draw, factor), 1 as in people in general."""
        return draws.coefficients[:, 1 : 1 + len(self.factors)]

    def forecast(self, count: int, seed: int) -> Array:
        """What is to be recorded after the last recorded day, if days are lived as recorded: (draw, day)."""
        rng = np.random.default_rng([seed, 20])
        found = self.draws(count, seed).ahead(self.design[self.learnt :], 1, rng)
        return self.outcome.recorded(found)


def fit(outcome: Outcome, factors: tuple[str, ...], alone: Array, y: Array, day: Columns,
        first: int) -> OnePerson:  # fmt: skip
    """Learn one outcome of one person.

    Parameters
    ----------
    outcome
        What is explained.
    factors
        Names of the factors as recorded.
    alone
        (day, factor, draw) what each does alone in people in general, in units of the observable.
    y
        (day,) the series, NaN where nothing was recorded.
    day
        Columns of the day.
    first
        The first day.
    """
    learnt = int(np.flatnonzero(np.isfinite(y))[-1]) + 1
    _, mean, covariance = in_general(alone[:learnt])
    ahead = alone - alone[:learnt].mean(axis=0)
    basis = outcome.per_unit * ahead.mean(axis=2)
    slow = hypotheses(mean, covariance)
    design = np.column_stack([np.ones(len(y)), basis, day.values])
    level = _level(outcome, y)
    scales = [day.scales(outcome.spread, layer) for layer in LAYERS]
    priors = [_prior(level, LEVEL_SD * outcome.spread, one, each) for each in scales for one in slow]
    mixture = average(y[:learnt], design[:learnt], priors, shares(slow), grid(outcome.spread))
    return OnePerson(outcome, factors, first, y, design, day, slow, tuple(priors), mixture)


def shares(slow: Sequence[Hypothesis]) -> list[float]:
    """How probable each hypothesis is beforehand, with each layer of the day in turn.

    That weekday and drift make nothing either is as probable as that they do, where the day itself explains nothing.
    """
    acts = reactivity().same_day_acts
    return [share * one.share for share in ((1 - acts) / 2, (1 - acts) / 2, acts) for one in slow]


def _level(outcome: Outcome, y: Array) -> float:
    """Where the mean of people lies; of what is no rating, the mean of what was recorded."""
    return outcome.centre if np.isfinite(outcome.centre) else float(np.nanmean(y))


def _prior(level: float, level_sd: float, slow: Hypothesis, scales: Array) -> Prior:
    k = len(slow.mean)
    size = 1 + k + len(scales)
    covariance = np.zeros((size, size))
    covariance[0, 0] = level_sd**2
    covariance[1 : 1 + k, 1 : 1 + k] = slow.covariance
    covariance[1 + k :, 1 + k :] = np.diag(scales**2)
    return Prior(np.concatenate([[level], slow.mean, np.zeros(len(scales))]), covariance)
