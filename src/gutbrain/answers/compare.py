"""Protocols side by side: the same people with the same luck and parameters in each, held against the first.

What is told of two is the difference within each draw and person, so that what nobody knows of a body, and how bodies
differ, falls out of it as far as it is the same in both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gutbrain import words
from gutbrain.answers.asked import Changes, Who, changed, protocol_of
from gutbrain.atlas.observables import about, is_shown_first
from gutbrain.care import listens
from gutbrain.engine.changes import NEGLIGIBLE, Interval, interval, is_short, mornings, replicates, size
from gutbrain.engine.lanes import Progress
from gutbrain.engine.result import Result
from gutbrain.engine.simulation import simulate, usual_draws
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures import Event, Protocol
from gutbrain.exposures.reach import happening, is_silent, not_carried
from gutbrain.shown import Card, Shown, estimate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST = 6
"""Most protocols that are held side by side: more lines cannot be told apart."""

SHOWN = 8
"""Observables that are shown unless some are named."""

EACH = 2
"""Of them at most so many of one channel."""

AT_THE_END = 1e-4
"""Readings so near to each other (days) are of one moment."""


@dataclass(frozen=True)
class Row:
    """One observable in one protocol, against the first.

    ``end`` is its level at the end; ``difference`` that to the first then, ``largest`` the largest on the way and
    ``day`` when it is: paired by draw and person, None of the first itself and where the effect of what differs is not
    in the model. ``size`` is the largest difference in SD or e-folds; ``not_in_model`` what differs without an effect.
    """

    observable: str
    unit: str
    protocol: str
    end: Interval
    difference: Interval | None
    largest: Interval | None
    day: float | None
    size: float = 0.0
    not_in_model: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """Protocols side by side: results by label in their order, and the rows of one table."""

    results: Mapping[str, Result]
    rows: tuple[Row, ...]
    observables: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """

        def told(value: Interval | None) -> str:
            return "" if value is None else estimate(value.median, value.low, value.high)

        rows = [(one.observable, one.protocol, told(one.end), told(one.difference), one.unit) for one in self.rows]
        headings = ("observable", "protocol", "end (90 %)", "difference at the end (90 %)", "unit")
        return Card(" | ".join(self.results), headings, rows, ".results, .to_dataframe(), .plot()")

    def plot(self) -> Figure:
        """Curves laid over one another with 90 % intervals, as a figure of matplotlib (the extra ``plot``).

        Returns
        -------
        Figure
            One picture for each observable.

        Examples
        --------
        >>> import gutbrain as gb
        >>> found = gb.compare("stressed-adult", changes={"sleep": 8}, draws=2, observe=["crp"])
        >>> len(found.plot().axes)
        1
        """
        from gutbrain.answers.plots import of_comparison

        return of_comparison(self)

    def to_dataframe(self) -> pd.DataFrame:
        """The table with a row for each observable and protocol.

        Returns
        -------
        DataFrame
            ``observable, unit, protocol``, then median, low and high of the end, of the difference to the first at the
            end and of the largest difference on the way, and the day of that.
        """
        import pandas as pd

        def told(name: str, value: Interval | None) -> dict[str, float]:
            parts = (math.nan,) * 3 if value is None else (value.median, value.low, value.high)
            return dict(zip((name, f"{name}_low", f"{name}_high"), parts, strict=True))

        return pd.DataFrame(
            [
                {
                    "observable": row.observable,
                    "unit": row.unit,
                    "protocol": row.protocol,
                    **told("end", row.end),
                    **told("difference", row.difference),
                    **told("largest", row.largest),
                    "largest_day": row.day,
                }
                for row in self.rows
            ]
        )


@listens
def compare(
    *protocols: Who,
    changes: Changes | None = None,
    people: int = 1,
    draws: int | None = None,
    seed: int = 0,
    observe: str | Sequence[str] = (),
    parameters: Mapping[str, float | str] | None = None,
    progress: Progress | None = None,
    care: str | None = None,
) -> Comparison:
    """Protocols side by side, or one with and without changes; paired by the seed.

    Parameters
    ----------
    protocols
        Two to six: files, examples or presets by name, mappings, or protocols that were read. One, where there are
        ``changes``. All are held against the first.
    changes
        What is otherwise in the last one (which is the first itself where there is only one), as for
        :func:`gutbrain.what_if`.
    people, draws, seed
        As for :func:`gutbrain.simulate`; people, their luck and the parameter sets are the same in all.
    observe
        What to show; unless given, what the protocols observe, or what differs most.
    parameters
        As for :func:`gutbrain.simulate`.
    progress, care
        As for :func:`gutbrain.simulate`.

    Returns
    -------
    Comparison
        Rows of one table, and the results.

    Raises
    ------
    InputError
        Where there is nothing to compare, a protocol cannot be run, or a name is no observable.
    CareNeeded
        Where what was written in a protocol speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> more = {"exposure": "fibre", "amount": 40, "start": 0}
    >>> found = gb.compare({"days": 15}, {"days": 15, "events": [more]}, draws=2, observe="faecal_butyrate")
    >>> found.rows[1].difference.median > 0
    True
    """
    named = _named(protocols, changes)
    wanted = (observe,) if isinstance(observe, str) else tuple(observe)
    count = usual_draws(people) if draws is None else draws
    results = {}
    for number, (label, protocol) in enumerate(named.items()):

        def done(share: float, number: int = number) -> None:
            if progress:
                progress((number + share) / len(named))

        results[label] = simulate(protocol, people=people, draws=count, seed=seed, parameters=parameters, progress=done)
    shown = _chosen(results, wanted)
    rows = tuple(row for name in shown for row in _rows(results, name))
    told = [f"{label}: {warning}" for label, result in results.items() for warning in result.protocol.warnings]
    return Comparison(results, rows, tuple(shown), tuple(dict.fromkeys(told)))


def _named(protocols: Sequence[Who], changes: Changes | None) -> dict[str, Protocol]:
    """The protocols by what they are called."""
    least = 1 if changes else 2
    if not least <= len(protocols) <= MOST:
        wrong = f"{len(protocols)} protocols cannot be compared"
        raise InputError([Problem(wrong, f"name {least} to {MOST}, or one with changes", field="protocols")])
    read = [protocol_of(one) for one in protocols]
    labels = [_label(one, protocol, number) for number, (one, protocol) in enumerate(zip(protocols, read, strict=True))]
    if changes:
        last = changed(read[-1], changes)
        told = ", ".join(f"{name} {value}" for name, value in changes.items())
        if len(read) == 1:
            return {labels[0]: read[0], f"with {told}": last}
        read[-1], labels[-1] = last, f"{labels[-1]} with {told}"
    for number, label in enumerate(labels):
        if label in labels[:number]:
            labels[number] = f"{label} ({number + 1})"
    return dict(zip(labels, read, strict=True))


def _label(who: Who, protocol: Protocol, number: int) -> str:
    if isinstance(who, str | Path):
        return Path(who).stem
    return protocol.title or f"protocol {number + 1}"


def _chosen(results: Mapping[str, Result], wanted: Sequence[str]) -> list[str]:
    """What is shown: what was asked for, what the protocols observe, or what differs most."""
    common = [str(name) for name in next(iter(results.values())).data.data_vars]
    common = [name for name in common if all(name in result.data for result in results.values())]
    wrong = [name for name in wanted if name not in common]
    if wrong:
        problems = [
            Problem(f"'{name}' is not in all of the results", suggest(name, common, otherwise=""), field="observe")
            for name in wrong
        ]
        raise InputError(problems)
    asked = [*wanted] or [name for result in results.values() for name in result.protocol.observe if name in common]
    if asked:
        return list(dict.fromkeys(asked))
    from gutbrain import world

    model, some = world.model(), next(iter(results.values())).data
    first = [name for name in common if is_shown_first(name, model)]
    moved = {name: max(abs(row.size) for row in _rows(results, name)) for name in first}
    found: list[str] = []
    for name in sorted((name for name in first if moved[name] >= NEGLIGIBLE), key=lambda name: -moved[name]):
        module = some[name].attrs["module"]
        if sum(some[one].attrs["module"] == module for one in found) < EACH:
            found.append(name)
    return found[:SHOWN] or first[:SHOWN]


def _rows(results: Mapping[str, Result], name: str) -> list[Row]:
    labels = list(results)
    first = results[labels[0]]
    unit = str(first.data[name].attrs["unit"])
    rows = []
    for label in labels:
        result = results[label]
        days, ours, theirs = _together(result, first, name)
        end = interval(ours[:, -1])
        if label == labels[0]:
            rows.append(Row(name, unit, label, end, None, None, None))
            continue
        events = _differing(first.protocol, result.protocol)
        out = not_carried(events, name)
        if is_silent(events, name):
            rows.append(Row(name, unit, label, end, None, None, None, not_in_model=out))
            continue
        apart = ours - theirs
        median = np.nanmedian(apart, axis=0)
        place = int(np.nanargmax(np.abs(median)))
        middle = np.nanmedian(theirs[:, place])
        rows.append(
            Row(
                observable=name,
                unit=unit,
                protocol=label,
                end=end,
                difference=interval(apart[:, -1]),
                largest=interval(apart[:, place]),
                day=float(days[place]),
                size=size("z" if about(name).scale == "z" else unit, middle, middle + median[place]),
                not_in_model=out,
            )
        )
    return rows


def _together(result: Result, first: Result, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An observable at moments that both results hold: days, and (replicate, moment) of each.

    Long runs are read at 08:00; where there are fewer than two such moments, at all that both hold.
    """
    ours, theirs = (np.asarray(one.data["time"].values, float) for one in (result, first))
    long = not (is_short(result) or is_short(first))
    both = [
        (int(i), int(j))
        for i in (mornings(ours) if long else range(len(ours)))
        for j in [int(np.searchsorted(theirs, ours[i] - AT_THE_END))]
        if j < len(theirs) and abs(theirs[j] - ours[i]) <= AT_THE_END and ours[i] >= -AT_THE_END
    ]
    mine, its = np.array(both).T
    return ours[mine], replicates(result, name)[:, mine], replicates(first, name)[:, its]


def _differing(one: Protocol, other: Protocol) -> list[Event]:
    """Events of one that the other has not; none where the people differ: then anything may."""
    if (one.person, one.usual) != (other.person, other.usual):
        return []
    ours, theirs = happening(one), happening(other)
    return [*(e for e in ours if e not in theirs), *(e for e in theirs if e not in ours)]


def said(row: Row) -> str:
    """What is not in the model of a row, in words; nothing where all is."""
    if not row.not_in_model:
        return ""
    acting = listed([words.exposure(name) for name in row.not_in_model])
    return words.not_in_the_model(acting, [words.title(row.observable)])
