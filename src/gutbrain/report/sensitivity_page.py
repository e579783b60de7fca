"""The page of what a number hangs on: tornado and table."""

from __future__ import annotations

import importlib.metadata

from gutbrain import words
from gutbrain.answers.sensitivity import Factor, Sensitivity
from gutbrain.engine.changes import Interval
from gutbrain.report import templates
from gutbrain.report.tornado import tornado

SHOWN = 25
"""Rows of the table; all are in the file."""

METHOD = (
    "All parameters are drawn at once over what the calibration leaves open of each, without regard to the others; the "
    "share of the variance that goes with one alone (first-order index) is estimated by RBD-FAST on these lanes. Bars "
    "and slopes move one parameter, the others in the middle: bars to the 5 and 95 % ends of its range. What is left "
    "of the sum of all shares to 100 % is what parameters do together. What the model is off besides (its misses "
    "outside the fit) is in no parameter and not in this."
)


def about(found: Sensitivity) -> str:
    """What was asked, in a line."""
    what = "change against as now of " if found.change else ""
    return f"{what}{words.title(found.observable).lower()} on day {found.day:.0f}"


def cells(factor: Factor) -> list[str]:
    """Name, share, range, ends, elasticity as text: a row of a table."""
    share = f"{100 * factor.first_order:.1f} %"
    if factor.uncertainty is not None:
        share = f"{share} ± {100 * factor.uncertainty:.1f}"
    unit = "" if factor.unit == "1" else f" {factor.unit}"
    ends = f"{words.number(factor.at_low)} / {words.number(factor.at_high)}"
    sign = "+" if factor.slope > 0 else "\N{MINUS SIGN}" if factor.slope < 0 else "0"
    steep = "" if factor.elasticity is None else words.number(factor.elasticity, places=2, sign=True)
    return [factor.name, share, f"{factor.low:.3g} to {factor.high:.3g}{unit}", ends, sign, steep]


HEADINGS = ("parameter", "share of variance (95 %)", "range (90 %)", "result at its ends", "sign", "elasticity")
"""Of the table of :func:`cells`."""


def summary(found: Sensitivity) -> str:
    """The result and the share that single parameters explain, in a sentence."""
    spread = words.with_unit(words.span(Interval(found.median, found.low, found.high), sign=found.change), found.unit)
    alone = f"{100 * max(0.0, min(1.0, found.additive)):.0f} %"
    told = f"{spread} over {found.lanes} parameter sets of one typical person"
    return f"{told}; single parameters explain {alone} of the variance."


def page(found: Sensitivity) -> str:
    """The page as HTML.

    Parameters
    ----------
    found
        From :func:`gutbrain.sensitivity`.
    """
    return templates.page(
        "sensitivity.html.jinja",
        version=importlib.metadata.version("gutbrain"),
        title=f"What hangs on what: {about(found)}",
        lead=summary(found),
        picture=tornado(found),
        headings=HEADINGS,
        rows=[(cells(factor), factor.meaning) for factor in found.acting[:SHOWN]],
        more=len(found.factors) - SHOWN,
        method=METHOD,
        gaps=found.not_in_model,
        protocol=found.title,
    )
