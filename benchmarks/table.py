"""What was measured, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import ours
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


def growth(rows: Sequence[Mapping[str, Any]]) -> str:
    """Time and memory over sizes."""
    head = f"{'people':>7}{'days':>6}{'draws':>7}{'wall s':>9}{'ms core/person, draw, 84 days':>32}{'memory MB':>11}"
    return "\n".join(
        [
            head,
            *(
                f"{r['people']:>7}{r['days']:>6}{r['draws']:>7}{r['wall']:>9.2f}{r['cost']:>32.2f}{r['memory']:>11.0f}"
                for r in rows
            ),
        ]
    )
