"""The model of the problem as SBML: a person who settles first, and then goes through what a condition says.

Time is 0 where the person begins to settle, in the same four weeks and as hurried as in the engine: a changed parameter
changes also the person to whom something is done.
"""

from __future__ import annotations

from itertools import accumulate

from gutbrain.engine.grid import SETTLING as SETTLING_DAYS
from gutbrain.export.document import Document
from gutbrain.export.equations import BEFORE, BETWEEN, CLOCK, RUSH, SETTLING, equations
from gutbrain.export.petab.conditions import Conditions, from_id, level_id
from gutbrain.export.sbml import START
from gutbrain.export.terms import Term, name, number, time
from gutbrain.export.units import unit
from gutbrain.export.writer import HOURS, PLAIN, Writer, since
from gutbrain.model import Evaluation, Numbers
from gutbrain.model.units import canonical

CHANGES = "changes"
SETTLING_HOURS = 24.0 * sum(days for days, _ in SETTLING_DAYS)


def model(conditions: Conditions, *, exact: bool) -> str:
    """The text of the SBML file.

    Parameters
    ----------
    conditions
        What they change is a parameter of the model, with its value in the first condition.
    exact
        See :func:`gutbrain.export.sbml.sbml`.
    """
    axis = conditions.model
    document = Document("gutbrain", "The gut-brain axis in the arms of published studies")
    document.notes(document.model, _NOTES)
    writer = Writer(document, axis, equations(axis, settles=True, before=True), exact=exact)
    _time(writer, conditions)
    writer.parameters(conditions.parameters)
    writer.traits({trait: conditions.first(trait) for trait in axis.traits})
    levels = _exposures(writer, conditions)
    states = {s.name: getattr(s, "start", 1.0) * canonical(s.unit)[0] for s in axis.states}
    writer.states(states)
    numbers = Numbers(
        states=states,
        parameters=conditions.parameters,
        exposures=levels,
        traits={trait: conditions.first(trait) for trait in axis.traits},
        clock=0.0,
        settling=1.0,
        before_day_zero=1.0,
        plain=lambda value, declared: value * canonical(declared)[0],
    )
    evaluation = Evaluation(axis, numbers)
    writer.outputs({output: float(evaluation.value(output)) for output in writer.hubs})
    return document.text()


_NOTES = (
    "The microbiota-gut-brain axis of a typical person. Who it is and what acts on them are parameters that the table "
    "of conditions sets.",
    f"Time is in hours. The person settles until {SETTLING_HOURS:g} h, slow states hurried to 'rush' for most of it; "
    "then the protocol starts. 'clock' counts hours from midnight of day 0. Whatever has time in its unit is in hours.",
    "For research and learning, not for diagnosis.",
)


def _time(writer: Writer, conditions: Conditions) -> None:
    document, clock = writer.document, name(CLOCK, HOURS)
    document.parameter(START, START, HOURS, conditions.first(START), constant=True)
    document.parameter(CLOCK, CLOCK, HOURS, None, constant=False)
    document.value(CLOCK, name(START, HOURS) - number(SETTLING_HOURS, HOURS) + time(HOURS))
    marked = document.parameter(CHANGES, CHANGES, PLAIN, 0.0, constant=False)
    document.notes(marked, ["Nothing reads it: its events make integrators stop where something begins or ends."])
    _flag(writer, SETTLING, "1 while the person settles, then 0.", time(HOURS), SETTLING_HOURS)
    _flag(writer, BEFORE, "1 before day 0, then 0: what is the person's own follows until then.", clock, 0.0)
    hourly = unit("1/h")
    rates = [number(rate, hourly) for _, rate in SETTLING_DAYS]
    ends = [number(24.0 * days, HOURS) for days in accumulate(days for days, _ in SETTLING_DAYS)]
    rush = document.parameter(RUSH, RUSH, hourly, None, constant=False)
    document.notes(rush, ["Slow states go at least so fast while the person settles."])
    _steps(writer, RUSH, time(HOURS), rates, ends[:-1])


def _flag(writer: Writer, identifier: str, meaning: str, clock: Term, until: float) -> None:
    """1 before a moment, then 0."""
    made = writer.document.parameter(identifier, identifier, PLAIN, None, constant=False)
    writer.document.notes(made, [meaning])
    _steps(writer, identifier, clock, [number(1.0), number(0.0)], [number(until, HOURS)])


def _steps(writer: Writer, identifier: str, clock: Term, levels: list[Term], begins: list[Term]) -> None:
    """Something that has the first level, and each other from its moment on."""
    parts = [part for level, begin in zip(levels[1:], begins, strict=True) for part in (since(clock, begin), level)]
    writer.document.value(identifier, Term("piecewise", levels[0].unit, (*reversed(parts), levels[0])))
    for change, begin in enumerate(begins, 1):
        event = f"{identifier}{BETWEEN}change_{change}"
        writer.document.event(event, event, since(clock, begin), [(CHANGES, name(CHANGES, PLAIN) + number(1.0))])


def _exposures(writer: Writer, conditions: Conditions) -> dict[str, float]:
    """Exposures with their changes; gives their levels in the first condition while the person settles."""
    first = {}
    for exposure in conditions.model.exposures.values():
        most, measure = conditions.changes.get(exposure.name, 0), unit(exposure.unit)
        if not most:
            first[exposure.name] = conditions.first(exposure.name)
            writer.exposure(exposure, first[exposure.name], constant=True)
            continue
        levels = [level_id(exposure.name, change) for change in range(most + 1)]
        begins = [from_id(exposure.name, change) for change in range(1, most + 1)]
        first[exposure.name] = conditions.first(levels[0])
        for level in levels:
            writer.document.parameter(level, level, measure, conditions.first(level), constant=True)
        for begin in begins:
            writer.document.parameter(begin, begin, HOURS, conditions.first(begin), constant=True)
        writer.exposure(exposure, None, constant=False)
        named = [name(level, measure) for level in levels]
        _steps(writer, exposure.name, name(CLOCK, HOURS), named, [name(begin, HOURS) for begin in begins])
    return first
