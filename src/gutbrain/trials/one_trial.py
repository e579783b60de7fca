"""The analyses of one trial by statsmodels: what each gives for one comparison."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import adjusting, clusters, endpoints, estimable, one_variance, quick, shares, survival
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Question

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

Result = tuple[float, float, float, float, int]
"""Estimate, ends of its 95 % interval, p, and people."""

NOTHING = (np.nan, np.nan, np.nan, np.nan)


def ancova(conducted: Conducted, trial: int, what: endpoints.Measured, question: Question) -> Result:
    """Change by arm, baseline and all that is adjusted for, by least squares.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    what
        An endpoint of them.
    question
        Number of an arm, or a name.
    """
    columns, at = adjusting.columns(conducted, what, question)
    return _least_squares(conducted, trial, what, columns, at, question)


def interaction(conducted: Conducted, trial: int, endpoint: str, question: Question, inside: Bools) -> Result:
    """By how much the effect differs between a part of the people and the others.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    endpoint
        Its name.
    question
        Number of an arm, or a name.
    inside
        Who belongs to the part: (trial, participant).
    """
    what = endpoints.measured(conducted, endpoint)
    columns, at = adjusting.interacting(conducted, what, question, inside)
    return _least_squares(conducted, trial, what, columns, at, question)


def _least_squares(
    conducted: Conducted, trial: int, what: endpoints.Measured, columns: Array, at: int, question: Question
) -> Result:
    import statsmodels.api as sm

    use = np.isfinite(what.change[trial]) & np.isfinite(columns[trial]).all(axis=1)
    x, y = columns[trial][use], what.change[trial][use]
    there = {int(arm) for arm in conducted.sequence[trial][use]}
    if not needed(conducted, question) <= there:
        return (*NOTHING, len(y))
    _, determined = estimable.inverse(x.T @ x)
    if len(y) <= x.shape[1] or not determined[at]:
        return (*NOTHING, len(y))
    fitted: Any = sm.OLS(y, x).fit()
    low, high = fitted.conf_int()[at]
    return float(fitted.params[at]), float(low), float(high), float(fitted.pvalues[at]), int(fitted.nobs)


def needed(conducted: Conducted, question: Question) -> set[int]:
    """Arms without which a question has no answer."""
    return {arm for arm, weight in enumerate(conducted.design.weights(question)) if weight}


def t_test(conducted: Conducted, trial: int, what: endpoints.Measured, question: Question) -> Result:
    """Change in two arms, one variance (Student).

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    what
        An endpoint of them.
    question
        Number of an arm, or a name.
    """
    change, sequence = what.change[trial], conducted.sequence[trial]
    if not isinstance(question, int):
        return one(quick.t_test(conducted, what, question), trial, int(np.isfinite(change).sum()))
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    groups = [change[(sequence == arm) & np.isfinite(change)] for arm in (question, conducted.design.reference)]
    n = sum(map(len, groups))
    if min(map(len, groups)) < one_variance.FEWEST:
        return (*NOTHING, n)
    compared = CompareMeans(*(DescrStatsW(group) for group in groups))
    low, high = compared.tconfint_diff(usevar="pooled")
    p = compared.ttest_ind(usevar="pooled")[1]
    return float(groups[0].mean() - groups[1].mean()), float(low), float(high), float(p), n


def one(found: quick.Quick, trial: int, n: int) -> Result:
    """One of many trials.

    Parameters
    ----------
    found
        Estimates of many.
    trial
        Which of them.
    n
        People in it.
    """
    low, high = found.interval()
    return float(found.estimate[trial]), float(low[trial]), float(high[trial]), float(found.p[trial]), n


def mixed(conducted: Conducted, trial: int, what: endpoints.Measured, question: Question) -> Result:
    """Repeated measures.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    what
        An endpoint of them.
    question
        Number of an arm, or a name.
    """
    n = int(np.isfinite(what.later[trial]).any(axis=1).sum())
    return one(quick.mixed(conducted, what, question), trial, n)


def of_clusters(conducted: Conducted, trial: int, what: endpoints.Measured, question: Question) -> Result:
    """Means of clusters; ``people`` are those in them.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    what
        An endpoint of them.
    question
        Number of an arm, or a name.
    """
    found = quick.Quick(*clusters.compared(conducted, what, conducted.design.weights(question)))
    return one(found, trial, int(np.isfinite(what.change[trial]).sum()))


def stepped(conducted: Conducted, trial: int, endpoint: str) -> Result:
    """A stepped wedge.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    endpoint
        Its name.
    """
    n = int(np.isfinite(endpoints.periods(conducted, endpoint)[trial]).any(axis=1).sum())
    return one(quick.Quick(*clusters.stepped(conducted, endpoint)), trial, n)


def crossover(conducted: Conducted, trial: int, endpoint: str, place: int) -> Result:
    """End of period by person, period and arm.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    endpoint
        Its name.
    place
        Number of the arm that is compared with the control.
    """
    import pandas as pd
    import statsmodels.formula.api as smf

    y = endpoints.periods(conducted, endpoint)[trial]
    count = y.shape[1]
    table = pd.DataFrame(
        {
            "y": y.ravel(),
            "person": np.repeat(np.arange(len(y)), count),
            "period": np.tile(np.arange(count), len(y)),
            "arm": np.array(conducted.design.sequences)[conducted.sequence[trial]].ravel(),
        }
    )
    whole = np.isfinite(y).all(axis=1)
    table = table[np.repeat(whole, count)]
    reference, people = conducted.design.reference, int(whole.sum())
    name = f"C(arm, Treatment({reference}))[T.{place}]"
    if not {place, reference} <= set(table["arm"]):
        return (*NOTHING, people)
    model: Any = smf.ols(f"y ~ C(arm, Treatment({reference})) + C(period) + C(person)", table)
    _, determined = estimable.inverse(model.exog.T @ model.exog)
    if len(table) <= model.exog.shape[1] or not determined[model.exog_names.index(name)]:
        return (*NOTHING, people)
    fitted: Any = model.fit()
    low, high = fitted.conf_int().loc[name]
    return float(fitted.params[name]), float(low), float(high), float(fitted.pvalues[name]), people


def responders(conducted: Conducted, trial: int, found: Array, question: Question, *, exact: bool = False) -> Result:
    """Difference of shares; interval of Agresti and Caffo where two groups are compared.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    found
        1 responder, 0 not, NaN not known: (trial, participant).
    question
        Number of an arm, or a name.
    exact
        Whether small groups are compared by an exact test, as where this is the primary endpoint.
    """
    from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

    weights = conducted.design.weights(question)
    successes, counted, weight = shares.counted(found, conducted.sequence, weights)
    x, n = successes[:, [trial]], counted[:, [trial]]
    people = int(n.sum())
    if n.min() < 1:
        return (*NOTHING, people)
    made = shares.compared(x, n, weight, exact=exact)
    p = float(made.p[0])
    if len(weight) > 2 or sorted(weight) != [-1.0, 1.0]:
        half = 1.959964 * float(made.se[0])
        value = float(made.difference[0])
        return value, value - half, value + half, p, people
    x1, n1, x0, n0 = (int(v) for v in (x[0, 0], n[0, 0], x[1, 0], n[1, 0]))
    low, high = confint_proportions_2indep(x1, n1, x0, n0, compare="diff", method="agresti-caffo")
    if not exact:
        p = 1.0
        if 0 < x1 + x0 < n1 + n0:
            # ratios that nobody asked for are worked out too, and may be infinite
            with np.errstate(divide="ignore", invalid="ignore"):
                tested = test_proportions_2indep(x1, n1, x0, n0, compare="diff", method="score", correction=True)
            p = float(tested.pvalue)
    return x1 / n1 - x0 / n0, float(low), float(high), p, people


def time_to_event(conducted: Conducted, trial: int, question: Question) -> Result:
    """Logarithm of the hazard ratio by Cox (ties by Efron), with the p of the log-rank test.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    question
        Number of an arm, or a name.
    """
    from statsmodels.duration.hazard_regression import PHReg

    table = survival.table(conducted, trial)
    signs = np.sign(np.array(conducted.design.weights(question)))
    use = (signs[table["arm"]] != 0) & (table["weeks"] > 0)
    table = table[use]
    group = (signs[table["arm"]] > 0).astype(float)
    p = float(quick.primary(conducted, conducted.design.primary, question).p[trial])
    events = [int(table["event"][group == side].sum()) for side in (1, 0)]
    if min(events) < 1 or len(set(group)) < 2:
        return (*NOTHING[:3], p, len(table))
    fitted: Any = PHReg(table["weeks"], group[:, None], status=table["event"], ties="efron").fit()
    low, high = fitted.conf_int()[0]
    return float(fitted.params[0]), float(low), float(high), p, len(table)
