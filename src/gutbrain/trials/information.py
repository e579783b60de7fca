"""What a design would teach: by how much it narrows what is not known about each route from gut to mind.

Every parameter set stands for how things might be. A trial is simulated under one of them; all others are weighted by
how well they explain its results, and their weighted mean is the new guess of how much of the effect goes through each
route. How far such guesses lie from what was true, against the guess without a trial, is what is learned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.engine.draws import typical_values
from gutbrain.findings.statistics import on_scale
from gutbrain.model import Model
from gutbrain.trials.luck import generator
from gutbrain.trials.people import Population

Array = NDArray[np.float64]

MARKERS = ("crp", "il6", "rmssd", "kyn_trp_ratio", "cortisol", "faecal_butyrate")
"""Blood, stool and heart measures that might tell routes from one another."""

SIGNALS = ("vagal_afferent", "immune_regulation", "chronic_inflammation", "kynurenine_ratio", "cortisol_daily_mean")
"""What the mind hears of the gut."""

TRIALS = 40
"""Results that are simulated under each parameter set."""

SMOOTH = 0.3
"""Weights are no sharper than so many SD of an effect between parameter sets, of which there are few."""

TOO_SMALL = 1e-4
"""A route that differs less than this between parameter sets (SD of depression) has nothing to be learned."""


@dataclass(frozen=True)
class Learned:
    """A route, how much relief it gives (SD of depression, mean over parameter sets), and what each choice teaches.

    ``shares`` is the part of the variance between parameter sets that goes, one for each of the measures.
    """

    route: str
    relief: float
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Information:
    """Routes by choices of measures: the primary endpoint alone, with one marker each, and with everything."""

    measures: tuple[str, ...]
    rows: tuple[Learned, ...]


def information(population: Population, model: Model, seed: int) -> Information:
    """What a trial of this design and size would teach.

    Parameters
    ----------
    population
        People over the ensemble, with :data:`SIGNALS` and :data:`MARKERS`.
    model
        Whose parameters were drawn.
    seed
        Same seed, same numbers.
    """
    design = population.design
    names = tuple(dict.fromkeys((*design.endpoints, *MARKERS)))
    effect, error = zip(*(_effect(population, name) for name in names), strict=True)
    effects, errors = np.stack(effect, axis=1), np.array(error)
    sets: dict[str, list[int]] = {design.primary: [0]}
    sets |= {f"with {name}": [0, i] for i, name in enumerate(names) if i}
    sets["with all"] = list(range(len(names)))
    rows = []
    for route, relief in routes(population, model).items():
        if relief.std() < TOO_SMALL:
            continue
        shares = tuple(learned(relief, effects[:, which], errors[which], seed) for which in sets.values())
        rows.append(Learned(route, float(relief.mean()), shares))
    return Information(tuple(sets), tuple(rows))


def routes(population: Population, model: Model) -> dict[str, Array]:
    """Relief of depression through each route at the end, arm less control, in every parameter set: (draw,) each."""
    parameters = {p.key: p for p in model.parameters}

    def value(key: str) -> Array:
        return typical_values(parameters[f"mind.{key}"], population.deviates[f"mind.{key}"], "human")

    def gained(name: str, transform: Callable[[Array], Array]) -> Array:
        active, control = _courses(population, name)
        return np.asarray((transform(active[..., -1]) - transform(control[..., -1])).mean(axis=1))

    def saturating(half: Array) -> Callable[[Array], Array]:
        def relief(x: Array) -> Array:
            raised = np.maximum(x - 1, 0)
            return np.asarray(raised / (raised + half[:, None]))

        return relief

    return {
        "vagus nerve": value("vagal_mood") * gained("vagal_afferent", saturating(value("vagal_half"))),
        "immune regulation": value("regulation_mood")
        * gained("immune_regulation", saturating(value("regulation_half"))),
        "inflammation": -value("inflammation_mood") * gained("chronic_inflammation", lambda x: x),
        "tryptophan and kynurenine": -value("kynurenine_mood") * gained("kynurenine_ratio", np.log),
        "stress hormones": -value("cortisol_mood") * gained("cortisol_daily_mean", lambda x: x),
    }


def learned(truth: Array, effects: Array, errors: Array, seed: int) -> float:
    """Part of the variance of what is not known that a trial takes away.

    Parameters
    ----------
    truth
        What is not known, in every parameter set: (draw,).
    effects
        Effects that a trial measures: (draw, measure).
    errors
        Standard errors of these: (measure,).
    seed
        Same seed, same numbers.
    """
    draws = len(truth)
    random = generator(seed, "information")
    width = np.sqrt(errors**2 + (SMOOTH * effects.std(axis=0)) ** 2)
    results = effects[:, None] + errors * random.standard_normal((draws, TRIALS, effects.shape[1]))
    distance = (((results[:, :, None] - effects) / width) ** 2).sum(axis=3)
    weight = np.exp(-0.5 * (distance - distance.min(axis=2, keepdims=True)))
    # the set under which the trial was simulated must not guess itself
    weight[np.arange(draws), :, np.arange(draws)] = 0.0
    weight += 1e-12
    guess = (weight * truth).sum(axis=2) / weight.sum(axis=2)
    # without a trial the guess is the mean of the others too
    before = (truth.sum() - truth) / (draws - 1)
    left = ((truth[:, None] - guess) ** 2).mean()
    return float(np.clip(1 - left / ((truth - before) ** 2).mean(), 0.0, 1.0))


def _courses(population: Population, name: str) -> tuple[Array, Array]:
    """True values in the first treated arm and in the control: (draw, person, day)."""
    design, full = population.design, population.variants.full
    firsts = [sequence[0] for sequence in design.sequences]
    active, control = (full[firsts.index(arm)] for arm in (design.contrasts[0], design.reference))
    return population.values[name][active], population.values[name][control]


def _effect(population: Population, name: str) -> tuple[Array, float]:
    """Effect at the end on a measure in every parameter set, and its error in a trial of the planned size."""
    active, control = (on_scale(name, values) for values in _courses(population, name))
    design = population.design
    place = int(np.argmin(np.abs(population.days - 7.0 * design.weeks)))
    first = int(np.argmin(np.abs(population.days)))
    effect = (active[..., place] - control[..., place]).mean(axis=1)
    start, end = control[..., first], control[..., place]
    noise = population.error_sd[name] ** 2
    start, end = start - start.mean(axis=1, keepdims=True), end - end.mean(axis=1, keepdims=True)
    # what is left of the end when the measured start is taken into account
    left = (end**2).mean() + noise - (start * end).mean() ** 2 / max((start**2).mean() + noise, 1e-12)
    people = design.per_arm * (1 - design.dropout)
    return np.asarray(effect), float(np.sqrt(2 * max(left, 1e-12) / max(people, 1)))
