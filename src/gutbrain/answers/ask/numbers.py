"""Numbers of pooled trials in plain words."""

from __future__ import annotations

from gutbrain.answers.ask.answer import Table
from gutbrain.answers.evidence_words import OUTCOMES, PEOPLE
from gutbrain.evidence.label.counts import short as cfu
from gutbrain.evidence.pooling.glance import Glance

SIZES = ((0.1, "next to nothing"), (0.2, "very little"), (0.5, "a little"), (0.8, "somewhat"), (99.0, "much"))
"""What an effect up to so many standard deviations is called."""

SURE = {"high": "Yes", "moderate": "Probably", "low": "Maybe", "very low": "Maybe"}
"""How an answer begins, by how sure the trials are."""

HEADINGS = (
    "about",
    "comparisons",
    "people",
    "points of a scale",
    "of 100 people",
    "corrected",
    "certainty (GRADE)",
    "weeks",
)


def verdict(found: Glance) -> str:
    """The word that an answer begins with."""
    if not found.arms:
        return "Not known"
    if not found.clear:
        return "Not shown"
    return SURE[found.certainty] if found.good > 0 else "No, rather the opposite"


def size(found: Glance) -> str:
    """``a little better``; empty where nothing was pooled."""
    said = next(word for most, word in SIZES if abs(found.g or 0.0) < most)
    if said == SIZES[0][1]:
        return "hardly any different"
    return f"{said} {'better' if found.good > 0 else 'worse'}"


def points(found: Glance) -> str:
    """``2.8 points lower (1.9 to 3.7) on the ... (20 to 80)``; standard deviations where no scale is known."""
    if found.points is not None and found.scale:
        way = "lower" if found.points < 0 else "higher"
        scale = f"on the {found.scale} ({found.scale_low:g} to {found.scale_high:g})"
        return f"about {abs(found.points):.1f} points {way}{_interval(found.points_low, found.points_high)} {scale}"
    assert found.g is not None
    return (
        f"{abs(found.g):.2f} standard deviations "
        f"{'lower' if found.g < 0 else 'higher'}{_interval(found.low, found.high, 2)}"
    )


def _interval(low: float | None, high: float | None, places: int = 1) -> str:
    if low is None or high is None:
        return ", two trials being too few for an interval"
    if low < 0 < high:
        return f" (95 % interval from {abs(low):.{places}f} lower to {high:.{places}f} higher)"
    ends = sorted((abs(low), abs(high)))
    return f" (95 % interval {ends[0]:.{places}f} to {ends[1]:.{places}f})"


def of_100(found: Glance) -> str:
    """``of 100 people 61 do better than the middle one without it (50 by chance alone)``."""
    return f"of 100 people about {found.of_100} do better than the middle one without it, where 50 would by chance"


def clause(found: Glance, what: str) -> str:
    """An outcome within a sentence: ``anxiety came out a little better, ...``."""
    trials = f"{found.arms} comparison{'s' if found.arms > 1 else ''} with {found.people} people"
    if not found.clear:
        return (
            f"over {trials} {what} came out {size(found)}, and it may be nothing: {points(found)}, "
            f"{of_100(found)}; certainty {found.certainty}"
        )
    return f"over {trials} {what} came out {size(found)}: {points(found)}, {of_100(found)}; certainty {found.certainty}"


def after(found: Glance) -> str:
    """``after 1 to 26 weeks, half of the comparisons 8 or fewer``; empty where no duration is known."""
    if not found.weeks:
        return ""
    low, middle, high = found.weeks
    return f"after {low:g} weeks" if low == high else f"after {low:g} to {high:g} weeks, in the middle {middle:g}"


def whom(found: Glance) -> str:
    """``healthy people (12), people under stress (9)``."""
    return ", ".join(f"{_people(name)} ({number})" for name, number in found.groups)


def _people(name: str) -> str:
    if name == "other":
        return "other patients"
    return f"{PEOPLE[name]} people" if name in ("healthy", "older") else f"people {PEOPLE[name]}"


def table(rows: dict[str, Glance], title: str = "Trials pooled") -> Table:
    """What was pooled, a row for each; the keys say what about."""
    return Table(title, HEADINGS, tuple(_row(what, found) for what, found in rows.items() if found.arms))


def _row(what: str, found: Glance) -> tuple[str, ...]:
    corrected = ""
    if found.corrected is not None and found.corrected_low is not None:
        corrected = f"g {found.corrected:.2f} ({found.corrected_low:.2f} to {found.corrected_high:.2f})"
    weeks = f"{found.weeks[0]:g}-{found.weeks[-1]:g}" if found.weeks else ""
    printed = points(found).removeprefix("about ").split(" on the ")
    scale = f", {printed[1]}" if len(printed) > 1 else ""
    return (
        what,
        str(found.arms),
        str(found.people),
        printed[0] + scale,
        str(found.of_100),
        corrected,
        found.certainty,
        weeks,
    )


def doubts(found: Glance) -> list[str]:
    """What takes something away from a pooled effect."""
    said = []
    if (
        found.clear
        and found.corrected is not None
        and found.corrected_low is not None
        and found.corrected_high is not None
    ):
        shown = (
            f"g {found.corrected:.2f} ({found.corrected_low:.2f} to {found.corrected_high:.2f}) "
            f"instead of {found.g:.2f}"
        )
        none = ", which may be nothing" if found.corrected_low < 0 < found.corrected_high else ""
        said.append(f"Corrected for results that nobody prints, {OUTCOMES[found.outcome]}: {shown}{none}.")
    if found.why:
        said.append(f"Certainty for {OUTCOMES[found.outcome]} is {found.why}.")
    return said


def doses(found: Glance) -> str:
    """``1e9 to 1e11 CFU a day``."""
    if not found.doses:
        return ""
    low, high = found.doses
    return f"{cfu(low)} CFU a day" if low == high else f"{cfu(low)} to {cfu(high)} CFU a day"


__all__ = ["after", "cfu", "clause", "doses", "doubts", "of_100", "points", "size", "table", "verdict", "whom"]
