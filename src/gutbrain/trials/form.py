"""What a trial design may say: the shapes of its fields."""

from __future__ import annotations

from gutbrain.exposures.protocol import EVENTS
from gutbrain.people.person import PERSON, USUAL
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Flag, Form, Named, Number, Text
from gutbrain.trials.design import ANALYSES, KINDS, SITE, SUBGROUP
from gutbrain.trials.design import BACKGROUND as TAKEN_BY_SOME
from gutbrain.trials.form_conditions import (
    ADHERENCE,
    BACKGROUND,
    CHALLENGE,
    CLUSTERS,
    DROPOUT,
    EMA,
    FEASIBILITY,
    NOT_SIMULATED,
    SITES,
    STEPPED_WEDGE,
)
from gutbrain.trials.form_criteria import ELIGIBILITY, measurable, one_criterion, some_criteria
from gutbrain.trials.form_questions import (
    BAYES,
    CO_PRIMARY,
    COVARIATES,
    DOSE_RESPONSE,
    ESTIMAND,
    FACTORIAL,
    HIERARCHY,
    INTERIM,
    MEDIATORS,
    MISSING,
    OBSERVABLE,
    PRIMARY,
    REESTIMATE,
)

MOST_PEOPLE = 5000
"""Most people in an arm."""

MOST_WEEKS = 260.0
"""Longest trial (weeks)."""

_SHARE, _ALL = Number(most=1.0), "gutbrain list observables shows all"


ARM = Form(
    "an arm",
    {
        "events": Entry(EVENTS, "what people get"),
        "expectation": Entry(_SHARE, "belief in being treated, 0 to 1"),
        "kind": Entry(Choice(KINDS, "a kind of control"), "what people get in place of the treatment"),
    },
    "{events: [...]}, or {events: []}",
)

_COUNT = Number(least=2, most=MOST_PEOPLE, whole=True)
_ALLOCATION = "allocation: {active: 2, placebo: 1}"
_EFFECT = Text("an effect", '-2.5, or "-0.3 SD"', r"^\s*[-+]?(\d+\.?\d*|\.\d+)\s*(SD)?\s*$")
_ASSUMED = Either(
    _EFFECT,
    Form(
        "an assumed effect",
        {
            "effect": Entry(_EFFECT, "active less control", "write effect: -2.5"),
            "sd": Entry(Number(above=0.0), "SD of the endpoint between people"),
        },
        "{effect: -2.5, sd: 8}",
    ),
)
_ARMS = "{active: {events: [...]}, placebo: {events: []}}"


def _strata() -> tuple[str, ...]:
    return (*measurable(), SITE, SUBGROUP, TAKEN_BY_SOME)


_RANDOMISATION = Form(
    "randomisation",
    {
        "kind": Entry(Choice(("simple", "block", "stratified", "matched"), "a kind of randomisation")),
        "block": Entry(Number(least=2, whole=True), "places of a block: a multiple of the arms"),
        "by": Entry(Each(Choice(_strata, "something to stratify by", _ALL)), "what to stratify by"),
    },
    "block, or {kind: stratified, by: [phq9]}",
)
_WHEN = 'write {when: {phq9: ">20"}, events: [{exposure: ssri, name: sertraline, amount: 50, start: 0}]}'
_RESCUE = Form(
    "a rescue",
    {
        "when": Entry(one_criterion("when"), "at what visit it begins", _WHEN),
        "events": Entry(EVENTS, "what they get then", _WHEN),
    },
    _WHEN.removeprefix("write "),
    wrong="says not when and what",
)
_MARGIN = "{margin: 2} in points of the primary endpoint"
_NON_INFERIORITY = Form("a margin", {"margin": Entry(Number(above=0.0), needed=f"write {_MARGIN}")}, _MARGIN)
_CROSSOVER = Form("a crossover", {"washout": Entry(Number(most=52.0), "weeks between")}, "{washout: 4} (weeks)")

DESIGN = Form(
    "a trial design",
    {
        "title": Entry(Text("a title"), "what it is called"),
        "population": Entry(PERSON, "who is let in: a preset, or a preset with traits"),
        "usual": Entry(USUAL, "changes of their usual exposures"),
        "arms": Entry(Named(ARM, "does not hold two arms", _ARMS, 2), "what is compared", f"write arms: {_ARMS}"),
        "control": Entry(Text(), "the arm that others are compared with"),
        "blinded": Entry(Flag(), "whether nobody knows who gets what; true unless given"),
        "per_arm": Entry(
            Either(_COUNT, Named(_COUNT, "says not how many", "per_arm: {active: 20, placebo: 10}", 2)),
            "people randomised to each arm (to each order of arms in a crossover), or by the name of the arm",
        ),
        "people": Entry(Number(least=4, most=20 * MOST_PEOPLE, whole=True), "people randomised to all arms together"),
        "allocation": Entry(
            Named(Number(least=1, most=20, whole=True), "says not how many to one", _ALLOCATION, 2),
            "how many come to each arm: 2 to 1",
        ),
        "raters": Entry(Choice(("blinded", "open"), "what raters know"), "whether raters know who gets what"),
        "assume": Entry(
            Named(_ASSUMED, "says not which endpoint", "assume: {madrs: -2.5}", 1), "effect that somebody assumes"
        ),
        "weeks": Entry(
            Number(above=0.0, most=MOST_WEEKS),
            "how long people are treated",
            "say how long people are treated and followed, as in weeks: 12",
        ),
        "visits": Entry(
            Each(Number(), "is not a list of weeks", "visits: [0, 4, 8, 12]", 1), "weeks in which people are seen"
        ),
        "endpoints": Entry(
            Each(OBSERVABLE, "names no endpoint", "endpoints: [bdi2, crp], the primary first", 1),
            "what is measured, the primary endpoint first",
            "name what is measured, the primary endpoint first, as in endpoints: [bdi2]",
        ),
        "better": Entry(
            Named(Choice(("lower", "higher"), "a side"), "says not which endpoint", "better: {bdnf: higher}"),
            "which way an endpoint counts",
        ),
        "analysis": Entry(Choice(ANALYSES, "an analysis"), "ancova unless given"),
        "include": Entry(ELIGIBILITY, "who is let in"),
        "randomisation": Entry(
            Either(Choice(("simple", "block"), "a kind of randomisation"), _RANDOMISATION), "block unless given"
        ),
        "crossover": Entry(Either(Flag("true, or {washout: 4} (weeks)"), _CROSSOVER), "everybody gets every arm"),
        "run_in": Entry(Number(most=52.0), "weeks before randomisation"),
        "background": Entry(Either(EVENTS, BACKGROUND), "what everybody takes, or a share of people"),
        "adherence": Entry(ADHERENCE, "mean share of doses taken, or of each arm"),
        "contamination": Entry(Number(below=1.0), "share of controls who get the treatment all the same"),
        "dropout": Entry(Either(Number(below=0.95), DROPOUT), "share of people who leave"),
        "missing": Entry(Either(Number(below=1.0), MISSING), "share of visits missed at random"),
        "window": Entry(Number(most=14.0), "days by which a visit may be off"),
        "rescue": Entry(_RESCUE, "treatment for whoever is bad enough at a visit"),
        "responder": Entry(
            Either(Number(above=0.0, most=1.0), one_criterion("responder")),
            "share by which a responder falls, or a score",
        ),
        "non_inferiority": Entry(_NON_INFERIORITY, "margin within which the treatment counts as not worse"),
        "equivalence": Entry(_NON_INFERIORITY, "margin within which both count as the same"),
        "subgroup": Entry(some_criteria("subgroup"), "part of the people that is compared with the rest"),
        "primary": Entry(Either(OBSERVABLE, PRIMARY), "the primary endpoint, and how it counts"),
        "co_primary": Entry(CO_PRIMARY, "endpoints that must be shown together with the primary one"),
        "hierarchy": Entry(HIERARCHY, "endpoints in the order in which they are tested, the primary first"),
        "factorial": Entry(FACTORIAL, "factors with two levels each, made of the arms"),
        "dose_response": Entry(DOSE_RESPONSE, "arms are doses: the trend is asked first"),
        "covariates": Entry(COVARIATES, "what the analyses adjust for besides the baseline and the strata"),
        "sites": Entry(SITES, "sites in which people are randomised"),
        "clusters": Entry(CLUSTERS, "clusters that are randomised whole"),
        "stepped_wedge": Entry(STEPPED_WEDGE, "clusters cross to the treatment one step after the other"),
        "interim": Entry(INTERIM, "looks at the data before the end"),
        "reestimate": Entry(REESTIMATE, "the size is set anew on the way"),
        "bayes": Entry(BAYES, "success by a posterior chance of benefit"),
        "mediation": Entry(MEDIATORS, "what may carry the effect on the primary endpoint"),
        "estimand": Entry(ESTIMAND, "what is estimated, by its five attributes"),
        "challenge": Entry(CHALLENGE, "an acute challenge at a visit, under which the endpoint is read"),
        "ema": Entry(EMA, "endpoints that are asked many times a day"),
        "follow_up": Entry(
            Each(Number(), "is not a list of weeks", "follow_up: [16, 24]", 1),
            "weeks of visits after the end of treatment",
        ),
        "feasibility": Entry(FEASIBILITY, "what a pilot must reach"),
        "not_simulated": Entry(NOT_SIMULATED, "outcomes of the protocol that the model does not have"),
        "alpha": Entry(Number(above=0.0, below=0.5), "error rate; 0.05 unless given"),
    },
    "title, arms, weeks and endpoints",
    meaning="A virtual randomised trial.",
)
"""What a design may say."""
