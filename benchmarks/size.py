"""How much is run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Days, people of each engine and of the reference (``exact``), and the settings that are tried.

    ``repeats`` are of our engine alone, whose runs are short. ``finer`` divides the length of our
    steps. ``loose`` are the tolerances of all engines but libRoadRunner, whose errors are large beside its tolerance:
    it has the ``tight`` ones. ``grown`` are sizes (people, days, draws) at which time and memory are measured.
    """

    days: int
    exact: int
    ours: int
    roadrunner: int
    scipy: int
    diffrax: int
    repeats: int
    finer: tuple[float, ...]
    loose: tuple[float, ...]
    tight: tuple[float, ...]
    grown: tuple[tuple[int, int, int], ...]


SMALL = Size(
    days=5,
    exact=2,
    ours=16,
    roadrunner=2,
    scipy=1,
    diffrax=2,
    repeats=1,
    finer=(1.0, 4.0),
    loose=(1e-6,),
    tight=(1e-7,),
    grown=((10, 5, 1), (300, 5, 1)),
)

WHOLE = Size(
    days=84,
    exact=2,
    ours=128,
    roadrunner=4,
    scipy=1,
    diffrax=32,
    repeats=3,
    finer=(0.5, 1.0, 2.0, 4.0, 8.0),
    loose=(1e-4, 1e-5, 1e-6),
    tight=(1e-5, 1e-6, 1e-7, 1e-8),
    grown=(
        *((people, 84, 1) for people in (10, 100, 1000, 10_000, 100_000)),
        *((128, days, 1) for days in (7, 28, 84, 336)),
        *((32, 84, draws) for draws in (1, 4)),
    ),
)
