"""The same analyses for thousands of trials at once, by arrays; what :mod:`gutbrain.trials.analysis` gives for one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from gutbrain.trials import adjusting, clusters, endpoints, estimable, mmrm, one_variance, shares, survival
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Question

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Quick:
    """Estimates of one comparison in every trial, (trial,) each; NaN where a trial cannot be analysed.

    ``exact`` is the p value of a test that is not that of estimate, error and freedom.
    """

    estimate: Array
    se: Array
    df: Array
    exact: Array | None = None

    @property
    def p(self) -> Array:
        """Two-sided."""
        if self.exact is not None:
            return self.exact
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(2 * stats.t.sf(np.abs(self.estimate / self.se), self.df))

    def interval(self, level: float = 0.95) -> tuple[Array, Array]:
        """Ends of the confidence interval."""
        half = special.stdtrit(self.df, 0.5 + level / 2) * self.se
        return self.estimate - half, self.estimate + half


def least_squares(design: Array, y: Array, use: Bools) -> tuple[Array, Array, Array]:
    """Ordinary least squares in many trials.

    Parameters
    ----------
    design
        (trial, participant, column).
    y
        (trial, participant).
    use
        Who counts: (trial, participant).

    Returns
    -------
    tuple
        Coefficients (trial, column), NaN where the data do not determine them; their covariance (trial, column,
        column), and degrees of freedom (trial,).
    """
    x = np.where(use[..., None], design, 0.0)
    y = np.where(use, y, 0.0)
    inverse, determined = estimable.inverse(np.einsum("tnp,tnq->tpq", x, x))
    beta = np.einsum("tpq,tnq,tn->tp", inverse, x, y, optimize=True)
    df = use.sum(axis=1) - x.shape[2]
    residual = np.where(use, y - np.einsum("tnp,tp->tn", x, beta), 0.0)
    variance = (residual**2).sum(axis=1) / np.maximum(df, 1)
    beta = np.where(determined & (df > 0)[:, None], beta, np.nan)
    return beta, inverse * variance[:, None, None], df.astype(float)


def primary(
    conducted: Conducted, endpoint: str, question: Question, analysis: str = "", *, per_protocol: bool = False
) -> Quick:
    """The answer to a question of the trial.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name. The primary one counts as the design has it: by its change, a share, or the time to an event.
    question
        Number of the arm that is compared with the control, or name of a factor, the interaction or the trend.
    analysis
        ``ancova``, ``t-test`` or ``mmrm``; that of the design unless named. A crossover, clusters, shares and times
        have ones of their own.
    per_protocol
        Whether to take those who kept to the protocol only.
    """
    design = conducted.design
    if design.stepped:
        return Quick(*clusters.stepped(conducted, endpoint))
    if design.crossover:
        assert isinstance(question, int)
        return crossover(conducted, endpoint, question)
    if endpoint == design.primary and not analysis and design.primary_as.kind != "change":
        if design.primary_as.kind == "time-to-event":
            return Quick(*survival.compared(conducted, design.weights(question), per_protocol=per_protocol))
        return responding(conducted, design.weights(question), per_protocol=per_protocol)
    what = endpoints.measured(conducted, endpoint, per_protocol=per_protocol)
    if clusters.whole(design):
        return Quick(*clusters.compared(conducted, what, design.weights(question)))
    chosen = analysis or design.analysis
    return {"ancova": ancova, "t-test": t_test, "mmrm": mixed}[chosen](conducted, what, question)


def ancova(conducted: Conducted, what: endpoints.Measured, question: Question) -> Quick:
    """Change to the last visit, by arm, baseline, covariates, strata and site; of all who have all of them.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    question
        Number of the arm that is compared with the control, or a name.
    """
    columns, at = adjusting.columns(conducted, what, question)
    use = np.isfinite(what.change) & np.isfinite(columns).all(axis=2)
    beta, cov, df = least_squares(np.nan_to_num(columns), np.nan_to_num(what.change), use)
    return Quick(beta[:, at], np.sqrt(cov[:, at, at]), df)


def t_test(conducted: Conducted, what: endpoints.Measured, question: Question) -> Quick:
    """Change to the last visit in the arms that a question is about, with one variance (Student).

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    question
        Number of the arm that is compared with the control, or a name.
    """
    return Quick(*one_variance.compared(what.change, conducted.sequence, conducted.design.weights(question)))


def mixed(conducted: Conducted, what: endpoints.Measured, question: Question) -> Quick:
    """Repeated measures at all visits; the comparison at the last one.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    what
        An endpoint of them.
    question
        Number of the arm that is compared with the control, or a name.
    """
    columns, at = adjusting.columns(conducted, what, question)
    change = np.where(what.inside[..., None], what.later - what.start[..., None], np.nan)
    change = np.where(np.asarray(np.isfinite(columns).all(axis=2))[..., None], change, np.nan)
    fit = mmrm.fit(np.nan_to_num(columns), change)
    return Quick(fit.beta[:, -1, at], fit.se[:, -1, at], fit.df[:, at])


def crossover(conducted: Conducted, endpoint: str, place: int) -> Quick:
    """End of period by arm and period, each person against themselves; of all who finished every period.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    """
    y = endpoints.periods(conducted, endpoint)
    use: Bools = np.asarray(endpoints.analysed(conducted, endpoint))
    y = np.where(use[..., None], y, 0.0)
    count = y.shape[2]
    table = np.array(conducted.design.sequences)[conducted.sequence]
    columns = [(table == arm).astype(float) for arm in conducted.design.contrasts]
    columns += [np.broadcast_to(np.arange(count) == period, y.shape).astype(float) for period in range(1, count)]
    x = np.stack(columns, axis=3)
    x = x - x.mean(axis=2, keepdims=True)
    centred = y - y.mean(axis=2, keepdims=True)
    trials = y.shape[0]
    flat = np.repeat(use, count, axis=1)
    beta, cov, df = least_squares(x.reshape(trials, -1, x.shape[3]), centred.reshape(trials, -1), flat)
    # a mean was taken out of everybody
    left = df - use.sum(axis=1)
    at = conducted.design.contrasts.index(place)
    estimate = np.where(left > 0, beta[:, at], np.nan)
    return Quick(estimate, np.sqrt(cov[:, at, at] * df / np.maximum(left, 1)), left)


def responders(conducted: Conducted, endpoint: str, place: int) -> tuple[Array, Array]:
    """Difference of the shares of responders and the p of the score test, which takes one share for both arms.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    """
    found = endpoints.responded(conducted, endpoint)
    made = shares.compared(*shares.counted(found, conducted.sequence, conducted.design.weights(place)))
    return made.difference, made.p


def responding(conducted: Conducted, weights: tuple[float, ...], *, per_protocol: bool = False) -> Quick:
    """Difference of the shares who respond, or are in remission, where that is the primary endpoint.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    weights
        By how much each arm counts.
    per_protocol
        Whether to take those who kept to the protocol only.
    """
    design = conducted.design
    found = endpoints.responded(conducted, design.primary, design.primary_as.event)
    if per_protocol:
        found = np.where(conducted.per_protocol, found, np.nan)
    made = shares.compared(*shares.counted(found, conducted.sequence, weights), exact=True)
    return Quick(made.difference, made.se, np.full(len(made.se), np.inf), made.p)


def interaction(conducted: Conducted, endpoint: str, place: Question, inside: Bools) -> Quick:
    """By how much the effect differs between a part of the people and the others.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    inside
        (trial, participant) who belongs to the part.
    """
    what = endpoints.measured(conducted, endpoint)
    columns, at = adjusting.interacting(conducted, what, place, inside)
    use = np.isfinite(what.change) & np.isfinite(columns).all(axis=2)
    beta, cov, df = least_squares(np.nan_to_num(columns), np.nan_to_num(what.change), use)
    return Quick(beta[:, at], np.sqrt(cov[:, at, at]), df)


def holm(p: Array) -> Array:
    """P values of several tests along the first axis, adjusted by Holm."""
    order = np.argsort(p, axis=0)
    count = p.shape[0]
    steps = (count - np.arange(count)).reshape((-1,) + (1,) * (p.ndim - 1))
    raised = np.minimum(np.maximum.accumulate(np.take_along_axis(p, order, axis=0) * steps, axis=0), 1.0)
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, raised, axis=0)
    return adjusted
