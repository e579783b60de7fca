"""Where a person starts who has a stool of their own: what was counted in it, beside what is simulated on day 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gutbrain import words
from gutbrain.microbiome.community import Community
from gutbrain.microbiome.placing import GUILDS
from gutbrain.people.microbiota import SHARES


@dataclass(frozen=True)
class Row:
    """A group: counted with its interval, the interval with the methods of laboratories in it, simulated on day 0."""

    group: str
    counted: str
    methods: str
    simulated: str


@dataclass(frozen=True)
class Start:
    """The section: ``of`` what, in a few words; whether it is of several samples; a row for each group."""

    of: str
    several: bool
    rows: tuple[Row, ...]


def start(result: Any) -> Start | None:
    """Where the person, or the people, of a result start; None where nothing was measured of them.

    Parameters
    ----------
    result
        Of :func:`gutbrain.simulate`.
    """
    stool: Community | None = result.protocol.person.microbiota
    if stool is None:
        return None
    several = len(stool.stools) > 1
    rows = []
    for guild, name in zip(GUILDS, SHARES, strict=True):
        every = [one.guilds[guild] for one in stool.stools]
        if several:
            counted = _span([one.share for one in every])
            methods = _range([one.methods_low for one in every], [one.methods_high for one in every])
        else:
            (one,) = every
            counted = f"{_percent(one.share)} ({_percent(one.low)} to {_percent(one.high)})"
            methods = f"{_percent(one.methods_low)} to {_percent(one.methods_high)}"
        simulated = _span(result.at(name, 0, hour=0).ravel()) if name in result.data else "not kept"
        rows.append(Row(words.title(guild), counted, methods, simulated))
    return Start(stool.title, several, tuple(rows))


def _span(values: Any) -> str:
    """Median and 90 % of some shares."""
    low, median, high = np.nanquantile(values, [0.05, 0.5, 0.95])
    return f"{_percent(median)} ({_percent(low)} to {_percent(high)})"


def _range(lows: list[float], highs: list[float]) -> str:
    """From the lowest to the highest of several, 90 % of them."""
    return f"{_percent(float(np.quantile(lows, 0.05)))} to {_percent(float(np.quantile(highs, 0.95)))}"


def _percent(share: float) -> str:
    """Per cent, with more decimals where there is little."""
    value = 100 * share
    if value < 0.005:
        return "0"
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"
