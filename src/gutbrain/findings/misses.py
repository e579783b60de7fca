"""Works out the discrepancy of the model from findings that were missed when left out of the fit.

The findings are predicted by a fit without their phenomenon. Only those with a published interval count, and shares of
people of whom it is known how many they were, for the others' error is a rule of thumb. The points of a curve, and the
quantiles of people, count together for one finding; of quantiles the share of people below what was published is
compared. What a miss holds besides the discrepancy is taken off: the error of the publication,
what the parameters leave open, and the bias of the design. What is left grows with the predicted effect (the factor),
and has a part that does not (the SD of a kind of scale); both are as likely as can be under Student's t, so that a few
studies that fit nowhere do not widen everything. Those of a group of observables are drawn towards those of all as if
``PRIOR`` more findings had shown that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import group_of
from gutbrain.engine.readout import ALL
from gutbrain.findings.design_bias import Bias, bias
from gutbrain.findings.discrepancy import Discrepancy
from gutbrain.findings.finding import Compare, Finding
from gutbrain.findings.sampling import deviate_error, published_error, sampling_error
from gutbrain.findings.scale import KINDS, PEOPLE, SHARE, scale_of
from gutbrain.findings.shape_verdict import DEVIATES, CurveCheck, QuantilesCheck
from gutbrain.findings.validation import Checked
from gutbrain.findings.verdict import NORMAL_95, Predicted, has_nothing, null
from gutbrain.people.scales import scales

PRIOR = 8
"""Findings that the variance of all groups counts for in each."""


FREEDOM = 4.0
"""Degrees of freedom of Student's t for what is left of a miss."""

AS_NORMAL = 1.3
"""The normal with the same 90 % interval as that Student's t is so much wider: intervals are told as normal ones."""

MOST_FACTOR, MOST_SD, TRIED = 1.5, 1.5, 301
"""No factor's SD, and none of what is off besides, is larger; how many values are tried."""

ROUNDS = 20
"""So often the factor and the rest are worked out in turn."""


@dataclass(frozen=True)
class Miss:
    """How far a finding was missed on its scale, the variance of that without any discrepancy, and the effect there.

    Those of one finding that has many numbers have a ``weight`` of one together.
    """

    kind: str
    group: str
    off: float
    variance: float
    effect: float = 0.0
    weight: float = 1.0


def misses(checked: Iterable[Checked], biases: Mapping[str, Bias]) -> tuple[Miss, ...]:
    """What was missed among findings with an error of their own, beyond the bias of their designs.

    Parameters
    ----------
    checked
        Findings with what is predicted of them.
    biases
        By design.
    """
    return tuple(miss for one in checked for miss in _of(one, biases))


def _of(one: Checked, biases: Mapping[str, Bias]) -> list[Miss]:
    finding, shape = one.finding, one.shape
    if isinstance(shape, QuantilesCheck):
        return _of_quantiles(finding, shape)
    if isinstance(shape, CurveCheck):
        points = enumerate(zip(finding.observed.points, shape.points, strict=True))
        found = [
            _of_number(replace(finding, compare=finding.compare.at(i), observed=seen), predicted, biases)
            for i, (seen, predicted) in points
        ]
        known = [miss for miss in found if miss is not None]
        return [replace(miss, weight=1 / len(known)) for miss in known]
    miss = _of_number(finding, one.predicted, biases)
    return [] if miss is None else [miss]


def _of_number(finding: Finding, predicted: Predicted, biases: Mapping[str, Bias]) -> Miss | None:
    compare, seen = finding.compare, finding.observed
    scale = scale_of(compare, _spread(compare))
    if scale is None or not math.isfinite(predicted.median):
        return None
    if scale.kind == PEOPLE and all(when.arm in finding.n for when in compare.whens):
        error = sampling_error(finding, scale, seen.value, {})
    elif seen.low is None or seen.high is None:
        return None
    else:
        error = published_error(finding, scale)
    middle, low, high, published = (
        float(scale.to(np.asarray(x))) for x in (predicted.median, predicted.low, predicted.high, seen.value)
    )
    effect = middle - float(scale.to(np.asarray(null(compare)))) if has_nothing(compare) else 0.0
    shift, unsure = bias(finding, effect, error, biases)
    open_ = (high - low) / (2 * NORMAL_95)
    variance = error**2 + open_**2 + unsure**2
    return Miss(scale.kind, group_of(compare.observable), published - middle - shift, variance, effect)


def _of_quantiles(finding: Finding, shape: QuantilesCheck) -> list[Miss]:
    """By how many normal deviates the share of people below each published value is off.

    What the parameters leave open is not told in shares: it counts as what is off.
    """
    n = finding.n.get(finding.compare.of.arm)
    told = [
        (q, below)
        for (q, _), below in zip(finding.observed.quantiles, shape.shares_below, strict=True)
        if math.isfinite(below)
    ]
    if n is None:
        return []
    group = group_of(finding.compare.observable)
    off = SHARE.to(np.array([[q, below] for q, below in told]).reshape(-1, 2))
    return [
        Miss(PEOPLE, group, float(seen - found), deviate_error(q, n) ** 2, weight=1 / len(told))
        for (q, _), (seen, found) in zip(told, off, strict=True)
    ]


def _spread(compare: Compare) -> float:
    """SD between people where a difference needs it and no run is at hand."""
    if compare.observable in DEVIATES:
        return 1.0
    scale = scales().get(compare.observable)
    return math.nan if scale is None else float(scale["sd"])


def discrepancy_of(found: Sequence[Miss], biases: Mapping[str, Bias]) -> Discrepancy:
    """What the misses show, by group and of all; biases are taken along."""
    kinds = {kind: [miss for miss in found if miss.kind == kind] for kind in KINDS}
    moved = [miss for miss in found if miss.effect]
    common, sds = 0.0, dict.fromkeys(KINDS, 0.0)
    for _ in range(ROUNDS):  # one after the other until nothing moves
        common = _factor(moved, moved, sds)
        sds = {kind: _sd(some, some, dict.fromkeys({m.group for m in some}, common)) for kind, some in kinds.items()}
    by_group = {
        group: _factor([miss for miss in moved if miss.group == group], moved, sds)
        for group in sorted({miss.group for miss in found})
    }
    sd = {
        kind: {ALL: sds[kind]}
        | {
            group: _sd([miss for miss in some if miss.group == group], some, by_group)
            for group in sorted({miss.group for miss in some})
        }
        for kind, some in kinds.items()
    }
    return Discrepancy({ALL: common, **by_group}, sd, biases)


def _factor(members: Sequence[Miss], every: Sequence[Miss], sds: Mapping[str, float]) -> float:
    """SD of the factor of a group, given what else is off."""

    def unlikely(sd: float, some: Sequence[Miss]) -> NDArray[np.float64]:
        return _unlikely(some, [m.variance + (sds[m.kind] / AS_NORMAL) ** 2 + (sd * m.effect) ** 2 for m in some])

    return _likeliest(members, every, unlikely, MOST_FACTOR)


def _sd(members: Sequence[Miss], every: Sequence[Miss], factors: Mapping[str, float]) -> float:
    """SD of what is off besides, given the factors."""

    def unlikely(sd: float, some: Sequence[Miss]) -> NDArray[np.float64]:
        return _unlikely(some, [m.variance + (factors[m.group] / AS_NORMAL * m.effect) ** 2 + sd**2 for m in some])

    return _likeliest(members, every, unlikely, MOST_SD)


def _unlikely(some: Sequence[Miss], variance: Sequence[float]) -> NDArray[np.float64]:
    """Negative logarithm of how likely each miss is, of a variance, by its weight."""
    off, sd, weight = np.array([m.off for m in some]), np.sqrt(variance), np.array([m.weight for m in some])
    return weight * (np.log(sd) + (FREEDOM + 1) / 2 * np.log1p((off / sd) ** 2 / FREEDOM))


def _likeliest(
    members: Sequence[Miss],
    every: Sequence[Miss],
    unlikely: Callable[[float, Sequence[Miss]], NDArray[np.float64]],
    most: float,
) -> float:
    if not every:
        return 0.0
    tried, share = np.linspace(0.0, most, TRIED), PRIOR / sum(miss.weight for miss in every)
    cost = [unlikely(sd, members).sum() + share * unlikely(sd, every).sum() for sd in tried]
    return round(AS_NORMAL * float(tried[int(np.argmin(cost))]), 3)


def written(found: Sequence[Miss], beyond: Discrepancy, basis: Mapping[str, str], by: str) -> str:
    """The text of the file.

    Parameters
    ----------
    found
        What it was worked out from.
    beyond
        See :func:`discrepancy_of`.
    basis
        Of what model, ensemble and findings.
    by
        What was left out together.
    """
    lines = [
        "# How far the model is off beyond what its parameters leave open, by group of observables, as SDs.",
        "# Written by `gutbrain calibrate --folds`; not edited by hand. How: findings/misses.py.",
        f"# From {sum(m.weight for m in found):.0f} findings with an error of their own,",
        f"# each predicted by a fit without its {by}.",
        "",
        f"ensemble: {basis['ensemble']}",
        f"model: {basis['model']}",
        f"findings: {{{', '.join(f'{kind}: {sum(m.weight for m in found if m.kind == kind):.0f}' for kind in KINDS)}}}",
        "factor:  # by which effects are off; every draw of a simulation carries one",
        *(f"  {group}: {sd:.3f}" for group, sd in beyond.factor.items()),
        "sd:  # of what is off besides",
    ]
    for kind, groups in beyond.sd.items():
        lines.append(f"  {kind}:  # {KINDS[kind]}")
        lines += [f"    {group}: {sd:.3f}" for group, sd in groups.items()]
    return "\n".join(lines) + "\n"
