"""Results as figures of matplotlib: median with 50 and 90 % intervals, in colours that everybody can tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.atlas.observables import about
from gutbrain.engine.changes import by_size, has_rhythm, is_short, lasts, mornings, starts_at
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.extras import need

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from gutbrain.engine.result import Result

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#b0568c", "#c98a00", "#56b4e9")
"""Of Okabe and Ito."""

DASHES = ("-", (0, (6, 2)), (0, (2, 2)), (0, (8, 2, 2, 2)), (0, (2, 4)), (0, (10, 3)))
"""Of lines, so that they can be told apart without colour."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHOWN = 6
WIDTH, HEIGHT = 5.0, 3.0


def figure(count: int) -> tuple[Figure, list[Any]]:
    """A figure with so many pictures, two in a row; no window opens.

    Raises
    ------
    InputError
        Where matplotlib is not installed.
    """
    need("matplotlib", "plot", field="plot")
    from matplotlib.figure import Figure

    columns = min(2, count)
    rows = -(-count // columns)
    made = Figure(figsize=(WIDTH * columns, HEIGHT * rows), layout="constrained")
    axes = [made.add_subplot(rows, columns, place + 1) for place in range(count)]
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
    return made, axes


def title(name: str) -> str:
    """What an observable is called."""
    return about(name).title or name.replace("_", " ")


def of_result(result: Result, observables: Sequence[str] = ()) -> Figure:
    """Curves of a result, with events behind them.

    Parameters
    ----------
    result
        Of a run.
    observables
        Their names; what the protocol observes, or what moved most, unless given.
    """
    names = chosen(result, observables)
    made, axes = figure(len(names))
    for one, name in zip(axes, names, strict=True):
        days, low, low_50, median, high_50, high = line(result, name)
        for event in result.protocol.events:
            begins = max(starts_at(event), float(days[0]))
            one.axvspan(begins, begins + lasts(event, result.protocol.days), color="#e69f00", alpha=0.1, lw=0)
        one.fill_between(days, low, high, color=COLOURS[0], alpha=0.15, lw=0, label="90 %")
        one.fill_between(days, low_50, high_50, color=COLOURS[0], alpha=0.25, lw=0, label="50 %")
        one.plot(days, median, color=COLOURS[0], lw=1.8, label="median")
        label(one, name, result.data[name].attrs["unit"])
    axes[0].legend(frameon=False, fontsize="small")
    return made


def chosen(result: Result, observables: Sequence[str]) -> list[str]:
    """The observables that are asked for, that the protocol observes, or that moved most.

    Raises
    ------
    InputError
        Where one of them is not in the result.
    """
    known = [str(name) for name in result.data.data_vars]
    wrong = [name for name in observables if name not in known]
    if wrong:
        said = [(name, suggest(str(name), known, otherwise="result.data lists what there is")) for name in wrong]
        raise InputError(
            [Problem(f"'{name}' is not in this result", right, field="observables") for name, right in said]
        )
    asked = [*observables] or [name for name in result.protocol.observe if name in known]
    return asked or by_size(result)[:SHOWN]


def line(result: Result, name: str) -> np.ndarray:
    """Days and quantiles of an observable: (day, low, low 50, median, high 50, high) x moment.

    What has a daily rhythm is read at 08:00 in long runs.
    """
    days = np.asarray(result.data["time"].to_numpy(), float)
    index = np.arange(len(days))
    found = result.quantiles(name, index, QUANTILES)
    if not is_short(result) and len(mornings(days)) > 1 and has_rhythm(days, found[2]):
        index = mornings(days)
    return np.vstack([days[index], found[:, index]])


def label(axes: Any, name: str, unit: str) -> None:
    """Title, unit and days of a picture.

    Parameters
    ----------
    axes
        Of matplotlib.
    name
        Of the observable.
    unit
        Of its values; ``1`` is left out.
    """
    axes.set_title(title(name), loc="left", fontsize="medium")
    axes.set_ylabel("" if unit == "1" else unit)
    axes.set_xlabel("day")
