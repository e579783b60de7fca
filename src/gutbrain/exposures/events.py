"""One event of a protocol: read, checked, and in the contract's units."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from difflib import get_close_matches
from typing import Any

from gutbrain.atlas.exposures import Exposure, exposures
from gutbrain.atlas.not_modelled import written
from gutbrain.errors import Problem, suggest
from gutbrain.exposures.medicines import named, stressor
from gutbrain.exposures.strains import UnknownStrain, resolve
from gutbrain.exposures.templates import templates
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.reading import Field
from gutbrain.reading.dates import Day
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Form, Hour, Kinds, Named, Number, Shape, Text

LONGEST = 36525.0
"""Longest run, and furthest start before it (days)."""

BOLUS_HOURS = 0.1
"""How long a bolus takes to give (h)."""

LONGEST_NAME = 200
"""Characters of the longest name of a strain."""

LEAST_HOURS = 0.001
"""Shortest event (h): what is shorter falls between two steps of the clock."""

MOST_STARTS = 1_000
"""Most starts, and amounts, in a list."""


@dataclass(frozen=True)
class Event:
    """Something that acts for a while; ``amount`` in the exposure's unit, strains in CFU/day by short name."""

    exposure: str
    start: float
    amount: float = 0.0
    days: float | None = None
    hour: float | None = None
    hours: float | None = None
    name: str | None = None
    mix: tuple[float, float, float] = (0.6, 0.2, 0.2)
    donor: str = "healthy-adult"
    strains: Mapping[str, float] = default(default_factory=dict)

    @property
    def begins(self) -> float:
        """Hours from midnight of day 0."""
        if self.hour is None:
            return self.start * HOURS_A_DAY
        return math.floor(self.start) * HOURS_A_DAY + self.hour

    @property
    def ends(self) -> float:
        """Hours from midnight of day 0; infinite where the event lasts to the end."""
        kind = exposures()[self.exposure]
        hours = self.hours
        if hours is None and kind.bolus:
            hours = BOLUS_HOURS
        if hours is None and self.days is None:
            hours = stressor(self.name).hours if self.exposure == "stressor" and self.name else kind.default_hours
        if hours is not None:
            return self.begins + hours
        return math.inf if self.days is None else self.begins + self.days * HOURS_A_DAY


_STRAINS = 'write strains: {"B. longum 1714": 1.0e9}'
_ACIDS = ("acetate", "propionate", "butyrate")
_NO_MIX, _MIX = "is not a mix of acetate, propionate and butyrate", "[60, 20, 20]"
_SHARE = r"\s*[0-9]{1,20}(\.[0-9]{0,20})?\s*"


def form_of(name: str) -> Form:
    """What an event of an exposure, or of a template, may say."""
    if name in templates():
        return _form_of_template(name)
    kind = exposures()[name]
    takes = {str(key): entry for key, entry in _takes(kind).items() if key in kind.takes}
    timing = {} if name == "exercise_bout" else {"days": _DAYS}
    said = "0 or 1" if kind.flag else kind.unit if kind.unit != "1" else f"0 to {kind.most:g}"
    number = Number(kind.unit, most=kind.most)
    amount = {
        "amount": Entry(Either(number, sequence=_several(number, "amount")), kind.meaning, f"give amount ({said})")
    }
    ramp = {"to": Entry(number, "the amount at the end of days, where it goes there in a straight way from amount")}
    return Form(
        name,
        {
            "exposure": Entry(Choice([name], "an exposure"), "what acts"),
            **({} if name == "probiotic" else amount),
            **_WHEN,
            **timing,
            **(ramp if _is_steady(kind) else {}),
            "hour": Entry(Hour(), "clock hour at which it begins"),
            **takes,
        },
        "{exposure: fibre, amount: 30, start: 0, days: 28}",
        empty=False,
        meaning=kind.meaning,
    )


def _is_steady(kind: Exposure) -> bool:
    """Whether there may be more or less of it day by day."""
    return not (kind.is_short or kind.flag or kind.name in ("probiotic", "exercise_bout"))


def _several(of: Shape, what: str) -> Each:
    return Each(of, f"is no list of {what}s", f"{what}: [ ... ], at least one", 1, MOST_STARTS)


_DAY = Day(Number("day", -LONGEST, LONGEST))
_LENGTH = Number("day", above=0.0, least=LEAST_HOURS / HOURS_A_DAY)
_DAYS = Entry(_LENGTH, "how long it lasts; without, to the end")
_WHEN = {
    "start": Entry(
        Either(_DAY, sequence=_several(_DAY, "start")),
        "day on which it begins, or a date where the protocol has a start_date; several in a list",
        "give start (day)",
    ),
    "every": Entry(Number("day", above=0.0, least=LEAST_HOURS / HOURS_A_DAY), "days from one start to the next"),
    "times": Entry(Number(least=1, whole=True), "how often, with every"),
    "until": Entry(_DAY, "day, or date, from which on there is nothing of it"),
}


def _form_of_template(name: str) -> Form:
    """What an event may say that is made of several."""
    fields = {"exposure": Entry(Choice([name], "an exposure"), "what acts"), **_WHEN, "days": _DAYS}
    like = "{exposure: mediterranean_diet, start: 0, days: 84}"
    return Form(name, fields, like, empty=False, meaning=templates()[name].meaning)


def names() -> list[str]:
    """What may stand as ``exposure`` of an event: exposures, and templates of several."""
    return [*exposures(), *templates()]


def _takes(kind: Exposure) -> dict[str, Entry]:
    """Fields that some exposures have."""
    shares = Each(Number(), _NO_MIX, _MIX, 3, 3)
    mix = Either(
        Text(_NO_MIX.removeprefix("is not "), _MIX, f"^{_SHARE}(:{_SHARE}){{2}}$"),
        Form("a mix", {acid: Entry(Number()) for acid in _ACIDS}, _MIX, empty=False),
        shares,
    )
    doses = Named(
        Number(kind.unit, most=kind.most), "names no strain with its dose", _STRAINS.removeprefix("write "), 1
    )
    takes = {
        "hours": Entry(Number("h", LEAST_HOURS, 24 * 366.0, above=0.0), "how long it lasts"),
        "mix": Entry(mix, "shares of acetate, propionate and butyrate"),
        "donor": Entry(Choice(lambda: named("donor"), "a donor", folded=True), "whose microbes they are"),
        "strains": Entry(doses, "CFU/day of each strain", _STRAINS),
    }
    if "name" in kind.takes:
        known = named(kind.name)
        # a medicine that is spelt alike is another medicine
        which = Choice(known, f"a known {kind.name}", folded=True, near=kind.kind != "medicine")
        needed = "" if kind.name == "stressor" else f"known are {', '.join(known)}"
        takes["name"] = Entry(which, f"which {kind.name}", needed)
    return takes


def instead(name: str) -> str:
    """What to write in place of an exposure that is not known; never another medicine that is only spelt alike."""
    plain, known = name.strip().lower(), exposures()
    for kind in ("antibiotic", "nsaid", "ssri", "stressor"):
        if plain in named(kind):
            return f"write exposure: {kind}, name: {plain}"
    every = f"known are {', '.join(known)}"
    if missing := written(name):
        return missing.instead
    nearest = next(iter(get_close_matches(plain, known, n=1)), "")
    if nearest and known[nearest].kind == "medicine" and plain.rstrip("s") != nearest:
        return every
    if template := next(iter(get_close_matches(plain.replace(" ", "_"), templates(), n=1)), ""):
        return f"did you mean '{template}'?"
    alike = [e.name for e in known.values() if e.kind in ("usual", "supplement") or plain.rstrip("s") == e.name]
    laboratory = [e.name for e in known.values() if e.kind == "laboratory"]
    return suggest(name, alike) or suggest(name, laboratory, cutoff=0.9) or every


EVENT = Kinds(
    "an event",
    "exposure",
    names,
    form_of,
    "{exposure: fibre, amount: 30, start: 0, days: 28}",
    "an exposure",
    "name what acts, as in exposure: fibre",
    instead,
)
"""What an event may say."""


def event_of(
    field: Field, values: Mapping[str, Any], run_days: float | None, problems: list[Problem], warnings: list[str]
) -> Event | None:
    """An event from its fields, or None and what is wrong with it.

    Parameters
    ----------
    field
        The event, as it is written.
    values
        What was read of it by :data:`EVENT`.
    run_days
        How long the run lasts (days); None where that is not known.
    problems
        What is wrong is added here.
    warnings
        What is right and may not be meant is added here.
    """
    kind = exposures()[field["exposure"].value]
    given, before = dict(values), len(problems)
    if kind.flag and given.get("amount") not in (None, 0.0, 1.0):
        problems.append(field["amount"].problem(f"{given['amount']:g} is neither 0 nor 1", "write 1 (yes) or 0 (no)"))
    if "days" in given and kind.bolus:
        del given["days"]
        warnings.append(
            f"{field.name}: {kind.name} is given once, its days are not used; for more doses write every and times"
        )
    elif "days" in given and "hours" in given:
        right = "keep one; for more bouts write every and times"
        problems.append(field["days"].problem("days and hours are both given", right))
    if kind.name == "stressor":
        given.setdefault("name", "tsst")
    if given.get("mix") is not None:
        given["mix"] = _shares(field["mix"], given["mix"], problems)
    if given.get("strains") is not None:
        given["strains"] = _doses(field["strains"], given["strains"], problems, warnings)
    needed = {"start"} | {"strains" if kind.name == "probiotic" else "amount"}
    if len(problems) > before or None in given.values() or not needed <= given.keys():
        return None
    event = Event(**given)
    if event.hour is not None and event.start % 1:
        said = f"with hour {event.hour:g} it begins on day {math.floor(event.start)}, the fraction of start is not used"
        warnings.append(f"{field.name}: start is {event.start:g}; {said}")
    if run_days is not None and event.begins >= run_days * HOURS_A_DAY:
        wrong = f"day {event.begins / HOURS_A_DAY:g} is not within the run"
        right = f"the run ends with day {run_days:g}: start earlier, or give more days"
        problems.append(field["start"].problem(wrong, right))
        return None
    if run_days is not None and ("days" in field or "hours" in field) and event.ends > run_days * HOURS_A_DAY + 1e-6:
        until = f"{kind.name} goes on until day {event.ends / HOURS_A_DAY:g}"
        warnings.append(f"{field.name}: {until}, but the run ends with day {run_days:g}")
    return event


def _shares(field: Field, mix: Any, problems: list[Problem]) -> tuple[float, float, float] | None:
    """Shares of acetate, propionate and butyrate, which sum up to one."""
    if isinstance(mix, Mapping):
        mix = [mix.get(acid, 0.0) for acid in _ACIDS]
    parts = [float(part) for part in (mix.split(":") if isinstance(mix, str) else mix) if part is not None]
    total = sum(parts)
    if len(parts) != len(_ACIDS) or not 0 < total < math.inf:
        problems.append(field.problem(_NO_MIX, f"write {_MIX}"))
        return None
    return parts[0] / total, parts[1] / total, parts[2] / total


def _doses(
    field: Field, doses: Mapping[str, float | None], problems: list[Problem], warnings: list[str]
) -> dict[str, float]:
    """Doses by the short name of the strain."""
    known: dict[str, float] = {}
    for name, dose in doses.items():
        try:
            found = resolve(name[:LONGEST_NAME])
        except UnknownStrain as error:
            problems.append(field[name].problem(str(error)))
            continue
        if found.strain.short in known:
            problems.append(field[name].problem(f"'{name}' is given twice, under two names", "add up its doses"))
        if found.warning and found.warning not in warnings:
            warnings.append(found.warning)
        known[found.strain.short] = dose or 0.0
    return known
