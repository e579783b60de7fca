"""The records that a question is about: trials of a thing in some people, pools in print, claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gutbrain.answers.ask.answer import Table
from gutbrain.answers.ask.numbers import cfu
from gutbrain.answers.ask.things import Thing, things
from gutbrain.datafiles import some_per_world
from gutbrain.evidence.meta_analyses import MetaAnalysis, meta_analyses
from gutbrain.evidence.pooling.glance import Glance, glance
from gutbrain.evidence.query import find
from gutbrain.evidence.records import Claim, claims, concept_claims
from gutbrain.evidence.strain_trials import same
from gutbrain.evidence.trials import Outcome, Trial, trials
from gutbrain.exposures.strains import Strain
from gutbrain.model import GRADES

MOST = 15
"""So many trials stand in a table."""

SAID = {"improved": "better", "no-difference": "no difference", "worse": "worse", "lower": "lower", "higher": "higher"}
"""Results between arms, in plain words."""


def trials_of(given: Iterable[Thing | Strain], whom: Iterable[Thing] = ()) -> dict[str, Trial]:
    """Trials that gave one of these to all such people; of any people where none are named."""
    asked, people = tuple(given), tuple(whom)
    return {
        key: trial
        for key, trial in trials().items()
        if any(_gave(one, trial) for one in asked) and all(one.is_of(trial) for one in people)
    }


def _gave(one: Thing | Strain, trial: Trial) -> bool:
    if isinstance(one, Thing):
        # what bacteria did beside a medicine is no trial of the medicine
        return one.was_given(trial) and (one.sort != "medicine" or trial.product.kind == "other")
    if one.level == "strain":
        return any(same(one, given) for given in trial.strains)
    words = 2 if one.level == "species" else 1
    return any(given.species.split()[:words] == one.species.split()[:words] for given in trial.strains)


def measuring(outcomes: Iterable[Thing], found: dict[str, Trial]) -> dict[str, Trial]:
    """Those of the trials that compared one of these outcomes between their arms."""
    asked = tuple(outcomes)
    return {key: trial for key, trial in found.items() if any(results(trial, one) for one in asked)}


def results(trial: Trial, outcome: Thing) -> list[Outcome]:
    """What a trial tells of an outcome, arms against each other."""
    return [
        one
        for one in trial.outcomes
        if outcome.is_measured_by(one) and one.comparison == "between-arm" and one.result in SAID
    ]


def pooled(outcome: Thing, found: dict[str, Trial], strain: str | None = None) -> Glance:
    """What trials found together on an outcome; of no comparisons where nothing can be pooled.

    Parameters
    ----------
    outcome
        What was measured.
    found
        Trials by key.
    strain
        The strain that was asked for, whose mixtures count as indirect.
    """
    return glance(outcome.pools, found, strain=strain) if outcome.pools and found else Glance(outcome.pools)


def in_print(given: Iterable[Thing], outcomes: Iterable[Thing]) -> list[MetaAnalysis]:
    """Pooled effects as reviews published them."""
    names = {name for thing in given for name in thing.pooled}
    measures = {name for thing in outcomes for name in thing.measures}
    return [row for row in meta_analyses().values() if row.intervention in names and row.measures in measures]


def claims_on(*asked: Thing) -> list[Claim]:
    """Claims that speak of all of these, those from people first."""
    every = (*claims().values(), *concept_claims().values())
    found = [claim for claim in every if all(thing.is_in(claim) for thing in asked)]
    return sorted(found, key=lambda claim: GRADES.index(claim.grade))


def by_words(question: str, found: Sequence[Claim]) -> list[Claim]:
    """Claims with those first that hold most of the question's own words."""
    scores = {hit.record.key: hit.score for hit in find(question, care="seen").claims}
    return sorted(found, key=lambda claim: -scores.get(claim.key, 0.0))


@some_per_world(500)
def kept(key: str) -> bool:
    """Whether anything at all is kept here about a thing."""
    thing = things()[key]
    if (
        thing.channel
        or thing.risk
        or (thing.sort == "people" and not thing.among)
        or thing.key in ("axis", "mind", "gut", "animals")
    ):
        return True
    told = trials().values()
    if any(thing.was_given(trial) or thing.is_of(trial) for trial in told):
        return True
    if thing.measures or any(thing.is_measured_by(one) for trial in told for one in trial.outcomes):
        return True
    return bool(in_print([thing], things().values())) or bool(claims_on(thing)) if thing.said or thing.pooled else False


def trial_table(found: dict[str, Trial], outcomes: Sequence[Thing], title: str = "Trials") -> Table:
    """The trials with what they found, those that compared their arms and carry no doubt first.

    Parameters
    ----------
    found
        Trials by key.
    outcomes
        On what; everything that was felt or measured where none is named.
    title
        Of the table.
    """
    rows = [_row(trial, outcomes) for trial in found.values()]
    # what was compared between arms, and what carries no doubt, goes first
    rows.sort(key=lambda row: (not row[4], len(row[5])))
    more = f" ({MOST} of {len(rows)})" if len(rows) > MOST else ""
    return Table(title + more, ("trial", "people", "weeks", "given", "result", "notes"), tuple(rows[:MOST]))


def _row(trial: Trial, outcomes: Sequence[Thing]) -> tuple[str, ...]:
    told = [one for thing in outcomes for one in results(trial, thing)]
    if not outcomes:
        told = [one for one in trial.outcomes if one.measures != "biomarker" and one.comparison == "between-arm"]
    said = "; ".join(
        dict.fromkeys(f"{one.scale}: {SAID.get(one.result or '', one.result or 'not told')}" for one in told)
    )
    weeks = "" if trial.weeks is None else f"{trial.weeks:g}"
    notes = ", ".join((*trial.flags, *(["from memory"] if trial.read == "memory" else [])))
    return trial.key, trial.population, weeks, what_was_given(trial), said, notes


def what_was_given(trial: Trial) -> str:
    """Strains with their doses, or what else it was."""
    made = trial.product
    names = (
        ", ".join(one.strain.short + (f" {cfu(one.cfu)}" if one.cfu else "") for one in made.strains) or made.mixture
    )
    whole = f" ({cfu(made.cfu)} CFU a day)" if made.cfu and not any(one.cfu for one in made.strains) else ""
    dead = "" if made.viable or not names else ", killed"
    return " + ".join(part for part in (names + whole + dead, made.prebiotic, made.other) if part)


def claim_table(found: Sequence[Claim], title: str = "What is known of it") -> Table:
    """Claims with the kind of evidence that they stand on."""
    rows = tuple((claim.grade.replace("-", " "), claim.statement, _rests(claim)) for claim in found[:MOST])
    return Table(title, ("evidence", "claim", "rests on"), rows)


def _rests(claim: Claim) -> str:
    against = f"; against: {', '.join(claim.against)}" if claim.against else ""
    return (", ".join(claim.references) or "nothing published") + against


def print_table(found: Sequence[MetaAnalysis]) -> Table:
    """Pools in print."""
    rows = tuple(
        (row.reference, row.population, row.outcome, _effect(row), str(row.k or ""), ", ".join(row.flags))
        for row in found[:MOST]
    )
    return Table("Pooled in print", ("review", "people", "about", "effect", "trials", "notes"), rows)


def _effect(row: MetaAnalysis) -> str:
    if row.effect is None:
        return row.note
    low, high = row.effect.low, row.effect.high
    return f"{row.effect.kind} {row.effect.value:g}" + (
        "" if low is None or high is None else f" ({low:g} to {high:g})"
    )


def cited(found: Iterable[Trial], said: Iterable[Claim] = (), reviews: Iterable[MetaAnalysis] = ()) -> tuple[str, ...]:
    """Keys of the references of records.

    Parameters
    ----------
    found
        Trials.
    said
        Claims.
    reviews
        Pools in print.
    """
    keys = [trial.reference for trial in found]
    keys += [row.reference for row in reviews]
    keys += [key for claim in said for key in (*claim.references, *claim.against)]
    return tuple(dict.fromkeys(keys))
