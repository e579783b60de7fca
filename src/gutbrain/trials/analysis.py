"""One trial analysed as a statistician would, with statsmodels; every result with its interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain.trials import endpoints, estimable, quick
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Criterion
from gutbrain.trials.people import meets

if TYPE_CHECKING:
    import pandas as pd

ALL, KEPT = "as randomised", "per protocol"


@dataclass(frozen=True)
class Estimate:
    """A comparison of an arm with the control.

    ``kind`` is ``difference``, ``ratio`` (of what is analysed as a logarithm), ``risk difference`` or ``interaction``;
    ``people`` the set that was analysed; ``effect_size`` the difference in SD of the baseline (without a side);
    ``adjusted`` the p value by Holm over all endpoints and arms, of the analysis that the design names. ``why`` says
    why there is no estimate where there is none: then all numbers are NaN, never 0.
    """

    endpoint: str
    contrast: str
    analysis: str
    people: str
    kind: str
    value: float
    low: float
    high: float
    p: float
    n: int
    primary: bool = False
    effect_size: float | None = None
    adjusted: float | None = None
    why: str = ""

    @property
    def known(self) -> bool:
        """Whether there is an estimate."""
        return bool(np.isfinite(self.value))

    @property
    def planned(self) -> bool:
        """Whether this is what the design plans for an endpoint."""
        return self.primary or self.adjusted is not None


@dataclass(frozen=True)
class NonInferiority:
    """Whether the interval excludes that the arm is worse by the margin or more; None where there is no estimate.

    ``margin`` and ``worst``, the end of the interval on the worse side, are on the scale of the analysis: of what is
    compared by a ratio the logarithm.
    """

    contrast: str
    margin: float
    worst: float
    shown: bool | None


@dataclass(frozen=True)
class Parts:
    """People in the subgroup of the design and outside it, at the start; whether their effects can be compared."""

    criterion: Criterion
    inside: int
    outside: int
    compared: bool


def analyse(conducted: Conducted, trial: int = 0) -> list[Estimate]:
    """All analyses of one trial, the primary first.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which of them.
    """
    design = conducted.design
    found: list[Estimate] = []
    for endpoint in design.endpoints:
        for place, label in endpoints.pairs(conducted):
            found += _of(conducted, trial, endpoint, place, label)
    first = [e for e in found if e.analysis == _main(conducted) and e.people == ALL and e.kind != "interaction"]
    from statsmodels.stats.multitest import multipletests

    usable = [e for e in first if np.isfinite(e.p)]
    adjusted = multipletests([e.p for e in usable], method="holm")[1] if usable else []
    by_key = {(e.endpoint, e.contrast): float(p) for e, p in zip(usable, adjusted, strict=True)}
    marked = [
        replace(e, adjusted=by_key.get((e.endpoint, e.contrast)), primary=e.endpoint == design.primary)
        if e in first
        else e
        for e in found
    ]
    return sorted(marked, key=lambda e: not e.primary)


def non_inferior(conducted: Conducted, found: list[Estimate]) -> list[NonInferiority]:
    """Whether arms are not worse than the control by the margin, from the intervals of the primary analysis."""
    design = conducted.design
    if design.margin is None:
        return []
    made = []
    for e in found:
        if e.primary:
            low, high = (np.log(e.low), np.log(e.high)) if e.kind == "ratio" else (e.low, e.high)
            worst = high if design.better[design.primary] < 0 else low
            shown = worst < design.margin if design.better[design.primary] < 0 else worst > -design.margin
            made.append(NonInferiority(e.contrast, design.margin, float(worst), bool(shown) if e.known else None))
    return made


def parts(conducted: Conducted, found: list[Estimate], trial: int = 0) -> Parts | None:
    """How many people the subgroup of a design holds; nothing where there is none.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    found
        Estimates of that trial; they say whether the subgroup was compared with the others.
    trial
        Which one.
    """
    design = conducted.design
    if design.subgroup is None:
        return None
    inside = subgroup(conducted)[trial]
    compared = any(e.kind == "interaction" for e in found)
    return Parts(design.subgroup, int(inside.sum()), int((~inside).sum()), compared)


def _main(conducted: Conducted) -> str:
    return "crossover" if conducted.design.crossover else conducted.design.analysis


def _of(conducted: Conducted, trial: int, endpoint: str, place: int, label: str) -> Iterator[Estimate]:
    """Every analysis of one endpoint and comparison."""
    if conducted.design.crossover:
        one = _crossover(conducted, trial, endpoint, place)
        yield _made(conducted, trial, endpoint, label, "crossover", ALL, one)
        return
    for kept in (False, True):
        table = _table(conducted, trial, endpoint, per_protocol=kept)
        people = KEPT if kept else ALL
        yield _made(
            conducted, trial, endpoint, label, "ancova", people, _ancova(table, place, conducted.design.reference)
        )
        if not kept:
            yield _made(conducted, trial, endpoint, label, "t-test", people, _t_test(conducted, table, place))
            if len(conducted.design.visits) > 2:
                yield _made(conducted, trial, endpoint, label, "mmrm", people, _mmrm(conducted, trial, endpoint, place))
    if conducted.design.better[endpoint]:
        yield _responders(conducted, trial, endpoint, place, label)
    if conducted.design.subgroup:
        differs = _made(
            conducted,
            trial,
            endpoint,
            label,
            "ancova",
            ALL,
            _interaction(conducted, trial, endpoint, place),
            "interaction",
        )
        # a part that holds everybody or nobody has no effect of its own: see :func:`parts`
        if differs.known:
            yield differs


_Result = tuple[float, float, float, float, int]


def _made(
    conducted: Conducted,
    trial: int,
    endpoint: str,
    label: str,
    analysis: str,
    people: str,
    result: _Result,
    kind: str = "",
) -> Estimate:
    value, low, high, p, n = result
    spread = float(np.nanstd(endpoints.measured(conducted, endpoint).start[trial], ddof=1))
    size = value / spread if spread and kind != "interaction" else None
    if endpoints.is_ratio(endpoint):
        value, low, high = (float(np.exp(v)) for v in (value, low, high))
    shown = kind or ("ratio" if endpoints.is_ratio(endpoint) else "difference")
    made = Estimate(endpoint, label, analysis, people, shown, value, low, high, p, n, effect_size=size)
    if made.known:
        return made
    return replace(made, effect_size=None, why=_why(conducted, trial, endpoint, label, analysis, people == KEPT))


def _why(conducted: Conducted, trial: int, endpoint: str, label: str, analysis: str, per_protocol: bool) -> str:
    """Why a comparison cannot be estimated: who is left of each arm."""
    design = conducted.design
    if design.crossover:
        whole = np.isfinite(endpoints.periods(conducted, endpoint)[trial]).all(axis=1).sum()
        return f"{whole} of {design.people} people finished every period: too few"
    there = np.isfinite(endpoints.measured(conducted, endpoint, per_protocol=per_protocol).change[trial])
    arms = [label.removesuffix(f" against {design.control}"), design.control]
    names = [arm.name for arm in design.arms]
    mine = {arm: conducted.sequence[trial] == names.index(arm) for arm in arms}
    left = " and ".join(f"{(there & inside).sum()} of {inside.sum()} in {arm}" for arm, inside in mine.items())
    visits = f", for {len(design.visits) - 1} visits" if analysis == "mmrm" else ""
    return f"{left} can be analysed{visits}: too few"


def _table(conducted: Conducted, trial: int, endpoint: str, *, per_protocol: bool = False) -> pd.DataFrame:
    """Change, baseline and arm of everybody who has both values."""
    import pandas as pd

    what = endpoints.measured(conducted, endpoint, per_protocol=per_protocol)
    columns = {"change": what.change[trial], "baseline": what.start[trial], "arm": conducted.sequence[trial]}
    if conducted.design.subgroup:
        columns["part"] = subgroup(conducted)[trial].astype(float)
    return pd.DataFrame(columns).dropna(subset=["change", "baseline"])


def subgroup(conducted: Conducted) -> np.ndarray:
    """Who is in the subgroup of the design, by what was measured at the first visit: (trial, participant)."""
    criterion = conducted.design.subgroup
    assert criterion is not None
    return meets(criterion, conducted.seen[criterion.name][..., 0])


NOTHING = (np.nan, np.nan, np.nan, np.nan)


def _fit(formula: str, table: pd.DataFrame, name: str, arms: tuple[int, int]) -> _Result:
    """Least squares of a formula; the coefficient of a name, where both arms are there and the data determine it."""
    import statsmodels.formula.api as smf

    if not set(arms) <= set(table["arm"]):
        return (*NOTHING, len(table))
    model: Any = smf.ols(formula, table)
    _, determined = estimable.inverse(model.exog.T @ model.exog)
    if len(table) <= model.exog.shape[1] or not determined[model.exog_names.index(name)]:
        return (*NOTHING, len(table))
    fitted: Any = model.fit()
    low, high = fitted.conf_int().loc[name]
    return float(fitted.params[name]), float(low), float(high), float(fitted.pvalues[name]), int(fitted.nobs)


def _ancova(table: pd.DataFrame, place: int, reference: int) -> _Result:
    name = f"C(arm, Treatment({reference}))[T.{place}]"
    return _fit(f"change ~ C(arm, Treatment({reference})) + baseline", table, name, (place, reference))


def _t_test(conducted: Conducted, table: pd.DataFrame, place: int) -> _Result:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    one, other = (table["change"][table["arm"] == arm] for arm in (place, conducted.design.reference))
    if min(len(one), len(other)) < quick.FEWEST:
        return (*NOTHING, len(one) + len(other))
    compared = CompareMeans(DescrStatsW(one), DescrStatsW(other))
    low, high = compared.tconfint_diff(usevar="pooled")
    p = compared.ttest_ind(usevar="pooled")[1]
    return float(one.mean() - other.mean()), float(low), float(high), float(p), len(one) + len(other)


def _one(found: quick.Quick, trial: int, n: int) -> _Result:
    low, high = found.interval()
    return float(found.estimate[trial]), float(low[trial]), float(high[trial]), float(found.p[trial]), n


def _mmrm(conducted: Conducted, trial: int, endpoint: str, place: int) -> _Result:
    what = endpoints.measured(conducted, endpoint)
    n = int(np.isfinite(what.later[trial]).any(axis=1).sum())
    return _one(quick.mixed(conducted, what, place), trial, n)


def _crossover(conducted: Conducted, trial: int, endpoint: str, place: int) -> _Result:
    """End of period by person, period and arm."""
    import pandas as pd

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
    reference = conducted.design.reference
    name = f"C(arm, Treatment({reference}))[T.{place}]"
    found = _fit(f"y ~ C(arm, Treatment({reference})) + C(period) + C(person)", table, name, (place, reference))
    return (*found[:4], int(whole.sum()))


def _responders(conducted: Conducted, trial: int, endpoint: str, place: int, label: str) -> Estimate:
    from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

    found = endpoints.responded(conducted, endpoint)[trial]
    counts = []
    for arm in (place, conducted.design.reference):
        mine = found[(conducted.sequence[trial] == arm) & np.isfinite(found)]
        counts += [int(mine.sum()), len(mine)]
    x1, n1, x0, n0 = counts
    if min(n1, n0) < 1:
        why = _why(conducted, trial, endpoint, label, "responders", False)
        return Estimate(endpoint, label, "responders", ALL, "risk difference", *NOTHING, n1 + n0, why=why)
    low, high = confint_proportions_2indep(x1, n1, x0, n0, compare="diff", method="agresti-caffo")
    p = 1.0
    if 0 < x1 + x0 < n1 + n0:
        # ratios that nobody asked for are worked out too, and may be infinite
        with np.errstate(divide="ignore", invalid="ignore"):
            tested = test_proportions_2indep(x1, n1, x0, n0, compare="diff", method="score", correction=True)
        p = float(tested.pvalue)
    value = x1 / n1 - x0 / n0
    return Estimate(endpoint, label, "responders", ALL, "risk difference", value, float(low), float(high), p, n1 + n0)


def _interaction(conducted: Conducted, trial: int, endpoint: str, place: int) -> _Result:
    table = _table(conducted, trial, endpoint)
    reference = conducted.design.reference
    name = f"C(arm, Treatment({reference}))[T.{place}]:part"
    return _fit(f"change ~ C(arm, Treatment({reference})) * part + baseline", table, name, (place, reference))
