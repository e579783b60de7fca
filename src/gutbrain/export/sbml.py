"""The model with a person and a protocol as SBML Level 3 Version 2.

States are parameters with rate rules, outputs parameters with assignment rules; what acts from outside is set by
events. SBML time is 0 at the start of the protocol; ``clock`` counts hours from midnight of day 0, which every rhythm
follows.
"""

from __future__ import annotations

import math
import re

import libsbml
import numpy as np

from gutbrain.export.document import Document
from gutbrain.export.equations import BEFORE, BETWEEN, CLOCK, equations
from gutbrain.export.subject import Subject, start_values
from gutbrain.export.terms import Term, name, number, time
from gutbrain.export.units import unit
from gutbrain.export.writer import HOURS, PLAIN, Writer

START = "protocol_start"
FOLLOWS = (
    "For libRoadRunner, COPASI and others alike: some outputs on which many others rest are states that follow their "
    "formula with a time constant of 0.4 s."
)
EXACT = "Every output is an assignment rule: COPASI can run this, libRoadRunner cannot load it."
HUMAN = "https://identifiers.org/taxonomy:9606"


def usual_id(exposure: str) -> str:
    """Identifier of the usual level of an exposure that a protocol changes."""
    return f"{exposure}{BETWEEN}usual"


def sbml(subject: Subject, *, exact: bool = False) -> str:
    """A subject as an SBML file.

    Parameters
    ----------
    subject
        Who goes through what.
    exact
        Whether every output is an assignment rule. Else those that most others rest on follow their formulas as fast
        states, without which libRoadRunner cannot load the model (see :mod:`gutbrain.export.hubs`).

    Returns
    -------
    The text of the file. Everything that has time in it is in hours; identifiers are the names of the vocabulary, those
    of parameters ``module__name``.
    """
    document = Document("gutbrain", subject.protocol.title or "The gut-brain axis")
    written = equations(subject.model, settles=False, before=subject.start < 0)
    writer = Writer(document, subject.model, written, exact=exact, title=lambda declared: _title(subject, declared))
    _about(document, subject, exact=exact)
    _time(document, subject)
    writer.parameters(subject.parameters)
    writer.traits(subject.traits)
    _exposures(writer, subject)
    writer.states(subject.states)
    writer.outputs(start_values(subject, writer.hubs))
    _events(writer, subject)
    return document.text()


def _about(document: Document, subject: Subject, *, exact: bool) -> None:
    protocol = subject.protocol
    document.notes(
        document.model,
        (
            f"The microbiota-gut-brain axis of a typical person ({protocol.person.preset}) through the protocol "
            f"'{protocol.title}', {protocol.days:g} days.",
            "Time is in hours from the start of the protocol; 'clock' counts from midnight of day 0. Whatever has "
            "time in its unit is in hours, whatever it was declared in.",
            "Initial values are those of the settled person, parameters the central values of the ensemble.",
            EXACT if exact else FOLLOWS,
            "For research and learning, not for diagnosis.",
        ),
    )
    document.annotate(document.model, libsbml.BQB_HAS_TAXON, [HUMAN])
    kind, _, key = protocol.reference.partition(":")
    collection = {"doi": "doi", "pmid": "pubmed"}.get(kind)
    if collection:
        document.described_by(document.model, [f"https://identifiers.org/{collection}:{key.strip()}"])


def _time(document: Document, subject: Subject) -> None:
    start = document.parameter(START, START, HOURS, subject.start, constant=True)
    document.notes(start, ["Start of the protocol, hours from midnight of day 0."])
    clock = document.parameter(CLOCK, CLOCK, HOURS, None, constant=False)
    document.notes(clock, ["Hours from midnight of day 0; the hour of the day is the rest after division by 24."])
    document.value(CLOCK, name(START, HOURS) + time(HOURS))
    if subject.start < 0:
        before = document.parameter(BEFORE, BEFORE, PLAIN, 1.0, constant=False)
        document.notes(before, ["1 before day 0, then 0: what is the person's own follows until then."])


def _exposures(writer: Writer, subject: Subject) -> None:
    for exposure in subject.model.exposures.values():
        changes = exposure.name in subject.acted_on
        writer.exposure(exposure, subject.level(exposure.name, 0), constant=not changes)
        if changes and np.isnan(subject.levels[exposure.name]).any():
            usual = usual_id(exposure.name)
            writer.document.parameter(usual, usual, unit(exposure.unit), subject.usual[exposure.name], constant=True)


def _events(writer: Writer, subject: Subject) -> None:
    if subject.start < 0:
        writer.at(0.0, "day_zero", "day 0 begins", [(BEFORE, number(0.0))])
    for segment, edge in enumerate(subject.edges, 1):
        values = [
            (exposure, _level(subject, exposure, segment))
            for exposure in subject.acted_on
            if not _same(*subject.levels[exposure][segment - 1 : segment + 1])
        ]
        day, hour = divmod(float(edge), 24.0)
        writer.at(float(edge), f"change_{segment}", f"day {day:g}, {hour:g} h", values)


def _level(subject: Subject, exposure: str, segment: int) -> Term:
    """What an event sets: a number, or the usual level."""
    level, measure = float(subject.levels[exposure][segment]), unit(subject.model.exposures[exposure].unit)
    return name(usual_id(exposure), measure) if math.isnan(level) else number(level, measure)


def _title(subject: Subject, declared: str) -> str:
    """The name of the vocabulary: a strain that is taken is called after itself."""
    slot = re.fullmatch(r"strain_(\d+)", declared)
    strains = subject.table.strains[0]
    if slot and int(slot[1]) <= len(strains):
        return f"strain.{strains[int(slot[1]) - 1].short}"
    return declared


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))
