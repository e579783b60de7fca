"""An arm of a published study as a question of the page "What if", where that page can ask it."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError

from gutbrain.answers.choices import choices
from gutbrain.answers.question import STRAINS, TRAITS, WEEKS, Question, now
from gutbrain.exposures import Event, Protocol
from gutbrain.exposures.medicines import usual_dose

OF_TRIALS = ("expectation", "contact")
"""What a trial brings along, and no change of a life: the page leaves it out."""

COURSES = ("antibiotic", "nsaid")
"""What the page gives for some days, at its usual dose."""


def what_if_query(protocol: Protocol) -> str:
    """The query of the page's address; empty where something in the arm cannot be said there.

    Parameters
    ----------
    protocol
        The arm as it is run. What lasts begins with the question; belief and visits of a trial are left out.
    """
    said = _asked(protocol)
    if said is None:
        return ""
    try:
        question = Question(**said)
    except ValidationError:
        return ""
    # a person who lives so already has nothing to ask
    changed = [name for name in choices().habits if name in said and now(question, name) != said[name]]
    others = [name for name in said if name in choices().supplements or name in (*COURSES, "strain_1")]
    return urlencode(said) if changed or others else ""


def _asked(protocol: Protocol) -> dict[str, Any] | None:
    weeks = next((weeks for weeks in WEEKS if 7 * weeks + 1 >= protocol.days), None)
    if weeks is None or protocol.person.microbiota is not None:
        return None
    said: dict[str, Any] = {"person": protocol.person.preset, "weeks": weeks}
    habits = choices().habits
    for name, value in protocol.person.traits.items():
        if name in TRAITS:
            said[name] = value
        elif name in habits:
            said[f"now_{name}"] = value
        elif name not in OF_TRIALS:
            return None
    for name, value in protocol.usual.items():
        if name in habits:
            said[f"now_{name}"] = value
        elif name not in OF_TRIALS:
            return None
    for event in protocol.events:
        part = {} if event.exposure in OF_TRIALS else _part(event, protocol.days)
        if part is None or part.keys() & said.keys():
            return None
        said |= part
    return said


def _part(event: Event, days: float) -> dict[str, Any] | None:
    if event.exposure in COURSES:
        if event.name is None or event.days is None or event.start < 0 or event.start % 1 or event.days % 1:
            return None
        if not math.isclose(event.amount, usual_dose(event.exposure, event.name)):
            return None
        kind = event.exposure
        return {kind: event.name, f"{kind}_day": int(event.start), f"{kind}_days": int(event.days)}
    if event.hour is not None or event.ends < 24.0 * days - 24.0:
        return None  # it ends before the study does, and the page would let it go on
    if event.exposure in choices().habits or event.exposure in choices().supplements:
        return {event.exposure: event.amount}
    if event.exposure == "probiotic" and 0 < len(event.strains) <= STRAINS:
        pairs = enumerate(event.strains.items(), 1)
        return {key: value for i, (name, dose) in pairs for key, value in ((f"strain_{i}", name), (f"dose_{i}", dose))}
    return None
