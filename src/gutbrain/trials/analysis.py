"""One trial analysed as a statistician would, with statsmodels; every result with its interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from gutbrain.trials import clusters, endpoints, one_trial, success
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Design, Question
from gutbrain.trials.people import meets_all
from gutbrain.trials.questions import Criterion

RATIOS = ("ratio", "hazard ratio")
"""Kinds of estimates that are told as ratios, and analysed as their logarithms."""

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
        for question, label in endpoints.pairs(conducted):
            found += _of(conducted, trial, endpoint, question, label)
    first = [e for e in found if e.analysis == main(design, e.endpoint) and e.people == ALL and e.kind != "interaction"]
    by_key = _adjusted(design, first)
    marked = [
        replace(e, adjusted=by_key.get((e.endpoint, e.contrast)), primary=e.endpoint == design.primary)
        if e in first
        else e
        for e in found
    ]
    return sorted(marked, key=lambda e: not e.primary)


def _adjusted(design: Design, first: list[Estimate]) -> dict[tuple[str, str], float]:
    """P values of the planned analyses, adjusted for one another.

    By Holm over all endpoints and questions of the family. In a hierarchy of endpoints each has the largest p so far,
    times the number of comparisons; endpoints that are primary together have the largest of theirs. The interaction of
    factors, and doses beside their trend (see :func:`gutbrain.trials.success.trend_then_arms`), stand apart.
    """
    from statsmodels.stats.multitest import multipletests

    asked = {design.label(question) for question in design.family}
    usable = [e for e in first if np.isfinite(e.p) and e.contrast in asked]
    order = design.hierarchy or design.co_primary
    if not order:
        adjusted = multipletests([e.p for e in usable], method="holm")[1] if usable else []
        return {(e.endpoint, e.contrast): float(p) for e, p in zip(usable, adjusted, strict=True)}
    family = {design.label(question) for question in design.family}
    made: dict[tuple[str, str], float] = {}
    for contrast in dict.fromkeys(e.contrast for e in usable):
        p = {e.endpoint: e.p for e in usable if e.contrast == contrast}
        largest = 0.0
        for name in order:
            largest = max(largest, p.get(name, 1.0))
            steps = len(family) if contrast in family else 1
            made[name, contrast] = min(largest * steps, 1.0)
        if design.co_primary:
            made |= {(name, contrast): min(largest * len(family), 1.0) for name in order}
    return made


def non_inferior(conducted: Conducted, found: list[Estimate]) -> list[NonInferiority]:
    """Whether arms are not worse than the control by the margin; of several the error rate holds together (Holm)."""
    design = conducted.design
    if design.margin is None:
        return []
    made = []
    tested = success.tested(conducted)
    shown = {design.label(one): bool(found[0]) for one, found in zip(tested.questions, tested.shown, strict=True)}
    for e in found:
        if e.primary and e.contrast in shown:
            low, high = (np.log(e.low), np.log(e.high)) if e.kind in RATIOS else (e.low, e.high)
            worst = high if design.side(design.primary) < 0 else low
            made.append(NonInferiority(e.contrast, design.margin, float(worst), shown[e.contrast] if e.known else None))
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


def main(design: Design, endpoint: str) -> str:
    """The analysis that a design plans for an endpoint."""
    if design.stepped:
        return "stepped-wedge"
    if design.crossover:
        return "crossover"
    if endpoint == design.primary and design.primary_as.kind != "change":
        return design.primary_as.kind
    return "clusters" if clusters.whole(design) else design.analysis


def _of(conducted: Conducted, trial: int, endpoint: str, question: Question, label: str) -> Iterator[Estimate]:
    """Every analysis of one endpoint and comparison."""
    design = conducted.design

    def made(analysis: str, result: one_trial.Result, people: str = ALL, kind: str = "") -> Estimate:
        return _made(conducted, trial, endpoint, question, analysis, people, result, kind)

    if design.stepped:
        yield made("stepped-wedge", one_trial.stepped(conducted, trial, endpoint))
        return
    if design.crossover:
        assert isinstance(question, int)
        yield made("crossover", one_trial.crossover(conducted, trial, endpoint, question))
        return
    counted = endpoint == design.primary and design.primary_as.kind != "change"
    if counted and design.primary_as.kind == "time-to-event":
        yield made("time-to-event", one_trial.time_to_event(conducted, trial, question), kind="hazard ratio")
    elif counted:
        found = endpoints.responded(conducted, endpoint, design.primary_as.event)
        result = one_trial.responders(conducted, trial, found, question, exact=True)
        yield made(design.primary_as.kind, result, kind="risk difference")
    what = endpoints.measured(conducted, endpoint)
    if clusters.whole(design):
        yield made("clusters", one_trial.of_clusters(conducted, trial, what, question))
    else:
        yield made("ancova", one_trial.ancova(conducted, trial, what, question))
        yield made("t-test", one_trial.t_test(conducted, trial, what, question))
        if len(design.visits) > 2:
            yield made("mmrm", one_trial.mixed(conducted, trial, what, question))
        kept = endpoints.measured(conducted, endpoint, per_protocol=True)
        yield made("ancova", one_trial.ancova(conducted, trial, kept, question), KEPT)
    for place, week in enumerate(design.follow_up, design.end + 1):
        later = endpoints.measured(conducted, endpoint, visit=place)
        if clusters.whole(design):
            yield made(f"clusters, week {week:g}", one_trial.of_clusters(conducted, trial, later, question))
        else:
            yield made(f"ancova, week {week:g}", one_trial.ancova(conducted, trial, later, question))
    if design.better[endpoint] and not clusters.whole(design) and not counted:
        found = endpoints.responded(conducted, endpoint)
        yield made("responders", one_trial.responders(conducted, trial, found, question), kind="risk difference")
    if design.subgroup:
        inside = subgroup(conducted)
        result = one_trial.interaction(conducted, trial, endpoint, question, inside)
        differs = made("ancova", result, kind="interaction")
        # a part that holds everybody or nobody has no effect of its own: see :func:`parts`
        if differs.known:
            yield differs


def _made(
    conducted: Conducted,
    trial: int,
    endpoint: str,
    question: Question,
    analysis: str,
    people: str,
    result: one_trial.Result,
    kind: str = "",
) -> Estimate:
    value, low, high, p, n = result
    spread = float(np.nanstd(endpoints.measured(conducted, endpoint).start[trial], ddof=1))
    plain = not kind
    size = value / spread if spread and plain else None
    ratio = kind == "hazard ratio" or (endpoints.is_ratio(endpoint) and kind != "risk difference")
    if ratio:
        value, low, high = (float(np.exp(v)) for v in (value, low, high))
    shown = kind or ("ratio" if ratio else "difference")
    label = conducted.design.label(question)
    made = Estimate(endpoint, label, analysis, people, shown, value, low, high, p, n, effect_size=size)
    if made.known:
        return made
    return replace(made, effect_size=None, why=_why(conducted, trial, endpoint, question, analysis, people == KEPT))


def _why(conducted: Conducted, trial: int, endpoint: str, question: Question, analysis: str, per_protocol: bool) -> str:
    """Why a comparison cannot be estimated: who is left of each arm."""
    design = conducted.design
    if design.periods > 1:
        whole = np.isfinite(endpoints.periods(conducted, endpoint)[trial]).all(axis=1).sum()
        return f"{whole} of {design.people} people finished every period: too few"
    there = np.isfinite(endpoints.measured(conducted, endpoint, per_protocol=per_protocol).change[trial])
    needed = sorted(one_trial.needed(conducted, question), key=lambda arm: arm == design.reference)
    mine = {design.arms[arm].name: conducted.sequence[trial] == arm for arm in needed}
    left = " and ".join(f"{(there & inside).sum()} of {inside.sum()} in {arm}" for arm, inside in mine.items())
    visits = f", for {len(design.visits) - 1} visits" if analysis == "mmrm" else ""
    return f"{left} can be analysed{visits}: too few"


def subgroup(conducted: Conducted) -> np.ndarray:
    """Who is in the subgroup of the design, by what was measured at the first visit: (trial, participant)."""
    criterion = conducted.design.subgroup
    assert criterion is not None
    return meets_all(criterion, {name: conducted.seen[name][..., 0] for name in criterion.names})
