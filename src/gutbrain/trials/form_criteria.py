"""Criteria in a design: what can be measured, and bounds of it."""

from __future__ import annotations

import re
from dataclasses import replace

from gutbrain.engine.simulation import known_observables
from gutbrain.errors import suggest
from gutbrain.exposures import usual_exposures
from gutbrain.people.presets import traits
from gutbrain.reading.shapes import Each, Either, Entry, Form, Number, Text

LIMIT = re.compile(r"^\s*(>=|<=|>|<)\s*([-+]?\d+\.?\d*(?:[eE][-+]?\d+)?)\s*$")
"""A criterion with one bound: ``>3``."""

ANY = "any"
"""The name under which criteria stand of which one is enough."""


def measurable() -> tuple[str, ...]:
    """What people can be let in, stratified or split by: observables, traits and usual exposures."""
    return (*known_observables(), *(name for name in traits() if name not in known_observables()), *usual_exposures())


def _criteria() -> dict[str, Entry]:
    likes = '[10, 19], ">3" or "<=20"'
    bounds = Each(Number(least=-1e9), "is not a criterion", likes, 2, 2)
    return dict.fromkeys(
        measurable(), Entry(Either(Text("a criterion", likes, LIMIT.pattern), sequence=bounds, name="a criterion"))
    )


CRITERIA = Form(
    "a set of criteria",
    _criteria,
    '{phq9: [10, 19], crp: ">3"}',
    lambda name: (f"'{name}' cannot be measured", suggest(name, measurable())),
    empty=False,
)


def one_criterion(key: str) -> Form:
    """One criterion in a mapping of its own."""
    return replace(CRITERIA, name="one criterion", like=f'{key}: {{crp: ">3"}}', least=1, most=1)


def some_criteria(key: str) -> Form:
    """Criteria that must all hold."""
    return replace(CRITERIA, name="criteria", like=f'{key}: {{crp: ">3"}}', least=1)


def _eligibility() -> dict[str, Entry]:
    few = some_criteria("any")
    return {**_criteria(), ANY: Entry(few, "criteria of which one is enough")}


ELIGIBILITY = replace(CRITERIA, name="eligibility", entries=_eligibility)
