"""How far trajectories are from the reference."""

from __future__ import annotations

import numpy as np

from benchmarks.cohort import Cohort

SIGNED = ("z", "1")
"""Units of observables that cross zero: their errors are measured against at least one."""

LEAST = 1e-3


class Wrong(AssertionError):
    """An engine whose results are not what they must be."""


def error(cohort: Cohort, reference: np.ndarray, found: np.ndarray) -> float:
    """Largest error of any observable at any moment in any person, as a share of its largest value.

    Parameters
    ----------
    cohort
        Whose.
    reference, found
        (person, moment, observable); ``found`` may hold more people.

    Raises
    ------
    Wrong
        Where the shape is another, or something is not a number.
    """
    people, *shape = reference.shape
    if list(found.shape[1:]) != shape or len(found) < people:
        raise Wrong(f"results have the shape {found.shape}, not {reference.shape}")
    if not np.isfinite(found).all():
        raise Wrong("results hold what is not a number")
    units = [cohort.plan.compiled.model.observables[name].unit for name in cohort.names]
    floor = np.array([1.0 if unit in SIGNED else LEAST for unit in units])
    scale = np.maximum(np.abs(reference).max(axis=1, keepdims=True), floor)
    return float((np.abs(found[:people] - reference) / scale).max())
