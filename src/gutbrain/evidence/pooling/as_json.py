"""Parts of a meta-analysis as JSON has them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gutbrain.evidence.pooling.certainty import bias_of
from gutbrain.evidence.pooling.effects import Effect
from gutbrain.evidence.pooling.selection import CRITICAL
from gutbrain.evidence.records import Reference

if TYPE_CHECKING:
    from gutbrain.evidence.pooling.meta import Published


def interval(effect: Effect) -> tuple[float, float]:
    """95 % interval of an effect."""
    return effect.g - CRITICAL * effect.se, effect.g + CRITICAL * effect.se


def span(weeks: tuple[float, float] | None) -> list[float | None] | None:
    """Weeks from and to; None for an end that is open."""
    return [end if math.isfinite(end) else None for end in weeks] if weeks else None


def published_as_dict(found: Published, sources: Mapping[str, Reference]) -> dict[str, Any]:
    """A pooled effect in print."""
    record = found.record
    assert record.effect is not None
    return {
        "key": record.key,
        "reference": asdict(sources[f"pooled:{record.key}"]),
        "population": record.population,
        "k": record.k,
        "value": record.effect.value,
        "low": record.effect.low,
        "high": record.effect.high,
        "flags": list(record.flags),
        "holds": list(found.inside),
    }


def effect_as_dict(effect: Effect, sources: Mapping[str, Reference]) -> dict[str, Any]:
    """An effect with all that is known of it."""
    low, high = interval(effect)
    bias = bias_of(effect)
    return {
        "trial": effect.trial.key,
        "reference": asdict(sources[effect.trial.key]),
        "read": effect.read,
        "population": effect.trial.population,
        "severity": effect.severity,
        "blinding": effect.trial.blinding or None,
        "strains": list(effect.strains),
        "dose": effect.dose,
        "weeks": effect.weeks,
        "scale": effect.outcome.scale,
        "made_of": effect.kind,
        "of_a_bound": effect.of_a_bound,
        "g": effect.g,
        "se": effect.se,
        "low": low,
        "high": high,
        "people": effect.people,
        "n_active": effect.n_active,
        "n_control": effect.n_control,
        "flags": list(effect.flags),
        "risk_of_bias": {
            "overall": bias.overall,
            **{domain: asdict(judgement) for domain, judgement in bias.domains.items()},
        },
    }
