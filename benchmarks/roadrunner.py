"""libRoadRunner on the exported SBML: parameters changed from person to person, one process a core."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np

from benchmarks.accuracy import error
from benchmarks.clock import timed
from benchmarks.cohort import Cohort
from benchmarks.point import Point
from gutbrain.export.equations import equations, parameter_id
from gutbrain.export.hubs import hubs
from gutbrain.export.sbml import sbml, usual_id
from gutbrain.export.subject import Subject, settled, start_values

ENGINE = "libRoadRunner"
ABSOLUTE = 1e-2
"""Absolute tolerance of every state, as a share of the relative one."""

MOST_STEPS = 200_000

_loaded: Any = None


def points(cohort: Cohort, exact: np.ndarray, people: int, tolerances: tuple[float, ...]) -> list[Point]:
    """Work and error; each process loads the model once, which is told apart.

    People begin settled, with the states that our engine gives them; that costs nothing here.
    """
    subjects = [settled(cohort.arm.protocol, cohort.person(i)) for i in range(people)]
    first = subjects[0]
    cut = hubs(equations(first.model, settles=False, before=first.start < 0))
    given = [_values(subject, cut) for subject in subjects]
    asked = np.concatenate([[0.0], cohort.times - first.start])
    workers = min(os.cpu_count() or 1, people)
    found = []
    # forked processes would share locks of threads that are gone
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        with timed() as build:
            text = sbml(first)
            # a worker that is busy loading takes no second order
            list(pool.map(_load, [text] * workers))
        for rtol in tolerances:
            with timed() as took:
                results = list(pool.map(_run, given, [(asked, cohort.names, rtol)] * people))
            values = np.stack([values for values, _ in results])
            off = error(cohort, exact, values)
            processor = sum(spent for _, spent in results)
            found.append(Point(ENGINE, f"rtol {rtol:.0e}", people, took.wall, processor, build.wall, off))
    return found


def _values(subject: Subject, cut: frozenset[str]) -> Mapping[str, float]:
    """Everything in which a person differs, by its name in the SBML."""
    changed = {usual_id(name): subject.usual[name] for name in subject.acted_on if np.isnan(subject.levels[name]).any()}
    return {
        **{parameter_id(p): subject.parameters[p.key] for p in subject.model.parameters},
        **subject.traits,
        **{name: subject.level(name, 0) for name in subject.levels},
        **changed,
        **subject.states,
        **start_values(subject, cut),
    }


def _load(text: str) -> None:
    import roadrunner

    global _loaded
    _loaded = roadrunner.RoadRunner(text)
    # the other processes take theirs meanwhile
    time.sleep(1.0)


def _run(given: Mapping[str, float], asked: tuple[np.ndarray, tuple[str, ...], float]) -> tuple[np.ndarray, float]:
    """One person: (moment, observable), and seconds of this process."""
    times, names, rtol = asked
    begun = time.process_time()
    engine, integrator = _loaded, _loaded.integrator
    engine.reset()
    integrator.relative_tolerance = rtol
    # a single number would be scaled with the initial value: nothing would be left where that is zero
    integrator.absolute_tolerance = [ABSOLUTE * rtol] * len(integrator.getAbsoluteToleranceVector())
    integrator.maximum_num_steps = MOST_STEPS
    engine.timeCourseSelections = list(names)
    for name, value in given.items():
        engine.setValue(name, value)
    found = np.array(engine.simulate(times=list(times)))[1:]
    return found, time.process_time() - begun
