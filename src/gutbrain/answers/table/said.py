"""Groups, signatures, a score and metabolites as tables of words, for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gutbrain.words import number

if TYPE_CHECKING:
    import pandas as pd

    from gutbrain.microbiome.profile import Profile

MOST_ROWS = 15
"""Rows of a table that are told; the table itself has all."""

MOST_SAMPLES = 6
"""Samples of a table of metabolites that are told."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A table of words: ``name`` is the table of the profile that it tells of, ``numbers`` are columns of numbers.

    ``after`` is a sentence below it.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    numbers: tuple[int, ...] = ()
    after: str = ""


def told(found: Profile) -> list[Part]:
    """What there is, in words; what must be said of it stands in the remarks of the profile."""
    makers = {"groups": _groups, "signatures": _signatures, "score": _score, "metabolites": _metabolites}
    return [part for name, table in found.tables().items() for part in makers[name](table)]


def _p(value: Any) -> str:
    if value is None or value != value:
        return ""
    return f"{value:.2g}" if value >= 0.001 else "< 0.001"


def _known(value: Any) -> bool:
    return value is not None and value == value


def _span(row: Row, name: str, low: str, high: str) -> str:
    return f"{row[name]:+.2f} ({row[low]:+.2f} to {row[high]:+.2f})" if _known(row[name]) else ""


def _records(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _terms(table: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(table.term))


def _groups(groups: pd.DataFrame) -> list[Part]:
    from gutbrain.answers.table.groups import notable

    rows = [
        (
            f"{one['name']}{', scatter' if one['level'] == 'dispersion' else ''}",
            f"{one['statistic']:.3f}",
            "" if one["level"] == "dispersion" else f"{100 * one['estimate']:.1f} %",
            _p(one["p"]),
        )
        for one in _records(groups[groups.level.isin(["community", "dispersion"])])
    ]
    headings = ("distance", "F", "of all variation", "p")
    found = [Part("groups", "Whole communities (PERMANOVA)", headings, rows, (1, 2, 3))]
    every = groups[groups.level.isin(["diversity", "guild", "genus"])]
    for term in _terms(every):
        some = every[every.term == term]
        genera = notable(some[some.level == "genus"])
        shown = _records(some[some.level != "genus"]) + _records(genera.head(MOST_ROWS))
        after = "No genus differs at p < 0.05, even before correction." if genera.empty else ""
        if len(genera) > MOST_ROWS:
            after = f"{MOST_ROWS} of {len(genera)} such genera are told; the table has all."
        found.append(
            Part(
                "groups",
                f"{term}: diversity, groups of the model, and genera with p < 0.05 before correction",
                ("what", "CLR or nats (95 %)", "in SDs or r (95 %)", "p", "q", "in", "other zeros"),
                list(map(_difference, shown)),
                (1, 2, 3, 4, 5, 6),
                after,
            )
        )
    return found


def _difference(one: Row) -> tuple[str, ...]:
    other = one["estimate_other_zeros"]
    return (
        one["name"].split(";")[-1],
        _span(one, "estimate", "low", "high"),
        _span(one, "effect_size", "effect_low", "effect_high"),
        _p(one["p"]),
        _p(one["q"]),
        f"{100 * one['present']:.0f} %" if _known(one["present"]) else "",
        f"{other:+.2f}" if _known(other) else "",
    )


def _topic(name: str) -> str:
    from gutbrain.evidence.signatures import TOPICS

    return TOPICS.get(name, name.replace("-", " "))


def _signatures(seen: pd.DataFrame) -> list[Part]:
    from gutbrain.answers.table.signatures import agreement

    found = []
    genera = seen[seen.level == "genus"]
    for term in _terms(genera):
        some = genera[genera.term == term]
        names = list(dict.fromkeys(some.name))
        rows = [_seen(name, _records(some[some.name == name])) for name in names[:MOST_ROWS]]
        headings = ("genus", "here", "same direction (studies in people)", "other direction")
        found.append(Part("signatures", f"{term}: seen before", headings, rows))
    every = [one for one in _records(agreement(seen)) if one["named"] > 1][:MOST_ROWS]
    if every:
        counts = [
            (one["term"], _topic(one["topic"]), *(str(one[name]) for name in ("named", "same", "opposite", "mixed")))
            for one in every
        ]
        headings_of = ("difference", "studies of", "genera named", "same", "other", "mixed")
        found.append(Part("signatures", "Seen before, by topic", headings_of, counts, (2, 3, 4, 5)))
    return found


def _seen(name: str, known: list[Row]) -> tuple[str, ...]:
    from gutbrain.answers.table.signatures import NOT_COVERED

    def counted(which: str) -> str:
        some = [one for one in known if one["who"] == "people" and one[which]][:5]
        return ", ".join(f"{_topic(one['topic'])} {one[which]} of {one['of']:.0f}" for one in some)

    way = "more" if known[0]["estimate"] > 0 else "less"
    said = NOT_COVERED if known[0]["seen"] == NOT_COVERED else counted("same")
    return (name.split(";")[-1], way, said, counted("opposite"))


def _score(score: pd.DataFrame) -> list[Part]:
    def rows(level: str) -> list[Row]:
        return _records(score[score.level == level])

    possible = [
        (
            one["name"],
            f"{one['n']}",
            f"{one['smallest_r']:.3f}" if _known(one["smallest_r"]) else "",
            f"{1000 * one['smallest_variance']:.1f}" if _known(one["smallest_variance"]) else "",
            _percent(one["power"]),
            _people(one["people_needed"]),
        )
        for one in rows("power")
    ]
    headings = ("what", "people", "smallest r", "per mille of variance", "would be found in", "people needed (80 %)")
    title = "What so many people could show (p < 0.05 over all tests, in 80 % of studies)"
    found = [Part("score", title, headings, possible, (1, 2, 3, 4, 5))]
    guilds = [
        (
            one["name"],
            _span(one, "r", "low", "high"),
            _p(one["p"]),
            _p(one["q"]),
            _span(one, "predicted_r", "predicted_low", "predicted_high"),
            _percent(one["power"]),
            _people(one["people_needed"]) or ("sign not sure" if _known(one["predicted_r"]) else ""),
        )
        for one in rows("guild")
    ]
    if guilds:
        named = ("group", "found r (95 %)", "p", "q", "predicted r (95 %)", "would be found in", "people needed")
        found.append(Part("score", "Groups of the model", named, guilds, (1, 2, 3, 4, 5, 6)))
    genera = sorted(rows("genus"), key=lambda one: float(one["p"]))[:MOST_ROWS]
    if genera:
        some = [
            (one["name"].split(";")[-1], _span(one, "r", "low", "high"), _p(one["p"]), _p(one["q"])) for one in genera
        ]
        title = "Genera, smallest p first (the axis has groups, and predicts nothing of genera)"
        found.append(Part("score", title, ("genus", "found r (95 %)", "p", "q"), some, (1, 2, 3)))
    paths = [
        (one["name"], one["term"], _span(one, "through", "through_low", "through_high")) for one in rows("mediation")
    ]
    if paths:
        title = "Through the microbiota, in points of the score: arithmetic, with assumptions that are told"
        found.append(Part("score", title, ("group", "difference", "through (95 %)"), paths, (2,)))
    return found


def _percent(value: Any) -> str:
    return f"{100 * value:.0f} %" if _known(value) else ""


def _people(value: Any) -> str:
    return f"{value:.0f}" if _known(value) else ""


def _metabolites(table: pd.DataFrame) -> list[Part]:
    samples = list(dict.fromkeys(table["sample"]))
    headings = ("metabolite", "value", "unit", "model (90 %)", "below it, %", "published", "")
    found = [
        Part(
            "metabolites",
            f"Sample {sample}",
            headings,
            [_amount(one) for one in _records(table[table["sample"] == sample])],
            (1, 3, 4, 5),
            f"{len(samples) - MOST_SAMPLES} more samples are in the table."
            if at == MOST_SAMPLES and len(samples) > MOST_SAMPLES
            else "",
        )
        for at, sample in enumerate(samples[:MOST_SAMPLES], 1)
    ]
    return found


def _amount(one: Row) -> tuple[str, ...]:
    def span(which: str) -> str:
        low, middle, high = (one[f"{which}_{name}"] for name in ("low", "median", "high"))
        return f"{number(middle)} ({number(low)} to {number(high)})" if _known(middle) else ""

    changed = _known(one["model_value"])
    return (
        one["metabolite"],
        number(one["model_value"] if changed else one["value"]),
        one["model_unit"] if changed else one["unit"],
        span("model"),
        f"{one['model_percentile']:.0f}" if _known(one["model_percentile"]) else "",
        span("published"),
        one["said"] if _known(one["said"]) else "",
    )
