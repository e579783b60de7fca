"""The form of an answer: one plain sentence, what belongs to it, tables, references, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from gutbrain.evidence.records import Reference, cite, references


@dataclass(frozen=True)
class Table:
    """Rows under headings; every cell is text."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes
    ----------
    question, kind
        What was asked, and what kind of question it was taken for.
    understood
        Keys of the things and names of the strains that it was taken to be about.
    not_kept
        What of it is not kept here, or was not understood.
    sentence
        The answer, in one sentence.
    lines
        What has to be known besides.
    tables
        What it rests on; those without a row fall away.
    sources
        Keys of references.
    found
        Whether the records say anything at all.
    """

    question: str
    kind: str
    sentence: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    sources: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    not_kept: tuple[str, ...] = ()
    found: bool = True
    first: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", tuple(table for table in self.tables if table.rows))

    def __bool__(self) -> bool:
        return self.found

    @property
    def references(self) -> tuple[Reference, ...]:
        """What it rests on."""
        return tuple(references()[key] for key in self.sources if key in references())

    def __str__(self) -> str:
        return "\n".join((*self.first, self.sentence, *self.lines))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``gutbrain ask --json`` prints them."""
        values: dict[str, Any] = _lists(asdict(self))
        values["references"] = [_lists(asdict(one)) | {"cited": cite(one), "url": one.url} for one in self.references]
        return values


def _lists(value: Any) -> Any:
    """Tuples as lists, all the way down, as JSON has them."""
    if isinstance(value, dict):
        return {key: _lists(one) for key, one in value.items()}
    return [_lists(one) for one in value] if isinstance(value, list | tuple) else value


def sources_of(*groups: Iterable[str]) -> tuple[str, ...]:
    """Keys of references, each once."""
    return tuple(dict.fromkeys(key for group in groups for key in group))
