"""Numbers, units and sentences for people."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gutbrain.atlas import channels
from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.observables import about, side
from gutbrain.engine.changes import SCALED, Change, Interval, lasts, starts_at
from gutbrain.exposures.reach import NOT_IN_THE_MODEL

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"

GRADES = {
    "human-trial": "trials in people",
    "human-observation": "observed in people",
    "animal": "animals only",
    "in-vitro": "laboratory dish only",
    "assumption": "assumption",
}

NAMES = {
    "tsst": "Trier Social Stress Test",
    "speech": "speech before an audience",
    "cold-pressor": "hand in ice water",
    "broad-spectrum": "broad-spectrum antibiotics",
}

LOADS = {0.0: "none", 1.0: "as in an average life", 2.0: "as in examination weeks", 3.0: "severe"}
"""Psychosocial loads that have a name."""

UNITS = {
    "1": "",
    "z": "SD",
    "point": "points",
    "year": "years",
    "log10 cells/g": "log\u2081\u2080 cells/g",
    "log10 CFU/g": "log\u2081\u2080 CFU/g",
    "nmol/1e9 platelets": "nmol/10\u2079 platelets",
    "1/day": "per day",
    "1/h": "per hour",
}
MANIFOLD = 300.0
"""From this rise (per cent) on, a change is told as so many times the start."""
GENERA = ("Akkermansia", "Bacteroides")
"""Titles that begin with the name of a genus."""

NEARLY = 0.1
"""What is left of a change that is nearly gone, at most, as a share of its largest."""
BOLUS = 0.15 / 24
"""What lasts no longer than this (days) happens once."""
SUPERSCRIPTS = str.maketrans("0123456789-", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b")


def unit(text: str) -> str:
    """A unit as it is printed: ``umol/L`` -> µmol/L, ``kg/m**2`` -> kg/m²."""
    if text in UNITS:
        return UNITS[text]
    text = re.sub(r"\bu(?=(g|mol|L|m)\b)", "\N{MICRO SIGN}", text)
    text = re.sub(r"\*\*(-?\d+)", lambda power: power[1].translate(SUPERSCRIPTS), text)
    return text.replace("*", "\N{MIDDLE DOT}").replace(" ", "\N{NO-BREAK SPACE}")


def decimals(values: Iterable[float], digits: int = 3) -> int:
    """Decimals that show the largest of the values with ``digits`` significant digits."""
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if largest == 0:
        return 0
    return min(6, max(0, digits - 1 - math.floor(math.log10(largest) + 1e-12)))


def number(value: float, *, places: int | None = None, sign: bool = False) -> str:
    """A number with three significant digits, a real minus, and thin spaces in thousands.

    Parameters
    ----------
    value
        The number.
    places
        Decimals, in place of significant digits.
    sign
        Whether a plus is written.
    """
    if not math.isfinite(value):
        return "not known"
    if abs(value) >= 1e6:
        power = math.floor(math.log10(abs(value)))
        return f"{number(value / 10**power, sign=sign)} \N{MULTIPLICATION SIGN} 10{str(power).translate(SUPERSCRIPTS)}"
    if abs(value) >= 1000:
        value = float(f"{value:.3g}")
    if places is None:
        places = decimals([value])
        if 0 < abs(value) < 0.0005:
            return f"<{THIN}0.001" if value > 0 else f">{THIN}{MINUS}0.001"
    text = f"{abs(value):.{places}f}"
    if float(text) == 0:
        return text
    if abs(value) >= 1e4:
        whole, _, rest = text.partition(".")
        text = f"{int(whole):,}".replace(",", THIN) + (f".{rest}" if rest else "")
    return (MINUS if value < 0 else "+" if sign else "") + text


def given(value: float) -> str:
    """A number that somebody chose, without digits that they did not write."""
    if abs(value) < 1e6:
        return f"{value:g}"
    power = math.floor(math.log10(abs(value)))
    return f"{value / 10**power:g} \N{MULTIPLICATION SIGN} 10{str(power).translate(SUPERSCRIPTS)}"


def span(value: Interval, *, sign: bool = False, most: int = 6) -> str:
    """``median (low to high)`` with equal decimals.

    Parameters
    ----------
    value
        The interval.
    sign
        Whether a plus is written.
    most
        Most decimals.
    """
    # two digits of the median, but no long tails behind a wide interval
    widest = decimals([value.median, value.low, value.high], digits=2)
    places = min(most, widest + 1, decimals([value.median], digits=2)) if value.median else min(most, widest)
    if number(value.low, places=places) == number(value.high, places=places):
        # a narrow interval about a large number, as of log10 counts: one digit of its width, four of its middle at most
        own = decimals([value.high - value.low], digits=1)
        places = max(places, min(most, own, decimals([value.median], digits=4)))
    median, low, high = (number(v, places=places, sign=sign) for v in (value.median, value.low, value.high))
    return f"{median} ({low} to {high})"


def with_unit(text: str, raw_unit: str) -> str:
    """Text and unit, one no-break space between them."""
    printed = unit(raw_unit)
    return f"{text}\N{NO-BREAK SPACE}{printed}" if printed else text


DIRECTIONS = {1: "higher", -1: "lower", 0: "no difference"}


def title(observable: str) -> str:
    """Plain name of an observable."""
    return about(observable).title or _meaning(observable) or observable.replace("_", " ").capitalize()


def _meaning(observable: str) -> str:
    """What the model declares an observable to be, as far as a title needs it; nothing where it knows none."""
    from gutbrain import world

    declared = world.model().observables.get(observable)
    said = re.split(r"[,:;] | \(", declared.meaning)[0] if declared else ""
    return said[:1].upper() + said[1:]


def channel(name: str) -> str:
    """Plain name of a channel."""
    return channels.about(name).title or name.replace("_", " ")


def day(value: float, *, by_the_hour: bool = False) -> str:
    """A moment: ``day 28``, or ``day 0, 15:30`` where hours matter."""
    if not by_the_hour:
        return f"day {math.floor(value + 0.05)}"
    minutes = round(value * 24 * 60)
    return f"day {minutes // 1440}, {minutes % 1440 // 60:02d}:{minutes % 60:02d}"


def when(explanation: Any) -> str:
    """``on day 28``, or ``on average of day 71 to day 84``."""
    if explanation.since is None:
        return f"on {day(explanation.day)}"
    return f"on average of {day(explanation.since)} to {day(explanation.day)}"


def moment(change: Change) -> str:
    """When a change was largest."""
    return day(change.furthest_day, by_the_hour=change.by_the_hour)


def duration(days: float) -> str:
    """``15 min``, ``3 h``, ``28 days``."""
    if days < 1.5 / 24:
        return f"{round(days * 24 * 60)} min"
    if days < 1:
        return f"{number(days * 24)} h"
    return "1 day" if days == 1 else f"{days:g} days"


def exposure(name: str) -> str:
    """Plain name of an exposure."""
    known = exposures().get(name)
    return (known and known.title) or name.replace("_", " ")


def event_name(event: Any) -> str:
    """What acts in an event: the medicine, the strains, or the exposure."""
    return acting(event.exposure, " + ".join(event.strains) or event.name or "")


def acting(exposed: str, name: str) -> str:
    """What acts: the medicine, the stressor or the strains by name where there is one, else the exposure."""
    return NAMES.get(name, name) or exposure(exposed)


def dose(event: Any) -> str:
    """How much of it, as it was given."""
    known = exposures()[event.exposure]
    if event.strains:
        return f"{given(sum(event.strains.values()))} CFU a day"
    if known.flag:
        return "" if event.amount else "none"
    if event.exposure == "stress_load":
        return LOADS.get(event.amount, f"level {given(event.amount)}")
    if known.unit == "1":
        return "" if event.amount == 1 else f"strength {given(event.amount)}"
    return with_unit(given(event.amount), known.unit)


def event_sentence(event: Any, days: float) -> str:
    """One event in words."""
    length = lasts(event, days)
    when = day(starts_at(event), by_the_hour=event.hour is not None)
    if length <= BOLUS:
        timing = when
    elif length > 1 and event.days is None:
        timing = f"from {when} to the end"
    else:
        timing = f"from {when} for {duration(length)}"
    return ", ".join(part for part in (event_name(event), dose(event), timing) if part)


def kind(result: Any) -> str:
    """What the intervals stand for."""
    people, draws = result.data.sizes["person"], result.data.sizes["draw"]
    if people > 1:
        return (
            f"90 % of {people} people in {draws} parameter draws: "
            "differences between people and gaps in knowledge together"
        )
    return f"90 % of {draws} parameter draws for one person: gaps in knowledge, not differences between people"


def ensemble(result: Any) -> str:
    """Where the parameter draws come from, and what that means."""
    draws = result.data.sizes["draw"]
    if str(result.provenance.get("ensemble", "")).startswith("literature ranges"):
        return f"{draws} draws from the parameters\u2019 literature ranges, not yet a calibrated ensemble"
    return f"{draws} draws from the ensemble {result.provenance.get('ensemble', 'of unknown origin')}"


def headline(change: Change) -> str:
    """The largest deviation as one number: ``+33 %`` or ``+0.53 log10``."""
    share = change.share
    if share and share.median >= MANIFOLD:
        return f"\N{MULTIPLICATION SIGN}{THIN}{number(1 + share.median / 100, places=0)}"
    if share:
        return f"{number(share.median, places=decimals([share.median], digits=2), sign=True)}{THIN}%"
    moved = change.furthest_change.median
    printed = "log\u2081\u2080" if change.unit.startswith("log10") else unit(change.unit)
    return f"{number(moved, places=decimals([moved], digits=2), sign=True)} {printed}".strip()


def change_sentence(change: Change) -> str:
    """One observable's fate in one sentence, with its interval."""
    name = title(change.observable)
    if not change.in_model:
        return f"{name}: {NOT_IN_THE_MODEL}."
    share = change.share
    moved, printed = (
        (share, f"{THIN}%") if share else (change.furthest_change, "\N{NO-BREAK SPACE}" + unit(change.unit))
    )
    if not change.clear:
        how = "hardly changed" if change.furthest_change.excludes_zero else "did not clearly change"
        return f"{name} {how}: {span(moved, sign=True)}{printed.rstrip()}."
    when = f"by {moment(change)}{_ended(change)}."
    if share and share.median >= MANIFOLD:
        fold = Interval(*(1 + value / 100 for value in (share.median, share.low, share.high)))
        return f"{name} rose to {span(fold).replace(' (', ' times its start (', 1)} {when}"
    verb = "rose" if moved.median > 0 else "fell"
    # "fell by 5 (2 to 9)": sizes without a sign, small one first
    low, high = (moved.low, moved.high) if moved.median > 0 else (-moved.high, -moved.low)
    amount = span(Interval(abs(moved.median), low, high)).replace(" (", f"{printed.rstrip()} (", 1)
    return f"{name} {verb} by {amount} {when}"


def _ended(change: Change) -> str:
    """What is left at the end of a change that does not last."""
    left, furthest = change.difference, change.furthest_change.median
    if change.lasting:
        return ""
    if not left.excludes_zero or abs(left.median) <= NEARLY * abs(furthest):
        return ", and ended near the start"
    printed = unit(change.unit)
    amount = number(abs(left.median), places=decimals([left.median], digits=2))
    return f", and ended {f'{amount} {printed}'.strip()} {'above' if left.median > 0 else 'below'} the start"


class Columns(NamedTuple):
    """One row of a table of changes, in words: ``largest`` and ``change`` with their intervals."""

    start: str
    largest: str
    when: str
    end: str
    change: str
    unit: str


def columns(change: Change) -> Columns:
    """Start, the largest change on the way, and the end, each change with its interval, in like decimals."""
    levels = decimals([change.start.median, change.end.median])
    # what is far smaller than the largest change is noise
    levels = min(levels, max(2, decimals([change.start.median, change.end.median, change.furthest_change.median])))
    if change.unit in SCALED:
        levels = min(levels, 3)
    start, printed = number(change.start.median, places=levels), unit(change.unit)
    if not change.in_model:
        return Columns(start, NOT_IN_THE_MODEL, "", "", "", printed)
    return Columns(
        start=start,
        largest=span(change.furthest_change, sign=True, most=levels + 1),
        when=" ".join(part for part in (turn(change), moment(change)) if part),
        end=number(change.end.median, places=levels),
        change=span(change.difference, sign=True, most=levels + 1),
        unit=printed,
    )


def turn(change: Change) -> str:
    """``worst`` or ``best`` for the largest change of what has a better and a worse side; else nothing."""
    towards = side(change.observable) * change.furthest_change.median
    return "" if not towards or not change.clear else "best" if towards > 0 else "worst"


def read_at(shown: Iterable[Change]) -> str:
    """At which clock hour the start and the end of what has a daily rhythm were read; nothing where none has one."""
    hours = sorted({round(60 * change.hour) for change in shown if change.hour is not None})
    if not hours:
        return ""
    clock = listed([f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in hours])
    return f"Start and end of observables with a daily rhythm are read at {clock}."


def gaps(shown: Iterable[Change]) -> list[str]:
    """What the numbers of these changes do not tell: effects that are not in the model.

    Where something else acts as well there is a number; it is of one run, and so holds what comes by long ways round.
    """
    missing: dict[tuple[str, bool], list[str]] = {}
    for change in shown:
        for name in change.not_carried:
            missing.setdefault((name, change.in_model), []).append(title(change.observable))
    return [
        not_in_the_model(exposure(name), titles) + (" Its long ways round are in these numbers." if told else "")
        for (name, told), titles in missing.items()
    ]


def not_in_the_model(acts: str, outcomes: Sequence[str]) -> str:
    """The sentence that stands where a number would: whose effect on what is missing."""
    return f"The effect of {acts} on {listed([in_a_sentence(o) for o in outcomes])} is {NOT_IN_THE_MODEL}."


def in_a_sentence(name: str) -> str:
    """A title inside a sentence: abbreviations and names of genera keep their capitals."""
    keeps = name.startswith(GENERA) or not name[1:2].islower()
    return name if keeps else name[:1].lower() + name[1:]


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def person(person: Any) -> str:
    """``healthy adult, male, age 25``."""
    from gutbrain.people.presets import presets

    preset = presets()[person.preset].title
    traits = [
        str(value) if name == "sex" else f"{name.replace('_', ' ')} {value:g}"
        for name, value in person.traits.items()
        if name == "sex" or isinstance(value, float | int)
    ]
    stool = [f"with {person.microbiota.title}"] if person.microbiota else []
    return ", ".join([preset[:1].lower() + preset[1:], *traits, *stool])


def did(explanation: Any) -> list[tuple[str, Interval | None]]:
    """What did it: each exposure with its part; no part where its effect is not in the model."""
    parts = [(acting(s.exposure, s.name), Interval(s.contribution, s.low, s.high)) for s in explanation.exposures]
    return [*parts, *((exposure(name), None) for name in explanation.not_in_model)]


def as_interval(values: tuple[float, float, float]) -> Interval:
    """(median, low, high) as an interval."""
    return Interval(*values)
