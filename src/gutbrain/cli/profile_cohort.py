"""What ``gutbrain profile`` tells of a cohort: differences, where they were seen before, a score, metabolites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutbrain.cli import show

if TYPE_CHECKING:
    import pandas as pd

    from gutbrain.microbiome.profile import Profile

MOST_ROWS = 15
"""Rows of a table that are told; --json has all."""

Row = dict[str, Any]


def told(found: Profile) -> list[Any]:
    """Tables and what must be said of them, for the terminal."""
    things: list[Any] = []
    if found.groups is not None:
        things += _groups(found.groups)
    if found.signatures is not None:
        things += _signatures(found.signatures)
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
