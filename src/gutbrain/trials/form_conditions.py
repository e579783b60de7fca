"""What a trial design may say about how it runs: the shapes of those fields."""

from __future__ import annotations

from gutbrain.exposures.protocol import EVENTS
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Form, Hour, Named, Number, Text
from gutbrain.trials.design import REASONS
from gutbrain.trials.form_questions import OBSERVABLE

SHARE = Number(most=1.0)
_MEASURES = Each(OBSERVABLE, "names no endpoint", "[stai_s]", 1)
_ICC = Entry(Number(below=1.0), "share of the variance that lies between them")
_NUMBER = Number(least=2, most=1000, whole=True)

SITES = Either(
    _NUMBER,
    Form(
        "sites",
        {"number": Entry(_NUMBER, "how many", "write {number: 8}"), "icc": _ICC},
        "8, or {number: 8, icc: 0.03}",
    ),
)
CLUSTERS = Either(
    Number(least=4, most=1000, whole=True),
    Form(
        "clusters",
        {
            "number": Entry(Number(least=4, most=1000, whole=True), "how many in all", "write {number: 12, icc: 0.05}"),
            "icc": _ICC,
        },
        "12, or {number: 12, icc: 0.05}",
    ),
)
STEPPED_WEDGE = Form(
    "a stepped wedge",
    {
        "clusters": Entry(
            Number(least=3, most=1000, whole=True), "how many in all", "write {clusters: 12, steps: 4, icc: 0.05}"
        ),
        "steps": Entry(
            Number(least=2, most=20, whole=True), "times at which clusters cross", "write {clusters: 12, steps: 4}"
        ),
        "icc": _ICC,
    },
    "{clusters: 12, steps: 4, icc: 0.05}",
)

CHALLENGE = Form(
    "a challenge",
    {
        "exposure": Entry(
            Text(), "what it is: stressor, endotoxin, ...", "write {exposure: stressor, name: tsst, visit: last}"
        ),
        "name": Entry(Text(), "which"),
        "amount": Entry(Number(above=0.0), "how much; 1 unless given"),
        "visit": Entry(
            Either(
                Choice(("last", "first-and-last", "all"), "a visit"),
                sequence=Each(Number(), "is not a list of weeks", "visit: [0, 4]", 1),
            ),
            "at which visits, in words or weeks; last unless given",
        ),
        "hour": Entry(Hour(), "clock hour at which it begins; 15 unless given"),
        "hours": Entry(Number(above=0.0, most=12.0), "how long it lasts; 0.25 unless given"),
        "read": Entry(Number(most=12.0), "hours from its beginning to the reading; its end unless given"),
        "measures": Entry(_MEASURES, "what is read under it; the primary endpoint unless given"),
    },
    "{exposure: stressor, name: tsst, visit: last}",
)
EMA = Form(
    "momentary assessment",
    {
        "prompts": Entry(Number(least=1, most=20, whole=True), "times a day", "write {prompts: 6, days: 7}"),
        "days": Entry(Number(least=1, most=60, whole=True), "days around each visit", "write {prompts: 6, days: 7}"),
        "compliance": Entry(Number(above=0.0, most=1.0), "share of prompts that are answered; 0.8 unless given"),
        "endpoints": Entry(_MEASURES, "which endpoints; the primary unless given"),
    },
    "{prompts: 6, days: 7}",
)

_RATE = Number(below=0.95)
DROPOUT = Form(
    "drop-out",
    {
        "rate": Entry(
            Either(_RATE, Named(_RATE, "says not which arm", "rate: {active: 0.2, placebo: 0.1}", 2)),
            "share of people who leave, or of each arm",
            "write {rate: 0.2, by: symptoms}",
        ),
        "by": Entry(Choice(REASONS, "a reason to leave"), "who leaves"),
    },
    "0.2, or {rate: 0.2, by: symptoms}",
)
ADHERENCE = Either(
    Number(above=0.0, most=1.0),
    Named(Number(above=0.0, most=1.0), "says not which arm", "adherence: {active: 0.8, placebo: 0.9}", 2),
)
BACKGROUND = Form(
    "a background",
    {
        "share": Entry(Number(above=0.0, most=1.0), "share of people who take it", "write {share: 0.5, events: [...]}"),
        "events": Entry(EVENTS, "what they take", "write {share: 0.5, events: [...]}"),
    },
    "{share: 0.5, events: [...]}",
)
FEASIBILITY = Form(
    "what a pilot must reach",
    {
        "recruited": Entry(SHARE, "share of those screened who are let in"),
        "kept": Entry(SHARE, "share who stay to the end"),
        "taken": Entry(SHARE, "mean share of doses taken"),
    },
    "{kept: 0.8, taken: 0.8}",
    least=1,
)
NOT_SIMULATED = Each(Text(), "names nothing", "not_simulated: [cost]", 1)
