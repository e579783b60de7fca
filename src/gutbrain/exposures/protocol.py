"""A protocol: who, how long, what acts on them when; read from YAML and checked to the last field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures.amounts import read_amount
from gutbrain.exposures.errors import ProtocolError
from gutbrain.exposures.events import LONGEST, Event, check_keys, read_event
from gutbrain.exposures.fields import Field, read_yaml
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.exposures.vocabulary import exposures, usual_exposures

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
    """What happens to whom, for how many days; amounts in the contract's units.

    ``document`` is what was read, so that errors found later can name their line.
    """

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
    document: Field = field(default_factory=lambda: Field({}), repr=False, compare=False)


def load(
    source: str | Path | Mapping[str, Any] | Field,
    *,
    defaults: Mapping[str, Any] | None = None,
    known_observables: Collection[str] | None = None,
    known_presets: Collection[str] | None = None,
    known_traits: Collection[str] | None = None,
) -> Protocol:
    """Read a protocol.

    Parameters
    ----------
    source
        A file, a mapping, or a part of another file that is written like a protocol (an arm).
    defaults
        Fields that hold where the source does not give them (an arm takes ``days`` and ``person`` from its study).
    known_observables, known_presets, known_traits
        Names to check against; None: not checked. ``strain.NAME`` is always an observable.

    Raises
    ------
    ProtocolError
        With everything that is wrong, each with its line.
    """
    try:
        document = _document(source)
    except InputError as error:
        raise ProtocolError(error.problems) from None
    if not document.is_mapping:
        raise ProtocolError([document.problem("is not a protocol", "write title, days and events, one a line")])
    if defaults:
        merged = {**defaults, **document.value}
        document = Field(merged, document.file, document.place, document.lines)
    reader = _Reader(document, known_observables, known_presets, known_traits)
    protocol = reader.read()
    if reader.problems:
        raise ProtocolError(reader.problems)
    return protocol


def _document(source: str | Path | Mapping[str, Any] | Field) -> Field:
    if isinstance(source, Field):
        return source
    return Field(source) if isinstance(source, Mapping) else read_yaml(source)


class _Reader:
    """Goes through a document and collects what is wrong with it."""

    def __init__(
        self,
        document: Field,
        observables: Collection[str] | None,
        presets: Collection[str] | None,
        traits: Collection[str] | None,
    ) -> None:
        self.document = document
        self.observables = observables
        self.presets = presets
        self.traits = traits
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def read(self) -> Protocol:
        check_keys(self.document, _FIELDS, self.problems, of=" of a protocol")
        days = self.days()
        return Protocol(
            title=self.text("title"),
            days=days or 1.0,
            person=self.person(),
            usual=self.usual(),
            events=self.events(days),
            observe=tuple(name for name in map(self.observable, self.list_of("observe")) if name),
            reference=self.text("reference"),
            citation=self.text("citation"),
            saw=tuple(saw for saw in map(self.saw, self.list_of("saw")) if saw),
            warnings=tuple(self.warnings),
            document=self.document,
        )

    def part(self, key: str) -> Field | None:
        """A field that is there and not empty."""
        return self.document[key] if key in self.document and self.document.value[key] is not None else None

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
        if "days" not in self.document:
            self.problems.append(self.document.problem("days is missing", "say how long the run lasts, as in days: 84"))
            return None
        return read_amount(self.document["days"], "day", self.problems, above=0.0, most=LONGEST)

    def person(self) -> Person:
        part = self.part("person")
        if part is None:
            return Person()
        if not part.is_mapping:
            return Person(self.preset(part))
        check_keys(part, ("preset", "traits"), self.problems, of=" of a person")
        preset = self.preset(part["preset"]) if "preset" in part else DEFAULT_PERSON
        if "traits" not in part or part["traits"].value is None:
            return Person(preset)
        if not part["traits"].is_mapping:
            self.problems.append(part["traits"].problem("is not a set of traits", "write traits: {age: 60}"))
            return Person(preset)
        traits = {key: self.trait(key, inner) for key, inner in part["traits"].items()}
        return Person(preset, {key: value for key, value in traits.items() if value is not None})

    def preset(self, part: Field) -> str:
        if not isinstance(part.value, str):
            self.problems.append(part.problem("is not a person", f"write the name of a preset, as in {DEFAULT_PERSON}"))
        elif self.presets is not None and part.value not in self.presets:
            right = suggest(part.value, self.presets, otherwise=f"known are {', '.join(self.presets)}")
            self.problems.append(part.problem(f"'{part.value}' is not a person preset", right))
        return str(part.value)

    def trait(self, key: str, part: Field) -> float | str | None:
        if key in usual_exposures():
            return self.usual_amount(key, part)
        if self.traits is not None and key not in self.traits:
            everything = [*self.traits, *usual_exposures()]
            right = suggest(key, everything, otherwise=f"known are {listed(everything, 40)}")
            self.problems.append(part.problem(f"'{key}' is not a trait", right))
            return None
        if key == "sex":
            if part.value not in ("female", "male"):
                self.problems.append(part.problem(f"'{part.value}' is not a sex here", "write female or male"))
            return str(part.value)
        if key == "microbiota":
            if not isinstance(part.value, str):
                self.problems.append(part.problem("is not a file", "name a feature table"))
            return str(part.value)
        units = {"age": "year", "bmi": "kg/m**2", "weight": "kg"}
        if key in units:
            return read_amount(part, units[key], self.problems, above=0.0, most=500.0)
        return read_amount(part, "1", self.problems, least=-1e6, most=1e6)

    def usual_amount(self, key: str, part: Field) -> float | None:
        exposure = exposures()[key]
        return read_amount(part, exposure.unit, self.problems, most=exposure.most)

    def usual(self) -> Mapping[str, float]:
        part = self.part("usual")
        if part is None:
            return {}
        if not part.is_mapping:
            self.problems.append(part.problem("is not a set of exposures", "write usual: {fibre: 22}"))
            return {}
        levels: dict[str, float] = {}
        for key, inner in part.items():
            if key not in usual_exposures():
                right = f"usual are {', '.join(usual_exposures())}"
                right = (
                    "give it as an event" if key in exposures() else suggest(key, usual_exposures(), otherwise=right)
                )
                self.problems.append(inner.problem(f"'{key}' is not a usual exposure", right))
                continue
            amount = self.usual_amount(key, inner)
            if amount is not None:
                levels[key] = amount
        return levels

    def events(self, days: float | None) -> tuple[Event, ...]:
        parts = list(self.list_of("events"))
        if len(parts) > MOST_EVENTS:
            wrong = f"{len(parts)} events are more than can be run"
            self.problems.append(self.document["events"].problem(wrong, f"the most is {MOST_EVENTS}"))
            return ()
        found = (read_event(part, days, self.problems, self.warnings) for part in parts)
        return tuple(event for event in found if event is not None)

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

    def saw(self, part: Field) -> Saw | None:
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
        at, versus = self.moment(part), Moment(0.0)
        if "versus" in part:
            if not part["versus"].is_mapping or "day" not in part["versus"]:
                self.problems.append(part["versus"].problem("is not a moment", "write {day: 0}"))
                return None
            check_keys(part["versus"], ("day", "hour"), self.problems, of=" of a moment")
            versus = self.moment(part["versus"])
        note = part["note"].value if "note" in part else ""
        return Saw(observable, int(direction), at.day, at.hour, versus, str(note or "")) if observable else None

    def moment(self, part: Field) -> Moment:
        day = read_amount(part["day"], "day", self.problems, most=LONGEST)
        hour = read_amount(part["hour"], "h", self.problems, below=24.0) if "hour" in part else None
        return Moment(day or 0.0, hour)
