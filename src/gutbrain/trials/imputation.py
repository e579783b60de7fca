"""What was not seen, drawn many times: at random, as in the control arm, or worse by so much until nothing is shown.

Reference-based imputation is that of Carpenter, Roger and Kenward (2013): who left a treated arm goes on as the control
does. Parameters are those of people drawn anew (bootstrap), so that imputations differ as far as these are not known;
the results are put together by Rubin's rules with the freedom of Barnard and Rubin (1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import adjusting, endpoints, mmrm, quick
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Question
from gutbrain.trials.luck import Luck

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

IMPUTED = 40
"""Times that what was not seen is drawn, in one trial."""

STEPS = np.linspace(0.0, 2.0, 9)
"""How much worse people who left a treated arm may be, in SD of the baseline, where the tipping point is sought."""


@dataclass(frozen=True)
class Tipped:
    """Estimates where those not seen are worse by so much, and from how much on nothing is shown any more."""

    delta: tuple[float, ...]
    estimate: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    p: tuple[float, ...]
    tips_at: float | None


def imputed(
    conducted: Conducted, endpoint: str, question: Question, kind: str, *, times: int = IMPUTED, worse: float = 0.0
) -> quick.Quick:
    """The comparison at the end by ANCOVA, with what was not seen drawn.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    question
        Number of an arm, or a name.
    kind
        ``multiple-imputation`` (at random), ``jump-to-reference`` (as the control from then on) or ``copy-reference``
        (as if in the control from the start).
    times
        How often.
    worse
        Added to what is drawn for treated people, on the scale of the analysis.
    """
    what = endpoints.measured(conducted, endpoint)
    columns, at = adjusting.columns(conducted, what, question)
    columns = np.nan_to_num(columns)
    change = np.where(what.inside[..., None], what.later - what.start[..., None], np.nan)
    treated = conducted.sequence != conducted.design.reference
    end = _drawn(conducted, columns, change, treated, kind, times)
    end = end + worse * (treated & ~np.isfinite(change[..., -1]))[:, None]
    shape = end.shape
    x = np.repeat(columns, times, axis=0)
    inside = np.repeat((conducted.sequence >= 0) & np.isfinite(what.start), times, axis=0)
    beta, cov, df = quick.least_squares(x, end.reshape(-1, shape[2]), inside)
    estimate = beta[:, at].reshape(shape[:2])
    variance = cov[:, at, at].reshape(shape[:2])
    complete = df.reshape(shape[:2])[:, 0]
    within, between = variance.mean(axis=1), estimate.var(axis=1, ddof=1)
    total = within + (1 + 1 / times) * between
    with np.errstate(divide="ignore", invalid="ignore"):
        lost = (1 + 1 / times) * between / total
        old = (times - 1) / np.maximum(lost, 1e-12) ** 2
        observed = (complete + 1) / (complete + 3) * complete * (1 - lost)
        freedom = 1 / (1 / old + 1 / np.maximum(observed, 1e-9))
    return quick.Quick(estimate.mean(axis=1), np.sqrt(total), freedom)


def tipping(conducted: Conducted, endpoint: str, question: Question) -> Tipped:
    """How much worse people who left must be for one trial to show nothing; multiple imputation, the first trial.

    Parameters
    ----------
    conducted
        Trials that were carried out, of which the first counts.
    endpoint
        Its name.
    question
        Number of an arm, or a name.
    """
    design = conducted.design
    start = endpoints.measured(conducted, endpoint).start[0]
    sd, bad = float(np.nanstd(start, ddof=1)), -(design.better[endpoint] or -1)
    rows = []
    for step in STEPS:
        delta = float(bad * step * sd)
        found = imputed(conducted, endpoint, question, "multiple-imputation", worse=delta)
        below, above = found.interval()
        rows.append((delta, float(found.estimate[0]), float(below[0]), float(above[0]), float(found.p[0])))
    shown = [row[4] < design.alpha and row[1] * -bad > 0 for row in rows]
    tips = next((row[0] for row, still in zip(rows, shown, strict=True) if not still), None) if shown[0] else None
    columns: list[tuple[float, ...]] = [tuple(column) for column in zip(*rows, strict=True)]
    return Tipped(columns[0], columns[1], columns[2], columns[3], columns[4], tips)


def _drawn(conducted: Conducted, columns: Array, change: Array, treated: Bools, kind: str, times: int) -> Array:
    """Changes at the end, seen or drawn: (trial, time, participant)."""
    trials, count, visits = change.shape
    luck = Luck(0, trials)
    # people drawn anew, each time as many
    again = (luck.uniforms(f"{times} times anew", times * count).reshape(trials, times, count) * count).astype(int)
    rows = np.arange(trials)[:, None, None]
    fitted = mmrm.fit(
        columns[rows, again].reshape(trials * times, count, -1), change[rows, again].reshape(trials * times, count, -1)
    )
    beta = fitted.beta.reshape(trials, times, visits, -1)
    covariance = fitted.covariance.reshape(trials, times, visits, visits)
    own = np.einsum("tnp,tmvp->tmnv", columns, beta, optimize=True)
    reference = columns.copy()
    width = len(conducted.design.arms)
    reference[..., :width] = columns[_one_of_the_control(conducted)][:, None, :width]
    control = np.einsum("tnp,tmvp->tmnv", reference, beta, optimize=True)
    seen = np.isfinite(change)
    last = np.where(seen, np.arange(visits), -1).max(axis=2)
    gone = (np.arange(visits) > last[..., None]) & treated[..., None]
    before = after = own
    if kind == "jump-to-reference":
        after = np.where(gone[:, None], control, own)
    elif kind == "copy-reference":
        left = (gone.any(axis=2) & treated)[:, None, :, None]
        before = after = np.where(left, control, own)
    normal = luck.normals(f"{times} times drawn", times * count).reshape(trials, times, count)
    end = np.where(seen[..., -1][:, None], change[..., -1][:, None], np.nan)
    masks, pattern = mmrm.patterns(seen)
    for number, mask in [(-1, np.zeros(visits, bool)), *enumerate(masks)]:
        who = (pattern == number)[:, None] & ~seen[..., -1][:, None]
        if not who.any():
            continue
        mean, spread = after[..., -1], covariance[..., -1, -1][..., None]
        if mask.any():
            inner = covariance[..., mask, :][..., mask]
            carry = np.linalg.solve(inner, covariance[..., mask, -1][..., None])[..., 0]
            rest = np.nan_to_num(change[:, None][..., mask]) - before[..., mask]
            mean = mean + np.einsum("tmnv,tmv->tmn", rest, carry)
            spread = spread - np.einsum("tmv,tmv->tm", carry, covariance[..., mask, -1])[..., None]
        end = np.where(who, mean + np.sqrt(np.maximum(spread, 0)) * normal, end)
    return end


def _one_of_the_control(conducted: Conducted) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Somebody of the control arm in each trial, whose columns say that arm."""
    return np.arange(conducted.trials), (conducted.sequence == conducted.design.reference).argmax(axis=1)
