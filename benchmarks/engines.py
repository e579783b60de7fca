"""The engines that are compared, and which of them are here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

import numpy as np

from benchmarks import adaptive, jax_solvers, ours, roadrunner
from benchmarks.accuracy import Wrong
from benchmarks.cohort import Cohort
from benchmarks.point import Point
from benchmarks.size import Size

ENGINES: dict[str, tuple[tuple[str, ...], Callable[[Cohort, np.ndarray, Size], list[Point]]]] = {
    "gutbrain": ((), lambda c, exact, s: ours.points(c, exact, s.ours, s.repeats, s.finer)),
    "libroadrunner": (("roadrunner",), lambda c, exact, s: roadrunner.points(c, exact, s.roadrunner, s.tight)),
    "scipy": ((), lambda c, exact, s: adaptive.points(c, exact, s.scipy, s.loose)),
    "tsit5": (
        ("jax", "diffrax"),
        lambda c, exact, s: jax_solvers.points(c, exact, s.diffrax, jax_solvers.EXPLICIT, s.loose),
    ),
    "kvaerno5": (
        ("jax", "diffrax"),
        lambda c, exact, s: jax_solvers.points(c, exact, s.exact, jax_solvers.IMPLICIT, s.loose[-1:]),
    ),
}
"""By name: the packages that it needs, and how it is measured."""

USUAL = ("gutbrain", "libroadrunner", "scipy", "tsit5")
"""Without diffrax's implicit solver: it compiles for minutes and then takes minutes for a person."""

SMALL = ("gutbrain", "libroadrunner", "scipy")

NOT_HERE = {
    "AMICI": "no wheel: it must be built from source with SWIG and CBLAS, then builds a library for each model",
    "mrgsolve": "needs R and a compiler",
}
"""Engines that are not compared, and why."""

MOST_OF_OURS = 0.01
"""Error that our engine may have at its usual steps."""

SHRINKS = 0.5
"""Share of its error that may be left where steps are four times shorter."""

MOST_OF_OTHERS = 0.01
"""Error within which each other engine must come at its best setting: else it runs another model."""


def missing(engine: str) -> list[str]:
    """Packages that an engine needs and that are not installed."""
    return [package for package in ENGINES[engine][0] if find_spec(package) is None]


def measured(cohort: Cohort, size: Size, engines: Sequence[str]) -> Iterator[Point]:
    """Every point of the curves, all against one reference, engine after engine."""
    exact = adaptive.reference(cohort, size.exact)
    for engine in engines:
        yield from ENGINES[engine][1](cohort, exact, size)


def check(points: Sequence[Point]) -> None:
    """Fail where results are wrong.

    Raises
    ------
    Wrong
        With every engine that is further from the reference than it may be.
    """
    found = []
    for engine in dict.fromkeys(p.engine for p in points):
        own = [p for p in points if p.engine == engine]
        if engine == ours.ENGINE:
            usual = {p.setting: p.error for p in own}
            once, shorter = usual[ours.setting(1.0)], usual[ours.setting(4.0)]
            if once > MOST_OF_OURS:
                found.append(f"{engine} is off by {once:.2g} at its usual steps")
            if shorter > SHRINKS * once:
                found.append(f"{engine} is off by {once:.2g}, and by {shorter:.2g} with steps four times shorter")
        elif min(p.error for p in own) > MOST_OF_OTHERS:
            found.append(f"{engine} is off by {min(p.error for p in own):.2g} at its best")
    if found:
        raise Wrong("; ".join(found))
