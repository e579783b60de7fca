"""A protocol: who, how long, what acts on them when; read from YAML and checked to the last field."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gutbrain.atlas.not_modelled import instead_of
from gutbrain.errors import InputError, Problem, Problems
from gutbrain.exposures.errors import ProtocolError
from gutbrain.exposures.events import EVENT, LONGEST, Event, event_of
from gutbrain.exposures.moments import hours_of, in_words
from gutbrain.exposures.repeats import Calendar, singles
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.exposures.templates import templates
from gutbrain.exposures.together import Placed, check_together
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.reading import Field, document
from gutbrain.reading.dates import Date
from gutbrain.reading.shapes import AsWritten, Choice, Each, Entry, Flag, Form, Hour, Json, Number, Shape, Text
from gutbrain.shown import Card, Shown

MOST_EVENTS = 10_000
"""Most events in a protocol."""

DEFAULT_PERSON = "healthy-adult"
"""Who goes through a protocol that names nobody."""

EVENTS = Each(EVENT, most=MOST_EVENTS)
"""What a list of events may hold."""


@dataclass(frozen=True)
class Who:
    """Who it is, as it was said: a preset and what is changed in it, in the contract's units.

    ``microbiota`` is what their stool shows, as whoever reads it keeps it; ``warnings`` what is to be known of it.
    """

    preset: str = DEFAULT_PERSON
    traits: Mapping[str, float | str] = field(default_factory=dict)
    microbiota: Any = None
    warnings: tuple[str, ...] = ()


ReadWho = Callable[[Field | None, Field | None], tuple[Who, Mapping[str, float]]]
"""Reads the fields ``person`` and ``usual``: who it is, and the changes of their usual exposures."""


@dataclass(frozen=True)
class Moment:
    """A day, and the clock hour at which an observable is read then."""

    day: float
    hour: float | None = None


@dataclass(frozen=True)
class Saw:
    """What the study behind a protocol saw: on a day, against another moment, up (1), down (-1), or neither (0)."""

    observable: str
    direction: int
    day: float
    hour: float | None = None
    versus: Moment = Moment(0.0)
    note: str = ""


@dataclass(frozen=True, repr=False)
class Protocol(Shown):
    """What happens to whom, for how many days; amounts in the contract's units.

    ``living`` says that days differ from one another, see :mod:`gutbrain.people.living`. ``start_date`` is the date of
    day 0, where one was given. ``recorded`` says of how many days each exposure was recorded, where it was
    (:func:`gutbrain.observations.series.recorded`).
    """

    title: str
    days: float
    person: Who = Who()
    usual: Mapping[str, float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    observe: tuple[str, ...] = ()
    reference: str = ""
    citation: str = ""
    saw: tuple[Saw, ...] = ()
    warnings: tuple[str, ...] = ()
    living: bool = False
    start_date: date | None = None
    recorded: Mapping[str, int] = field(default_factory=dict)

    def card(self) -> Card:
        """What is shown of it: who, how long, and its events.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [
            (
                event.exposure,
                " + ".join(event.strains) or event.name or "",
                f"{_dose(event):g}",
                f"{event.start:g}",
                _ends(event),
            )
            for event in self.events
        ]
        title = f"{self.title}: " if self.title else ""
        headline = f"{title}{self.person.preset}, {self.days:g} days, {len(rows)} events"
        return Card(headline, ("exposure", "which", "amount", "from day", "to day"), rows, "; ".join(self.warnings))


def _dose(event: Event) -> float:
    return sum(event.strains.values()) if event.strains else event.amount


def _ends(event: Event) -> str:
    return "the end" if math.isinf(event.ends) else f"{event.ends / HOURS_A_DAY:.4g}"


def only_the_name(person: Field | None, usual: Field | None) -> tuple[Who, Mapping[str, float]]:
    """Who it is where nobody is told about: the name of a preset, unchecked.

    Raises
    ------
    InputError
        Where more is said of the person than a name.
    """
    for part in (person, usual):
        if part is not None and (part is usual or not isinstance(part.value, str)):
            raise InputError([part.problem("is not read here", "gutbrain.load reads all of a protocol")])
    return (Who() if person is None else Who(str(person.value))), {}


def load(
    source: str | Path | Mapping[str, Any] | Field,
    *,
    defaults: Mapping[str, Any] | None = None,
    known_observables: Collection[str] | None = None,
    read_who: ReadWho = only_the_name,
) -> Protocol:
    """Read a protocol.

    Parameters
    ----------
    source
        A file, a mapping, or a part of another file that is written like a protocol (an arm).
    defaults
        Fields that hold where the source does not give them (an arm takes ``days`` and ``person`` from its study).
        Those that were read from a file keep their lines.
    known_observables
        Names to check against; None: not checked. ``strain.NAME`` is always an observable.
    read_who
        Reads ``person`` and ``usual``; :func:`gutbrain.people.read_who` knows presets, traits and their bounds.

    Returns
    -------
    Protocol
        Amounts in the units of the vocabulary; ``warnings`` say what may not be meant.

    Raises
    ------
    ProtocolError
        With everything that is wrong, each with its line.

    Examples
    --------
    >>> from gutbrain.exposures import load
    >>> antibiotic = {"exposure": "antibiotic", "name": "ciprofloxacin", "amount": "1 g/day", "start": 7, "days": 5}
    >>> protocol = load({"days": 28, "events": [antibiotic]})
    >>> protocol.events[0].amount, protocol.person.preset
    (1000.0, 'healthy-adult')
    """
    try:
        part = document(source)
    except InputError as error:
        raise ProtocolError(error.problems) from None
    others = {
        key: value if isinstance(value, Field) else Field(value, part.file, (*part.place, key), part.lines)
        for key, value in (defaults or {}).items()
    }
    try:
        reader = _Reader(part, others, known_observables, read_who)
        protocol = reader.read() if part.is_mapping else None
    except InputError as error:  # there are too many
        raise ProtocolError(error.problems) from None
    if reader.problems or protocol is None:
        raise ProtocolError(reader.problems)
    return protocol


@dataclass(frozen=True)
class Observable(Shape):
    """The name of an observable, or of a strain in the stool; not checked where the names are not given."""

    names: Collection[str] | None = None

    def read(self, part: Field, problems: list[Problem]) -> str | None:
        """The name."""
        name = part.value
        if not isinstance(name, str):
            problems.append(part.problem("is not an observable", "write its name"))
            return None
        if self.names is not None and not name.startswith(_STRAIN):
            return str(Choice(self.names, "an observable", _ALL_OBSERVABLES, right=instead_of).read(part, problems))
        if name.startswith(_STRAIN):
            try:
                resolve(name.removeprefix(_STRAIN))
            except UnknownStrain as error:
                problems.append(part.problem(str(error)))
        return name

    def schema(self, defs: Json) -> Json:
        """One of the names, or ``strain.NAME``."""
        if self.names is None:
            return {"type": "string"}
        return {"anyOf": [{"enum": sorted(self.names)}, {"type": "string", "pattern": r"^strain\."}]}


_STRAIN, _ALL_OBSERVABLES = "strain.", "gutbrain list observables shows all"
_SAW = "{observable: depression, direction: -1, day: 28, versus: {day: 0}}"
_MOMENT = {
    "day": Entry(Number("day", -LONGEST, LONGEST), "day of the run", "write {day: 0}"),
    "hour": Entry(Hour(), "clock hour; 08:00 unless given"),
}


def form(observable: Shape, person: Shape | None = None, usual: Shape | None = None) -> Form:
    """What a protocol may say.

    Parameters
    ----------
    observable
        What the name of an observable may be.
    person, usual
        What may be said of the person, and of their usual exposures; None: that is read elsewhere.
    """
    saw = {
        "observable": Entry(observable, "what was measured", f"write {_SAW}"),
        "direction": Entry(Choice((1, 0, -1), "a direction"), "up, neither, or down", f"write {_SAW}"),
        **_MOMENT,
        "versus": Entry(Form("a moment", _MOMENT, "{day: 0}"), "the moment that it is compared with"),
        "note": Entry(Text(), "anything"),
    }
    days = Number("day", above=0.0, most=LONGEST)
    return Form(
        "a protocol",
        {
            "title": Entry(Text(), "what it is called"),
            "person": Entry(person or AsWritten(), "who it is: a preset, or a preset with traits"),
            "days": Entry(days, "how long the run lasts", "say how long the run lasts, as in days: 84"),
            "start_date": Entry(Date(), "the date of day 0; start and until may be dates then"),
            "usual": Entry(usual or AsWritten(), "changes of the usual exposures"),
            "events": Entry(EVENTS, "what happens"),
            "living": Entry(Flag(), "whether days differ from one another as they do in a life; day 0 is a Monday"),
            "observe": Entry(Each(observable), "what to show first"),
            "reference": Entry(Text(), "doi:... or pmid:... of a study"),
            "citation": Entry(Text(), "the study in a line"),
            "saw": Entry(Each(Form("what a study saw", saw, _SAW)), "what the study saw"),
        },
        "title, days and events, one a line",
        meaning="Who, how long, and what acts on them when.",
    )


def read_events(
    part: Field,
    read: Sequence[Mapping[str, Any] | None],
    days: float | None,
    problems: list[Problem],
    told: list[str],
    start_date: date | None = None,
) -> list[Placed]:
    """Events from their fields, each with where it stands, held against the run and against one another.

    Parameters
    ----------
    part
        The list, as it is written.
    read
        What was read of it by :data:`EVENTS`.
    days
        How long the run lasts (days); None where that is not known.
    problems
        What is wrong is added here.
    told
        What is right and may not be meant is added here.
    start_date
        The date of day 0, for those that are told by date.
    """
    run = Calendar(days, start_date)
    warnings: list[str] = []
    written = zip(part, read, strict=True)
    single = (one for f, v in written if v is not None for one in singles(f, v, run, problems))
    found = [(event_of(f, v, days, problems, warnings), f) for f, v in single]
    warnings += [
        templates()[f["exposure"].value].told
        for f, v in zip(part, read, strict=True)
        if v and f["exposure"].value in templates()
    ]
    told += dict.fromkeys(warnings)  # of an event that repeats the same is said once
    events = [(event, inner) for event, inner in found if event is not None]
    if len(events) > MOST_EVENTS:
        right = f"the most is {MOST_EVENTS}, repeats counted"
        problems.append(part.problem(f"{len(events)} events are more than can be run", right))
        return []
    check_together(events, problems, told)
    return events


class _Reader:
    """Goes through a document and collects what is wrong with it."""

    def __init__(
        self, document: Field, defaults: Mapping[str, Field], observables: Collection[str] | None, reader: ReadWho
    ) -> None:
        self.document = document
        self.defaults = defaults
        self.reader = reader
        self.problems = Problems()
        self.warnings: list[str] = []
        self.said = form(Observable(observables)).read(document, self.problems, defaults) or {}

    def read(self) -> Protocol:
        days = self.said.get("days")
        person, usual = self.who()
        events: tuple[Event, ...] = ()
        if self.said.get("events"):
            part = self.document["events"] if "events" in self.document else self.defaults["events"]
            begins = self.said.get("start_date")
            placed = read_events(part, self.said["events"], days, self.problems, self.warnings, begins)
            events = tuple(event for event, _ in placed)
        saw = self.said.get("saw") or ()
        first = self.first_date()
        return Protocol(
            title=self.said.get("title") or "",
            days=days or 1.0,
            person=person,
            usual=usual,
            events=events,
            observe=tuple(name for name in self.said.get("observe") or () if name),
            reference=self.said.get("reference") or "",
            citation=self.said.get("citation") or "",
            saw=tuple(self.saw(self.document["saw"][i], one, days, events) for i, one in enumerate(saw) if one),
            warnings=tuple(self.warnings),
            living=bool(self.said.get("living")),
            start_date=first,
        )

    def first_date(self) -> date | None:
        """The date of day 0."""
        found: date | None = self.said.get("start_date")
        if found is not None and self.said.get("living") and found.weekday():
            told = f"{found:%A}, but in a living protocol day 0 counts as a Monday: weekends lie elsewhere"
            self.warnings.append(f"start_date: {found} is a {told}")
        return found

    def who(self) -> tuple[Who, Mapping[str, float]]:
        """Who it is, and how they live: one reader for protocols, designs and findings."""
        if "person" not in self.said:
            self.warnings.append(f"person is not given: this is the {DEFAULT_PERSON}")
        try:
            found = self.reader(self.said.get("person"), self.said.get("usual"))
            self.warnings += found[0].warnings
            return found
        except InputError as error:
            self.problems += error.problems
            return Who(), {}

    def saw(self, part: Field, said: Mapping[str, Any], days: float | None, events: Sequence[Event]) -> Saw:
        begins = HOURS_A_DAY * (min([0.0, *(event.begins for event in events)]) // HOURS_A_DAY)
        at, versus = self.moment(part, said, begins, days), Moment(0.0)
        if said.get("versus"):
            versus = self.moment(part["versus"], said["versus"], begins, days)
        elif "versus" not in said and days is not None and hours_of(versus.day) > days * HOURS_A_DAY:
            self.problems.append(part.problem("says not what it is compared with", "write versus: {day: 0, hour: 0}"))
        observable, direction, note = (said.get(key) for key in ("observable", "direction", "note"))
        return Saw(observable or "", int(direction or 0), at.day, at.hour, versus, note or "")

    def moment(self, part: Field, said: Mapping[str, Any], begins: float, days: float | None) -> Moment:
        """A moment that lies within the run."""
        day, hour = said.get("day"), said.get("hour")
        if day is None or days is None or ("hour" in said and hour is None):
            return Moment(0.0)
        if hour is not None and day % 1:
            right = "give a whole day with an hour, or a fraction of a day alone"
            self.problems.append(part["day"].problem(f"{day:g} is not a whole day", right))
        elif not begins <= hours_of(day, hour) <= days * HOURS_A_DAY:
            wrong = f"{in_words(hours_of(day, hour))} lies outside the run"
            right = (
                f"it goes from {in_words(begins)} to {in_words(days * HOURS_A_DAY)}: read earlier, or give more days"
            )
            self.problems.append(part["day"].problem(wrong, right))
        return Moment(day, hour)
