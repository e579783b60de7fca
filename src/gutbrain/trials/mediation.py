"""How much of an effect goes through something that is measured besides: the product of two paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from gutbrain.trials import adjusting, endpoints, quick
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Question
from gutbrain.trials.luck import generator

Array = NDArray[np.float64]

DRAWN = 2000
"""Draws of the two paths by which the interval of their product is told."""


@dataclass(frozen=True)
class Mediated:
    """What goes through the mediator (with a 95 % interval), and the rest: in every trial, on the scale analysed.

    ``p`` is the larger of the p of both paths (joint significance), so that the error rate holds where either is none.
    """

    through: Array
    low: Array
    high: Array
    beside: Array
    p: Array


def mediated(conducted: Conducted, mediator: str, question: Question) -> Mediated:
    """Work out what goes through a mediator.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    mediator
        What is measured besides; its change to the end of treatment counts.
    question
        Number of an arm, or a name.

    Notes
    -----
    Path a: change of the mediator by arm. Path b: change of the primary endpoint by change of the mediator, beside the
    arm. Both take the two baselines and all that the trial adjusts for. The interval is that of the product (Monte
    Carlo, MacKinnon). Nobody randomises a mediator: what moves both it and the endpoint counts as if it went through.
    """
    what = endpoints.measured(conducted, conducted.design.primary)
    carrier = endpoints.measured(conducted, mediator)
    columns, at = adjusting.columns(conducted, what, question)
    columns = np.concatenate([columns, carrier.start[..., None]], axis=2)
    use = np.isfinite(what.change) & np.isfinite(carrier.change) & np.isfinite(columns).all(axis=2)
    moved = np.nan_to_num(carrier.change)
    first, a_cov, a_df = quick.least_squares(np.nan_to_num(columns), moved, use)
    both = np.concatenate([np.nan_to_num(columns), moved[..., None]], axis=2)
    second, b_cov, b_df = quick.least_squares(both, np.nan_to_num(what.change), use)
    a, a_se = first[:, at], np.sqrt(a_cov[:, at, at])
    b, b_se = second[:, -1], np.sqrt(b_cov[:, -1, -1])
    u = generator(0, "mediation").random((2, DRAWN))
    paths = [
        mean[:, None] + se[:, None] * special.stdtrit(np.maximum(df, 1)[:, None], one)
        for mean, se, df, one in ((a, a_se, a_df, u[0]), (b, b_se, b_df, u[1]))
    ]
    low, high = np.quantile(paths[0] * paths[1], [0.025, 0.975], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = [2 * stats.t.sf(np.abs(x / se), df) for x, se, df in ((a, a_se, a_df), (b, b_se, b_df))]
    return Mediated(a * b, low, high, second[:, at], np.maximum(*p))
