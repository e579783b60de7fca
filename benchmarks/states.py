"""How time grows with the number of states: the same run with channels left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.clock import best
from benchmarks.cohort import SEED, Cohort
from gutbrain.engine.arms import Run, carry_arms
from gutbrain.engine.setup import Setup

LEFT_OUT: tuple[tuple[str, ...], ...] = (
    (),
    ("immunity",),
    ("immunity", "neurotransmitters", "brain"),
    ("immunity", "neurotransmitters", "brain", "stress_hormones", "gut"),
    ("immunity", "neurotransmitters", "brain", "stress_hormones", "gut", "microbiota"),
    ("immunity", "neurotransmitters", "brain", "stress_hormones", "gut", "microbiota", "strains", "sleep", "vagus"),
)
"""More and more of the axis; what the rest hears of it is at rest."""


@dataclass(frozen=True)
class Rung:
    """A run with so many states and observables; seconds of all cores together for so many people."""

    without: tuple[str, ...]
    states: int
    observables: int
    people: int
    processor: float

    @property
    def cost(self) -> float:
        """Milliseconds of one core for a person."""
        return 1e3 * self.processor / self.people


def rungs(cohort: Cohort, people: int, repeats: int) -> Iterator[Rung]:
    """The whole axis, then less and less of it."""
    for without in LEFT_OUT:
        _carried(cohort, 1, without)  # compiles
        run, took = best(partial(_carried, cohort, people, without), repeats)
        yield Rung(without, len(run.model.states), len(run.observables), people, took.processor)


def _carried(cohort: Cohort, people: int, without: tuple[str, ...]) -> Run:
    return carry_arms([cohort.arm], Setup(people=people, draws=1, seed=SEED, without=tuple(without)))
