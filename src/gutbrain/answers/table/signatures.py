"""Which differences of a table were seen before: in which direction, in how many studies, of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from gutbrain.answers.table.groups import NOTABLE_P, notable
from gutbrain.datafiles import per_world
from gutbrain.evidence.signatures import Signature
from gutbrain.evidence.signatures import signatures as published
from gutbrain.microbiome.placing import GUILDS, find_genus

if TYPE_CHECKING:
    import pandas as pd

NOT_COVERED = "not covered here"

COLUMNS = (
    "level",
    "name",
    "term",
    "estimate",
    "p",
    "q",
    "topic",
    "who",
    "seen",
    "same",
    "opposite",
    "both",
    "of",
    "studies_same",
    "studies_opposite",
)

REMARK = (
    "Published signatures are those that BugSigDB's curators had entered by 27 October 2022 (Geistlinger et al. 2024, "
    "doi 10.1038/s41587-023-01872-y): what was called significant. A genus that no study names was not reported as "
    "different, which is no evidence of none; with two directions, half of all would agree by chance. "
    "The study of this very table may be among them."
)


def seen_before(groups: pd.DataFrame) -> pd.DataFrame:
    """Differences (p below 0.05, before it is corrected) beside what studies reported.

    Parameters
    ----------
    groups
        Differences between groups, as :func:`gutbrain.answers.table.groups.compare` gives them.

    Returns
    -------
    pandas.DataFrame
        A row for each difference and topic: ``same``, ``opposite`` and ``both`` count the studies that report this
        direction, the other, and both; ``of`` are the studies of the topic; ``studies_same`` and ``studies_opposite``
        are PMIDs. ``seen`` is same, opposite or mixed by the count, or ``not covered here`` where no study names it.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for one in notable(groups).to_dict("records"):  # smallest p first
        own = {name: one[name] for name in ("level", "name", "term", "estimate", "p", "q")}
        topics = _of_guild(one["name"]) if one["level"] == "guild" else _of_genus(one["name"])
        told = [{**own, **_counted(topic, who, known, one["estimate"] > 0)} for (topic, who), known in topics.items()]
        told.sort(key=lambda row: (row["who"] != "people", -row["same"] - row["opposite"], row["topic"]))
        rows += told or [{**own, "seen": NOT_COVERED, "same": 0, "opposite": 0, "both": 0}]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def agreement(seen: pd.DataFrame) -> pd.DataFrame:
    """For each topic, of how many of the genera that differ studies in people report the same direction, or the other.

    Parameters
    ----------
    seen
        What :func:`seen_before` gives.
    """
    some = seen[(seen.level == "genus") & (seen.who == "people")]
    found = some.pivot_table(index=["term", "topic"], columns="seen", values="name", aggfunc="count", fill_value=0)
    found = found.reindex(columns=["same", "opposite", "mixed"], fill_value=0).astype(int)
    found["named"] = found.sum(axis=1)
    found = found.reset_index().rename_axis(columns=None)
    return found.sort_values(["term", "named", "topic"], ascending=[True, False, True], ignore_index=True)


def remark(seen: pd.DataFrame) -> str:
    """How many of the differences no study names, and what the others are held against."""
    genera = seen[seen.level == "genus"].drop_duplicates(["name", "term"])
    unknown = int((genera.seen == NOT_COVERED).sum())
    return (
        f"{len(genera)} genera differ at p < {NOTABLE_P} before correction, {unknown} of them {NOT_COVERED}. {REMARK}"
    )


Topics = Mapping[tuple[str, str], tuple[Signature, ...]]
"""Signatures by topic and by whether of people or animals."""


def _counted(topic: str, who: str, known: Iterable[Signature], more: bool) -> dict[str, Any]:
    up: set[str] = set()
    down: set[str] = set()
    of = 0
    for one in known:
        up |= set(one.up)
        down |= set(one.down)
        of = one.of
    both = up & down
    same, opposite = (up - both, down - both) if more else (down - both, up - both)
    seen = "mixed" if len(same) == len(opposite) else "same" if len(same) > len(opposite) else "opposite"
    return {
        "topic": topic,
        "who": who,
        "seen": seen,
        "same": len(same),
        "opposite": len(opposite),
        "both": len(both),
        "of": of,
        "studies_same": " ".join(sorted(same)),
        "studies_opposite": " ".join(sorted(opposite)),
    }


def _of_genus(name: str) -> Topics:
    return _by_name()[0].get(_canonical(name), {})


def _of_guild(name: str) -> Topics:
    return _by_name()[1].get(name, {})


def _canonical(name: str) -> str:
    """One name for a genus under all its names; those of a lineage end with it."""
    last = name.split(";")[-1]
    known = find_genus(last)
    return (known.name if known else last).casefold()


@per_world
def _by_name() -> tuple[Mapping[str, Topics], Mapping[str, Topics]]:
    genera: dict[str, dict[tuple[str, str], tuple[Signature, ...]]] = {}
    guilds: dict[str, dict[tuple[str, str], tuple[Signature, ...]]] = {}
    for one in published().values():
        at = (one.topic, one.who)
        if one.rank == "genus":
            of = genera.setdefault(_canonical(one.taxon), {})
            of[at] = (*of.get(at, ()), one)
        if one.guild in GUILDS:
            of = guilds.setdefault(one.guild, {})
            of[at] = (*of.get(at, ()), one)
    return genera, guilds
