"""How far the number that a study prints is off by chance: from its people, and from how they differ.

Each error is on the scale of the statistic (:mod:`gutbrain.findings.scale`). Where it is not known how many people
there were, or the extreme of a curve is compared, the published interval tells it, or the rule of the contract.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from gutbrain.atlas.observables import is_skewed
from gutbrain.findings.batches import Between
from gutbrain.findings.finding import CHANGES, WITHIN_PEOPLE, Finding, When
from gutbrain.findings.scale import FACTOR, LEAST_SHARE, SHARE, Scale
from gutbrain.findings.verdict import is_log_count, standard_error


def sampling_error(finding: Finding, scale: Scale, middle: float, between: Mapping[When, Between]) -> float:
    """Standard error of what the study prints, on the scale of the statistic.

    Parameters
    ----------
    finding
        What was compared, in how many people.
    scale
        That of the statistic.
    middle
        What is expected, in the unit of the statistic.
    between
        How people differ at the moments that are compared.
    """
    has_interval = finding.observed.low is not None
    if finding.design == "meta-analysis" and finding.i2 is None and has_interval:
        return published_error(finding, scale)  # it holds how studies differ, which their people do not tell
    error = _from_people(finding, scale, middle, between)
    if error is None or not math.isfinite(error):
        return published_error(finding, scale)
    return error / math.sqrt(1 - (finding.i2 or 0.0))


def published_error(finding: Finding, scale: Scale) -> float:
    """Standard error on the scale of the statistic from the published interval, else by the rule of the contract.

    Parameters
    ----------
    finding
        What was published.
    scale
        That of the statistic.
    """
    seen = finding.observed
    middle = float(scale.to(np.asarray(seen.value)))
    if seen.low is not None and seen.high is not None:
        low, high = (float(scale.to(np.asarray(end))) for end in (seen.low, seen.high))
        if low > NO_END:
            return (high - low) / 3.92
    error = standard_error(finding.compare, seen)
    ends = [float(scale.to(np.asarray(seen.value + side * error))) for side in (-1, 1)]
    known = [abs(end - middle) for end in ends if min(end, middle) > NO_END]
    return float(np.mean(known)) if known else OTHERWISE


OTHERWISE = 0.25
"""Error where neither side tells it, of a published nothing: that of the contract's rule, as a share."""

NO_END = math.log(1e-9)
"""A factor that reaches nothing has no end on the logarithm: the other side tells its error."""


def deviate_error(share: float, people: float) -> float:
    """Standard error of a share of people, as the normal deviate that cuts it off.

    Parameters
    ----------
    share
        0 to 1.
    people
        Of how many.
    """
    p = min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
    height = math.exp(-(float(SHARE.to(np.asarray(p))) ** 2) / 2) / math.sqrt(2 * math.pi)
    return math.sqrt(p * (1 - p) / people) / height


def _from_people(finding: Finding, scale: Scale, middle: float, between: Mapping[When, Between]) -> float | None:
    """From the number of people; None where it is not known, or is not enough."""
    compare = finding.compare
    n = [finding.n.get(when.arm) for when in compare.whens]
    if None in n or not n:
        return None
    people = [float(one) for one in n if one is not None]
    statistic = compare.statistic
    if statistic == "correlation":
        return 1 / math.sqrt(people[0] - 3) if people[0] > 3 else None
    if statistic == "share":
        return deviate_error(middle, people[0])
    if statistic in ("sd", "cv"):
        own = 1 / (2 * (people[0] - 1)) if people[0] > 1 else math.inf
        return math.sqrt(own + (middle**2 / people[0] if statistic == "cv" else 0.0))
    if statistic in ("smd", "change_smd"):
        return _of_smd(finding, middle, people)
    if statistic not in ("value", "difference", "change_difference", "ratio", "percent_change", "ratio_of_changes"):
        return None
    return _of_means(finding, scale, people, between)


def _of_smd(finding: Finding, g: float, people: list[float]) -> float:
    """Hedges and Olkin; of changes and within people with what people keep."""
    from gutbrain.evidence.pooling.effect_sizes import standard_error as error_of_g  # brings a slow library along

    if finding.compare.statistic == "change_smd":
        left = 2 * (1 - finding.within)
    elif _is_paired(finding):
        return math.sqrt(2 * (1 - finding.within) / people[0] + g**2 / (2 * people[0]))
    else:
        return error_of_g(g, people[0], people[1])
    return math.sqrt(left * (1 / people[0] + 1 / people[1]) + g**2 / (2 * sum(people)))


def _is_paired(finding: Finding) -> bool:
    of, to = finding.compare.of, finding.compare.to
    return to is not None and (finding.design in WITHIN_PEOPLE or of.arm == to.arm)


def _of_means(finding: Finding, scale: Scale, people: list[float], between: Mapping[When, Between]) -> float | None:
    """Of means, their differences and ratios; ratios by the delta method on logarithms."""
    compare, within = finding.compare, finding.within
    changes = compare.statistic in CHANGES
    whens = compare.whens
    needed = (*whens, *(when.on_day_zero() for when in whens)) if changes else whens
    if not all(when in between for when in needed):
        return None

    def spread(when: When) -> float:
        at = between[when]
        if scale.kind == FACTOR and not is_log_count(compare):
            return at.log_sd if is_skewed(compare.observable) else at.sd / abs(at.mean) if at.mean else math.nan
        return at.sd / scale.unit

    def paired(one: float, other: float) -> float:
        return one**2 + other**2 - 2 * within * one * other

    if changes:
        moved = [paired(spread(when), spread(when.on_day_zero())) for when in whens]
        return math.sqrt(sum(variance / n for variance, n in zip(moved, people, strict=True)))
    if _is_paired(finding):
        return math.sqrt(paired(*(spread(when) for when in whens)) / people[0])
    return math.sqrt(sum(spread(when) ** 2 / n for when, n in zip(whens, people, strict=True)))
