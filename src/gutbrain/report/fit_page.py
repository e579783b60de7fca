"""The page of a fit: the record, what goes with what, what was learnt, and what could not be told."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gutbrain import words
from gutbrain.files import write_whole
from gutbrain.fitting.fit import Fit
from gutbrain.fitting.prior import NOTHING, reactivity
from gutbrain.report import fit_pictures, templates

SHOWN_PLACES = 2


def write(fit: Fit, path: Path | str) -> Path:
    """Write the page.

    Parameters
    ----------
    fit
        What was learnt.
    path
        The file to write.

    Returns
    -------
    Path
        The file.
    """
    path = Path(path)
    write_whole(path, page(fit))
    return path


def page(fit: Fit) -> str:
    """The page as text."""
    factors = fit.factors().to_dict("records")
    parameters = fit.parameters().to_dict("records")
    hypotheses = fit.hypotheses().to_dict("records")
    outcomes = []
    for name, one in fit.outcomes.items():
        rows = [row for row in factors if row["outcome"] == name]
        outcomes.append(
            {
                "name": name,
                "observable": one.outcome.observable,
                "recorded": one.recorded,
                "days": one.learnt,
                "nothing": one.weights.get(NOTHING, 0.0),
                "same_day": one.same_day,
                "record": fit_pictures.record(fit, name),
                "forest": fit_pictures.forest(rows, name) if rows else "",
                "factors": rows,
                "parameters": [row for row in parameters if row["outcome"] == name],
                "hypotheses": [row for row in hypotheses if row["outcome"] == name],
            }
        )
    return templates.page(
        "fit.html.jinja",
        "forest.css",
        "diary.css",
        version=importlib.metadata.version("gutbrain"),
        title=fit.protocol.title or "What was learnt of one person",
        outcomes=outcomes,
        notes=fit.notes,
        weeks=fit.weeks,
        span=span,
        percent=lambda share: f"{100 * share:.0f} %",
        number=words.number,
        needed=needed,
        source=reactivity().source,
    )


def span(row: Mapping[Any, Any], prefix: str = "") -> str:
    """Median and interval in a cell."""
    values = [row[f"{prefix}{key}"] for key in ("median", "low", "high")]
    places = words.decimals(values, digits=SHOWN_PLACES)
    median, low, high = (words.number(value, places=places) for value in values)
    return f"{median} ({low} to {high})"


def needed(days: object) -> str:
    """How long a record must be, in words."""
    if days is None or days != days:
        return "more than two years"
    return f"{int(days)} days"  # type: ignore[call-overload]
