"""How many people a design needs: at the effect that the model expects, at one that is assumed, and for assurance.

Three questions with three answers. Power at one effect asks what happens if that effect is true; assurance asks what
happens over everything that is not known, and has a ceiling. The number of people for an assurance near its ceiling is
hardly known: its interval comes from resampling the parameter sets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials.design import Assumed, Design
from gutbrain.trials.effects import ASSURED, FEWEST, MOST_PER_ARM, Effects, middle, residual_sd
from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.luck import generator

Array = NDArray[np.float64]

SAMPLES = 500
"""Resamples of the parameter sets."""

STEPS = 80
"""Numbers of people at which power is worked out for the resamples."""


@dataclass(frozen=True)
class Interval:
    """An estimate with the interval that holds 90 % of the resamples; nothing where people in an arm do not suffice."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Stated:
    """An effect that somebody assumes, and what it takes.

    ``effect`` and ``sd`` are on the scale of the analysis, ``power`` at the planned size, ``per_arm`` for a power of
    80 %; ``given`` says whether the SD was stated too.
    """

    effect: float
    sd: float
    given: bool
    power: float
    per_arm: int | None


@dataclass(frozen=True)
class Sensitivity:
    """What changes if something is otherwise: people in an arm for 80 % at the median and at the assumed effect.

    ``chance`` is the assurance with as many people as are planned.
    """

    what: str
    at_median: int | None
    at_assumed: int | None
    chance: float


@dataclass(frozen=True)
class Sizes:
    """How many people one comparison of the primary endpoint needs.

    Attributes
    ----------
    contrast
        The comparison.
    effects
        In every parameter set.
    planned
        People in an arm.
    effect
        Median and 90 % interval over parameter sets, on the scale of the analysis.
    chance, error
        Assurance with the planned people, and its standard error.
    at_median
        People in an arm for a power of 80 % if the median effect is true; ``power_at_median`` with the planned ones.
    assumed
        The same for an effect that the design states.
    assured
        People in an arm for an assurance of 80 %, with the interval from resampling the parameter sets; ``unreached``
        is the share of resamples in which 80 % are not reached.
    ceiling
        Largest assurance, with its interval.
    sensitivity
        If something is otherwise.
    """

    contrast: str
    effects: Effects
    planned: int
    effect: tuple[float, float, float]
    chance: float
    error: float
    at_median: int | None
    power_at_median: float
    assumed: Stated | None
    assured: Interval
    unreached: float
    ceiling: Interval
    sensitivity: tuple[Sensitivity, ...] = ()


def sizes(
    design: Design,
    contrast: str,
    found: Effects,
    seed: int,
    *,
    otherwise: tuple[tuple[str, Effects], ...] = (),
    published: tuple[str, float] | None = None,
) -> Sizes:
    """Work out how many people a comparison needs.

    Parameters
    ----------
    design
        The design.
    contrast
        The comparison.
    found
        Its effect in every parameter set.
    seed
        Same seed, same resamples.
    otherwise
        Effects under other conditions, by what is otherwise, for the table of sensitivity.
    published
        Where published trials found another residual SD: their name, and that SD on the scale of the analysis.
    """
    planned = design.per_arm
    effect = middle(found.effect)
    at_median = found.at(effect[0])
    stated = _stated(design, found)
    assured, unreached, ceiling = resampled(found, seed)
    rows = [
        Sensitivity(
            what,
            other.at(middle(other.effect)[0]).sample_size(),
            None if stated is None else other.at(stated.effect, sd=stated.sd if stated.given else None).sample_size(),
            other.assurance(planned),
        )
        for what, other in (*_otherwise(design, found, published), *otherwise)
    ]
    return Sizes(
        contrast=contrast,
        effects=found,
        planned=planned,
        effect=effect,
        chance=found.assurance(planned),
        error=found.error(planned),
        at_median=at_median.sample_size(),
        power_at_median=at_median.assurance(planned),
        assumed=stated,
        assured=assured,
        unreached=unreached,
        ceiling=ceiling,
        sensitivity=tuple(rows),
    )


def resampled(found: Effects, seed: int, wanted: float = ASSURED) -> tuple[Interval, float, Interval]:
    """People in an arm for an assurance and the ceiling of the assurance, with intervals; and how often it is missed.

    Parameters
    ----------
    found
        Effect in every parameter set.
    seed
        Same seed, same resamples.
    wanted
        The assurance.
    """
    grid = np.geomspace(FEWEST, MOST_PER_ARM, STEPS)
    power = np.nan_to_num(found.success(grid[:, None]))
    sets = power.shape[1]
    picked = generator(seed, "resampled parameter sets").integers(0, sets, (SAMPLES, sets))
    curves = np.maximum.accumulate(power[:, picked].mean(axis=2), axis=0)
    tops = curves[-1]
    needed = np.array([_reached(curve, grid, wanted) for curve in curves.T])
    low, high = np.quantile(needed, [0.05, 0.95], method="nearest")
    ends = [None if math.isinf(end) else math.ceil(end) for end in (low, high)]
    top = found.assurance(MOST_PER_ARM)
    bounds = np.quantile(tops, [0.05, 0.95])
    ceiling = Interval(top, float(bounds[0]), float(bounds[1])) if np.isfinite(top) else Interval(None, None, None)
    return Interval(found.sample_size(wanted), ends[0], ends[1]), float(np.isinf(needed).mean()), ceiling


def _reached(curve: Array, grid: Array, wanted: float) -> float:
    """Where a rising curve reaches a height, on a logarithmic scale; infinite where it does not."""
    if curve[-1] < wanted:
        return math.inf
    at = int(np.argmax(curve >= wanted))
    if at == 0:
        return float(grid[0])
    share = (wanted - curve[at - 1]) / (curve[at] - curve[at - 1])
    return float(grid[at - 1] * (grid[at] / grid[at - 1]) ** share)


def _stated(design: Design, found: Effects) -> Stated | None:
    """The effect that the design assumes, on the scale of the analysis."""
    said = design.assume.get(design.primary)
    if said is None:
        return None
    effect, sd = assumed(design.primary, said, found)
    at = found.at(effect, sd=said.sd)
    return Stated(effect, sd, said.sd is not None, at.assurance(design.per_arm), at.sample_size())


def assumed(endpoint: str, said: Assumed, found: Effects) -> tuple[float, float]:
    """An assumed effect and the SD on the scale of the analysis: of what is compared by a ratio the logarithm.

    Parameters
    ----------
    endpoint
        Its name.
    said
        What the design assumes.
    found
        Effects of the model, whose SD is taken where none is assumed.
    """
    sd = said.sd or found.sd
    if said.in_sd:
        return said.effect * sd, sd
    return (math.log(said.effect) if is_ratio(endpoint) else said.effect), sd


def _otherwise(design: Design, found: Effects, published: tuple[str, float] | None) -> list[tuple[str, Effects]]:
    """The plan, and the same with another SD, correlation with baseline, and drop-out."""
    rows = [("as planned", found)]
    rows += [(f"SD {factor:g} times", found.wider(factor)) for factor in (0.8, 1.25, 1.5)]
    if design.periods > 1:
        return rows
    if published is not None:
        rows.append((f"residual SD of {published[0]}", found.wider(published[1] / residual_sd(found))))
    if math.isfinite(found.r) and design.analysis != "t-test":
        rest = math.sqrt(1 - found.r**2)
        for r in (0.3, 0.5, 0.7):
            name = f"correlation with the start {r:g} (model {found.r:.2f})"
            rows.append((name, found.wider(math.sqrt(1 - r**2) / rest)))
    for share in sorted({0.0, 0.1, 0.2, 0.3, 0.4} - {round(design.dropout, 2)}):
        kept = found.kept * (1 - share) / (1 - design.dropout)
        other = found.wider(math.sqrt(found.kept / kept))
        rows.append((f"drop-out {100 * share:.0f} %", Effects(**{**vars(other), "kept": kept})))
    return rows
