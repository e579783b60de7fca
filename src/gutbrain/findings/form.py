"""What a file of findings may say: the shapes of its fields."""

from __future__ import annotations

from dataclasses import replace

from gutbrain.engine.simulation import known_observables
from gutbrain.errors import suggest
from gutbrain.exposures import protocol
from gutbrain.exposures.events import LONGEST
from gutbrain.findings.finding import CURVE_AS, DESIGNS, SPECIES, STATISTICS
from gutbrain.people.person import PERSON, USUAL
from gutbrain.reading.shapes import AsWritten, Choice, Each, Either, Entry, Flag, Form, Hour, Named, Number, Text

MOST_FINDINGS = 5_000
"""Most findings in a file."""

_LARGEST = 1e12
_ANY, _SHARE = Number(least=-_LARGEST, most=_LARGEST), Number(most=1.0, below=1.0)
_MORE, _DAY = Number(above=0.0, most=_LARGEST), Number("day", -LONGEST, LONGEST)
_ARMS, _COMPARE = "{placebo: {events: []}}", "{observable: ..., statistic: ..., of: {arm: ..., day: ...}}"
_OBSERVED, _MOMENT = "{value: ..., low: ..., high: ...}", "{arm: placebo, day: 28}"
_POINTS, _QUANTILES = (
    "points: [{day: 0, hour: 15.4, value: 1.9, low: 1.6, high: 2.2}, ...]",
    "quantiles: {0.25: 1.2, 0.5: 1.9, 0.75: 3.1}",
)


def _arm() -> dict[str, Entry]:
    """A protocol, of which nothing must be there: its study says how long it lasts."""
    whole = protocol.form(protocol.Observable(known_observables()), PERSON, USUAL)
    return {key: replace(entry, needed="") for key, entry in whole.fields.items()}


ARM = AsWritten((Form("an arm", _arm, _ARMS, meaning="A protocol; days and person are the finding's unless given."),))
"""An arm, which is read as a protocol is."""

MOMENT = Form(
    "a moment of an arm",
    {
        "arm": Entry(Text("the name of an arm", _MOMENT), "its name", f"write {_MOMENT}"),
        "day": Entry(
            Either(_DAY, sequence=Each(_DAY, "is no window of days", "day: [first, last]", 2, 2)),
            "day, or first and last day of a window",
        ),
        "hour": Entry(Hour(), "clock hour; 08:00 unless given"),
    },
    _MOMENT,
)
"""When a value is read."""


def _compared() -> dict[str, Entry]:
    observable = AsWritten((protocol.Observable(known_observables()),))
    return {
        "observable": Entry(observable, "what was measured", f"write compare: {_COMPARE}"),
        "statistic": Entry(Choice(tuple(STATISTICS), "a statistic"), "what is told", f"write compare: {_COMPARE}"),
        "of": Entry(MOMENT, "the arm and moment in question", f"write compare: {_COMPARE}"),
        "to": Entry(MOMENT, "the arm and moment that it is compared with"),
        "observable_2": Entry(observable, "the other observable of a correlation"),
        "as": Entry(Choice(CURVE_AS, "a way to tell a curve"), "how the moments of a curve are told"),
        "above": Entry(_ANY, "a share: of people above it"),
        "below": Entry(_ANY, "a share: of people below it"),
        "fall": Entry(Number(above=0.0, most=1.0), "a share: of people in whom it falls by this share or more"),
        "window": Entry(Number("h", above=0.0, most=_LARGEST), "a peak: hours after the event in which it is sought"),
        "tolerance": Entry(_MORE, "a recovery time: share by which it may still be off; 0.1 unless given"),
    }


COMPARE = Form("a comparison", _compared, _COMPARE)
"""What is compared; what each statistic takes is for :mod:`gutbrain.findings.comparison`."""

_INTERVAL = {
    "value": Entry(_ANY, "what was seen", f"write observed: {_OBSERVED}"),
    "low": Entry(_ANY, "lower end of the 95 % interval"),
    "high": Entry(_ANY, "upper end of the 95 % interval"),
}
VALUE = Form("an observed value", _INTERVAL, _OBSERVED, wrong="holds no value")
"""What was seen, of most statistics."""

_POINT = {
    "day": Entry(_DAY, "day", "write {day: 0, hour: 15.4, value: 1.9}"),
    "hour": Entry(Hour(), "clock hour; 08:00 unless given"),
    **_INTERVAL,
}
_NO_CURVE, _NO_QUANTILES = "holds no curve: it takes two points or more", "holds no quantiles"
CURVE = Form(
    "an observed curve",
    {
        "points": Entry(
            Each(Form("a point of a curve", _POINT, "{day: 0, hour: 15.4, value: 1.9}"), _NO_CURVE, _POINTS, 2),
            "what was seen, moment by moment",
            f"write {_POINTS}",
        )
    },
    _POINTS,
    wrong=_NO_CURVE,
)
"""What was seen of a curve."""

QUANTILES = Form(
    "observed quantiles",
    {
        "quantiles": Entry(
            Named(_ANY, _NO_QUANTILES, _QUANTILES, 1), "what a share of people lies below", f"write {_QUANTILES}"
        ),
        "detection": Entry(_ANY, "what the method sees at least"),
    },
    _QUANTILES,
    wrong=_NO_QUANTILES,
)
"""What was seen of how people differ."""

_REFERENCE = r"^(doi:10\.\S+|pmid:\d+)$"
_PEOPLE = Number(least=1.0, most=_LARGEST)
_ENTRIES = {
    "id": Entry(
        Text("a name", "a name of its own", r"\S"),
        "a name of its own",
        "give it a name of its own, as in wust-2000-awakening-response",
    ),
    "reference": Entry(Text("a reference", "doi:10... or pmid:12345", _REFERENCE), "doi:10... or pmid:12345"),
    "species": Entry(Choice(SPECIES, "a species"), "human unless given"),
    "design": Entry(Choice(DESIGNS, "a design"), "design of the study; cohort unless given"),
    "person": Entry(AsWritten((PERSON,)), "who it was: a preset, or a preset with traits"),
    "arms": Entry(Named(ARM, "are no arms", f"arms: {_ARMS}", 1), "what was done", f"write arms: {_ARMS}"),
    "days": Entry(Number("day", above=0.0, most=LONGEST), "how long the arms last", "say how long, as in days: 28"),
    "compare": Entry(COMPARE, "what is compared", f"write compare: {_COMPARE}"),
    "observed": Entry(AsWritten((VALUE, CURVE, QUANTILES)), "what was seen", f"write observed: {_OBSERVED}"),
    "n": Entry(
        Either(_PEOPLE, Named(_PEOPLE, "says not how many", "{active: 30, placebo: 28}", 1)),
        "people that were analysed in each arm; by arm where they differ",
    ),
    "within": Entry(_SHARE, "correlation within people; 0.6 unless given"),
    "i2": Entry(_SHARE, "heterogeneity of a meta-analysis"),
    "blinded": Entry(Flag("true or false; leave it out if unknown"), "whether people did not know what they got"),
    "verified": Entry(Choice(("read", "memory"), "a way to know"), "read in the publication, or from memory"),
    "note": Entry(Text(), "anything"),
}

FINDING = Form(
    "a finding",
    _ENTRIES,
    "id, days, arms, compare and observed",
    lambda key: (f"'{key}' means nothing in a finding and is not used", suggest(key, _ENTRIES)),
    closed=False,
    meaning="A published result, and what is simulated to hold the model against it.",
)
"""What a finding may say; what else it says is not used."""

_EACH = Each(AsWritten((FINDING,)), "holds no findings", "findings: and a list of them", most=MOST_FINDINGS)
FINDINGS = Either(
    _EACH,
    Form(
        "a file of findings",
        {"findings": Entry(_EACH, "published results", "write findings: and a list of them")},
        "findings: and a list of them",
        closed=False,
        wrong="holds no findings",
    ),
)
"""A file of findings, each of which is read by itself."""
