"""Statistics of several numbers: the moments of a curve, and the quantiles of how people differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from gutbrain.findings.finding import Compare, Observed, When
from gutbrain.findings.statistics import Effect, Simulated, centre
from gutbrain.people.scales import scales

Array = NDArray[np.float64]

REPEATS = 15
"""So often everybody is measured, with evenly spread errors, where quantiles of a questionnaire are asked for."""


@dataclass(frozen=True)
class Curve:
    """A curve in every draw: one effect for each of its moments."""

    points: tuple[Effect, ...]


@dataclass(frozen=True)
class Quantiles:
    """How people differ.

    Attributes
    ----------
    values
        One effect for each published quantile: what that share of people lies below, in every draw.
    shares_below
        Share of people below each published value, over all draws and people.
    ranked
        What people show, all draws together, in order: of which other quantiles can be taken.
    """

    values: tuple[Effect, ...]
    shares_below: tuple[float, ...]
    ranked: Array


def shape(compare: Compare, observed: Observed, simulated: Simulated) -> Curve | Quantiles | None:
    """What a curve or quantiles gave; None for statistics of one number.

    Parameters
    ----------
    compare
        What is compared.
    observed
        What was published: its quantiles are those that are taken.
    simulated
        What the arms gave.
    """
    if compare.statistic == "curve":
        return curve(compare, simulated)
    return quantiles(compare, observed, simulated) if compare.statistic == "quantiles" else None


def curve(compare: Compare, simulated: Simulated) -> Curve:
    """The middle of people at each moment, against ``to`` where the curve is a ratio or a difference."""

    def middle(when: When) -> Array:
        return centre(compare.observable, simulated.read(compare.observable, when), axis=1)

    found = []
    for of, to in compare.moments:
        values = middle(of)
        if compare.told_as == "ratio" and to is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                values = values / middle(to)
        elif compare.told_as == "difference" and to is not None:
            values = values - middle(to)
        found.append(Effect.plain(values))
    return Curve(tuple(found))


def quantiles(compare: Compare, observed: Observed, simulated: Simulated) -> Quantiles:
    """What people show at the published quantiles, and how many of them lie below the published values.

    Below what the method sees all values are alike: a published one there agrees with any share up to that of the
    people whom the method does not see. The same holds at the ends of a questionnaire, where many score alike.

    Parameters
    ----------
    compare, observed, simulated
        See :func:`shape`.
    """
    shown = measured(
        compare.observable,
        simulated.read(compare.observable, compare.of),
        simulated.noise(compare.observable),
    )
    with_number = np.isfinite(shown).any(axis=1)
    at = [q for q, _ in observed.quantiles]
    values = np.full((len(at), len(shown)), np.nan)
    values[:, with_number] = np.nanquantile(shown[with_number], at, axis=1)
    every = np.sort(shown[np.isfinite(shown)])
    below = tuple(share_below(q, value, observed.detection, every) for q, value in observed.quantiles)
    return Quantiles(tuple(Effect.plain(row) for row in values), below, every)


def share_below(q: float, value: float, detection: float | None, ranked: Array) -> float:
    """Share of people below a value: of those that may be meant where many are alike, the one nearest to ``q``.

    Parameters
    ----------
    q, value
        A published quantile.
    detection
        What the method sees at least.
    ranked
        What people show, in order.
    """
    if not len(ranked):
        return float("nan")
    if detection is not None and value < detection:
        least, most = 0.0, float(np.searchsorted(ranked, detection, side="left")) / len(ranked)
    else:
        least, most = (float(np.searchsorted(ranked, value, side=side)) / len(ranked) for side in ("left", "right"))
    return min(max(q, least), most)


def measured(observable: str, values: Array, noise: float) -> Array:
    """What a measurement of everybody shows: (draw, person), of questionnaires (draw, person and error).

    Parameters
    ----------
    observable
        Its name.
    values
        (draw, person) without error.
    noise
        SD of the error of one measurement.
    """
    if not noise:
        return values
    errors = noise * ndtri((np.arange(REPEATS) + 0.5) / REPEATS)
    scale = scales()[observable]
    return np.asarray(np.clip((values[:, :, None] + errors).reshape(len(values), -1), scale["low"], scale["high"]))
