"""What a trial design may say about what it asks: the shapes of those fields."""

from __future__ import annotations

from gutbrain.atlas.not_modelled import instead_of
from gutbrain.engine.simulation import known_observables
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Flag, Form, Named, Number, Text
from gutbrain.trials.form_criteria import measurable, one_criterion
from gutbrain.trials.questions import AS, IMPUTATIONS, SPENDING, STRATEGIES

_ALL = "gutbrain list observables shows all"
OBSERVABLE = Choice(known_observables, "an observable", _ALL, right=instead_of)
_OBSERVABLES = Each(OBSERVABLE, "names no endpoint", "[madrs, crp]", 1)

_EVENT = Either(Choice(("response", "remission"), "an event"), one_criterion("event"))
PRIMARY = Form(
    "a primary endpoint",
    {
        "endpoint": Entry(OBSERVABLE, "what is measured", "write {endpoint: madrs, as: responder}"),
        "as": Entry(Choice(AS, "a way to count an endpoint"), "its change unless given"),
        "event": Entry(_EVENT, "what responders or people in remission meet, or what people wait for"),
        "good": Entry(Flag(), "whether the event is wanted"),
    },
    "{endpoint: madrs, as: responder}",
)

FACTORIAL = Named(
    Each(Text(), "is not two levels", "probiotic: [none, strain]", 2, 2),
    "does not hold two factors",
    "factorial: {probiotic: [none, strain], diet: [usual, fibre]}",
    2,
)

_DOSES = Form(
    "a dose-response",
    {
        "doses": Entry(
            Named(Number(), "says not which dose", "doses: {low: 1, high: 10}", 2),
            "dose of each arm, on the scale on which it is taken to act",
            "write {doses: {placebo: 0, low: 1, high: 2}}",
        )
    },
    "true, or {doses: {placebo: 0, low: 1, high: 2}}",
)
DOSE_RESPONSE = Either(Flag("true, or {doses: {placebo: 0, low: 1, high: 2}}"), _DOSES)

_LOOK = Form(
    "a look",
    {
        "share": Entry(
            Number(above=0.0, below=1.0), "share of people who have finished", "write {share: 0.5, efficacy: pocock}"
        ),
        "efficacy": Entry(Choice(SPENDING, "a way to share out the error rate"), "obrien-fleming unless given"),
        "futility": Entry(Number(below=1.0), "least conditional power with which the trial goes on"),
    },
    "{share: 0.5, efficacy: obrien-fleming, futility: 0.1}",
)
INTERIM = Each(_LOOK, "is not a list of looks", "interim: [{share: 0.5, efficacy: obrien-fleming}]", 1, 10)
REESTIMATE = Form(
    "a new look at the size",
    {
        "share": Entry(Number(above=0.0, below=1.0), "share of people at which it is done; half unless given"),
        "most": Entry(Number(above=1.0, most=5.0), "so many times the planned size at most; 2 unless given"),
    },
    "{share: 0.5, most: 2}",
)

_PRIOR = Form(
    "a prior",
    {
        "mean": Entry(Number(least=-1e9), "mean of the effect", "write {mean: 0, sd: 2}"),
        "sd": Entry(Number(above=0.0), "its SD", "write {mean: 0, sd: 2}"),
    },
    "{mean: 0, sd: 2}",
)
BAYES = Form(
    "a Bayesian analysis",
    {
        "prior": Entry(Either(Choice(("ensemble", "vague"), "a prior"), _PRIOR), "ensemble unless given"),
        "success": Entry(Number(least=0.5, below=1.0), "posterior chance of benefit that counts; 0.975 unless given"),
    },
    "{prior: ensemble, success: 0.975}",
)

EVENTS_BETWEEN = ("discontinuation", "rescue", "low-adherence")
"""Intercurrent events that a virtual trial knows."""

ESTIMAND = Form(
    "an estimand",
    {
        "population": Entry(Text(), "for whom"),
        "treatment": Entry(Text(), "what against what"),
        "variable": Entry(Text(), "what of each person"),
        "summary": Entry(Text(), "how people are summed up"),
        "events": Entry(
            Form(
                "intercurrent events",
                dict.fromkeys(
                    EVENTS_BETWEEN,
                    Entry(Choice(STRATEGIES, "a strategy"), "how it counts; treatment-policy unless given"),
                ),
                "{rescue: hypothetical}",
            ),
            "what may come between, and how it counts",
        ),
    },
    "{population: ..., events: {rescue: hypothetical}}",
)

HIERARCHY = _OBSERVABLES
CO_PRIMARY = _OBSERVABLES
MEDIATORS = Each(OBSERVABLE, "names no mediator", "mediation: [crp]", 1)
COVARIATES = Each(
    Choice(measurable, "something to adjust for", _ALL), "names no covariate", "covariates: [age, sex]", 1
)
MISSING = Form(
    "missing visits",
    {
        "rate": Entry(Number(below=1.0), "share of visits missed at random"),
        "analysis": Entry(Choice(IMPUTATIONS, "an imputation"), "a sensitivity analysis of what was not seen"),
    },
    "{rate: 0.1, analysis: tipping-point}",
)
