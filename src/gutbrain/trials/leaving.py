"""Who leaves a trial, and when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials.design import Design
from gutbrain.trials.luck import Luck

Array = NDArray[np.float64]
Ints = NDArray[np.intp]

SYMPTOM_HAZARD = 0.7
"""Rise of the logarithm of the hazard of dropping out per SD of current, unseen severity (assumption, after Gomeni)."""


def left(design: Design, severity: Array, sequence: Ints, planned: Array, luck: Luck) -> Ints:
    """First visit that is not attended any more; as many visits as there are where somebody stays.

    The hazard is even over time, or rises with how the person is at the visit before (unseen in the data): people leave
    because of a state that is not written down any more, or because they are no better than at the start. How patient
    somebody is, is drawn once for the whole trial. The planned share has left at the end of treatment.

    Parameters
    ----------
    design
        The design.
    severity
        True values of the primary endpoint: (trial, participant, visit).
    sequence
        Group of each participant.
    planned
        Days of the visits.
    luck
        Of the trials.
    """
    if not design.dropout:
        return np.full(severity.shape[:2], len(planned))
    end = len(planned) - 1 - len(design.follow_up)
    patience = -np.log1p(-luck.uniforms("drop-out", severity.shape[1]))
    passed = (planned - planned[0]) / max(planned[end] - planned[0], 1e-9)
    exposure = np.broadcast_to(passed, severity.shape)
    rates = np.array(design.dropouts or (design.dropout,) * len(design.sequences))
    rate = rates[sequence]
    hazard = -np.log1p(-rate)
    if design.dropout_by != "chance":
        exposure = np.cumsum(np.diff(passed, prepend=0.0) * _weight(design, severity), axis=2)
        everybody = np.ones(sequence.shape, bool)
        parts = (
            [(sequence == group, r) for group, r in enumerate(rates)] if design.dropouts else [(everybody, rates[0])]
        )
        for inside, share in parts:
            hazard = np.where(inside, _hazard(exposure[..., end], inside, share)[:, None], hazard)
    gone = hazard[..., None] * exposure >= patience[..., None]
    gone[..., 0] = False
    return np.where(gone.any(axis=2), gone.argmax(axis=2), len(planned))


def _weight(design: Design, severity: Array) -> Array:
    """How much sooner people leave, from how they were at the visit before."""
    bad = -design.better[design.primary] or 1
    start = severity[..., :1]
    against = start if design.dropout_by == "lack-of-effect" else start.mean(axis=1, keepdims=True)
    z = bad * (severity - against)
    z = z / np.maximum(severity[..., 0].std(axis=1), 1e-9)[:, None, None]
    weight = np.exp(np.clip(SYMPTOM_HAZARD * z, -3, 3))
    return np.concatenate([weight[..., :1], weight[..., :-1]], axis=2)


def _hazard(exposure: Array, inside: NDArray[np.bool_], rate: float) -> Array:
    """Hazard of each trial (trial,) with which the planned share of those inside leaves, by halving."""
    low, high = np.zeros(len(exposure)), np.full(len(exposure), 1e3)
    people = np.maximum(inside.sum(axis=1), 1)
    for _ in range(60):
        middle = (low + high) / 2
        more = np.where(inside, 1 - np.exp(-middle[:, None] * exposure), 0.0).sum(axis=1) / people < rate
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return np.asarray((low + high) / 2)
