"""A question of "What if" as a protocol of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gutbrain.answers.choices import choices
from gutbrain.answers.daily import daily
from gutbrain.answers.question import HARD, TAKEN, TRAITS, Question, begun, now, strain, then
from gutbrain.exposures.medicines import usual_dose

BEFORE = 84
"""For so many days what is taken now was taken before day 0."""

Event = dict[str, Any]


def protocol(question: Question) -> dict[str, Any]:
    """A question as a protocol of the contract.

    What is taken now began before day 0; it ends there where it would be stopped, or taken at another dose. What begins
    on day 0 or later is otherwise, too.

    Raises
    ------
    InputError
        Where a strain is not known at all.
    """
    days = 7 * question.weeks + 1
    said = {name: getattr(question, name) for name in TRAITS}
    traits = {name: value for name, value in said.items() if value not in (None, "")}
    habits = {name: getattr(question, f"now_{name}") for name in choices().habits}
    return {
        "title": "What if",
        "person": {"preset": question.person, "traits": traits},
        "days": days,
        "usual": {name: value for name, value in habits.items() if value is not None},
        "events": [
            *_taken(question),
            *({**event, "start": 0} for event in _lasting(question)),
            *(event for event in _passing(question) if event["start"] < days),
        ],
        "observe": list(choices().outcomes),
    }


def _taken(question: Question) -> Iterator[Event]:
    """What is taken now, and how it goes on."""
    for name in choices().supplements:
        if now(question, name):
            yield from _from_now_on({"exposure": name}, now(question, name), then(question).get(name))
    for i in range(1, TAKEN + 1):
        medicine = daily().get(getattr(question, f"now_medicine_{i}"))
        if medicine:
            amount = getattr(question, f"now_mg_{i}") or medicine.usual
            yield from _from_now_on(medicine.event(amount), amount, getattr(question, f"mg_{i}"))
    for i in range(1, TAKEN + 1):
        short = strain(question, f"now_strain_{i}")
        if short:
            amount, level = getattr(question, f"now_cfu_{i}"), getattr(question, f"cfu_{i}")
            yield from _from_now_on({"exposure": "probiotic", "strains": short}, amount, level)


def _from_now_on(event: Event, amount: float, level: float | None) -> Iterator[Event]:
    """What is taken at an amount until day 0, and then at a level; as now where that is None."""
    before = {**_of(event, amount), "start": -BEFORE}
    yield before if level is None or level == amount else {**before, "days": BEFORE}
    if level and level != amount:
        yield {**_of(event, level), "start": 0}


def _of(event: Event, amount: float) -> Event:
    if "strains" in event:
        return {**event, "strains": {event["strains"]: amount}}
    return {**event, "amount": amount}


def _lasting(question: Question) -> Iterator[Event]:
    """What goes on from day 0, besides what is taken now already; without times."""
    for name, value in then(question).items():
        if name in choices().habits or not now(question, name):
            yield {"exposure": name, "amount": value}
    strains = begun(question)
    if strains:
        yield {"exposure": "probiotic", "strains": strains}
    medicine = daily().get(question.medicine)
    if medicine:
        yield medicine.event(question.medicine_mg or medicine.usual)


def _passing(question: Question) -> Iterator[Event]:
    """What happens once."""
    for kind, given in (("antibiotic", None), ("nsaid", question.nsaid_mg)):
        name = getattr(question, kind)
        if name:
            days = {"start": getattr(question, f"{kind}_day"), "days": getattr(question, f"{kind}_days")}
            yield {"exposure": kind, "name": name, "amount": given or usual_dose(kind, name), **days}
    if question.hard_days:
        yield {"exposure": "stress_load", "amount": HARD, "start": question.hard_day, "days": question.hard_days}
