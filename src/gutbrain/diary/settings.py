"""What a person says of their diary: zone, when a day ends, scales, words with a number, things of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from gutbrain.atlas.not_modelled import instead_of
from gutbrain.diary.items import Item, item, named
from gutbrain.errors import InputError, Problem
from gutbrain.people.person import PERSON
from gutbrain.reading import Field, document
from gutbrain.reading.shapes import AsWritten, Choice, Each, Entry, Form, Hour, Named, Number, Text

DAY_ENDS = 4.0
"""Clock hour until which what happens belongs to the evening before, unless said otherwise."""

EXAMPLE = """\
person: {preset: healthy-adult, traits: {age: 41, sex: female}}
zone: Europe/Berlin
day_ends: "04:00"
scales:
  mood: {from: 0, to: 10, better: high, measures: depression}
  bloating: {from: 0, to: 10, better: low, measures: gi_symptoms}
words: {rad: 5, good: 4, meh: 3, bad: 2, awful: 1}
absent: {migraine: none}
own: {coffee: {unit: cups, acts: same-day}}
"""
"""Settings as they are written."""

_LEVEL = Number(least=-1e9, most=1e9)
_SCALE = Form(
    "a scale",
    {
        "from": Entry(_LEVEL, "lowest value", "write {from: 0, to: 10}"),
        "to": Entry(_LEVEL, "highest value", "write {from: 0, to: 10}"),
        "better": Entry(Choice(("high", "low"), "a better side"), "which side is better"),
        "measures": Entry(Text("a name"), "the observable that it is about"),
        "is": Entry(Text("a name"), "the exposure that it stands for, by the steps of map"),
        "map": Entry(AsWritten(), "values of the exposure at some values of the scale"),
    },
    "{from: 0, to: 10, better: high}",
)
_OWN = Form(
    "a thing of one's own",
    {
        "unit": Entry(Text("a unit"), "what it is counted in"),
        "acts": Entry(Choice(("same-day", "next-day"), "a day"), "whose outcomes a value of a day stands before"),
        "better": Entry(Choice(("high", "low"), "a better side"), "which side is better"),
        "daily": Entry(Choice(("mean", "sum", "largest", "last"), "a way"), "how several of a day become one"),
    },
    "{unit: cups, acts: same-day}",
)
SETTINGS = Form(
    "settings of a diary",
    {
        "person": Entry(PERSON, "who keeps it: a preset, or a preset with traits"),
        "zone": Entry(Text("a time zone", "Europe/Berlin"), "where the clock is that has no offset of its own"),
        "day_ends": Entry(Hour(), "clock time until which an hour belongs to the evening before"),
        "scales": Entry(Named(_SCALE, "is no set of scales", "{mood: {from: 0, to: 10}}"), "items on a scale"),
        "words": Entry(Named(_LEVEL, "is no set of words", "{good: 4, bad: 2}"), "words that stand for a number"),
        "absent": Entry(
            Named(Choice(("none",), "a meaning of nothing"), "names nothing", "{migraine: none}"),
            "what is 0 on a day of which something else was recorded",
        ),
        "own": Entry(Named(_OWN, "names nothing", "{coffee: {unit: cups}}"), "things of one's own"),
        "first": Entry(Each(Text("a source")), "sources in the order in which they are believed"),
    },
    "zone, scales, words: see docs/diary.md",
)


@dataclass(frozen=True)
class Scale:
    """A scale of an item: its ends, the better side (``high``, ``low`` or empty), and what it is about."""

    low: float
    high: float
    better: str = ""
    measures: str = ""
    stands_for: str = ""
    steps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Own:
    """A thing of the person's own."""

    unit: str = ""
    acts: str = ""
    better: str = ""
    daily: str = ""


@dataclass(frozen=True)
class Settings:
    """What a person says of their diary.

    Attributes
    ----------
    person
        Preset and traits, as a protocol writes them; empty where nothing was said.
    zone
        Name of the time zone in which a clock is read that has no offset; empty where nothing was said.
    day_ends
        Hour until which what happens belongs to the evening before.
    scales, words, absent, own, first
        See :data:`EXAMPLE`; names are as they stand in the diary.
    """

    person: Mapping[str, Any] = field(default_factory=dict)
    zone: str = ""
    day_ends: float = DAY_ENDS
    scales: Mapping[str, Scale] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    own: Mapping[str, Own] = field(default_factory=dict)
    first: tuple[str, ...] = ()

    @property
    def clock(self) -> ZoneInfo:
        """The zone; UTC where none was said, which a reading tells."""
        return ZoneInfo(self.zone or "UTC")

    @property
    def end_of_day(self) -> time:
        """When a day ends."""
        return time(int(self.day_ends), round(self.day_ends % 1 * 60) % 60)

    def item(self, name: str) -> Item:
        """What is known of a thing, and what the person says of it."""
        known, own, scale = item(name), self.own.get(name), self.scales.get(name)
        if own:
            better = {"high": "higher", "low": "lower"}.get(own.better, known.better)
            said = {"unit": own.unit or known.unit, "acts": own.acts or known.acts, "better": better}
            known = replace(known, **said, daily=own.daily or known.daily)  # type: ignore[arg-type]
        if scale:
            better = {"high": "higher", "low": "lower"}.get(scale.better, known.better)
            known = replace(known, least=scale.low, most=scale.high, better=better)
        return known

    def over(self, older: Settings) -> Settings:
        """These settings over older ones: what is named twice is taken from these."""
        return Settings(
            self.person or older.person,
            self.zone or older.zone,
            self.day_ends if self.day_ends != DAY_ENDS else older.day_ends,
            {**older.scales, **self.scales},
            {**older.words, **self.words},
            tuple(dict.fromkeys((*older.absent, *self.absent))),
            {**older.own, **self.own},
            self.first or older.first,
        )

    def to_json(self) -> str:
        """As the store keeps them."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str) -> Settings:
        """As the store kept them."""
        kept = json.loads(text)
        kept["scales"] = {name: Scale(**scale) for name, scale in kept["scales"].items()}
        kept["own"] = {name: Own(**own) for name, own in kept["own"].items()}
        return cls(**{**kept, "absent": tuple(kept["absent"]), "first": tuple(kept["first"])})

    def to_yaml(self) -> dict[str, Any]:
        """As a person writes them."""
        scales = {
            name: {
                "from": one.low,
                "to": one.high,
                **({"better": one.better} if one.better else {}),
                **({"measures": one.measures} if one.measures else {}),
                **({"is": one.stands_for, "map": dict(one.steps)} if one.stands_for else {}),
            }
            for name, one in self.scales.items()
        }
        hour = self.end_of_day
        written = {
            "person": dict(self.person),
            "zone": self.zone,
            "day_ends": f"{hour:%H:%M}",
            "scales": scales,
            "words": dict(self.words),
            "absent": dict.fromkeys(self.absent, "none"),
            "own": {
                name: {key: value for key, value in asdict(one).items() if value} for name, one in self.own.items()
            },
            "first": list(self.first),
        }
        return {key: value for key, value in written.items() if value}


def read_settings(source: Field | Mapping[str, Any] | str | Path) -> Settings:
    """Settings of a diary, from a file or a mapping.

    Raises
    ------
    InputError
        Where something in them is not as it should be, with its line.
    CareNeeded
        Where they speak of danger.
    """
    written = document(source)
    problems: list[Problem] = []
    said = SETTINGS.read(written, problems) or {}
    zone = said.get("zone") or ""
    if zone and zone not in available_timezones():
        problems.append(written["zone"].problem(f"'{zone}' is not a time zone", "write it as in Europe/Berlin"))
    scales = {}
    for name, scale in (said.get("scales") or {}).items():
        part = written["scales"][name]
        if scale and None not in (scale.get("from"), scale.get("to")):
            scales[named(name)] = _scale(part, scale, problems)
    if problems:
        raise InputError(problems)
    return Settings(
        written["person"].value
        if "person" in written and isinstance(written["person"].value, dict)
        else {"preset": written["person"].value}
        if "person" in written
        else {},
        zone,
        said.get("day_ends", DAY_ENDS),
        scales,
        {word.strip().lower(): value for word, value in (said.get("words") or {}).items()},
        tuple(named(name) for name in said.get("absent") or {}),
        {
            named(name): Own(**{key: value for key, value in (own or {}).items() if value is not None})
            for name, own in (said.get("own") or {}).items()
        },
        tuple(said.get("first") or ()),
    )


def _scale(part: Field, said: Mapping[str, Any], problems: list[Problem]) -> Scale:
    low, high = said["from"], said["to"]
    if low >= high:
        problems.append(part.problem(f"goes from {low:g} to {high:g}", "write the lower end under from"))
    stands_for = said.get("is") or ""
    steps: dict[str, float] = {}
    if stands_for and not item(stands_for).known:
        problems.append(
            part.problem(
                f"'{stands_for}' is not an exposure",
                instead_of(stands_for, otherwise="gutbrain list exposures shows all"),
            )
        )
    if stands_for:
        written = part["map"].value if "map" in part else None
        try:
            steps = {str(float(at)): float(value) for at, value in dict(written or {}).items()}
        except (TypeError, ValueError):
            steps = {}
        if len(steps) < 2:
            problems.append(part.problem(f"says no steps of {stands_for}", "write map: {0: 0, 3: 1, 6: 2, 10: 3}"))
    return Scale(low, high, said.get("better") or "", said.get("measures") or "", stands_for, steps)
