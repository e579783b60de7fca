"""What a design asks besides the plain comparison, answered in tables: of one trial."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import (
    bayes,
    clusters,
    estimands,
    imputation,
    interim,
    mediation,
    quick,
    success,
    survival,
)
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Design
from gutbrain.trials.flow import Flow

Array = NDArray[np.float64]

Cell = str | float | int | None


@dataclass(frozen=True)
class Table:
    """A table of a result: ``key`` names it for programs, ``notes`` say how it is to be read."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Places of the columns that hold numbers."""
        return tuple(n for n in range(len(self.columns)) if any(isinstance(row[n], int | float) for row in self.rows))


def tables_of_one(conducted: Conducted, flow: Flow) -> list[Table]:
    """Tables of one trial: what is estimated, and every analysis that the design asks for besides.

    Parameters
    ----------
    conducted
        One trial.
    flow
        Who went where in it.
    """
    return [
        table
        for made in (_estimand, _equivalence, _doses, _looks, _posterior, _mediated, _unseen, _times)
        for table in made(conducted)
    ] + list(_feasible(conducted.design, flow))


def percent(share: float) -> str:
    """A share in per cent, nothing where it is not known."""
    return f"{100 * share:.1f} %" if np.isfinite(share) else ""


def _estimand(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    one = estimands.attributes(design)
    if design.estimand is None and not one.events:
        return
    came = "; ".join(f"{event}: {how}" for event, how in one.events) or "none"
    rows = (
        ("population", one.population),
        ("treatment", one.treatment),
        ("variable", one.variable),
        ("intercurrent events", came),
        ("summary", one.summary),
    )
    yield Table("estimand", "Estimand", ("attribute", "as analysed"), rows)


def _equivalence(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.equivalence is None:
        return
    tested = success.tested(conducted)
    rows = tuple(
        (design.label(q), design.equivalence, float(tested.p[n, 0]), "shown" if tested.shown[n, 0] else "not shown")
        for n, q in enumerate(tested.questions)
    )
    note = "Two one-sided tests, each at half the error rate: the interval must lie within the margin on both sides."
    yield Table("equivalence", "Equivalence", ("comparison", "margin", "p", "verdict"), rows, (note,))


def _doses(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if not design.doses or clusters.whole(design):
        return
    rows = []
    for question, p in success.trend_then_arms(conducted, design.primary).items():
        low, high = quick.primary(conducted, design.primary, question).interval()
        value = float(quick.primary(conducted, design.primary, question).estimate[0])
        rows.append((design.label(question), value, float(low[0]), float(high[0]), float(p[0])))
    notes = (
        "The trend is tested first; a dose counts as shown where the trend and its own p by Dunnett are below alpha.",
        "The trend is the rise from the lowest to the highest dose on a straight line. Ratios stand as logarithms.",
    )
    columns = ("comparison", "estimate", "low", "high", "adjusted p")
    yield Table("dose_response", "Dose-response", columns, tuple(rows), notes)


def _looks(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if not design.looks:
        return
    found = interim.carried(conducted)
    shares = (*(look.share for look in design.looks), 1.0)
    rows: list[tuple[Cell, ...]] = []
    for n, share in enumerate(shares):
        best = float(np.nanmax(found.z[n, :, 0])) if np.isfinite(found.z[n, :, 0]).any() else float("nan")
        hope = float(interim.conditional_power(np.array([best]), share, found.upper[-1])[0]) if share < 1 else None
        state = "stopped here" if found.look[0] == n and share < 1 else "end" if share == 1 else "went on"
        state = "not reached" if found.look[0] < n else state
        people = interim.first(conducted, share).sequence.shape[1] if share < 1 else conducted.sequence.shape[1]
        bound = found.upper[n] if np.isfinite(found.upper[n]) else None
        rows.append((f"{100 * share:.0f} %", people, bound, best, hope, state))
    columns = ("look", "people", "bound for z", "z", "conditional power", "what happened")
    note = f"Bounds: {design.looks[0].efficacy}. Futility does not bind. Estimates are those of the whole trial."
    yield Table("monitoring", "Looks before the end, this trial", columns, tuple(rows), (note,))


def _posterior(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.bayes is None:
        return
    rows: list[tuple[Cell, ...]] = []
    for question in design.family:
        one = bayes.posterior(conducted, question)
        shown = "shown" if one.benefit[0] > design.bayes.success else "not shown"
        values = tuple(float(part[0]) for part in (one.median, one.low, one.high, one.benefit))
        rows.append((design.label(question), *values, shown))
    columns = ("comparison", "posterior median", "low", "high", "chance of benefit", "verdict")
    prior = (
        design.bayes.prior
        if isinstance(design.bayes.prior, str)
        else "normal, mean {:g}, SD {:g}".format(*design.bayes.prior)
    )
    note = f"Prior: {prior}. Shown where the chance of benefit is above {design.bayes.success:g}; 95 % intervals."
    yield Table("posterior", "Bayesian analysis", columns, tuple(rows), (note,))


def _mediated(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    rows: list[tuple[Cell, ...]] = []
    for name in design.mediators:
        for question in design.family:
            one = mediation.mediated(conducted, name, question)
            values = (float(part[0]) for part in (one.through, one.low, one.high, one.p, one.beside))
            rows.append((name, design.label(question), *values))
    if rows:
        columns = ("mediator", "comparison", "through it", "low", "high", "p", "beside it")
        note = "Product of paths. A mediator is not randomised: what moves it and the endpoint counts as if it carried."
        yield Table("mediation", "Mediation", columns, tuple(rows), (note,))


def _unseen(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    kind = design.imputation
    rows: list[tuple[Cell, ...]] = []
    if not kind or design.periods > 1 or clusters.whole(design):
        return
    if kind == "tipping-point":
        notes = []
        for question in design.family:
            found = imputation.tipping(conducted, design.primary, question)
            every = zip(found.delta, found.estimate, found.low, found.high, found.p, strict=True)
            rows += [(design.label(question), *row) for row in every]
            if found.tips_at is None:
                shown = found.p[0] < design.alpha
                said = "stands however bad (up to 2 SD)" if shown else "nothing was shown where they are as others"
            else:
                said = f"shown until people who left the treatment are {abs(found.tips_at):.3g} worse than others"
            notes.append(f"{design.label(question)}: {said}.")
        columns = ("comparison", "worse by", "estimate", "low", "high", "p")
        yield Table("missing", "Tipping point", columns, tuple(rows), tuple(notes))
        return
    for question in design.family:
        one = imputation.imputed(conducted, design.primary, question, kind)
        low, high = one.interval()
        rows.append((design.label(question), float(one.estimate[0]), float(low[0]), float(high[0]), float(one.p[0])))
    note = f"{imputation.IMPUTED} imputations, ANCOVA, Rubin's rules. Of ratios the logarithm is shown."
    title = kind.replace("-", " ").capitalize()
    yield Table("missing", title, ("comparison", "estimate", "low", "high", "p"), tuple(rows), (note,))


def _times(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.primary_as.kind != "time-to-event":
        return
    from statsmodels.duration.survfunc import SurvfuncRight

    table, rows = survival.table(conducted), []
    for place, arm in enumerate(design.arms):
        mine = table[(table["arm"] == place) & (table["weeks"] > 0)]
        if len(mine):
            made = SurvfuncRight(mine["weeks"], mine["event"])
            free = [float(p) for p in made.surv_prob]
            rows.append((arm.name, len(mine), int(mine["event"].sum()), percent(free[-1] if free else 1.0)))
    columns = ("arm", "people", "events", "without the event at the end")
    yield Table("survival", "Time to the event", columns, tuple(rows), ("Kaplan-Meier, as visits show it.",))


def _feasible(design: Design, flow: Flow) -> Iterator[Table]:
    if design.feasibility is None:
        return
    from statsmodels.stats.proportion import proportion_confint

    people = sum(group.allocated for group in flow.groups)
    rows = []
    for name, wanted, of, total in (
        ("recruited", design.feasibility.recruited, flow.randomised, flow.screened),
        ("kept", design.feasibility.kept, people - sum(group.left for group in flow.groups), people),
    ):
        if wanted is not None:
            low, high = proportion_confint(of, total, method="wilson")
            rows.append((name, percent(wanted), percent(of / total), percent(low), percent(high)))
    columns = ("criterion", "wanted", "found", "low", "high")
    if rows:
        yield Table("feasibility", "Feasibility, this trial", columns, tuple(rows), ("95 % intervals of Wilson.",))
