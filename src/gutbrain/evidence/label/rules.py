"""The rules by which labels are read and judged: words in several languages, doses, the law of survival."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gutbrain.datafiles import per_world, read
from gutbrain.evidence.wording import Words


@per_world
def rules() -> dict[str, Any]:
    """Everything in ``rules.yaml``."""
    data: dict[str, Any] = read(__package__, "rules.yaml")
    return data


@per_world
def words(*path: str) -> Words:
    """The set of words at a place of the rules."""
    found: Any = rules()
    for step in path:
        found = found[step]
    return Words(found)


def number(group: str, name: str) -> float:
    """A number of the rules."""
    return float(rules()[group][name]["value"])


@dataclass(frozen=True)
class Caution:
    """People who should not take live microbes without a doctor; ``severity`` is major or minor."""

    key: str
    title: str
    severity: str
    source: str

    @property
    def words(self) -> Words:
        """How labels speak of them."""
        return _caution_words()[self.key]


@per_world
def cautions() -> tuple[Caution, ...]:
    """All cautions."""
    names = ("key", "title", "severity", "source")
    return tuple(Caution(**{name: row[name] for name in names}) for row in rules()["cautions"])


@per_world
def _caution_words() -> dict[str, Words]:
    return {row["key"]: Words(row["words"]) for row in rules()["cautions"]}
