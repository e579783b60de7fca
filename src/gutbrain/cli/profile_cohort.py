"""What ``gutbrain profile`` tells of a cohort: differences, where they were seen before, a score, metabolites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutbrain.cli import show
from gutbrain.words import number

if TYPE_CHECKING:
    import pandas as pd

    from gutbrain.microbiome.profile import Profile

MOST_ROWS = 15
"""Rows of a table that are told; --json has all."""

MOST_SAMPLES = 6
"""Samples of a table of metabolites that are told."""

Row = dict[str, Any]


def told(found: Profile) -> list[Any]:
    """Tables and what must be said of them, for the terminal."""
    things: list[Any] = []
    if found.groups is not None:
        things += _groups(found.groups)
    if found.signatures is not None:
        things += _signatures(found.signatures)
    if found.score is not None:
        things += _score(found.score)
    if found.metabolites is not None:
        things += _metabolites(found.metabolites)
    return [*things, *_spaced(found.remarks)]


def _spaced(remarks: tuple[str, ...]) -> list[str]:
    return ["", *remarks] if remarks else []


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


def _groups(groups: pd.DataFrame) -> list[Any]:
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
    things: list[Any] = ["", "Whole communities (PERMANOVA)"]
    things.append(show.plain_table(("", "F", "of all variation", "p"), rows, numbers=(1, 2, 3)))
    parts = groups[groups.level.isin(["diversity", "guild", "genus"])]
    for term in _terms(parts):
        some = parts[parts.term == term]
        genera = notable(some[some.level == "genus"])
        things += ["", f"{term}: diversity, groups of the model, and genera with p < 0.05 before correction"]
        shown = _records(some[some.level != "genus"]) + _records(genera.head(MOST_ROWS))
        headings = ("", "CLR or nats (95 %)", "in SDs or r (95 %)", "p", "q", "in", "other zeros")
        things.append(show.plain_table(headings, map(_difference, shown), numbers=(1, 2, 3, 4, 5, 6)))
        if genera.empty:
            things.append("No genus differs at p < 0.05, even before correction.")
        if len(genera) > MOST_ROWS:
            things.append(f"{MOST_ROWS} of {len(genera)} genera are shown; --json has all.")
    return things


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


def _signatures(seen: pd.DataFrame) -> list[Any]:
    from gutbrain.answers.table.signatures import agreement

    things: list[Any] = []
    genera = seen[seen.level == "genus"]
    for term in _terms(genera):
        some = genera[genera.term == term]
        rows = [_seen(name, _records(some[some.name == name])) for name in list(dict.fromkeys(some.name))[:MOST_ROWS]]
        headings = ("", "", "same direction (studies in people)", "other direction")
        things += ["", f"{term}: seen before", show.plain_table(headings, rows)]
    every = [one for one in _records(agreement(seen)) if one["named"] > 1][:MOST_ROWS]
    if every:
        counts = [
            (one["term"], _topic(one["topic"]), *(str(one[name]) for name in ("named", "same", "opposite", "mixed")))
            for one in every
        ]
        named = ("difference", "studies of", "genera named", "same", "other", "mixed")
        things += ["", "By topic", show.plain_table(named, counts, numbers=(2, 3, 4, 5))]
    return things


def _seen(name: str, known: list[Row]) -> tuple[str, ...]:
    from gutbrain.answers.table.signatures import NOT_COVERED

    def counted(which: str) -> str:
        some = [one for one in known if one["who"] == "people" and one[which]][:5]
        return ", ".join(f"{_topic(one['topic'])} {one[which]} of {one['of']:.0f}" for one in some)

    way = "more" if known[0]["estimate"] > 0 else "less"
    said = NOT_COVERED if known[0]["seen"] == NOT_COVERED else counted("same")
    return (name.split(";")[-1], way, said, counted("opposite"))


def _score(score: pd.DataFrame) -> list[Any]:
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
    headings = ("", "people", "smallest r", "per mille of variance", "would be found in", "people needed (80 %)")
    things: list[Any] = ["", "What so many people could show (p < 0.05 over all tests, in 80 % of studies)"]
    things.append(show.plain_table(headings, possible, numbers=(1, 2, 3, 4, 5)))
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
    headings_of = ("", "found r (95 %)", "p", "q", "predicted r (95 %)", "found in", "people needed")
    things += ["", "Groups of the model", show.plain_table(headings_of, guilds, numbers=(1, 2, 3, 4, 5, 6))]
    genera = sorted(rows("genus"), key=lambda one: one["p"])[:MOST_ROWS]
    if genera:
        told = [
            (one["name"].split(";")[-1], _span(one, "r", "low", "high"), _p(one["p"]), _p(one["q"])) for one in genera
        ]
        things += ["", "Genera, smallest p first (the axis has groups, and predicts nothing of genera)"]
        things.append(show.plain_table(("", "found r (95 %)", "p", "q"), told, numbers=(1, 2, 3)))
    paths = [
        (one["name"], one["term"], _span(one, "through", "through_low", "through_high")) for one in rows("mediation")
    ]
    if paths:
        things += ["", "Through the microbiota, in points of the score: arithmetic, with the assumptions below"]
        things.append(show.plain_table(("", "difference", "through (95 %)"), paths, numbers=(2,)))
    return things


def _percent(value: Any) -> str:
    return f"{100 * value:.0f} %" if _known(value) else ""


def _people(value: Any) -> str:
    return f"{value:.0f}" if _known(value) else ""


def _metabolites(found: pd.DataFrame) -> list[Any]:
    def numbers(one: Row, low: str, middle: str, high: str) -> str:
        return f"{number(one[middle])} ({number(one[low])} to {number(one[high])})" if _known(one[middle]) else ""

    things: list[Any] = []
    samples = list(dict.fromkeys(found["sample"]))
    for sample in samples[:MOST_SAMPLES]:
        rows = [
            (
                one["metabolite"],
                number(one["model_value"]) if _known(one["model_value"]) else number(one["value"]),
                one["model_unit"] if _known(one["model_value"]) else one["unit"],
                numbers(one, "model_low", "model_median", "model_high"),
                f"{one['model_percentile']:.0f}" if _known(one["model_percentile"]) else "",
                numbers(one, "published_low", "published_median", "published_high"),
                one["said"] if _known(one["said"]) else "",
            )
            for one in _records(found[found["sample"] == sample])
        ]
        headings = ("", "value", "", "model (90 %)", "below it, %", "published", "")
        things += ["", f"Sample {sample}", show.plain_table(headings, rows, numbers=(1, 3, 4, 5))]
    if len(samples) > MOST_SAMPLES:
        things += ["", f"... and {len(samples) - MOST_SAMPLES} more samples: --sample names one, --json has all"]
    return things
