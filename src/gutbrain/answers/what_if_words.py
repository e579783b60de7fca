"""The answer of "What if" in words, the same in the page, its report and its tables."""

from __future__ import annotations

from collections.abc import Sequence

from gutbrain import words
from gutbrain.answers.choices import Outcome
from gutbrain.answers.intervals import Interval
from gutbrain.answers.what_if_models import Moment, Peak
from gutbrain.exposures import Event, Protocol, exposures
from gutbrain.exposures.reach import happening
from gutbrain.model.maths import HOURS_A_DAY

UNMEASURABLE = 0.05
"""Below this (SD between people) no number is told."""

SMALL = 0.2
"""From this on (SD between people) a change is small, and no longer very small."""

OPEN = 0.1
"""An interval that reaches so far (SD between people) to both sides of zero does not tell the direction."""

NOT_KNOWN = "not known: may be better or worse"

SIZES = (
    (UNMEASURABLE, "less than anybody could measure"),
    (SMALL, "a very small change"),
    (0.5, "a small change"),
    (0.8, "a medium change"),
)
LARGEST = "a large change"
"""What a change is called below each bound (SD between people), after Cohen; no more than words."""

APART = {
    SIZES[1][1]: "they are a very little apart",
    SIZES[2][1]: "they are a little apart",
    SIZES[3][1]: "they are some way apart",
    LARGEST: "they are far apart",
}
"""How far two options are apart, by what a change of that size is called."""

LITTLE = 0.25
"""What is left at the end is little below this share of the peak."""

SIDES = {1: "for the better", -1: "for the worse"}

MUCH_ALCOHOL = 30.0
"""From this on (g a day) the page warns."""

ALCOHOL = (
    "More than 30 g alcohol a day, about three small glasses, harms health: liver, heart, sleep and mood among others. "
    "Next to nothing of that is in the model, so no number here says that it is safe. Who drinks much every day should "
    "not stop from one day to the next without a doctor."
)

STOPPED = (
    "A medicine that was prescribed is stopped or changed together with whoever prescribed it. What stopping at once "
    "does (of an antidepressant dizziness, bad sleep and low spirits for weeks), and the pain or illness for which it "
    "is taken, is not in the model."
)


def size(value: float) -> str:
    """A change (SD between people) in words."""
    return next((said for bound, said in SIZES if abs(value) < bound), LARGEST)


def is_open(change: Interval, spread: float) -> bool:
    """Whether a change may go either way by as much as counts: then it is not small but unknown.

    Parameters
    ----------
    change
        In the unit of the observable.
    spread
        SD between people, in that unit.
    """
    return change.low <= -OPEN * spread and change.high >= OPEN * spread


def side(moment: Moment, better: int) -> int:
    """1 where a moment is better than as now, -1 where it is worse, 0 where it is neither."""
    if not moment.clear or abs(moment.size) < UNMEASURABLE:
        return 0
    return 1 if better * moment.change.median > 0 else -1


def verdict(end: Moment, peak: Peak | None, outcome: Outcome | None) -> str:
    """What happens: of what passes its peak and what is left, of what lasts its end.

    Parameters
    ----------
    end
        The change at the end.
    peak
        The largest change, where it passes.
    outcome
        What is said of the observable, where it is one of the outcomes of the page.
    """
    if outcome is None:
        return _way(end, peak)
    if peak is None:
        return _at_the_end(end, outcome)
    which = "Best" if side(peak, outcome.better) > 0 else "Worst"
    said = f"{which} about day {peak.day}: {peak.said}"
    if peak.nearly_gone is not None and not side(end, outcome.better):
        return f"{said}; nearly gone by day {peak.nearly_gone}"
    if not side(end, outcome.better):
        left = "little of it is left" if abs(end.size) < LITTLE * abs(peak.size) else "how much is left is not sure"
        return f"{said}; {left} at the end"
    return f"{said}; at the end {end.said} {SIDES[side(end, outcome.better)]}"


def _at_the_end(end: Moment, outcome: Outcome) -> str:
    if end.open:
        return capital(NOT_KNOWN)
    if abs(end.size) < UNMEASURABLE:
        return capital(end.said)
    if not end.clear:
        return "May not change at all"
    return f"{capital(end.said)} {SIDES[side(end, outcome.better)]}"


def _way(end: Moment, peak: Peak | None) -> str:
    if peak is None:
        return "May not change at all" if not end.clear else "Higher" if end.change.median > 0 else "Lower"
    said = f"{'Highest' if peak.change.median > 0 else 'Lowest'} about day {peak.day}"
    return said if peak.nearly_gone is None else f"{said}; nearly gone by day {peak.nearly_gone}"


def glance(end: Moment, peak: Peak | None, outcome: Outcome | None) -> str:
    """What happens in a word or two, after the name of the outcome: ``less``, ``worse for a while``.

    Parameters
    ----------
    end
        The change at the end.
    peak
        The largest change, where it passes.
    outcome
        What is said of the observable, where it is one of the outcomes of the page.
    """
    if outcome is None:
        return ""
    words_of = {1: outcome.words[0], -1: outcome.words[1], 0: "not known" if end.open else "about as now"}
    last = side(end, outcome.better)
    if peak is None:
        return words_of[last]
    first = side(peak, outcome.better)
    if last == -first:
        return f"{words_of[first]} for a while, then {words_of[last]}"
    return f"{words_of[first]} for a while"


def amount(change: Interval, unit: str, size_in_sd: float | None = None) -> str:
    """A change with its interval and unit; no digits where nobody could measure it.

    Parameters
    ----------
    change
        The change.
    unit
        Of the observable.
    size_in_sd
        Of an outcome, the change in SD between people.
    """
    if size_in_sd is not None and abs(size_in_sd) < UNMEASURABLE:
        return SIZES[0][1]
    return words.with_unit(words.span(change, sign=True), "SD" if unit == "z" else unit)  # type: ignore[arg-type]


def who(protocol: Protocol) -> str:
    """``stressed adult, age 44; now sleep 5.5 h/night; takes ibuprofen, 1200 mg/day``."""
    now = [
        f"{words.exposure(name)} {words.with_unit(words.given(level), exposures()[name].unit)}"
        for name, level in protocol.usual.items()
    ]
    taken = [_taken(event) for event in protocol.events if event.begins < 0 and event.ends >= 0]
    parts = [words.person(protocol.person)]
    parts += [f"now {', '.join(now)}"] if now else []
    parts += [f"takes {words.listed(taken)}"] if taken else []
    return "; ".join(parts)


def changes(protocol: Protocol) -> list[str]:
    """What is otherwise, each in words: ``ibuprofen stopped (1200 mg/day until now)``, ``sleep, 8 h/night, ...``."""
    happens = happening(protocol)
    found, told = [], set()
    for event in happens:
        if event.begins >= 0:
            continue
        # at another dose from the moment at which it ends
        after = next((e for e in happens if e.begins == event.ends and _what(e) == _what(event)), None)
        if after is not None:
            told.add(id(after))
        found.append(_in_place(event, after))
    found += [words.event_sentence(e, protocol.days) for e in happens if e.begins >= 0 and id(e) not in told]
    return found


def _in_place(event: Event, after: Event | None) -> str:
    """What is taken now and ends: stopped, or at another dose."""
    name = words.event_name(event)
    ends = "" if event.ends == 0 else f", on {words.day(event.ends / HOURS_A_DAY)}"
    if after is None:
        return (
            f"{name} stopped{ends} ({words.dose(event)} until then)"
            if ends
            else (f"{name} stopped ({words.dose(event)} until now)")
        )
    return f"{name}, {words.dose(after)} in place of {words.dose(event)}{ends}"


def _what(event: Event) -> tuple[str, str | None, tuple[str, ...]]:
    return event.exposure, event.name, tuple(event.strains)


def _taken(event: Event) -> str:
    return ", ".join(part for part in (words.event_name(event), words.dose(event)) if part)


def warnings(protocol: Protocol, alcohol: Sequence[float]) -> list[str]:
    """Warnings of the protocol, one of much alcohol, now or then, and one of medicines that end or change."""
    ends = (exposures()[event.exposure].kind == "medicine" for event in happening(protocol) if event.begins < 0)
    much = [ALCOHOL] if max(alcohol) > MUCH_ALCOHOL else []
    return [*protocol.warnings, *much, *([STOPPED] if any(ends) else [])]


def which(options: Sequence[str], better: str, in_sd: float, *, unknown: bool) -> str:
    """Which of two options is better, in words.

    Parameters
    ----------
    options
        Both.
    better
        The better one; nothing where neither is for sure.
    in_sd
        The difference in SD between people.
    unknown
        Whether it may go either way by as much as counts.
    """
    if better:
        return f"{capital(better)} is better: {APART[size(in_sd)]}"
    if unknown:
        return "Not known which is better"
    if abs(in_sd) < UNMEASURABLE:
        return f"{words.listed(list(options))} about the same"
    return "They may not differ at all"


def capital(text: str) -> str:
    """A text with a capital at its head."""
    return text[:1].upper() + text[1:]
