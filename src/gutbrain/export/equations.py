"""The model's equations as terms, each in the names of what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gutbrain.engine.machine.stepping import SLOWEST
from gutbrain.export.terms import Term, name, number, term
from gutbrain.export.units import unit
from gutbrain.model import Evaluation, Model, Numbers
from gutbrain.model.composition import View
from gutbrain.model.module import Output, Quantity
from gutbrain.model.units import canonical

BETWEEN = "__"
"""Between the parts of an identifier that is no name of the vocabulary: ``gut__resting_transit``."""

CLOCK, SETTLING, BEFORE, RUSH = "clock", "settling", "before_day_zero", "rush"


@dataclass(frozen=True)
class Equations:
    """Equations by the name of what they give.

    ``rates`` are of states (per hour), ``values`` of outputs. A state that is not there does not move.
    """

    rates: dict[str, Term]
    values: dict[str, Term]


def parameter_id(parameter: Quantity) -> str:
    """Identifier of a parameter: ``module__name``, since modules may use the same name."""
    return parameter.key.replace(".", BETWEEN)


def equations(model: Model, *, settles: bool, before: bool) -> Equations:
    """Write down a model's equations.

    Parameters
    ----------
    model
        A composed model.
    settles
        Whether the person settles within the exported time: references follow then, and slow states are hurried to at
        least the rate ``rush``, as in the engine. Else references are held from the beginning.
    before
        Whether the exported time begins before day 0.
    """
    named = {declared: name(declared, unit(declaration.unit)) for declared, declaration in model.givers.items()}

    class Named(Evaluation):
        def value(self, wanted: str) -> Term:
            return named[wanted]

    evaluation = Named(
        model,
        Numbers(
            states=named,
            parameters={p.key: name(parameter_id(p), unit(p.unit)) for p in model.parameters},
            exposures={e.name: name(e.name, unit(e.unit)) for e in model.exposures.values()},
            traits={t.name: name(t.name, unit(t.unit)) for t in model.traits.values()},
            clock=name(CLOCK, unit("h")),
            settling=name(SETTLING, unit("1")) if settles else number(0.0),
            before_day_zero=name(BEFORE, unit("1")) if before else number(0.0),
            plain=lambda value, declared: number(value * canonical(declared)[0], unit(declared)),
        ),
    )
    rates: dict[str, Term] = {}
    values: dict[str, Term] = {}
    for declared, declaration in model.givers.items():
        if isinstance(declaration, Output):
            found = declaration.formula(View(evaluation, declaration.module))
            values[declared] = found if isinstance(found, Term) else number(found)
        else:
            change = evaluation.change(declared)
            rate = change.gain - change.loss * named[declared]
            if rate.known != 0.0:
                rates[declared] = rate * _hurry(term(change.loss)) if settles else rate
    return Equations(rates, values)


def _hurry(loss: Term) -> Any:
    """How many times faster than its own a state goes while the person settles, 1 afterwards."""
    hourly = unit("1/h")
    own = loss if loss.known is None else number(loss.known, hourly)
    slowest = Term.functions.maximum(own, number(SLOWEST, hourly))
    return Term.functions.maximum(number(1.0), name(RUSH, hourly) / slowest)
