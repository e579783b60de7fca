"""Standardised differences between two arms, corrected for small samples, from whatever a publication prints.

Every function ``from_...`` gives Hedges g, active minus control, in standard deviations, and its standard error.
Formulas: Hedges 1981; Borenstein et al. 2009 (Introduction to Meta-Analysis, chapters 4 and 7).
"""

from __future__ import annotations

import math

from scipy.stats import t as student

Pair = tuple[float, float]

WITHIN_PERSON = 0.5
"""Correlation of the two scores of a person in a crossover, where none is printed."""

CONFIDENT = 1.96
"""Standard errors on either side that a 95 % interval reaches."""


def correction(freedom: float) -> float:
    """Factor that takes the bias of small samples out of a standardised difference, by degrees of freedom."""
    return 1 - 3 / (4 * freedom - 1)


def standard_error(g: float, active: float, control: float) -> float:
    """Standard error of g from arm sizes.

    Parameters
    ----------
    g
        Standardised difference (Hedges' g).
    active, control
        People in each arm.
    """
    return math.sqrt((active + control) / (active * control) + g**2 / (2 * (active + control)))


def pooled_sd(active: tuple[float, float], control: tuple[float, float]) -> float:
    """Common standard deviation of two arms, each ``(sd, n)``."""
    (a, n), (b, m) = active, control
    return math.sqrt(((n - 1) * a**2 + (m - 1) * b**2) / (n + m - 2))


def from_means(difference: float, sd: float, active: float, control: float) -> Pair:
    """From a difference of means.

    Parameters
    ----------
    difference
        In points of the scale.
    sd
        The standard deviation that both arms share, in points.
    active, control
        People in each arm.
    """
    g = correction(active + control - 2) * difference / sd
    return g, standard_error(g, active, control)


def from_t(t: float, active: float, control: float) -> Pair:
    """From a t (or z) of two independent arms.

    Parameters
    ----------
    t
        The statistic, in the direction of the effect.
    active, control
        People in each arm.
    """
    g = correction(active + control - 2) * t * math.sqrt(1 / active + 1 / control)
    return g, standard_error(g, active, control)


def from_paired_t(t: float, people: float) -> Pair:
    """From a t of people who were in both arms, in units of the spread between people."""
    g = correction(people - 1) * t * math.sqrt(2 * (1 - WITHIN_PERSON) / people)
    return g, paired_error(g, people)


def paired_error(g: float, people: float) -> float:
    """Standard error of g in people who were in both arms."""
    return math.sqrt(2 * (1 - WITHIN_PERSON) * (1 / people + g**2 / (2 * people)))


def t_of_p(p: float, freedom: float) -> float:
    """Size of t that has a two-sided p."""
    return float(student.isf(p / 2, freedom))


def t_of_interval(difference: float, low: float, high: float, freedom: float) -> float:
    """T of a difference with its 95 % interval.

    Parameters
    ----------
    difference
        As printed.
    low, high
        Its 95 % interval.
    freedom
        Degrees of freedom.
    """
    return difference / ((high - low) / (2 * t_of_p(0.05, freedom)))


def from_smd(value: float, low: float, high: float) -> Pair:
    """From a printed standardised difference.

    Parameters
    ----------
    value
        As printed.
    low, high
        Its 95 % interval; an uneven one counts by its wider side.
    """
    return value, max((high - low) / 2, value - low, high - value) / CONFIDENT


def from_odds_ratio(ratio: float, low: float, high: float) -> Pair:
    """From an odds ratio, as if a threshold cut a logistic score (Chinn 2000).

    Parameters
    ----------
    ratio
        As printed.
    low, high
        Its 95 % interval.
    """
    scale = math.sqrt(3) / math.pi
    return scale * math.log(ratio), scale * (math.log(high) - math.log(low)) / (2 * CONFIDENT)


def from_events(active: tuple[int, int], control: tuple[int, int]) -> Pair:
    """From people with an event of all people, arm by arm; half a person is added where a cell is empty."""
    (a, n), (b, m) = active, control
    cells = [a, n - a, b, m - b]
    more = 0.5 if 0 in cells else 0.0
    hit, miss, other_hit, other_miss = (cell + more for cell in cells)
    scale = math.sqrt(3) / math.pi
    error = math.sqrt(1 / hit + 1 / miss + 1 / other_hit + 1 / other_miss)
    return scale * math.log(hit * other_miss / (miss * other_hit)), scale * error
