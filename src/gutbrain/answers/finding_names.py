"""How a finding is called in plain words: by what was measured, and by its study."""

from __future__ import annotations

from collections.abc import Mapping

from gutbrain import words
from gutbrain.datafiles import per_world
from gutbrain.evidence.records import Reference, references
from gutbrain.findings.finding import Compare
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES, UNSUPPORTED
from gutbrain.language import N_, Said

STATISTICS = {
    "value": "",
    "difference": "difference",
    "ratio": "ratio",
    "percent_change": "change, %",
    "smd": "difference, SD",
    "change_difference": "difference of changes",
    "change_smd": "difference of changes, SD",
    "direction": "direction",
    "peak_time": "time of the peak, h",
    "peak": "peak",
    "peak_ratio": "peak over before",
    "recovery_time": "days to recover",
    "share": "share of people",
    "correlation": "correlation",
    "curve": "curve",
    "quantiles": "how people differ",
    "sd": "SD between people",
    "cv": "SD between people / mean",
    "ratio_of_changes": "ratio of changes",
}

VERDICT_WORDS = Said(
    {
        MISSES: N_("missed"),
        DIRECTION: N_("right direction, wrong size"),
        AGREES: N_("agrees"),
        UNSUPPORTED: N_("cannot be run"),
    }
)
"""Verdicts in plain words, what is wrong first."""


def measured(compare: Compare) -> str:
    """What was measured, and how it is told, in plain words."""
    names = " and ".join(words.title(key) for key in (compare.observable, compare.observable_2) if key)
    statistic = STATISTICS[compare.statistic]
    return f"{names}: {statistic}" if statistic else names


def study(reference: str) -> str:
    """``Allen AP 2016`` for ``doi:...`` or ``pmid:...``; the text itself where it is not kept here."""
    source = sources().get(reference.lower())
    return source.short if source else reference


@per_world
def sources() -> Mapping[str, Reference]:
    """References by what findings call them."""
    known = {f"pmid:{r.pmid}": r for r in references().values() if r.pmid}
    return known | {f"doi:{r.doi.lower()}": r for r in references().values() if r.doi}
