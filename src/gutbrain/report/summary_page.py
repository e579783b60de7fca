"""The page of a summary-of-findings table."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence

from gutbrain import words
from gutbrain.evidence.pooling.summary import Row
from gutbrain.report import templates

_REASONS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication")


def page(rows: Sequence[Row], title: str) -> str:
    """The table as HTML, with a note for each reason of its certainty.

    Parameters
    ----------
    rows
        From :func:`gutbrain.evidence.pooling.summary.summary_of_findings`.
    title
        What was asked, in a line.
    """
    return templates.page(
        "summary.html.jinja",
        version=importlib.metadata.version("gutbrain"),
        title=title,
        rows=rows,
        span=_span,
        reasons=[(name, name.replace("_", " ")) for name in _REASONS],
    )


def _span(value: float | None, low: float | None, high: float | None, places: int = 2) -> str:
    if value is None:
        return "none"
    middle = words.number(value, places=places)
    if low is None or high is None:
        return f"{middle} (too few)"
    return f"{middle} ({words.number(low, places=places)} to {words.number(high, places=places)})"
