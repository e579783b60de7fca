"""Success by a posterior chance of benefit, with the model's parameter sets as prior, or a vague or normal one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from gutbrain.trials import quick
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Design, Question
from gutbrain.trials.effects import effects
from gutbrain.trials.people import Population

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Posterior:
    """Of a question in every trial: chance of benefit, median and 95 % interval of the effect; (trial,) each."""

    benefit: Array
    median: Array
    low: Array
    high: Array


def informed(population: Population, seed: int) -> Population:
    """The same people, with the effects of all parameter sets as prior of the design where it asks for them.

    Parameters
    ----------
    population
        Over the ensemble.
    seed
        Same seed, same numbers.
    """
    return replace(population, design=told(population.design, population, seed))


def told(design: Design, population: Population, seed: int) -> Design:
    """A design whose prior is made of the effects in all parameter sets, where it is to be.

    Parameters
    ----------
    design
        The design.
    population
        Over the ensemble.
    seed
        Same seed, same numbers.
    """
    if design.bayes is None or design.bayes.prior != "ensemble" or design.bayes.effects:
        return design
    found = [effects(population, seed, place=question).effect for question in design.family]
    made = tuple(tuple(float(value) for value in one[np.isfinite(one)]) for one in found)
    return replace(design, bayes=replace(design.bayes, effects=made))


def won(conducted: Conducted) -> Bools:
    """Which trials have a posterior chance of benefit that is high enough, for one question at least: (trial,)."""
    design = conducted.design
    assert design.bayes is not None
    found = [posterior(conducted, question).benefit for question in design.family]
    return np.asarray((np.stack(found) > design.bayes.success).any(axis=0))


def posterior(conducted: Conducted, question: Question) -> Posterior:
    """What is thought of the effect after each trial, on the scale of the analysis.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    question
        Number of an arm, or a name.

    Notes
    -----
    The likelihood is normal, with the error of t made as wide as its freedom asks. The prior of the ensemble is a
    mixture of normals at the effects of the parameter sets, as wide as Silverman's rule says.
    """
    design = conducted.design
    assert design.bayes is not None
    found = quick.primary(conducted, design.primary, question)
    # an error with few degrees of freedom is wider than it looks
    wider = special.stdtrit(np.where(np.isfinite(found.df), found.df, 1e9), 0.975) / special.ndtri(0.975)
    se = found.se * wider
    centre, width = prior(design, question)
    if width is None:
        mean, sd, weight = found.estimate[:, None], se[:, None], np.ones((1, 1))
    else:
        precision = 1 / width**2 + 1 / se[:, None] ** 2
        mean = (centre / width**2 + (found.estimate / se**2)[:, None]) / precision
        sd = np.sqrt(1 / precision)
        total = width**2 + se[:, None] ** 2
        weight = np.exp(-0.5 * (found.estimate[:, None] - centre) ** 2 / total) / np.sqrt(total)
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = weight / weight.sum(axis=1, keepdims=True)
    side = design.side(design.primary)
    margin = design.margin or 0.0
    benefit = (weight * special.ndtr((side * mean + margin) / sd)).sum(axis=1)
    ends = [_quantile(level, mean, sd, weight) for level in (0.5, 0.025, 0.975)]
    return Posterior(benefit, *ends)


def prior(design: Design, question: Question) -> tuple[Array, float | None]:
    """Centres of the parts of the prior and their width; no width of a vague one."""
    assert design.bayes is not None
    if isinstance(design.bayes.prior, tuple):
        mean, sd = design.bayes.prior
        return np.array([mean]), sd
    if design.bayes.prior == "vague" or not design.bayes.effects:
        return np.zeros(1), None
    found = np.array(design.bayes.effects[design.family.index(question)])
    low, high = np.quantile(found, [0.25, 0.75])
    spread = min(float(found.std(ddof=1)), float(high - low) / 1.34) or float(found.std(ddof=1))
    return found, max(0.9 * spread * len(found) ** -0.2, 1e-9)


def _quantile(level: float, mean: Array, sd: Array, weight: Array) -> Array:
    """Quantile of a mixture of normals in every trial, by halving."""
    low, high = (mean - 10 * sd).min(axis=1), (mean + 10 * sd).max(axis=1)
    for _ in range(60):
        middle = (low + high) / 2
        under = (weight * special.ndtr((middle[:, None] - mean) / sd)).sum(axis=1) < level
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return np.asarray((low + high) / 2)
