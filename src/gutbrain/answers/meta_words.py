"""A meta-analysis in words: what was asked, and an effect with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gutbrain import words

if TYPE_CHECKING:
    from gutbrain.evidence.pooling.meta import Meta
    from gutbrain.evidence.pooling.random_effects import Pool
    from gutbrain.evidence.pooling.selection import Selected


def title(found: Meta, *, every: bool = False) -> str:
    """What was asked, in a line; of ``every`` outcome."""
    asked = found.question
    parts = [f"{asked.strain.short if asked.strain else 'Bacteria'} and {'the mind' if every else asked.outcome}"]
    if asked.population:
        parts.append(words.listed([name.replace("-", " ") for name in asked.population]))
    if asked.weeks:
        low, high = asked.weeks
        parts.append(f"{low:g} weeks or more" if high == float("inf") else f"{low:g} to {high:g} weeks")
    return ", ".join(parts)


def pooled(one: Pool | Selected) -> str:
    """A pooled effect with its interval, or why there is none."""
    if one.low is None or one.high is None:
        return f"{words.number(one.estimate, places=2)} (too few)"
    return span((one.estimate, one.low, one.high))


def span(values: Sequence[float]) -> str:
    """``value (low to high)`` with two decimals."""
    value, low, high = (words.number(v, places=2) for v in values)
    return f"{value} ({low} to {high})"
