"""What a design asks besides the plain comparison, of many trials: how often each question is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials import analysis, clusters, imputation, interim, judging, mediation, quick, success
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.design import Design
from gutbrain.trials.effects import middle
from gutbrain.trials.people import Population, Screening
from gutbrain.trials.tables import Cell, Table, percent

NULL = 2000
"""Trials without any effect by which an error rate is told."""

SOME = 40
"""Trials in which what was not seen is drawn, to know how often the result stands."""

FEWER = 10
"""Times that it is drawn in each of these."""


def tables_of_many(population: Population, conducted: Conducted, seed: int) -> list[Table]:
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
        rows.append((design.label(question), *middle(found.estimate), percent(float(alone.mean()))))
    note = "The error rate holds for all questions together, but that of an interaction is its own."
    columns = ("question", "median", "low", "high", "shown in")
    yield Table("questions", f"Questions about {design.primary}, many trials", columns, tuple(rows), (note,))


def _hierarchy(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.hierarchy:
        rows = tuple(
            (n, name, percent(float(w.mean()))) for n, (name, w) in enumerate(success.hierarchy(conducted).items(), 1)
        )
        note = "Each is tested only where those before it are shown, at the whole error rate."
        yield Table("hierarchy", "Endpoints in their order", ("step", "endpoint", "shown in"), rows, (note,))
    if design.co_primary:
        single = []
        for name in design.co_primary:
            found = [judging.of(conducted, name, question) for question in design.family]
            shown = np.any([(p < design.alpha) & good for p, good in found], axis=0)
            single.append((name, percent(float(shown.mean()))))
        single.append(("all of them", percent(float(success.won(conducted).mean()))))
        note = "Each at the whole error rate; the trial succeeds where all are shown."
        yield Table("co_primary", "Co-primary endpoints", ("endpoint", "shown in"), tuple(single), (note,))


def _interaction(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.subgroup is None or design.periods > 1 or clusters.whole(design):
        return
    inside, rows = analysis.subgroup(conducted), []
    for question in design.family:
        found = quick.interaction(conducted, design.primary, question, inside)
        rows.append((design.label(question), *middle(found.estimate), percent(float((found.p < design.alpha).mean()))))
    columns = ("comparison", "median", "low", "high", "shown in")
    title = f"Is the effect another where {design.subgroup}?"
    yield Table("subgroup_power", title, columns, tuple(rows))


def _mediators(conducted: Conducted) -> Iterator[Table]:
    design, rows = conducted.design, []
    for name in design.mediators:
        for question in design.family:
            one = mediation.mediated(conducted, name, question)
            shown = float((one.p < design.alpha).mean())
            rows.append((name, design.label(question), *middle(one.through), percent(shown)))
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
            cells = (percent(float((here & found.won).mean())), percent(float((here & found.futile).mean())))
            rows.append((name, f"{100 * share:.0f} %", bound, *cells))
        rows.append((name, "all looks", None, percent(float(found.won.mean())), percent(float(found.futile.mean()))))
        rows.append((name, "people on average", None, f"{found.people.mean():.0f}", ""))
    columns = ("effect", "look", "bound for z", "success", "futility")
    yield Table("interim", "Looks before the end, many trials", columns, tuple(rows))


def _sizes(conducted: Conducted) -> Iterator[Table]:
    design = conducted.design
    if design.reestimation is None:
        return
    n = (conducted.sequence >= 0).sum(axis=1)
    rows: tuple[tuple[Cell, ...], ...] = (
        ("planned", design.people),
        ("most", design.most_people),
        ("median", float(np.median(n))),
    )
    rows += (("at the plan", percent(float((n == design.people).mean()))),)
    rows += (("at the most", percent(float((n == design.most_people).mean()))),)
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
        rows.append((design.label(question), *map(percent, shown)))
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
            cells = (percent(float(np.median(found))), percent(float(low)), percent(float(high)))
            rows.append((name, percent(wanted), *cells, percent(float((found >= wanted).mean()))))
    columns = ("criterion", "wanted", "median", "low", "high", "reached in")
    yield Table("feasibility_reached", "Feasibility, many trials", columns, tuple(rows))
