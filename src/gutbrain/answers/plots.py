"""Answers as figures of matplotlib: protocols side by side, grids, tornados; median and 90 % interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gutbrain.engine.plots import COLOURS, DASHES, figure, label, line, title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from gutbrain.answers.compare import Comparison
    from gutbrain.answers.scan import Scan
    from gutbrain.answers.sensitivity import Sensitivity

BARS = 14
"""Most bars of a tornado."""


def of_comparison(found: Comparison) -> Figure:
    """Curves laid over one another.

    Parameters
    ----------
    found
        Of :func:`gutbrain.compare`.
    """
    made, axes = figure(len(found.observables))
    for one, name in zip(axes, found.observables, strict=True):
        for kind, (what, result) in enumerate(found.results.items()):
            days, low, _, median, _, high = line(result, name)
            one.fill_between(days, low, high, color=COLOURS[kind], alpha=0.12, lw=0)
            one.plot(days, median, color=COLOURS[kind], ls=DASHES[kind], lw=1.8, label=what)
        label(one, name, next(iter(found.results.values())).data[name].attrs["unit"])
    axes[0].legend(frameon=False, fontsize="small")
    return made


def of_scan(found: Scan) -> Figure:
    """A line along what is changed first for each value of the second; further ones at their first value.

    Parameters
    ----------
    found
        Of :func:`gutbrain.scan`.
    """
    made, axes = figure(len(found.observables))
    first, *rest = found.over
    fixed = tuple(values[0] for values in list(found.over.values())[2:])
    for one, name in zip(axes, found.observables, strict=True):
        own = [cell for cell in found.cells if cell.observable == name and cell.values[2:] == fixed]
        for kind, value in enumerate(list(found.over[rest[0]])[: len(COLOURS)] if rest else [None]):
            part = sorted((c for c in own if value is None or c.values[1] == value), key=lambda c: c.values[0])
            x = [cell.values[0] for cell in part]
            low, high = [cell.level.low for cell in part], [cell.level.high for cell in part]
            what = None if value is None else f"{rest[0]} {value:g}"
            one.fill_between(x, low, high, color=COLOURS[kind], alpha=0.12, lw=0)
            middle = [cell.level.median for cell in part]
            one.plot(x, middle, color=COLOURS[kind], ls=DASHES[kind], marker="o", ms=3, label=what)
        label(one, name, own[0].unit)
        one.set_xlabel(first if found.units[first] == "1" else f"{first} ({found.units[first]})")
    if rest:
        axes[0].legend(frameon=False, fontsize="small")
    return made


def of_sensitivity(found: Sensitivity) -> Figure:
    """What the result does when one parameter goes to the ends of its range, the widest on top.

    Parameters
    ----------
    found
        Of :func:`gutbrain.sensitivity`.
    """
    made, (one,) = figure(1)
    made.set_size_inches(7.5, 5.0)
    there = [factor for factor in found.factors if math.isfinite(factor.at_low - factor.at_high)]
    bars = sorted(there, key=lambda factor: abs(factor.at_high - factor.at_low))[-BARS:]
    places = range(len(bars))
    for kind, end in (("at_low", "low end of its range"), ("at_high", "high end")):
        colour = COLOURS[kind == "at_low"]
        widths = [getattr(factor, kind) - found.middle for factor in bars]
        one.barh(places, widths, left=found.middle, color=colour, height=0.6, label=end)
    one.axvline(found.middle, color="black", lw=0.8)
    one.set_yticks(list(places), [factor.name for factor in bars], fontsize="small")
    label(one, found.observable, "1")
    one.set_xlabel(found.unit if found.unit != "1" else "")
    one.set_title(f"{'Change of ' if found.change else ''}{title(found.observable)}, day {found.day:.0f}", loc="left")
    one.legend(frameon=False, fontsize="small")
    return made
