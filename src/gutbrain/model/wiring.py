"""What is read off a composed model: who acts on whom, the table of parameters, the equations as symbols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gutbrain.model.basis import ASSUMPTION
from gutbrain.model.composition import Evaluation, Model, Numbers, View
from gutbrain.model.dimensions import starting_numbers
from gutbrain.model.module import Constant, Exposure, Output, Signal


@dataclass(frozen=True)
class Arrow:
    """One influence: ``giver`` is a channel, or ``exposure:NAME``."""

    giver: str
    listener: str
    signal: str
    claim: str


def arrows(model: Model) -> list[Arrow]:
    """Every influence that an equation really reads, in the order of the modules.

    A declared signal that no formula uses is no arrow: the equations are run and what they read is written down.
    """
    evaluation = Evaluation(model, starting_numbers(model, units=False))
    for name, declaration in model.givers.items():
        if isinstance(declaration, Output):
            evaluation.value(name)
        else:
            evaluation.change(name)
    found: dict[Arrow, None] = {}
    for module, read in evaluation.reads:
        if isinstance(read, Signal) and read.name in model.givers:
            found[Arrow(model.givers[read.name].module, module, read.name, read.claim)] = None
        elif isinstance(read, Exposure):
            found[Arrow(f"exposure:{read.name}", module, read.name, read.claim)] = None
    order = {m.name: i for i, m in enumerate(model.modules)}
    return sorted(found, key=lambda arrow: order[arrow.listener])


def assumption_share(model: Model) -> float:
    """Share of the model's numbers, parameters and constants alike, that rest on nothing but an assumption."""
    numbers = list(model.parameters)
    return sum(p.grade == ASSUMPTION for p in numbers) / max(1, len(numbers))


def parameter_table(model: Model) -> list[dict[str, Any]]:
    """Every parameter and constant with value, unit, range, spread, grade and source, one mapping each."""
    return [
        {
            "module": p.module,
            "name": p.name,
            "value": p.value,
            "unit": p.unit,
            "meaning": p.meaning,
            "low": p.low,
            "high": p.high,
            "spread": p.spread,
            "constant": isinstance(p, Constant),
            "grade": p.grade,
            "source": p.source,
            "after": p.after,
            "animal": p.animal,
        }
        for p in model.parameters
    ]


def symbolic(model: Model, module: str | None = None) -> dict[str, Any]:
    """Every equation, or those of one module, as SymPy expressions: right-hand side of a state, value of an output."""
    import sympy

    def symbol(name: str) -> Any:
        return sympy.Symbol(name, real=True)

    numbers = Numbers(
        states={s.name: symbol(s.name) for s in model.states},
        parameters={p.key: symbol(p.name) for p in model.parameters},
        exposures={name: symbol(name) for name in model.exposures},
        traits={name: symbol(name) for name in model.traits},
        clock=symbol("clock"),
        settling=symbol("settling"),
        before_day_zero=symbol("before_day_zero"),
        plain=lambda value, unit: sympy.Float(value),
    )

    # an equation is shown in the names of its signals, not with their formulas put in
    class Named(Evaluation):
        def value(self, name: str) -> Any:
            return symbol(name)

    equations: dict[str, Any] = {}
    for name, declaration in model.givers.items():
        if module not in (None, declaration.module):
            continue
        evaluation = Named(model, numbers)
        if isinstance(declaration, Output):
            equations[name] = declaration.formula(View(evaluation, declaration.module))
        else:
            equation = evaluation.change(name)
            equations[name] = equation.gain - equation.loss * symbol(name)
    return equations
