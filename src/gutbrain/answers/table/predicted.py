"""What the axis predicts: how a score goes with the groups of the microbiota among people who are left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gutbrain.answers.table.compositions import clr
from gutbrain.datafiles import some_per_world
from gutbrain.engine.simulation import known_observables, simulate
from gutbrain.microbiome.placing import GUILDS
from gutbrain.people.cohort import correlations
from gutbrain.people.scales import scales

PEOPLE, DRAWS = 3000, 8
"""Enough that chance moves a correlation by 0.02."""

BEHIND = ("total", "score", "sum", "baseline", "t0", "pre")
"""What may stand behind the name of a scale in a column."""

ALIASES = {"bdi": "bdi2", "bdiii": "bdi2", "hads": "", "stai": "", "hamd": "hamd17", "hama": "ham_a", "cesd": "ces_d"}
"""Usual names of scales; of those with parts, none without one."""


@dataclass(frozen=True)
class Predicted:
    """Correlation of a score with the centred log ratio of a group, measured once; 95 % interval."""

    r: float
    low: float
    high: float


def observable_of(column: str) -> str | None:
    """The scale or observable that a column is named after: ``PHQ-9 total`` is ``phq9``; None where there is none."""

    def plain(name: str) -> str:
        return re.sub(r"[^a-z0-9]", "", name.lower())

    name = plain(column)
    known = {plain(one): one for one in (*known_observables(), *scales())}
    shorter = [name, *(name.removesuffix(word) for word in BEHIND if name.endswith(word))]
    for one in shorter:
        if found := known.get(one) or ALIASES.get(one):
            return found
    return None


def correlations_of(observable: str) -> tuple[str, ...]:
    """What the model gives people together that ties its score to the microbiota: names, r and source."""
    score = scales().get(observable, {}).get("measures", observable)
    pairs = [({one.first, one.second}, one) for one in correlations()]
    own = [one for names, one in pairs if score in names and any(name.startswith("microbiota.") for name in names)]
    return tuple(f"{one.first} with {one.second}, r {one.r:+.2f} ({one.source})" for one in own)


@some_per_world(8)
def predicted(
    observable: str,
    *,
    people: int = PEOPLE,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Mapping[str, Predicted]:
    """Correlations by group, in healthy adults of the model who are left alone.

    Parameters
    ----------
    observable
        A scale, or another observable.
    people
        How many are simulated.
    draws
        Parameter sets of the shipped ensemble.
    seed
        Same seed, same numbers.
    progress
        Called with the share done.

    Returns
    -------
    Mapping
        For each group the mean over the draws. The interval has in it what is not known of parameters and the chance of
        so many people. A scale is measured with its error of one visit; a stool is read without any.
    """
    names = [f"{guild}_share" for guild in GUILDS]
    protocol = {"title": "Healthy adults left alone", "days": 1}
    result = simulate(protocol, people, draws, seed, observe=[*names, observable], progress=progress)
    score = result.at(observable, 0).astype(float)
    shares = np.stack([result.at(name, 0) for name in names], axis=-1).astype(float)
    whole = np.isfinite(score).all(axis=0) & np.isfinite(shares).all(axis=(0, 2))
    error = _error(observable)
    found: dict[str, list[float]] = {guild: [] for guild in GUILDS}
    for values, parts in zip(score[:, whole], shares[:, whole], strict=True):
        logs = clr(np.maximum(parts, 1e-9))
        spread = float(values.std())
        reliable = spread / np.sqrt(spread**2 + error**2) if spread > 0 else 0.0
        for number, guild in enumerate(GUILDS):
            r = float(np.corrcoef(logs[:, number], values)[0, 1]) if spread > 0 else 0.0
            found[guild].append(reliable * r)
    chance = 1 / np.sqrt(max(int(whole.sum()) - 3, 1))
    return {guild: _summed(np.array(rs), chance) for guild, rs in found.items()}


def _summed(rs: np.ndarray, chance: float) -> Predicted:
    z = np.arctanh(rs)
    half = 1.96 * float(np.hypot(chance, z.std(ddof=1) if len(z) > 1 else 0.0))
    middle = float(z.mean())
    return Predicted(float(np.tanh(middle)), float(np.tanh(middle - half)), float(np.tanh(middle + half)))


def _error(observable: str) -> float:
    """Error of one visit, as SD in points of the scale; 0 for what is no scale."""
    scale = scales().get(observable)
    return float(scale["sd"] * np.sqrt(1 - scale["retest"])) if scale else 0.0
