"""What a trial design may say: the shapes of its fields."""

from __future__ import annotations

import re
from dataclasses import replace

from gutbrain.engine.simulation import known_observables
from gutbrain.errors import suggest
from gutbrain.exposures import usual_exposures
from gutbrain.exposures.protocol import EVENTS
from gutbrain.people.person import PERSON, USUAL
from gutbrain.people.presets import traits
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Flag, Form, Named, Number, Text
from gutbrain.trials.design import ANALYSES, KINDS

MOST_PEOPLE = 5000
"""Most people in an arm."""

MOST_WEEKS = 260.0
"""Longest trial (weeks)."""

LIMIT = re.compile(r"^\s*(>=|<=|>|<)\s*([-+]?\d+\.?\d*(?:[eE][-+]?\d+)?)\s*$")
"""A criterion with one bound: ``>3``."""

_SHARE, _ALL = Number(most=1.0), "gutbrain list observables shows all"
_OBSERVABLE = Choice(known_observables, "an observable", _ALL)


def measurable() -> tuple[str, ...]:
    """What people can be let in, stratified or split by: observables, traits and usual exposures."""
    return (*known_observables(), *(name for name in traits() if name not in known_observables()), *usual_exposures())


def _criteria() -> dict[str, Entry]:
    likes = '[10, 19], ">3" or "<=20"'
    bounds = Each(Number(least=-1e9), "is not a criterion", likes, 2, 2)
    return dict.fromkeys(
        measurable(), Entry(Either(Text("a criterion", likes, LIMIT.pattern), sequence=bounds, name="a criterion"))
    )


def _one(key: str) -> Form:
    """One criterion in a mapping of its own."""
    return replace(CRITERIA, name="one criterion", like=f'{key}: {{crp: ">3"}}', least=1, most=1)


CRITERIA = Form(
    "a set of criteria",
    _criteria,
    '{phq9: [10, 19], crp: ">3"}',
    lambda name: (f"'{name}' cannot be measured", suggest(name, measurable())),
    empty=False,
)

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
_DROPOUT = Form(
    "drop-out",
    {
        "rate": Entry(Number(below=0.95), "share of people who leave", "write {rate: 0.2, by: symptoms}"),
        "by": Entry(Choice(("chance", "symptoms"), "a reason to leave"), "who leaves"),
    },
    "0.2, or {rate: 0.2, by: symptoms}",
)
_RANDOMISATION = Form(
    "randomisation",
    {
        "kind": Entry(Choice(("simple", "block", "stratified"), "a kind of randomisation")),
        "block": Entry(Number(least=2, whole=True), "places of a block: a multiple of the arms"),
        "by": Entry(Each(Choice(measurable, "something to stratify by", _ALL)), "what to stratify by"),
    },
    "block, or {kind: stratified, by: [phq9]}",
)
_WHEN = 'write {when: {phq9: ">20"}, events: [{exposure: ssri, name: sertraline, amount: 50, start: 0}]}'
_RESCUE = Form(
    "a rescue",
    {
        "when": Entry(_one("when"), "at what visit it begins", _WHEN),
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
            Each(_OBSERVABLE, "names no endpoint", "endpoints: [bdi2, crp], the primary first", 1),
            "what is measured, the primary endpoint first",
            "name what is measured, the primary endpoint first, as in endpoints: [bdi2]",
        ),
        "better": Entry(
            Named(Choice(("lower", "higher"), "a side"), "says not which endpoint", "better: {bdnf: higher}"),
            "which way an endpoint counts",
        ),
        "analysis": Entry(Choice(ANALYSES, "an analysis"), "ancova unless given"),
        "include": Entry(CRITERIA, "who is let in"),
        "randomisation": Entry(
            Either(Choice(("simple", "block"), "a kind of randomisation"), _RANDOMISATION), "block unless given"
        ),
        "crossover": Entry(Either(Flag("true, or {washout: 4} (weeks)"), _CROSSOVER), "everybody gets every arm"),
        "run_in": Entry(Number(most=52.0), "weeks before randomisation"),
        "background": Entry(EVENTS, "what everybody takes"),
        "adherence": Entry(Number(above=0.0, most=1.0), "mean share of doses taken"),
        "dropout": Entry(Either(Number(below=0.95), _DROPOUT), "share of people who leave"),
        "missing": Entry(Number(below=1.0), "share of visits missed at random"),
        "window": Entry(Number(most=14.0), "days by which a visit may be off"),
        "rescue": Entry(_RESCUE, "treatment for whoever is bad enough at a visit"),
        "responder": Entry(
            Either(Number(above=0.0, most=1.0), _one("responder")), "share by which a responder falls, or a score"
        ),
        "non_inferiority": Entry(_NON_INFERIORITY, "margin within which the treatment counts as not worse"),
        "subgroup": Entry(_one("subgroup"), "part of the people that is compared with the rest"),
        "alpha": Entry(Number(above=0.0, below=0.5), "error rate; 0.05 unless given"),
    },
    "title, arms, weeks and endpoints",
    meaning="A virtual randomised trial.",
)
"""What a design may say."""
