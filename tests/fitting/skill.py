"""How much better than mean and persistence a fit foretells made-up lives: ``python tests/fitting/skill.py 40``.

Six weeks are learnt and four foretold, in three worlds: the model is true, the person reacts 2.5 times as strongly,
nothing acts. A life is that of somebody else than those by whom the fit tells people in general: a parameter set left
out of them, another kind of person, a life before the diary that nobody knows, days written down with error, answers
missing more often on bad days; every second life changes on the last day that is learnt (more sleep, less stress).

Beside the fit stand what nobody can do better than: ``all known`` knows the true path and noise, and only not the luck
of days to come; ``prior known`` is an average over exactly these three worlds with their noise, which knows one as
likely as the other and how people in general react: no other way to average is better on all three at once.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from worlds import persistent

from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.fitting import day, person
from gutbrain.fitting.outcome import outcome
from gutbrain.fitting.past import crps
from gutbrain.fitting.prior import in_general
from gutbrain.fitting.series_model import Noise, Prior, average, grid
from gutbrain.observations import read

BEFORE, DAYS, LEARNT = 28, 70, 42
FACTORS = {
    "sleep": "sleep [h]", "stress_load": "stress_load", "exercise": "exercise [min]", "fibre": "fibre [g]",
    "alcohol": "alcohol [g]", "free_sugar": "free_sugar [g]",
}  # fmt: skip
PRESETS = ("subclinical-low-mood", "stressed-adult", "healthy-adult")
STRONG = np.array([2.5, 2.5, 1.0, 0.5, 2.0, 0.0])
POINTS, WHITE = 1.7, 0.4
COUNT = 1500


@dataclass(frozen=True)
class Life:
    truth: np.ndarray  # (day, factor) what each does alone to this person, and (day, last) what all do together
    people: np.ndarray  # (day, factor, draw) the same in people in general, of what was written down
    record: pd.DataFrame


def lived(rng, *, changes):
    """What somebody does day by day, from 28 days before the diary on."""
    count = BEFORE + DAYS
    weekend = (np.arange(count) % 7 >= 5).astype(float)
    strain = persistent(rng, count, 0.8)
    usual = (
        rng.normal(7, 0.5),
        np.exp(rng.normal(0.1, 0.3)),
        *np.exp(rng.normal([3.2, 2.9, 1.5, 4], [0.5, 0.25, 0.7, 0.3])),
    )
    days = [
        usual[0] + 0.9 * persistent(rng, count, 0.3) + 0.6 * weekend - 0.35 * strain,
        usual[1] + 0.55 * strain - 0.35 * weekend,
        usual[2] * (1 + 0.8 * persistent(rng, count, 0.2) + 0.4 * weekend),
        usual[3] * (1 + 0.3 * persistent(rng, count, 0.3)),
        usual[4] * (0.5 * np.exp(persistent(rng, count, 0.1)) + 1.5 * weekend),
        usual[5] * (1 + 0.35 * persistent(rng, count, 0.2)),
    ]
    if changes:
        days[0][BEFORE + LEARNT :] += 1
        days[1][BEFORE + LEARNT :] -= 0.6
    return np.clip(np.stack(days, axis=1), [3, 0, 0, 3, 0, 5], [10.5, 3, 180, 60, 100, 200])


def written_down(rng, days):
    """The same as it is written down."""
    made = days.copy()
    made[:, :2] += rng.standard_normal((len(days), 2)) * [0.4, 0.3]
    made[:, 2:] *= np.exp(rng.standard_normal((len(days), 4)) * [0.25, 0.25, 0.2, 0.25])
    return np.clip(made, [2, 0, 0, 1, 0, 0], [12, 4, 300, 90, 150, 300]).round(3)


def evenings(days, first, preset, each, **setup):
    """Depression on the evenings of the diary, for some factors changing from day to day: (day, life, lane)."""
    usual = dict(zip(FACTORS, days[: BEFORE + LEARNT].mean(axis=0).round(3).tolist(), strict=True))
    arms = []
    for factors in each:
        events = [
            {"exposure": name, "amount": float(days[t, k]), "start": t - BEFORE, "days": 1}
            for k, name in enumerate(FACTORS)
            if name in factors
            for t in range(first, BEFORE + DAYS)
        ]
        arm = Arm.of(read_protocol({"person": preset, "days": DAYS, "usual": usual, "events": events}))
        arms.append(replace(arm, person=replace(arm.person, alike=frozenset(arm.person.usual))))
    at = np.array([24.0 * t + 20.0 for t in range(DAYS)])
    run = carry_arms(arms, Setup(coarse=True, extra=at, **setup))
    rows = np.searchsorted(run.trajectories.time, at - 1e-4)
    return run.trajectories.values[rows, run.observables.index("depression")].astype(float)


def life(number, draws=47):
    rng = np.random.default_rng([31, number])
    sets = shipped()
    left_out = (number * 5 + 2) % sets.members
    own = Ensemble({name: values[[left_out]] for name, values in sets.deviates.items()})
    others = Ensemble({name: np.delete(values, left_out) for name, values in sets.deviates.items()})
    days = lived(rng, changes=number % 2 == 1)
    record = written_down(rng, days)
    alone = [(name,) for name in FACTORS]
    true = evenings(
        days, 0, PRESETS[number % 3], [(), *alone, tuple(FACTORS)], people=24, seed=777 + number, ensemble=own
    )
    people = evenings(record, BEFORE, "healthy-adult", [(), *alone], draws=draws, nested=True, seed=5, ensemble=others)
    frame = pd.DataFrame(record[BEFORE:], columns=list(FACTORS.values()))
    frame.insert(0, "day", range(DAYS))
    frame["mood [0-10]"] = 5.0
    return Life((true[:, 1:] - true[:, :1])[..., -1], people[:, 1:] - people[:, :1], frame)


def answers(world, one, rng):
    """What they write each evening, NaN where nothing; the true path, and the noise."""
    times = STRONG * np.exp(0.3 * rng.standard_normal(len(STRONG)))
    paths = {"model": one.truth[:, -1], "strong": one.truth[:, :-1] @ times, "nothing": np.zeros(DAYS)}
    noise = Noise(rng.uniform(0.2, 0.7), rng.uniform(0.5, 0.9), WHITE)
    mean = rng.normal(6, 1) - POINTS * (paths[world] - paths[world][:LEARNT].mean())
    true = mean + noise.process * persistent(rng, DAYS, noise.memory)
    y = np.clip(np.round((true + WHITE * rng.standard_normal(DAYS)) * 2) / 2, 0, 10)
    y[rng.random(DAYS) < 1 / (1 + np.exp(1.9 + 0.5 * (true - true.mean())))] = np.nan
    y[rng.integers(5, 30) :][:4] = np.nan
    return y, mean - mean[:LEARNT].mean(), noise


def by_fit(one, y):
    """What the fit foretells: (draw, day)."""
    seen = read(one.record)
    of = outcome(seen, "mood", {}, {})
    known = np.where(np.arange(DAYS) < LEARNT, y, np.nan)
    learnt = int(np.flatnonzero(np.isfinite(known))[-1]) + 1
    columns = day.columns(seen, tuple(FACTORS), 0, DAYS, learnt)
    acting = [k for k, path in enumerate(one.people.std(axis=(0, 2))) if path > 1e-6]
    names = tuple(name for k, name in enumerate(FACTORS) if k in acting)
    fit = person.fit(of, names, one.people[:, acting], known, columns, 0)
    return fit.forecast(COUNT, 1)[:, LEARNT - learnt :]


def by(y, columns, priors, shares, noises, rng):
    """What an average over priors foretells: (draw, day)."""
    known = y[:LEARNT]
    learnt = int(np.flatnonzero(np.isfinite(known))[-1]) + 1
    found = average(known[:learnt], columns[:learnt], priors, shares, noises)
    return np.clip(found.draws(COUNT, rng).ahead(columns[LEARNT:], LEARNT - learnt + 1, rng), 0, 10)


def prior_known(one, y, rng):
    """The average over exactly these worlds, each as probable as the other."""
    _, mean, covariance = in_general(one.people[:LEARNT])
    ahead = one.people - one.people[:LEARNT].mean(axis=0)
    columns = np.column_stack([np.ones(DAYS), -POINTS * ahead.mean(axis=2)])
    small = 1e-8 * np.eye(len(mean))
    strong = covariance * np.outer(STRONG, STRONG) + np.diag((0.3 * STRONG * mean) ** 2)
    of = [(np.zeros(len(mean)), small), (mean, covariance + small), (STRONG * mean, strong + small)]
    priors = []
    for middle, spread in of:
        wide = np.zeros((len(mean) + 1, len(mean) + 1))
        wide[0, 0], wide[1:, 1:] = 1.0, spread
        priors.append(Prior(np.r_[6.0, middle], wide))
    noises = [
        Noise(a, b, np.hypot(WHITE, 0.5 / np.sqrt(12)))
        for a in (0.2, 0.32, 0.45, 0.58, 0.7)
        for b in (0.5, 0.6, 0.7, 0.8, 0.9)
    ]
    return by(y, columns, priors, [1 / 3] * 3, noises, rng)


def scores(world, one, rng, ways):
    """CRPS of the days foretold by each way, and whether they lay in the band of the fit."""
    y, path, noise = answers(world, one, rng)
    ones = np.ones((DAYS, 1))
    level = Prior(np.array([6.0]), np.array([[(3 * 1.4) ** 2]]))
    later = y[LEARNT:]
    there = np.isfinite(later)
    found = {}
    for way in ways:
        luck = np.random.default_rng(1)
        if way == "fit":
            drawn = by_fit(one, y)
            low, high = np.quantile(drawn[:, there], (0.05, 0.95), axis=0)
            found["within"] = ((later[there] >= low) & (later[there] <= high)).mean()
        elif way == "all known":
            known = [replace(noise, white=float(np.hypot(WHITE, 0.5 / np.sqrt(12))))]
            drawn = path[LEARNT:] + by(y - path, ones, [replace(level, covariance=np.eye(1))], [1.0], known, luck)
        elif way == "prior known":
            drawn = prior_known(one, y, luck)
        else:
            drawn = by(y, ones, [level], [1.0], grid(1.4), luck)
        found[way] = crps(drawn[:, there], later[there])
    return found


def skill(count, ways=("mean", "fit", "prior known", "all known"), first=0):
    """Rows of scores by world: {world: DataFrame with a row a life}."""
    lives = [life(number) for number in range(first, first + count)]
    return {
        world: pd.DataFrame([scores(world, one, np.random.default_rng([k, 41]), ways) for k, one in enumerate(lives)])
        for world in ("model", "strong", "nothing")
    }


def main(count):
    for world, table in skill(count).items():
        rng = np.random.default_rng(1)
        drawn = table.to_numpy()[rng.integers(0, count, (1000, count))].sum(axis=1)
        told = []
        for way in table.columns.drop(["mean", "within"]):
            at = [table.columns.get_loc(name) for name in (way, "mean")]
            low, high = 100 * np.quantile(1 - drawn[:, at[0]] / drawn[:, at[1]], (0.05, 0.95))
            told.append(
                f"{way} {100 * (1 - table[way].sum() / table['mean'].sum()):+.1f} % ({low:+.1f} to {high:+.1f})"
            )
        print(f"{world}: {'; '.join(told)}; within 90 % of the fit {table['within'].mean():.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
