"""What the analyses take into account besides the arm: baseline, covariates, strata and sites."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import is_skewed
from gutbrain.engine.simulation import known_observables
from gutbrain.findings.statistics import on_scale
from gutbrain.trials.allocation import cut
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import SITE, Design, Question
from gutbrain.trials.endpoints import Measured

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


def columns(conducted: Conducted, what: Measured, question: Question) -> tuple[Array, int]:
    """Columns of a linear model, and which of them has the answer to a question as its coefficient.

    The first are a constant and the arms, written so that one of them stands for the question; then come the baseline,
    and all that is adjusted for.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    question
        Number of the arm that is compared with the control, or a name.

    Returns
    -------
    tuple
        (trial, participant, column), and the number of the column.
    """
    code, at = coding(conducted.design, question)
    arms = code[conducted.sequence]
    # what is the baseline itself is not taken twice
    others = [what.start, *(one for one in further(conducted).values() if not _same(one, what.start))]
    return np.concatenate([arms, np.stack(others, axis=2)], axis=2), at


def _same(one: Array, other: Array) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))


def interacting(conducted: Conducted, what: Measured, question: Question, inside: Bools) -> tuple[Array, int]:
    """Columns as above, with a part of the people and its product with the arms; the column of the answer's product.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    question
        Number of the arm that is compared with the control, or a name.
    inside
        Who belongs to the part: (trial, participant).
    """
    made, at = columns(conducted, what, question)
    width, part = len(conducted.design.arms), inside.astype(float)
    kept = [place for place in range(made.shape[2]) if place < width or not _same(made[..., place], part)]
    arms = made[..., 1:width]
    made = np.concatenate([made[..., kept], part[..., None], arms * part[..., None]], axis=2)
    return made, made.shape[2] - arms.shape[2] + at - 1


def coding(design: Design, question: Question) -> tuple[Array, int]:
    """Values of the columns in each arm, (arm, column), and the column whose coefficient answers a question."""
    count = len(design.arms)
    if isinstance(question, int):
        dummies = np.eye(count)[:, list(design.contrasts)]
        return np.column_stack([np.ones(count), dummies]), 1 + design.contrasts.index(question)
    # coefficients are what these rows make of the means of the arms: their mean, the answer, and what is left
    weights = np.array(design.weights(question))
    rows = np.vstack([np.full(count, 1 / count), weights])
    left = np.linalg.svd(rows)[2][2:]
    return np.linalg.inv(np.vstack([rows, left])), 1


def further(conducted: Conducted) -> dict[str, Array]:
    """What is adjusted for besides the baseline of the endpoint, by name: (trial, participant) each."""
    design = conducted.design
    made = {}
    for name in design.covariates:
        first = conducted.seen[name][..., 0]
        made[f"at_start_{name}"] = on_scale(name, first) if name in known_observables() or is_skewed(name) else first
    stratified = design.randomisation.by if design.randomisation.kind != "simple" else ()
    for name in stratified:
        if name != SITE:
            values = {key: seen[..., 0] for key, seen in conducted.seen.items()}
            made[f"stratum_{name}"] = cut(design, name, values, conducted.takes).astype(float)
    if design.groups and design.groups.kind == "sites" and conducted.unit is not None:
        for site in range(1, design.groups.number):
            made[f"site_{site}"] = (conducted.unit == site).astype(float)
    return made
