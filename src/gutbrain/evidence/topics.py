"""What a trial's outcome or a label's promise is about: stress, mood, anxiety, sleep, thinking and so on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gutbrain.datafiles import per_world, read
from gutbrain.evidence.trials import Outcome
from gutbrain.evidence.wording import Words, fold
from gutbrain.reading.records import CONFIG, facts


@dataclass(frozen=True)
class Topic:
    """A topic; ``covered`` is False where the trials kept here say nothing about it, ``partly`` what little they hold.

    Its outcomes measure one of ``measures`` or are one of ``observables`` (the model's names); ``claims`` are words
    of labels.
    """

    __pydantic_config__ = CONFIG

    key: str
    title: str
    measures: frozenset[str]
    observables: frozenset[str]
    claims: tuple[str, ...]
    covered: bool = True
    partly: str = ""

    @cached_property
    def words(self) -> Words:
        """How labels speak of it."""
        return Words(self.claims)

    def is_measured_by(self, outcome: Outcome) -> bool:
        """Whether an outcome of a trial belongs here."""
        return outcome.measures in self.measures or outcome.observable in self.observables


@per_world
def topics() -> dict[str, Topic]:
    """All topics by key."""
    return {row.key: row for row in facts(list[Topic], read(__package__, "topics.yaml"), "topics.yaml")}


def topics_of_text(text: str) -> tuple[str, ...]:
    """Keys of the topics that a sentence on a label is about."""
    folded = fold(text)
    return tuple(key for key, topic in topics().items() if folded in topic.words)
