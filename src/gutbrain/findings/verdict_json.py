"""A checked finding as JSON, as the contract has it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.finding import Observed, When
from gutbrain.findings.published import Published
from gutbrain.findings.shape_verdict import CurveCheck, QuantilesCheck
from gutbrain.findings.verdict import Predicted

if TYPE_CHECKING:
    from gutbrain.findings.validation import Checked

INTERVAL = ("median", "low", "high")


def told(one: Checked) -> dict[str, Any]:
    """A checked finding: prediction, published value, verdicts, and what they rest on."""
    return {
        "id": one.finding.id,
        "predicted": _predicted(one),
        "observed": _observed(one),
        "verdict": one.verdict,
        "why": one.why,
        "fitted": one.finding.fitted,
        **({"verdict_n": one.verdict_n} if one.verdict_n else {}),
        **({"published": _published(one), "verdict_published": one.verdict_published} if one.published else {}),
    }


def _published(one: Checked) -> dict[str, Any]:
    found = [interval(number) for number in one.published]
    if isinstance(one.shape, CurveCheck):
        return {"points": [{**place, **number} for place, number in zip(_places(one), found, strict=True)]}
    if isinstance(one.shape, QuantilesCheck):
        shares = (f"{q:g}" for q, _ in one.finding.observed.quantiles)
        return {"quantiles": dict(zip(shares, found, strict=True))}
    return found[0]


def _predicted(one: Checked) -> dict[str, Any]:
    if isinstance(one.shape, CurveCheck):
        points = [{**place, **interval(p)} for place, p in zip(_places(one), one.shape.points, strict=True)]
        return {
            "points": points,
            "rms_z": _number(one.shape.rms_z),
            "rank_correlation": _number(one.shape.rank_correlation),
        }
    if isinstance(one.shape, QuantilesCheck):
        keys = [f"{q:g}" for q, _ in one.finding.observed.quantiles]
        return {
            "quantiles": {key: interval(p) for key, p in zip(keys, one.shape.quantiles, strict=True)},
            "shares_below": {key: _number(x) for key, x in zip(keys, one.shape.shares_below, strict=True)},
        }
    return interval(one.predicted)


def _observed(one: Checked) -> dict[str, Any]:
    seen = one.finding.observed
    if seen.points:
        return {"points": [{**place, **_value(p)} for place, p in zip(_places(one), seen.points, strict=True)]}
    if seen.quantiles:
        detection = {} if seen.detection is None else {"detection": seen.detection}
        return {"quantiles": {f"{q:g}": value for q, value in seen.quantiles}, **detection}
    return _value(seen)


def _value(seen: Observed) -> dict[str, float]:
    return {key: value for key in ("value", "low", "high") if (value := getattr(seen, key)) is not None}


def _places(one: Checked) -> list[dict[str, Any]]:
    return [_place(of) for of, _ in one.finding.compare.moments]


def _place(when: When) -> dict[str, Any]:
    if isinstance(when.day, tuple):
        return {"day": list(when.day), "hour": when.hour}
    return {"day": when.day, "hour": READ_AT if when.hour is None else when.hour}


def interval(found: Predicted | Published) -> dict[str, float | None]:
    """Median, low and high; null where there is no number."""
    return {key: _number(getattr(found, key)) for key in INTERVAL}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
