"""What a design asks besides the plain comparison, answered in tables: of one trial, and of many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import (
    analysis,
    bayes,
    clusters,
    estimands,
    imputation,
    interim,
    judging,
    mediation,
    quick,
    success,
    survival,
)
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.design import Design
from gutbrain.trials.effects import middle
from gutbrain.trials.flow import Flow
from gutbrain.trials.people import Population, Screening

Array = NDArray[np.float64]

Cell = str | float | int | None

NULL = 2000
"""Trials without any effect by which an error rate is told."""

SOME = 40
"""Trials in which what was not seen is drawn, to know how often the result stands."""

FEWER = 10
"""Times that it is drawn in each of these."""


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


def of_one(conducted: Conducted, flow: Flow) -> list[Table]:
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


def of_many(population: Population, conducted: Conducted, seed: int) -> list[Table]:
    """Tables of many trials: how often each question is answered, and how often without any effect.

    Parameters
    ----------
    population
        Over the ensemble.
    conducted
        Trials with these people.
    seed
        Same seed, same numbers.
    """
    design = population.design
    found = [*_questions(conducted), *_hierarchy(conducted), *_interaction(conducted), *_mediators(conducted)]
    found += [*_stopping(population, conducted, seed), *_sizes(conducted), *_operating(population, conducted, seed)]
    found += [*_stands(conducted), *_clustered(design), *_reached(design, population.screening, conducted)]
    return found


def needed(design: Design) -> bool:
    """Whether a design asks for any table of many trials."""
    asked = (design.factorial, design.doses, design.hierarchy, design.co_primary, design.subgroup, design.mediators)
    more = (design.looks, design.reestimation, design.bayes, design.imputation, design.groups, design.feasibility)
    return any((*asked, *more, len(design.family) > 1, design.equivalence is not None))


def _percent(share: float) -> str:
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
    rows = []
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
    rows = []
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
    rows = []
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
    if not kind or design.periods > 1 or clusters.whole(design):
        return
    if kind == "tipping-point":
        rows, notes = [], []
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
    rows = []
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
            rows.append((arm.name, len(mine), int(mine["event"].sum()), _percent(free[-1] if free else 1.0)))
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
            rows.append((name, _percent(wanted), _percent(of / total), _percent(low), _percent(high)))
    columns = ("criterion", "wanted", "found", "low", "high")
    if rows:
        yield Table("feasibility", "Feasibility, this trial", columns, tuple(rows), ("95 % intervals of Wilson.",))


def _questions(conducted: Conducted) -> Iterator[Table]:
    """How often each question of the primary endpoint is answered."""
    design = conducted.design
    if len(design.questions) < 2 or design.bayes or design.looks:
        return
    tested = success.tested(conducted)
    shown = dict(zip(tested.questions, tested.shown, strict=True))
    if design.doses and not clusters.whole(design):
        p = success.trend_then_arms(conducted, design.primary)
        good = {q: judging.of(conducted, design.primary, q)[1] for q in p}
        shown = {q: (p[q] < design.alpha) & good[q] for q in p}
    rows = []
    for question in design.questions:
        found = quick.primary(conducted, design.primary, question)
        alone = shown.get(question, np.asarray(found.p < design.alpha))
        rows.append((design.label(question), *middle(found.estimate), _percent(float(alone.mean()))))
    note = "The error rate holds for all questions together, but that of an interaction is its own."
    columns = ("question", "median", "low", "high", "shown in")
    yield Table("questions", f"Questions about {design.primary}, many trials", columns, tuple(rows), (note,))


def _hierarchy(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.hierarchy:
        rows = tuple(
            (n, name, _percent(float(w.mean()))) for n, (name, w) in enumerate(success.hierarchy(conducted).items(), 1)
        )
        note = "Each is tested only where those before it are shown, at the whole error rate."
        yield Table("hierarchy", "Endpoints in their order", ("step", "endpoint", "shown in"), rows, (note,))
    if design.co_primary:
        single = []
        for name in design.co_primary:
            found = [judging.of(conducted, name, question) for question in design.family]
            shown = np.any([(p < design.alpha) & good for p, good in found], axis=0)
            single.append((name, _percent(float(shown.mean()))))
        single.append(("all of them", _percent(float(success.won(conducted).mean()))))
        note = "Each at the whole error rate; the trial succeeds where all are shown."
        yield Table("co_primary", "Co-primary endpoints", ("endpoint", "shown in"), tuple(single), (note,))


def _interaction(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.subgroup is None or design.periods > 1 or clusters.whole(design):
        return
    inside, rows = analysis.subgroup(conducted), []
    for question in design.family:
        found = quick.interaction(conducted, design.primary, question, inside)
        rows.append((design.label(question), *middle(found.estimate), _percent(float((found.p < design.alpha).mean()))))
    columns = ("comparison", "median", "low", "high", "shown in")
    title = f"Is the effect another where {design.subgroup}?"
    yield Table("subgroup_power", title, columns, tuple(rows))


def _mediators(conducted: Conducted) -> Iterator[Table]:
    design, rows = conducted.design, []
    for name in design.mediators:
        for question in design.family:
            one = mediation.mediated(conducted, name, question)
            shown = float((one.p < design.alpha).mean())
            rows.append((name, design.label(question), *middle(one.through), _percent(shown)))
    if rows:
        columns = ("mediator", "comparison", "median through it", "low", "high", "shown in")
        yield Table("mediation_power", "Mediation, many trials", columns, tuple(rows))


def _stopping(population: Population, conducted: Conducted, seed: int) -> Iterator[Table]:
    design = conducted.design
    if not design.looks:
        return
    rows = []
    for name, one in (("as the model has it", conducted), ("no effect", _nothing(population, seed))):
        found = interim.carried(one)
        for n, share in enumerate((*(look.share for look in design.looks), 1.0)):
            here = found.look == n
            bound = found.upper[n] if np.isfinite(found.upper[n]) else None
            cells = (_percent(float((here & found.won).mean())), _percent(float((here & found.futile).mean())))
            rows.append((name, f"{100 * share:.0f} %", bound, *cells))
        rows.append((name, "all looks", None, _percent(float(found.won.mean())), _percent(float(found.futile.mean()))))
        rows.append((name, "people on average", None, f"{found.people.mean():.0f}", ""))
    columns = ("effect", "look", "bound for z", "success", "futility")
    yield Table("interim", "Looks before the end, many trials", columns, tuple(rows))


def _sizes(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.reestimation is None:
        return
    n = (conducted.sequence >= 0).sum(axis=1)
    rows = (("planned", design.people), ("most", design.most_people), ("median", float(np.median(n))))
    rows += (("at the plan", _percent(float((n == design.people).mean()))),)
    rows += (("at the most", _percent(float((n == design.most_people).mean()))),)
    note = "Blinded: the spread of all people together, for the assumed effect and a power of 80 %."
    yield Table("reestimation", "People after the new look at the size", ("", "people"), rows, (note,))


def _nothing(population: Population, seed: int) -> Conducted:
    return conduct(population, trials=NULL, seed=seed + 1, nothing=True)


def _operating(population: Population, conducted: Conducted, seed: int) -> Iterator[Table]:
    """How often a design that is no fixed one succeeds, with an effect and without."""
    design = conducted.design
    if not (design.bayes or design.reestimation or design.looks) or design.periods > 1:
        return
    rows = [("as the model has it", conducted.trials, _rate(success.won(conducted)))]
    null = success.won(_nothing(population, seed))
    rows.append(("no effect", NULL, _rate(null)))
    note = "Without any effect a success is an error. 95 % intervals from the number of trials."
    columns = ("effect", "trials", "success")
    yield Table("operating_characteristics", "Operating characteristics", columns, tuple(rows), (note,))


def _rate(won: NDArray[np.bool_]) -> str:
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(int(won.sum()), len(won), method="wilson")
    return f"{100 * won.mean():.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _stands(conducted: Conducted) -> Iterator[Table]:
    """How often a success stands where what was not seen is taken otherwise."""
    design = conducted.design
    if not design.imputation or design.periods > 1 or clusters.whole(design):
        return
    kind = "jump-to-reference" if design.imputation == "tipping-point" else design.imputation
    some = _some(conducted, SOME)
    rows = []
    for question in design.family:
        planned, good = judging.of(some, design.primary, question)
        other = imputation.imputed(some, design.primary, question, kind, times=FEWER)
        p, fine = judging.judged(design, design.primary, other)
        shown = (float(((planned < design.alpha) & good).mean()), float(((p < design.alpha) & fine).mean()))
        rows.append((design.label(question), *map(_percent, shown)))
    columns = ("comparison", "shown as planned", f"shown with {kind.replace('-', ' ')}")
    note = f"The first {some.trials} of the trials, {FEWER} imputations each."
    yield Table("missing_power", "What was not seen, many trials", columns, tuple(rows), (note,))


def _some(conducted: Conducted, many: int) -> Conducted:
    """The first of many trials."""
    part = slice(0, many)
    return replace(
        conducted,
        draw=conducted.draw[part],
        person=conducted.person[part],
        sequence=conducted.sequence[part],
        day=conducted.day[part],
        seen={name: values[part] for name, values in conducted.seen.items()},
        traits={name: values[part] for name, values in conducted.traits.items()},
        taken=conducted.taken[part],
        left=conducted.left[part],
        rescued=conducted.rescued[part],
        strata=conducted.strata[part],
        unit=None if conducted.unit is None else conducted.unit[part],
        takes=conducted.takes[part],
        contaminated=conducted.contaminated[part],
    )


def _clustered(design: Design) -> Iterator[Table]:
    if design.groups is None:
        return
    size = design.people / design.groups.number
    rows: tuple[tuple[Cell, ...], ...] = (
        ("number", design.groups.number),
        ("people in each, on average", size),
        ("intracluster correlation", design.groups.icc),
    )
    if design.groups.kind == "clusters" and not design.stepped:
        rows += (("design effect", 1 + (size - 1) * design.groups.icc),)
    yield Table("groups", design.groups.kind.capitalize(), ("", "value"), rows)


def _reached(design: Design, screening: Screening, conducted: Conducted) -> Iterator[Table]:
    """How often a pilot reaches what it must."""
    if design.feasibility is None:
        return
    visits = len(design.visit_days) - len(design.follow_up)
    rows = []
    recruited = screening.eligible / max(screening.screened, 1)
    for name, wanted, found in (
        ("recruited", design.feasibility.recruited, np.full(conducted.trials, recruited)),
        ("kept", design.feasibility.kept, (conducted.left >= visits).mean(axis=1)),
        ("taken", design.feasibility.taken, conducted.taken.mean(axis=1)),
    ):
        if wanted is not None:
            low, high = np.quantile(found, [0.05, 0.95])
            cells = (_percent(float(np.median(found))), _percent(float(low)), _percent(float(high)))
            rows.append((name, _percent(wanted), *cells, _percent(float((found >= wanted).mean()))))
    columns = ("criterion", "wanted", "median", "low", "high", "reached in")
    yield Table("feasibility_reached", "Feasibility, many trials", columns, tuple(rows))
