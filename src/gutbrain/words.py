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
from gutbrain.language import N_, Said, decimal, gettext, ngettext, spoken

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"

GRADES = Said(
    {
        "human-trial": N_("trials in people"),
        "human-observation": N_("observed in people"),
        "animal": N_("animals only"),
        "in-vitro": N_("laboratory dish only"),
        "assumption": N_("assumption"),
    }
)

NAMES = Said(
    {
        "tsst": N_("Trier Social Stress Test"),
        "speech": N_("speech before an audience"),
        "cold-pressor": N_("hand in ice water"),
        "broad-spectrum": N_("broad-spectrum antibiotics"),
    }
)

LOADS = Said({0.0: N_("none"), 1.0: N_("as in an average life"), 2.0: N_("as in examination weeks"), 3.0: N_("severe")})
"""Psychosocial loads that have a name."""

UNITS = Said(
    {
        "1": "",
        "z": N_("SD"),
        "point": N_("points"),
        "year": N_("years"),
        "log10 cells/g": N_("log\u2081\u2080 cells/g"),
        "log10 CFU/g": N_("log\u2081\u2080 CFU/g"),
        "nmol/1e9 platelets": N_("nmol/10\u2079 platelets"),
        "1/day": N_("per day"),
        "1/h": N_("per hour"),
        "g/day": N_("g/day"),
        "mg/day": N_("mg/day"),
        "ug/day": N_("\u00b5g/day"),
        "h/night": N_("h/night"),
        "min/day": N_("min/day"),
        "serving/day": N_("serving/day"),
    }
)
MANIFOLD = 300.0
"""From this rise (per cent) on, a change is told as so many times the start."""
GENERA = ("Akkermansia", "Bacteroides")
"""Titles that begin with the name of a genus."""

NEARLY = 0.1
"""What is left of a change that is nearly gone, at most, as a share of its largest."""
BOLUS = 0.15 / 24
"""What lasts no longer than this (days) happens once."""
LONG_WAYS = N_("Its long ways round are in these numbers.")
TRAITS = (
    N_("female"),
    N_("male"),
    N_("age"),
    N_("bmi"),
    N_("weight"),
    N_("depression"),
    N_("anxiety"),
    N_("cognition"),
    N_("vulnerability"),
    N_("visceral sensitivity"),
    N_("inflammatory load"),
)
"""Words of what may be said of a person."""
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
        return gettext("not known")
    if abs(value) >= 1e6:
        power = math.floor(math.log10(abs(value)))
        return f"{number(value / 10**power, sign=sign)} \N{MULTIPLICATION SIGN} 10{str(power).translate(SUPERSCRIPTS)}"
    if abs(value) >= 1000:
        value = float(f"{value:.3g}")
    if places is None:
        places = decimals([value])
        if 0 < abs(value) < 0.0005:
            return decimal(f"<{THIN}0.001" if value > 0 else f">{THIN}{MINUS}0.001")
    text = f"{abs(value):.{places}f}"
    if float(text) == 0:
        return decimal(text)
    if abs(value) >= 1e4:
        whole, _, rest = text.partition(".")
        text = f"{int(whole):,}".replace(",", THIN) + (f".{rest}" if rest else "")
    return (MINUS if value < 0 else "+" if sign else "") + decimal(text)


def given(value: float) -> str:
    """A number that somebody chose, without digits that they did not write."""
    if abs(value) < 1e6:
        return decimal(f"{value:g}")
    power = math.floor(math.log10(abs(value)))
    return f"{decimal(f'{value / 10**power:g}')} \N{MULTIPLICATION SIGN} 10{str(power).translate(SUPERSCRIPTS)}"


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
    return gettext("%(median)s (%(low)s to %(high)s)") % {"median": median, "low": low, "high": high}


def with_unit(text: str, raw_unit: str) -> str:
    """Text and unit, one no-break space between them."""
    printed = unit(raw_unit)
    return f"{text}\N{NO-BREAK SPACE}{printed}" if printed else text


DIRECTIONS = Said({1: N_("higher"), -1: N_("lower"), 0: N_("no difference")})


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
    return gettext("day %(day)s") % {"day": day_number(value, by_the_hour=by_the_hour)}


def day_number(value: float, *, by_the_hour: bool = False) -> str:
    """The same without the word: ``28``, or ``0, 15:30``."""
    if not by_the_hour:
        return f"{math.floor(value + 0.05)}"
    minutes = round(value * 24 * 60)
    return f"{minutes // 1440}, {minutes % 1440 // 60:02d}:{minutes % 60:02d}"


def when(explanation: Any) -> str:
    """``on day 28``, or ``on average of day 71 to day 84``."""
    if explanation.since is None:
        return gettext("on %(day)s") % {"day": day(explanation.day)}
    days = {"since": day(explanation.since), "day": day(explanation.day)}
    return gettext("on average of %(since)s to %(day)s") % days


def moment(change: Change) -> str:
    """When a change was largest."""
    return day(change.furthest_day, by_the_hour=change.by_the_hour)


def duration(days: float) -> str:
    """``15 min``, ``3 h``, ``28 days``."""
    if days < 1.5 / 24:
        return f"{round(days * 24 * 60)} min"
    if days < 1:
        return f"{number(days * 24)} h"
    return ngettext("%(num)s day", "%(num)s days", math.ceil(days)) % {"num": given(days)}


def exposure(name: str) -> str:
    """Plain name of an exposure."""
    known = exposures().get(name)
    return (known and known.title) or gettext(name.replace("_", " "))


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
        return gettext("%(count)s CFU a day") % {"count": given(sum(event.strains.values()))}
    if known.flag:
        return "" if event.amount else gettext("none")
    if event.exposure == "stress_load":
        return LOADS.get(event.amount) or gettext("level %(level)s") % {"level": given(event.amount)}
    if known.unit == "1":
        return "" if event.amount == 1 else gettext("strength %(strength)s") % {"strength": given(event.amount)}
    return with_unit(given(event.amount), known.unit)


def event_sentence(event: Any, days: float) -> str:
    """One event in words."""
    length = lasts(event, days)
    when = day(starts_at(event), by_the_hour=event.hour is not None)
    if length <= BOLUS:
        timing = when
    elif length > 1 and event.days is None:
        timing = gettext("from %(when)s to the end") % {"when": when}
    else:
        timing = gettext("from %(when)s for %(length)s") % {"when": when, "length": duration(length)}
    return ", ".join(part for part in (event_name(event), dose(event), timing) if part)


def kind(result: Any) -> str:
    """What the intervals stand for."""
    people, draws = result.data.sizes["person"], result.data.sizes["draw"]
    if people > 1:
        return gettext(
            "90 %% of %(people)s people in %(draws)s parameter draws: "
            "differences between people and gaps in knowledge together"
        ) % {"people": people, "draws": draws}
    return gettext(
        "90 %% of %(draws)s parameter draws for one person: gaps in knowledge, not differences between people"
    ) % {"draws": draws}


def ensemble(result: Any) -> str:
    """Where the parameter draws come from, and what that means."""
    draws = result.data.sizes["draw"]
    if str(result.provenance.get("ensemble", "")).startswith("literature ranges"):
        return gettext("%(draws)s draws from the parameters\u2019 literature ranges, not yet a calibrated ensemble") % {
            "draws": draws
        }
    known = result.provenance.get("ensemble") or gettext("of unknown origin")
    return gettext("%(draws)s draws from the ensemble %(ensemble)s") % {"draws": draws, "ensemble": known}


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
        return f"{name}: {gettext(NOT_IN_THE_MODEL)}."
    share = change.share
    moved, printed = (
        (share, f"{THIN}%") if share else (change.furthest_change, "\N{NO-BREAK SPACE}" + unit(change.unit))
    )
    if not change.clear:
        said = (
            N_("%(name)s hardly changed: %(amount)s.")
            if change.furthest_change.excludes_zero
            else N_("%(name)s did not clearly change: %(amount)s.")
        )
        return gettext(said) % {"name": name, "amount": f"{span(moved, sign=True)}{printed.rstrip()}"}
    holes = {"name": name, "when": moment(change), "ended": _ended(change)}
    if share and share.median >= MANIFOLD:
        fold = Interval(*(1 + value / 100 for value in (share.median, share.low, share.high)))
        times, _, interval = span(fold).partition(" ")
        said = N_("%(name)s rose to %(times)s times its start %(interval)s by %(when)s%(ended)s.")
        return gettext(said) % {**holes, "times": times, "interval": interval}
    rose = N_("%(name)s rose by %(amount)s by %(when)s%(ended)s.")
    fell = N_("%(name)s fell by %(amount)s by %(when)s%(ended)s.")
    # "fell by 5 (2 to 9)": sizes without a sign, small one first
    low, high = (moved.low, moved.high) if moved.median > 0 else (-moved.high, -moved.low)
    amount = span(Interval(abs(moved.median), low, high)).replace(" (", f"{printed.rstrip()} (", 1)
    return gettext(rose if moved.median > 0 else fell) % {**holes, "amount": amount}


def _ended(change: Change) -> str:
    """What is left at the end of a change that does not last."""
    left, furthest = change.difference, change.furthest_change.median
    if change.lasting:
        return ""
    if not left.excludes_zero or abs(left.median) <= NEARLY * abs(furthest):
        return gettext(", and ended near the start")
    printed = unit(change.unit)
    amount = number(abs(left.median), places=decimals([left.median], digits=2))
    above, below = N_(", and ended %(amount)s above the start"), N_(", and ended %(amount)s below the start")
    return gettext(above if left.median > 0 else below) % {"amount": f"{amount} {printed}".strip()}


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
        return Columns(start, gettext(NOT_IN_THE_MODEL), "", "", "", printed)
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
    return "" if not towards or not change.clear else gettext("best") if towards > 0 else gettext("worst")


def read_at(shown: Iterable[Change]) -> str:
    """At which clock hour the start and the end of what has a daily rhythm were read; nothing where none has one."""
    hours = sorted({round(60 * change.hour) for change in shown if change.hour is not None})
    if not hours:
        return ""
    clock = listed([f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in hours])
    return gettext("Start and end of observables with a daily rhythm are read at %(clock)s.") % {"clock": clock}


def gaps(shown: Iterable[Change]) -> list[str]:
    """What the numbers of these changes do not tell: effects that are not in the model.

    Where something else acts as well there is a number; it is of one run, and so holds what comes by long ways round.
    """
    missing: dict[tuple[str, bool], list[str]] = {}
    for change in shown:
        for name in change.not_carried:
            missing.setdefault((name, change.in_model), []).append(title(change.observable))
    return [
        " ".join(
            [not_in_the_model(exposure(name), titles), *([gettext(LONG_WAYS)] if told else [])],
        )
        for (name, told), titles in missing.items()
    ]


def not_in_the_model(acts: str, outcomes: Sequence[str]) -> str:
    """The sentence that stands where a number would: whose effect on what is missing."""
    said = listed([in_a_sentence(o) for o in outcomes])
    return gettext("The effect of %(acts)s on %(outcomes)s is not in the model.") % {"acts": acts, "outcomes": said}


def in_a_sentence(name: str) -> str:
    """A title inside a sentence: abbreviations and names of genera keep their capitals, and nouns in German."""
    keeps = spoken() == "de" or name.startswith(GENERA) or not name[1:2].islower()
    return name if keeps else name[:1].lower() + name[1:]


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def person(person: Any) -> str:
    """``healthy adult, male, age 25``."""
    from gutbrain.people.presets import presets

    traits = [
        gettext(str(value)) if name == "sex" else f"{gettext(name.replace('_', ' '))} {given(value)}"
        for name, value in person.traits.items()
        if name == "sex" or isinstance(value, float | int)
    ]
    stool = [gettext("with %(stool)s") % {"stool": person.microbiota.title}] if person.microbiota else []
    return ", ".join([in_a_sentence(presets()[person.preset].title), *traits, *stool])


def did(explanation: Any) -> list[tuple[str, Interval | None]]:
    """What did it: each exposure with its part; no part where its effect is not in the model."""
    parts = [(acting(s.exposure, s.name), Interval(s.contribution, s.low, s.high)) for s in explanation.exposures]
    return [*parts, *((exposure(name), None) for name in explanation.not_in_model)]


def as_interval(values: tuple[float, float, float]) -> Interval:
    """(median, low, high) as an interval."""
    return Interval(*values)
