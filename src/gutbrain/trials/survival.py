"""Times until something happens first, as visits show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import endpoints, estimands
from gutbrain.trials.conduct import Conducted

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Ints = NDArray[np.intp]


def times(conducted: Conducted) -> tuple[Ints, NDArray[np.bool_]]:
    """Visit at which the event was first seen, or the last one that was attended; whether it was: (trial, participant).

    Visits after the start count, up to the end of treatment and then those of the follow-up.
    """
    design = conducted.design
    met = endpoints.meets_by_visit(conducted, design.primary, design.primary_as.event)[..., 1:]
    happened = met == 1
    if not design.primary_as.good:
        failed = estimands.failed(conducted)
        if failed is not None:
            since = np.minimum(conducted.left, conducted.rescued + 1)
            happened |= failed[..., None] & (np.arange(1, met.shape[2] + 1) >= since[..., None])
    event = happened.any(axis=2)
    visit = np.arange(1, met.shape[2] + 1)
    last = np.where(np.isfinite(met), visit, 0).max(axis=2)
    return np.where(event, happened.argmax(axis=2) + 1, last), event


def compared(
    conducted: Conducted, weights: tuple[float, ...], *, per_protocol: bool = False
) -> tuple[Array, Array, Array, Array]:
    """Logarithm of the hazard ratio (one step, Peto), its error, freedom, and p of the log-rank test: (trial,) each.

    The arms that count up are held against those that count down. The variance is that of the hypergeometric
    distribution at each visit.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    weights
        By how much each arm counts.
    per_protocol
        Whether to take those who kept to the protocol only.
    """
    from scipy import stats

    visit, event = times(conducted)
    sign = np.sign(np.array(weights))[conducted.sequence]
    use = (sign != 0) & (visit > 0)
    if per_protocol:
        use &= conducted.per_protocol
    less, variance = np.zeros(len(visit)), np.zeros(len(visit))
    for at in range(1, int(visit.max()) + 1):
        risk = use & (visit >= at)
        n, mine = risk.sum(axis=1), (risk & (sign > 0)).sum(axis=1)
        happened = risk & (visit == at) & event
        d = happened.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.where(n > 0, d * mine / n, 0.0)
            part = np.where(n > 1, d * (mine / n) * (1 - mine / n) * (n - d) / (n - 1), 0.0)
        less += (happened & (sign > 0)).sum(axis=1) - expected
        variance += part
    both = np.minimum((use & (sign > 0)).sum(axis=1), (use & (sign < 0)).sum(axis=1)) >= 1
    known = (variance > 0) & both
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.where(known, less / variance, np.nan)
        se = np.where(known, 1 / np.sqrt(variance), np.nan)
        z = less / np.sqrt(variance)
    p = np.where(known, 2 * stats.norm.sf(np.abs(np.where(known, z, 0.0))), np.nan)
    # where nothing happened to anybody, nothing differs
    nothing = both & (variance == 0)
    return estimate, se, np.full(len(visit), np.inf), np.where(nothing, 1.0, p)


def table(conducted: Conducted, trial: int = 0) -> pd.DataFrame:
    """Time (weeks), event and arm of everybody in one trial.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    """
    import pandas as pd

    visit, event = times(conducted)
    weeks = np.array((*conducted.design.visits, *conducted.design.follow_up))
    return pd.DataFrame(
        {"weeks": weeks[visit[trial]], "event": event[trial].astype(int), "arm": conducted.sequence[trial]}
    )
