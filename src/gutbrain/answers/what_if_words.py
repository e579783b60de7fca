"""The answer of "What if" in words, the same in the page, its report and its tables."""

from __future__ import annotations

from collections.abc import Sequence

from gutbrain import words
from gutbrain.answers.choices import Outcome
from gutbrain.answers.intervals import Interval
from gutbrain.answers.what_if_models import Moment, Peak
from gutbrain.exposures import Event, Protocol, exposures
from gutbrain.exposures.reach import happening
from gutbrain.language import N_, Said, gettext
from gutbrain.model.maths import HOURS_A_DAY

UNMEASURABLE = 0.05
"""Below this (SD between people) no number is told."""

SMALL = 0.2
"""From this on (SD between people) a change is small, and no longer very small."""

OPEN = 0.1
"""An interval that reaches so far (SD between people) to both sides of zero does not tell the direction."""

NOT_KNOWN = N_("not known: may be better or worse")

SIZES = (
    (UNMEASURABLE, N_("less than anybody could measure")),
    (SMALL, N_("a very small change")),
    (0.5, N_("a small change")),
    (0.8, N_("a medium change")),
)
LARGEST = N_("a large change")
"""What a change is called below each bound (SD between people), after Cohen; no more than words."""

APART = {
    SIZES[1][1]: N_("%(better)s is better: they are a very little apart"),
    SIZES[2][1]: N_("%(better)s is better: they are a little apart"),
    SIZES[3][1]: N_("%(better)s is better: they are some way apart"),
    LARGEST: N_("%(better)s is better: they are far apart"),
}
"""How far two options are apart, by what a change of that size is called."""

WORST = N_("Worst about day %(day)s: %(size)s")

LITTLE = 0.25
"""What is left at the end is little below this share of the peak."""

SIDES = Said({1: N_("%(size)s for the better"), -1: N_("%(size)s for the worse")})
"""A change and its side."""

MUCH_ALCOHOL = 30.0
"""From this on (g a day) the page warns."""

ALCOHOL = N_(
    "More than 30 g alcohol a day, about three small glasses, harms health: liver, heart, sleep and mood among others. "
    "Next to nothing of that is in the model, so no number here says that it is safe. Who drinks much every day should "
    "not stop from one day to the next without a doctor."
)

STOPPED = N_(
    "A medicine that was prescribed is stopped or changed together with whoever prescribed it. What stopping at once "
    "does (of an antidepressant dizziness, bad sleep and low spirits for weeks), and the pain or illness for which it "
    "is taken, is not in the model."
)


def size(value: float) -> str:
    """A change (SD between people) in words."""
    return gettext(_size(value))


def _size(value: float) -> str:
    """The same in English: a key of tables."""
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
    first = N_("Best about day %(day)s: %(size)s") if side(peak, outcome.better) > 0 else WORST
    said = gettext(first) % {"day": peak.day, "size": peak.said}
    last = side(end, outcome.better)
    if last:
        left = gettext("at the end %(change)s") % {"change": SIDES[last] % {"size": end.said}}
    elif peak.nearly_gone is not None:
        left = gettext("nearly gone by day %(day)s") % {"day": peak.nearly_gone}
    elif abs(end.size) < LITTLE * abs(peak.size):
        left = gettext("little of it is left at the end")
    else:
        left = gettext("how much is left is not sure at the end")
    return f"{said}; {left}"


def _at_the_end(end: Moment, outcome: Outcome) -> str:
    if end.open:
        return capital(gettext(NOT_KNOWN))
    if abs(end.size) < UNMEASURABLE:
        return capital(end.said)
    if not end.clear:
        return gettext("May not change at all")
    return capital(SIDES[side(end, outcome.better)] % {"size": end.said})


def _way(end: Moment, peak: Peak | None) -> str:
    if peak is None:
        if not end.clear:
            return gettext("May not change at all")
        return gettext("Higher") if end.change.median > 0 else gettext("Lower")
    highest, lowest = N_("Highest about day %(day)s"), N_("Lowest about day %(day)s")
    said = gettext(highest if peak.change.median > 0 else lowest) % {"day": peak.day}
    if peak.nearly_gone is None:
        return said
    return f"{said}; {gettext('nearly gone by day %(day)s') % {'day': peak.nearly_gone}}"


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
    neither = N_("not known") if end.open else N_("about as now")
    words_of = {
        1: outcome.words[0],
        -1: outcome.words[1],
        0: gettext(neither),
    }
    last = side(end, outcome.better)
    if peak is None:
        return words_of[last]
    first = side(peak, outcome.better)
    if last == -first:
        both = {"first": words_of[first], "last": words_of[last]}
        return gettext("%(first)s for a while, then %(last)s") % both
    return gettext("%(first)s for a while") % {"first": words_of[first]}


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
        return gettext(SIZES[0][1])
    return words.with_unit(words.span(change, sign=True), unit)  # type: ignore[arg-type]


def who(protocol: Protocol) -> str:
    """``stressed adult, age 44; now sleep 5.5 h/night; takes ibuprofen, 1200 mg/day``."""
    now = [
        f"{words.exposure(name)} {words.with_unit(words.given(level), exposures()[name].unit)}"
        for name, level in protocol.usual.items()
    ]
    taken = [_taken(event) for event in protocol.events if event.begins < 0 and event.ends >= 0]
    parts = [words.person(protocol.person)]
    parts += [gettext("now %(habits)s") % {"habits": ", ".join(now)}] if now else []
    parts += [gettext("takes %(what)s") % {"what": words.listed(taken)}] if taken else []
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
    told = {"name": words.event_name(event), "before": words.dose(event), "day": words.day(event.ends / HOURS_A_DAY)}
    if after is None and event.ends == 0:
        return gettext("%(name)s stopped (%(before)s until now)") % told
    if after is None:
        return gettext("%(name)s stopped, on %(day)s (%(before)s until then)") % told
    told["dose"] = words.dose(after)
    if event.ends == 0:
        return gettext("%(name)s, %(dose)s in place of %(before)s") % told
    return gettext("%(name)s, %(dose)s in place of %(before)s, on %(day)s") % told


def _what(event: Event) -> tuple[str, str | None, tuple[str, ...]]:
    return event.exposure, event.name, tuple(event.strains)


def _taken(event: Event) -> str:
    return ", ".join(part for part in (words.event_name(event), words.dose(event)) if part)


def warnings(protocol: Protocol, alcohol: Sequence[float]) -> list[str]:
    """Warnings of the protocol, one of much alcohol, now or then, and one of medicines that end or change."""
    ends = (exposures()[event.exposure].kind == "medicine" for event in happening(protocol) if event.begins < 0)
    much = [gettext(ALCOHOL)] if max(alcohol) > MUCH_ALCOHOL else []
    return [*protocol.warnings, *much, *([gettext(STOPPED)] if any(ends) else [])]


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
        return gettext(APART[_size(in_sd)]) % {"better": capital(better)}
    if unknown:
        return gettext("Not known which is better")
    if abs(in_sd) < UNMEASURABLE:
        return gettext("%(options)s about the same") % {"options": words.listed(list(options))}
    return gettext("They may not differ at all")


def capital(text: str) -> str:
    """A text with a capital at its head."""
    return text[:1].upper() + text[1:]
