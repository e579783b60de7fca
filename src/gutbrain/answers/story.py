"""The axis in a minute: steps of a story, each with the claims on which it rests."""

from __future__ import annotations

from gutbrain.datafiles import per_language, read
from gutbrain.reading.records import Record


class Step(Record):
    """A step of the story; its arrows are those of its claims."""

    title: str
    text: str
    claims: tuple[str, ...]


@per_language
def story() -> tuple[Step, ...]:
    """The steps, in their order."""
    assert __package__
    return tuple(Step(**record) for record in read(__package__, "story.yaml"))
