"""Histories whose truth is known, for tests of fits; with thousands of them: ``python tests/fitting/worlds.py 200``.

A life is made once: its days, and what each factor does in people of the model. Outcomes are then drawn in worlds where
the prior is true (for simulation-based calibration), nothing acts, only mood acts on sleep, or a person reacts so
and so many times as strongly as people in general.
"""

import sys
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

import gutbrain as gb
from gutbrain.fitting import day, effects, person
from gutbrain.fitting.fit import verdict
from gutbrain.fitting.outcome import outcome
from gutbrain.fitting.paths import Paths, paths
from gutbrain.fitting.series_model import grid
from gutbrain.observations import Observations, read

FACTORS = ("sleep", "stress_load", "exercise")
READ = ("depression", 20.0)


def persistent(rng, count, memory):
    found = np.empty(count)
    found[0] = rng.standard_normal()
    for t in range(1, count):
        found[t] = memory * found[t - 1] + np.sqrt(1 - memory**2) * rng.standard_normal()
    return found


@dataclass(frozen=True)
class Life:
    seen: Observations
    made: Paths
    lasting: np.ndarray
    days: int

    @property
    def alone(self):
        return self.made.alone[READ]


@cache
def life(days=70, draws=24, seed=1):
    rng = np.random.default_rng(seed)
    weekend = (np.arange(days) % 7 >= 5).astype(float)
    strain = persistent(rng, days, 0.7)
    frame = pd.DataFrame(
        {
            "day": np.arange(days),
            "sleep [h]": np.clip(7 + 0.9 * persistent(rng, days, 0.3) + 0.6 * weekend - 0.35 * strain, 3, 11),
            "stress_load": np.clip(1.1 + 0.55 * strain - 0.35 * weekend, 0, 4),
            "exercise [min]": np.clip(25 * (1 + 0.8 * persistent(rng, days, 0.2)), 0, 200),
            "mood [0-10]": 5.0,
        }
    )
    seen = read(frame)
    protocol = gb.load({"days": days, "person": "healthy-adult"})
    made = paths(protocol, seen, FACTORS, [READ], draws=draws, seed=3)
    changes = {name: effects.usual_change(seen, name)[1] for name in FACTORS}
    lasting = effects.lasting(protocol, seen, changes, [READ], draws=draws, seed=3)[READ]
    return Life(seen, made, lasting, days)


def fitted(one, y):
    """The fit of an outcome (day,) in a life."""
    of = outcome(one.seen, "mood", {}, {})
    columns = day.columns(one.seen, FACTORS, 0, one.days, one.days)
    return person.fit(of, FACTORS, one.alone, y, columns, 0)


def noise(rng, days, unit=1.4, memory=None, process=None, white=None):
    memory = rng.uniform(0.2, 0.7) if memory is None else memory
    process = rng.uniform(0.4, 0.7) * unit if process is None else process
    white = 0.3 * unit if white is None else white
    return process * persistent(rng, days, memory) + white * rng.standard_normal(days)


def reacting(one, times, rng, missing=0.15):
    """What somebody writes who follows each factor ``times`` as strongly as people in general."""
    basis = (one.alone - one.alone.mean(axis=0)).mean(axis=2)
    y = rng.normal(6, 1) - 1.4 * basis @ np.broadcast_to(times, (len(FACTORS),)) + noise(rng, one.days)
    y = np.clip(np.round(y * 2) / 2, 0, 10)
    return np.where(rng.random(one.days) < missing, np.nan, y)


def from_prior(one, rng):
    """Coefficients and a series drawn from the prior itself: level, sensitivities, day, noise."""
    start = fitted(one, reacting(one, 0.0, np.random.default_rng(0)))
    shares = np.array(person.shares(start.slow))
    prior = start.priors[rng.choice(len(shares), p=shares / shares.sum())]
    root = np.linalg.cholesky(prior.covariance + 1e-12 * np.eye(len(prior.mean)))
    coefficients = prior.mean + root @ rng.standard_normal(len(prior.mean))
    options = grid(start.outcome.spread)
    n = options[rng.integers(len(options))]
    y = start.design @ coefficients + noise(rng, one.days, memory=n.memory, process=n.process, white=n.white)
    return coefficients, np.where(rng.random(one.days) < 0.15, np.nan, y)


def ranks(one, count, seed=0, draws=99):
    """Rank of the truth among draws from the posterior, for level and sensitivities: (run, coefficient), 0 to draws."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(count):
        truth, y = from_prior(one, rng)
        # the level is the prior's own here: the fit takes it from the scale, as the prior does
        drawn = fitted(one, y).mixture.draws(draws, rng).coefficients
        found.append((drawn[:, : 1 + len(FACTORS)] < truth[: 1 + len(FACTORS)]).sum(axis=0))
    return np.array(found)


def told(one, fit):
    """Factors of which something is said, with how probable it is that each acts."""
    follows = fit.sensitivities(fit.draws(1000, 1))
    own, found = fit.own(1000, 1), {}
    for place, name in enumerate(FACTORS):
        acts = float((follows[:, place] > 0.05).mean())
        mine = effects.of_person(own[:, place], one.lasting[place], one.alone[:, place], fit.outcome.per_unit, 1)
        said = verdict(acts, mine, fit.outcome.per_unit * one.lasting[place], fit)
        found[name] = (said, acts, mine)
    return found


def says_something(said):
    return not said.startswith(("cannot", "no "))


def false_findings(one, count, memory, seed=0):
    """Share of histories in which nothing acts and something is said to."""
    rng, wrong = np.random.default_rng(seed), 0
    for _ in range(count):
        y = 6 + noise(rng, one.days, memory=memory, process=0.75 * 1.4, white=0.3 * 1.4)
        wrong += any(says_something(said) for said, _, _ in told(one, fitted(one, y)).values())
    return wrong / count


def reversed_causes(count, days=90, seed=0):
    """Share of diaries in which mood alone shortens the night that follows, and sleep is called a cause."""
    rng, wrong = np.random.default_rng(seed), 0
    for _ in range(count):
        mood = 0.8 * 1.4 * persistent(rng, days, 0.6)
        nights = np.clip(7 + 0.35 * np.r_[0, mood[:-1]] + 0.8 * rng.standard_normal(days), 3, 11)
        frame = pd.DataFrame({"day": np.arange(days), "sleep [h]": nights, "mood [0-10]": 5.0})
        seen = read(frame)
        # what sleep does in people follows from these nights: the answer of the axis to them, as it is to others
        lags = _response(days)
        alone = np.stack([np.convolve(nights - nights.mean(), lag)[:days] for lag in lags], axis=1)[:, None]
        of = outcome(seen, "mood", {}, {})
        y = np.clip(6 + mood + 0.4 * rng.standard_normal(days), 0, 10)
        fit = person.fit(of, ("sleep",), alone, y, day.columns(seen, ("sleep",), 0, days, days), 0)
        acts = float((fit.sensitivities(fit.draws(1000, 1)) > 0.05).mean())
        wrong += acts >= 0.9
    return wrong / count


@cache
def _response(days):
    """Answer of depression to an hour of sleep on the days that follow, for each person of the model."""
    one = life(days)
    nights = one.seen.daily("sleep", 0, one.days)
    x = nights - nights.mean()
    lagged = np.stack([np.r_[np.zeros(k), x[: len(x) - k]] for k in range(21)], axis=1)
    ridge = lagged.T @ lagged + 2.0 * np.eye(21)
    return [np.linalg.solve(ridge, lagged.T @ path) for path in one.alone[:, 0].T]


def covered(one, times, count, seed=0):
    """Share of 90 % intervals that hold the true effect of a lasting change, by factor, and how often one is sure."""
    rng, held, sure = np.random.default_rng(seed), np.zeros(len(FACTORS)), 0
    for _ in range(count):
        found = told(one, fitted(one, reacting(one, times, rng)))
        for place, name in enumerate(FACTORS):
            truth = times * -1.4 * one.lasting[place].mean()
            low, high = np.quantile(found[name][2], (0.05, 0.95))
            held[place] += low <= truth <= high
        sure += max(acts for _, acts, _ in found.values()) > 0.95
    return held / count, sure


def main(count):
    from scipy.stats import chisquare

    one = life()
    for name, column in zip(("level", *FACTORS), ranks(one, count).T, strict=True):
        p = chisquare(np.bincount(column // 10, minlength=10)).pvalue
        print(f"calibration, {name}: p {p:.3f}, 90 % intervals hold {((column >= 5) & (column < 95)).mean():.3f}")
    for memory in (0.0, 0.3, 0.5, 0.8):
        print(f"nothing acts, memory {memory}: something said in {100 * false_findings(one, count, memory):.1f} %")
    print(f"mood acts on sleep: sleep called a cause in {100 * reversed_causes(count):.1f} %")
    for times in (0.0, 1.0, 2.5, 4.0):
        held, sure = covered(one, times, count)
        print(f"reacts {times} times: intervals hold {held.round(2)}, sure in {sure} of {count}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
