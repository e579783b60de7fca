"""A protocol, or a file with options, as a question of "What if": what was saved is opened again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from gutbrain import words
from gutbrain.answers.choices import choices, usual
from gutbrain.answers.daily import daily
from gutbrain.answers.question import HARD, STRAINS, TAKEN, TRAITS, WEEKS
from gutbrain.answers.question_protocol import BEFORE
from gutbrain.answers.several_question import LETTERS, PREFIXES, SeveralQuestion
from gutbrain.errors import InputError, Problem, listed
from gutbrain.exposures import Event, Protocol
from gutbrain.exposures.medicines import usual_dose
from gutbrain.faults import in_fields
from gutbrain.model.maths import HOURS_A_DAY

ELSEWHERE = "the page Data and the commands carry out any protocol"


def opened(made: Mapping[str, Protocol]) -> SeveralQuestion:
    """The question that a protocol, or each option of one person, stands for.

    Parameters
    ----------
    made
        Protocols by what the options are called; one alone is a question without options.

    Returns
    -------
    SeveralQuestion
        Whose fields give the same protocols.

    Raises
    ------
    InputError
        With everything that the page cannot ask.
    """
    first, *_ = made.values()
    problems: list[Problem] = []
    fields = _who(first, problems)
    slots = _taken([e for one in made.values() for e in one.events if e.begins < 0], fields, problems)
    for letter, one in zip(LETTERS, made.values(), strict=False):
        for name, value in _changes(one, slots, problems).items():
            fields[PREFIXES[letter] + name] = value
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    try:
        return SeveralQuestion.model_validate({**fields, "options": len(made)})
    except ValidationError as error:
        raise in_fields(error) from None


def _who(one: Protocol, problems: list[Problem]) -> dict[str, Any]:
    """Fields of the person, and of how they live now."""
    weeks = int(one.days // 7)
    if weeks not in WEEKS or one.days > 7 * weeks + 1:
        right = f"the page looks {listed([str(7 * weeks + 1) for weeks in WEEKS])} days ahead"
        problems.append(Problem(f"{one.days:g} days", right, "days"))
    if one.living:
        problems.append(Problem("days that differ are not asked here", ELSEWHERE, "living"))
    if one.person.microbiota:
        right = "gutbrain what-if THIS_FILE answers with it; the page reads no table"
        problems.append(Problem("begins with the stool of a table", right, "microbiota"))
    fields: dict[str, Any] = {"person": one.person.preset, "weeks": weeks}
    levels = dict(one.usual)
    for name, value in one.person.traits.items():
        if name in TRAITS:
            fields[name] = value
        elif name in choices().habits:
            levels.setdefault(name, float(value))
        else:
            problems.append(Problem("is not asked here", ELSEWHERE, f"traits.{name}"))
    for name, level in levels.items():
        if name in choices().habits:
            if level != usual(one.person.preset, name):
                fields[f"now_{name}"] = level
        else:
            problems.append(Problem("is not asked here", ELSEWHERE, f"usual.{name}"))
    return fields


Slots = dict[tuple[str, str], str]
"""Which field says what becomes of what is taken now: by exposure, and name of the medicine or strain."""


def _taken(before: list[Event], fields: dict[str, Any], problems: list[Problem]) -> Slots:
    """Fields of what is taken now, each once, however many options say it."""
    slots: Slots = {}
    medicines = strains = 0
    for event in before:
        if event.ends < 0:
            problems.append(Problem("is over before day 0", ELSEWHERE, words.event_name(event)))
        elif event.begins != -BEFORE * HOURS_A_DAY:
            right = f"what is taken now was begun {BEFORE} days before: start: -{BEFORE}"
            problems.append(Problem(f"begins on {words.day(event.start)}", right, words.event_name(event)))
        for key, amount in _parts(event):
            if key in slots:
                continue
            exposure, name = key
            if exposure in choices().supplements:
                fields[f"now_{exposure}"], slots[key] = amount, exposure
            elif exposure == "probiotic" and strains < TAKEN:
                strains += 1
                slots[key] = f"cfu_{strains}"
                fields[f"now_strain_{strains}"], fields[f"now_cfu_{strains}"] = name, amount
            elif (name or exposure) in daily() and medicines < TAKEN:
                medicines += 1
                slots[key] = f"mg_{medicines}"
                fields[f"now_medicine_{medicines}"], fields[f"now_mg_{medicines}"] = name or exposure, amount
            else:
                problems.append(Problem("taken now is not asked here", ELSEWHERE, words.event_name(event)))
    return slots


def _parts(event: Event) -> list[tuple[tuple[str, str], float]]:
    """An event by what acts, with amounts: strains one by one."""
    if event.strains:
        return [((event.exposure, name), dose) for name, dose in event.strains.items()]
    return [((event.exposure, event.name or ""), event.amount)]


def _changes(one: Protocol, slots: Slots, problems: list[Problem]) -> dict[str, Any]:
    """Fields of what would be otherwise."""
    fields: dict[str, Any] = {}
    there = [key for event in one.events if event.begins < 0 for key, _ in _parts(event)]
    for event in one.events:
        if event.begins < 0 and event.ends < HOURS_A_DAY * one.days:
            for key, _ in _parts(event):
                if key in slots:
                    fields.setdefault(slots[key], 0.0)
            if event.ends > 0:
                problems.append(Problem("ends after day 0", ELSEWHERE, words.event_name(event)))
        if event.begins >= 0:
            for key, amount in _parts(event):
                if key in there and key in slots and _lasts(event, one):
                    fields[slots[key]] = amount
                elif not _set(event, key, amount, fields, one):
                    problems.append(Problem("is not asked here", ELSEWHERE, words.event_sentence(event, one.days)))
    return fields


def _lasts(event: Event, one: Protocol) -> bool:
    return event.begins == 0 and (math.isinf(event.ends) or event.ends >= HOURS_A_DAY * one.days)


def _set(event: Event, key: tuple[str, str], amount: float, fields: dict[str, Any], one: Protocol) -> bool:
    """Set the fields of something that begins; False where there are none for it."""
    exposure, name = key
    if _lasts(event, one):
        if exposure in choices().habits or exposure in choices().supplements:
            return _put(fields, {exposure: amount})
        if exposure == "probiotic":
            slot = next((i for i in range(1, STRAINS + 1) if f"strain_{i}" not in fields), 0)
            return bool(slot) and _put(fields, {f"strain_{slot}": name, f"dose_{slot}": amount})
        if (name or exposure) in daily():
            return _put(fields, {"medicine": name or exposure, "medicine_mg": amount})
        return False
    days = event.days
    if days is None or days % 1 or event.start % 1 or event.hour is not None:
        return False
    times = {"start": int(event.start), "days": int(days)}
    if exposure == "antibiotic" and amount == usual_dose("antibiotic", name):
        return _put(fields, {exposure: name, "antibiotic_day": times["start"], "antibiotic_days": times["days"]})
    if exposure == "nsaid":
        dose = {} if amount == usual_dose("nsaid", name) else {"nsaid_mg": amount}
        return _put(fields, {exposure: name, **dose, "nsaid_day": times["start"], "nsaid_days": times["days"]})
    if exposure == "stress_load" and amount == HARD and "hard_days" not in fields:
        return _put(fields, {"hard_day": times["start"], "hard_days": times["days"]})
    return False


def _put(fields: dict[str, Any], new: dict[str, Any]) -> bool:
    """Set fields that are not set yet."""
    if any(name in fields for name in new):
        return False
    fields.update(new)
    return True
