"""A protocol: who, how long, what acts on them when; read from YAML and checked to the last field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gutbrain.errors import InputError, Problems, suggest
from gutbrain.exposures.errors import ProtocolError
from gutbrain.exposures.events import LONGEST, Event, check_keys, read_event
from gutbrain.exposures.moments import hours_of, in_words
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.exposures.together import check_together
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.reading.amounts import read_amount, read_hour
from gutbrain.reading.fields import Field, document

MOST_EVENTS = 10_000
"""Most events in a protocol."""

DEFAULT_PERSON = "healthy-adult"
"""Who goes through a protocol that names nobody."""

_FIELDS = ("title", "person", "days", "usual", "events", "observe", "reference", "citation", "saw")
_DIRECTIONS = (-1, 0, 1)


@dataclass(frozen=True)
class Person:
    """A preset and what is changed in it; usual exposures among the traits are in the contract's units."""

    preset: str = DEFAULT_PERSON
    traits: Mapping[str, float | str] = field(default_factory=dict)


ReadWho = Callable[[Field | None, Field | None], tuple[Person, Mapping[str, float]]]
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


@dataclass(frozen=True)
class Protocol:
    """What happens to whom, for how many days; amounts in the contract's units."""

    title: str
    days: float
    person: Person = Person()
    usual: Mapping[str, float] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    observe: tuple[str, ...] = ()
    reference: str = ""
    citation: str = ""
    saw: tuple[Saw, ...] = ()
    warnings: tuple[str, ...] = ()


def only_the_name(person: Field | None, usual: Field | None) -> tuple[Person, Mapping[str, float]]:
    """Who it is where nobody is told about: the name of a preset, unchecked.

    Raises
    ------
    InputError
        Where more is said of the person than a name.
    """
    for part in (person, usual):
        if part is not None and (part is usual or not isinstance(part.value, str)):
            raise InputError([part.problem("is not read here", "gutbrain.load reads all of a protocol")])
    return (Person() if person is None else Person(str(person.value))), {}


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
    if not part.is_mapping:
        raise ProtocolError([part.problem("is not a protocol", "write title, days and events, one a line")])
    others = {
        key: value if isinstance(value, Field) else Field(value, part.file, (*part.place, key), part.lines)
        for key, value in (defaults or {}).items()
    }
    reader = _Reader(part, others, known_observables, read_who)
    try:
        protocol = reader.read()
    except InputError as error:  # there are too many
        raise ProtocolError(error.problems) from None
    if reader.problems:
        raise ProtocolError(reader.problems)
    return protocol


class _Reader:
    """Goes through a document and collects what is wrong with it."""

    def __init__(
        self,
        document: Field,
        defaults: Mapping[str, Field],
        observables: Collection[str] | None,
        reader: ReadWho,
    ) -> None:
        self.document = document
        self.defaults = defaults
        self.observables = observables
        self.reader = reader
        self.problems = Problems()
        self.warnings: list[str] = []

    def read(self) -> Protocol:
        check_keys(self.document, _FIELDS, self.problems, of=" of a protocol")
        days = self.days()
        person, usual = self.who()
        events = self.events(days)
        return Protocol(
            title=self.text("title"),
            days=days or 1.0,
            person=person,
            usual=usual,
            events=events,
            observe=tuple(name for name in map(self.observable, self.list_of("observe")) if name),
            reference=self.text("reference"),
            citation=self.text("citation"),
            saw=tuple(saw for saw in (self.saw(part, days, events) for part in self.list_of("saw")) if saw),
            warnings=tuple(self.warnings),
        )

    def part(self, key: str) -> Field | None:
        """A field that is there and not empty."""
        if key in self.document:
            return None if self.document.value[key] is None else self.document[key]
        return self.defaults.get(key)

    def text(self, key: str) -> str:
        part = self.part(key)
        if part is None:
            return ""
        if isinstance(part.value, Mapping | list | tuple):
            self.problems.append(part.problem("is not text", f"write {key}: and a line of text"))
            return ""
        return str(part.value)

    def list_of(self, key: str) -> Iterable[Field]:
        part = self.part(key)
        if part is None:
            return ()
        if not part.is_list:
            self.problems.append(part.problem("is not a list", f"write {key}: [ ... ]"))
            return ()
        return part

    def days(self) -> float | None:
        part = self.part("days")
        if part is None:
            self.problems.append(self.document.problem("days is missing", "say how long the run lasts, as in days: 84"))
            return None
        return read_amount(part, "day", self.problems, above=0.0, most=LONGEST)

    def who(self) -> tuple[Person, Mapping[str, float]]:
        """Who it is, and how they live: one reader for protocols, designs and findings."""
        if self.part("person") is None:
            self.warnings.append(f"person is not given: this is the {DEFAULT_PERSON}")
        try:
            return self.reader(self.part("person"), self.part("usual"))
        except InputError as error:
            self.problems += error.problems
            return Person(), {}

    def events(self, days: float | None) -> tuple[Event, ...]:
        parts = list(self.list_of("events"))
        if len(parts) > MOST_EVENTS:
            wrong = f"{len(parts)} events are more than can be run"
            self.problems.append(self.document.problem(wrong, f"the most is {MOST_EVENTS}"))
            return ()
        found = [(read_event(part, days, self.problems, self.warnings), part) for part in parts]
        events = [(event, part) for event, part in found if event is not None]
        check_together(events, self.problems, self.warnings)
        return tuple(event for event, _ in events)

    def observable(self, part: Field) -> str | None:
        name = part.value
        if not isinstance(name, str):
            self.problems.append(part.problem("is not an observable", "write its name"))
            return None
        if name.startswith("strain."):
            try:
                resolve(name.removeprefix("strain."))
            except UnknownStrain as error:
                self.problems.append(part.problem(str(error)))
        elif self.observables is not None and name not in self.observables:
            right = suggest(name, self.observables, otherwise="gutbrain list observables shows all")
            self.problems.append(part.problem(f"'{name}' is not an observable", right))
        return name

    def saw(self, part: Field, days: float | None, events: Sequence[Event]) -> Saw | None:
        right = "write {observable: depression, direction: -1, day: 28, versus: {day: 0}}"
        if not part.is_mapping or not {"observable", "direction", "day"} <= set(part.value):
            self.problems.append(part.problem("is not what a study saw", right))
            return None
        check_keys(
            part, ("observable", "direction", "day", "hour", "versus", "note"), self.problems, of=" of what a study saw"
        )
        observable, direction = self.observable(part["observable"]), part["direction"].value
        if isinstance(direction, bool) or direction not in _DIRECTIONS:
            self.problems.append(part["direction"].problem(f"'{direction}' is not a direction", "write 1, 0 or -1"))
            return None
        begins = HOURS_A_DAY * (min([0.0, *(event.begins for event in events)]) // HOURS_A_DAY)
        at, versus = self.moment(part, begins, days), Moment(0.0)
        if "versus" in part:
            if not part["versus"].is_mapping or "day" not in part["versus"]:
                self.problems.append(part["versus"].problem("is not a moment", "write {day: 0}"))
                return None
            check_keys(part["versus"], ("day", "hour"), self.problems, of=" of a moment")
            versus = self.moment(part["versus"], begins, days)
        elif days is not None and hours_of(versus.day) > days * HOURS_A_DAY:
            self.problems.append(part.problem("says not what it is compared with", "write versus: {day: 0, hour: 0}"))
        note = part["note"].value if "note" in part else ""
        return Saw(observable, int(direction), at.day, at.hour, versus, str(note or "")) if observable else None

    def moment(self, part: Field, begins: float, days: float | None) -> Moment:
        """A moment that lies within the run."""
        day = read_amount(part["day"], "day", self.problems, least=-LONGEST, most=LONGEST)
        hour = read_hour(part["hour"], self.problems) if "hour" in part else None
        if day is None or days is None or ("hour" in part and hour is None):
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
