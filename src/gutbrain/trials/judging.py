"""Whether an answer is on the wanted side, or within a margin, and how surely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from gutbrain.trials import quick
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Design, Question

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


def asked(conducted: Conducted, question: Question) -> tuple[Array, Bools]:
    """P (two-sided), and whether the estimate is on the side that is wanted, of a question: (trial,) both.

    Where endpoints are co-primary, that of the one that is shown least.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    question
        Number of an arm, or a name.
    """
    design = conducted.design
    found = [of(conducted, name, question) for name in design.co_primary or (design.primary,)]
    p, good = (np.stack(part) for part in zip(*found, strict=True))
    # what cannot be analysed is not shown
    return p.max(axis=0), good.all(axis=0) & np.isfinite(p).all(axis=0)


def of(conducted: Conducted, endpoint: str, question: Question) -> tuple[Array, Bools]:
    """The same of one endpoint; of the primary one by the margin, where there is one.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    question
        Number of an arm, or a name.
    """
    design = conducted.design
    return judged(design, endpoint, quick.primary(conducted, endpoint, question))


def judged(design: Design, endpoint: str, found: quick.Quick) -> tuple[Array, Bools]:
    """P and side of estimates; the p of a margin is twice that of its one side, so that it is held against alpha.

    Parameters
    ----------
    design
        The design.
    endpoint
        Its name.
    found
        Estimates of a question.
    """
    side, known = design.side(endpoint), np.isfinite(found.estimate)
    margin = design.margin if design.margin is not None else design.equivalence
    if endpoint != design.primary or margin is None:
        good = found.estimate * side > 0 if side else known
        return found.p, np.asarray(good & known)
    sides = (1, -1) if design.equivalence is not None else (side,)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = [stats.t.sf((sign * found.estimate + margin) / found.se, found.df) for sign in sides]
    return np.minimum(2 * np.max(p, axis=0), 1.0), known
