"""What was measured, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import ours
from benchmarks.growth import Grown
from benchmarks.point import Point, cheapest

ERRORS = (1e-2, 1e-3, 1e-4)


def head() -> str:
    """Above the points."""
    titles = f"{'ms core/person':>16}{'ms wall/person':>16}{'error':>10}{'build s':>9}"
    return f"{'engine':<18}{'setting':<12}{'people':>7}{titles}"


def row(point: Point) -> str:
    """An engine at a setting."""
    times = f"{point.cost:>16.4g}{1e3 * point.wall / point.people:>16.4g}"
    return f"{point.engine:<18}{point.setting:<12}{point.people:>7}{times}{point.error:>10.1e}{point.build:>9.1f}"


def ratios(points: Sequence[Point]) -> list[dict[str, Any]]:
    """How many times dearer each engine is than ours, each at its cheapest setting that is so exact."""
    found = []
    for error in ERRORS:
        own = cheapest(points, ours.ENGINE, error)
        for engine in dict.fromkeys(p.engine for p in points if p.engine != ours.ENGINE):
            other = cheapest(points, engine, error)
            if own and other:
                settings = {"ours": own.setting, "theirs": other.setting}
                found.append({"error": error, "engine": engine, "times": other.cost / own.cost, **settings})
    return found


def compared(rows: Sequence[Mapping[str, Any]]) -> str:
    """The ratios."""
    return "\n".join(
        f"at an error of {row['error']:g}: {row['engine']} ({row['theirs']}) takes {row['times']:.0f} times as long "
        f"as gutbrain ({row['ours']})"
        for row in rows
    )


def states(rows: Sequence[Mapping[str, Any]]) -> str:
    """Time over the number of states."""
    head = f"{'states':>6}{'observables':>13}{'ms core/person':>16}  left out"
    left = [", ".join(row["without"]) or "nothing" for row in rows]
    lines = [f"{r['states']:>6}{r['observables']:>13}{r['cost']:>16.2f}" for r in rows]
    return "\n".join([head, *(f"{line}  {out}" for line, out in zip(lines, left, strict=True))])


def growth_head() -> str:
    """Above time and memory over sizes."""
    titles = f"{'ms core/person, draw, 84 days':>31}{'memory MB':>11}{'disk MB':>10}"
    return f"{'people':>7}{'days':>6}{'draws':>7}{'wall s':>9}{titles}"


def growth_row(run: Grown) -> str:
    """A run of one size."""
    times = f"{run.wall:>9.2f}{run.cost:>31.2f}{run.memory:>11.0f}{run.disk:>10.1f}"
    return f"{run.people:>7}{run.days:>6}{run.draws:>7}{times}"
