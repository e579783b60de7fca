r"""A series with gaps as a linear model with persistent and white noise, in closed form.

y(day) = columns(day) . coefficients + AR(1) + white noise

The coefficients have a normal prior, so that for given noise their posterior and the evidence are a few lines of
algebra; noise is summed over a grid. Nothing is sampled to learn, and nothing is filled in where a day is missing. The
AR(1) part has a tridiagonal inverse, so that a year of days costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve_banded, cholesky_banded

Array = NDArray[np.float64]

PERSISTENCE = (0.0, 0.25, 0.5, 0.7, 0.85, 0.95)
"""Correlation of the noise of one day with that of the next."""

PROCESS = (0.12, 0.25, 0.45, 0.75, 1.2, 1.8)
"""SD of what persists, in SD between people."""

MEASUREMENT = (0.08, 0.2, 0.4, 0.7, 1.2)
"""SD of what is new on every day, in SD between people."""


@dataclass(frozen=True)
class Noise:
    """What is not explained: SD and memory of what persists, and SD of what does not."""

    memory: float
    process: float
    white: float


def grid(unit: float) -> tuple[Noise, ...]:
    """All that noise may be, where one SD between people is so many units of the series."""
    return tuple(Noise(a, b * unit, c * unit) for a in PERSISTENCE for b in PROCESS for c in MEASUREMENT)


@dataclass(frozen=True)
class Prior:
    """A normal prior of the coefficients: mean (coefficient,), covariance (coefficient, coefficient)."""

    mean: Array
    covariance: Array


@dataclass(frozen=True)
class Whitened:
    """What a series says under one noise: all that any prior needs.

    Attributes
    ----------
    noise
        The noise.
    information
        (coefficient, coefficient) X' V^-1 X.
    pull
        (coefficient,) X' V^-1 y.
    square, logdet
        y' V^-1 y and log |V|.
    last
        (coefficient + 1,) c' V^-1 [X, y] of the last day's persistent part, whose covariance with the days is c.
    left
        Variance of that part that the days leave open, whatever the coefficients.
    count
        How many days.
    """

    noise: Noise
    information: Array
    pull: Array
    square: float
    logdet: float
    last: Array
    left: float
    count: int

    def first(self, columns: int) -> Whitened:
        """What it says of the first coefficients alone, where there are no others."""
        kept = np.r_[np.arange(columns), len(self.last) - 1]
        return replace(
            self, information=self.information[:columns, :columns], pull=self.pull[:columns], last=self.last[kept]
        )


@dataclass(frozen=True)
class Learnt:
    """Posterior of the coefficients under one prior and noise: mean, covariance, and log evidence."""

    mean: Array
    covariance: Array
    evidence: float


def whiten(y: Array, columns: Array, noises: Sequence[Noise]) -> list[Whitened]:
    """What a series says of its coefficients, for each noise.

    Parameters
    ----------
    y
        (day,), NaN where nothing was recorded.
    columns
        (day, coefficient), without gaps on the days that count.
    noises
        Among which is averaged.
    """
    there = np.isfinite(y)
    days = np.flatnonzero(there).astype(float)
    both = np.column_stack([columns[there], y[there]])
    return [_whitened(days, both, noise) for noise in noises]


def _whitened(days: Array, both: Array, noise: Noise) -> Whitened:
    """One noise; V = P + w^2 with P the AR(1) part, so V^-1 = (1 - (1 + w^2 P^-1)^-1) / w^2."""
    count = len(days)
    diagonal, beside, logdet = _precision(days, noise)
    white = noise.white**2
    banded = np.zeros((2, count))
    banded[1] = 1.0 + white * diagonal
    banded[0, 1:] = white * beside
    factor = cholesky_banded(banded)
    logdet += 2 * float(np.log(factor[1]).sum())
    solved = (both - cho_solve_banded((factor, False), both)) / white
    gram = both.T @ solved
    # the persistent part on the last day: P[:, last]
    carried = noise.process**2 * noise.memory ** (days[-1] - days) if count else np.zeros(0)
    inverse = (carried - cho_solve_banded((factor, False), carried)) / white
    return Whitened(
        noise=noise,
        information=gram[:-1, :-1],
        pull=gram[:-1, -1],
        square=float(gram[-1, -1]),
        logdet=logdet,
        last=inverse @ both,
        left=max(float(noise.process**2 - inverse @ carried), 0.0),
        count=count,
    )


def _precision(days: Array, noise: Noise) -> tuple[Array, Array, float]:
    """Diagonal and side of the inverse of the AR(1) covariance of irregular days, and the log of its determinant."""
    memory = noise.memory ** np.diff(days)
    fresh = 1.0 - memory**2
    diagonal = np.ones(len(days))
    diagonal[1:] = 1.0 / fresh
    diagonal[:-1] += memory**2 / fresh
    size = noise.process**2
    return diagonal / size, -memory / fresh / size, float(len(days) * np.log(size) + np.log(fresh).sum())


def learn(said: Sequence[Whitened], prior: Prior) -> list[Learnt]:
    """Posterior of the coefficients under each noise, and the log of the probability of the series.

    Parameters
    ----------
    said
        What the series says, by noise.
    prior
        Of the coefficients.
    """
    size = len(prior.mean)
    root = np.linalg.cholesky(prior.covariance + 1e-12 * np.eye(size))
    plain = np.stack([one.information for one in said])
    pulls = np.stack([one.pull for one in said])
    # in units of the prior: exact where a prior is narrow, as that of a coefficient that is held at 0
    information = np.eye(size) + root.T @ plain @ root
    pull = (pulls - plain @ prior.mean) @ root
    factor = np.linalg.cholesky(information)
    inverse = np.linalg.inv(information)
    middle = np.einsum("gij,gj->gi", inverse, pull)
    means = prior.mean + middle @ root.T
    covariances = root @ inverse @ root.T
    squares = np.array([one.square for one in said]) - 2 * pulls @ prior.mean
    squares = squares + np.einsum("i,gij,j->g", prior.mean, plain, prior.mean)
    logdet = np.array([one.logdet for one in said])
    logdet = logdet + 2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    counts = np.array([one.count for one in said])
    evidence = -0.5 * (squares - (pull * middle).sum(axis=1) + logdet + counts * np.log(2 * np.pi))
    return [Learnt(*each) for each in zip(means, covariances, evidence.tolist(), strict=True)]


@dataclass(frozen=True)
class Mixture:
    """Posteriors under several priors and noises, with their weights.

    Attributes
    ----------
    said
        What the series says, by noise.
    parts
        (prior, noise) posteriors.
    weights
        (prior, noise), summing up to 1.
    """

    said: Sequence[Whitened]
    parts: Sequence[Sequence[Learnt]]
    weights: Array

    @property
    def by_prior(self) -> Array:
        """Posterior probability of each prior: (prior,)."""
        return np.asarray(self.weights.sum(axis=1))

    def mean(self) -> Array:
        """Of the coefficients: (coefficient,)."""
        means = np.array([[part.mean for part in row] for row in self.parts])
        return np.asarray(np.einsum("hg,hgc->c", self.weights, means))

    def draws(self, count: int, rng: np.random.Generator) -> Draws:
        """Coefficients, noise and the state of the last day, drawn together."""
        flat = rng.choice(self.weights.size, count, p=self.weights.ravel())
        priors, noises = np.unravel_index(flat, self.weights.shape)
        size = len(self.parts[0][0].mean)
        coefficients = np.empty((count, size))
        for one in np.unique(flat):
            part = self.parts[one // len(self.said)][one % len(self.said)]
            rows = flat == one
            root = np.linalg.cholesky(part.covariance + 1e-14 * np.eye(size))
            coefficients[rows] = part.mean + rng.standard_normal((int(rows.sum()), size)) @ root.T
        last = np.array([said.last for said in self.said])[noises]
        left = np.array([said.left for said in self.said])[noises]
        state = last[:, -1] - np.einsum("nc,nc->n", last[:, :-1], coefficients)
        state += np.sqrt(left) * rng.standard_normal(count)
        return Draws(coefficients, priors, [self.said[g].noise for g in noises], state)


@dataclass(frozen=True)
class Draws:
    """Drawn together: coefficients (draw, coefficient), which prior (draw,), noise, and state of the last day."""

    coefficients: Array
    prior: NDArray[np.int_]
    noise: Sequence[Noise]
    state: Array

    def ahead(self, columns: Array, after: int, rng: np.random.Generator, *, written: bool = True) -> Array:
        """Drawn futures: (draw, day).

        Parameters
        ----------
        columns
            (day, coefficient) of the days ahead, or (draw, day, coefficient) where each draw has its own.
        after
            Days from the last recorded day to the first of these.
        rng
            Luck.
        written
            Whether what is new on every day counts too, as in what is written down.
        """
        memory, process, white = (np.array([getattr(n, name) for n in self.noise]) for name in _NOISE)
        futures = np.einsum("nc,dc->nd" if columns.ndim == 2 else "nc,ndc->nd", self.coefficients, columns)
        state = self.state * memory**after
        state = state + process * np.sqrt(1 - memory ** (2 * after)) * rng.standard_normal(len(state))
        for day in range(columns.shape[-2]):
            if day:
                fresh = process * np.sqrt(1 - memory**2) * rng.standard_normal(len(state))
                state = memory * state + fresh
            futures[:, day] += state
        if written:
            futures = futures + white[:, None] * rng.standard_normal(futures.shape)
        return np.asarray(futures)


_NOISE = ("memory", "process", "white")


def average(
    y: Array, columns: Array, priors: Sequence[Prior], shares: Sequence[float], noises: Sequence[Noise]
) -> Mixture:
    """Learn under several priors, and weigh them by how probable each makes the series.

    Parameters
    ----------
    y
        (day,), NaN where nothing was recorded.
    columns
        (day, coefficient).
    priors, shares
        Hypotheses of the coefficients, and how probable each is beforehand.
    noises
        Among which is averaged, each as probable as the other.
    """
    return weighed(whiten(y, columns, noises), priors, shares)


def weighed(said: Sequence[Whitened], priors: Sequence[Prior], shares: Sequence[float]) -> Mixture:
    """As :func:`average`, of what a series says under each noise.

    Parameters
    ----------
    said
        What it says, by noise.
    priors, shares
        Hypotheses of the coefficients, and how probable each is beforehand.
    """
    parts = [learn(said, prior) for prior in priors]
    logs = np.array([[part.evidence for part in row] for row in parts])
    logs = logs + np.log(np.asarray(shares, float))[:, None] - np.log(len(said))
    weights = np.exp(logs - logs.max())
    return Mixture(said, parts, weights / weights.sum())
