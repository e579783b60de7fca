"""The rules by which labels are read and judged: words in several languages, doses, the law of survival."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gutbrain.datafiles import per_world, read
from gutbrain.errors import InputError, Problem
from gutbrain.evidence.wording import Words
from gutbrain.reading.records import Record, Value, facts


class Caution(Record):
    """People who should not take live microbes without a doctor; ``said`` is how labels speak of them."""

    key: str
    title: str
    severity: Literal["major", "minor"]
    source: str
    said: tuple[str, ...] = Field(alias="words")

    @cached_property
    def words(self) -> Words:
        """How labels speak of them."""
        return Words(self.said)


class _Words(Record):
    words: tuple[str, ...]


class _Counted(_Words):
    value: float


class _Unit(_Words):
    unit: str


class _People(_Words):
    severity: tuple[str, ...]


class _Rules(BaseModel):
    """What stands in the file; what is not named here are lists of words."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)
    __pydantic_extra__: dict[str, list[str]]

    magnitudes: list[_Counted]
    units: list[_Unit]
    people: list[_People]
    numbers: dict[str, int]
    vernacular: dict[str, str]
    phrases: dict[str, str]
    script_names: dict[str, str]
    script_pieces: dict[str, str]
    script_words: dict[str, str]
    cfu_at: dict[str, list[str]]
    languages: dict[str, list[str]]
    dose: dict[str, Value]
    survival: dict[str, Value | dict[str, float]]
    cautions: list[Caution]


@per_world
def rules() -> dict[str, Any]:
    """Everything in ``rules.yaml``."""
    data: dict[str, Any] = read(__package__, "rules.yaml")
    facts(_Rules, data, "rules.yaml")
    return data


@per_world
def words(*path: str) -> Words:
    """The set of words at a place of the rules."""
    return Words(_at(*path))


def number(group: str, name: str) -> float:
    """A number of the rules."""
    return float(_at(group, name, "value"))


def _at(*path: str) -> Any:
    found: Any = rules()
    for step in path:
        if step not in found:
            raise InputError([Problem("is missing", field=".".join(path), file="rules.yaml")])
        found = found[step]
    return found


@per_world
def cautions() -> tuple[Caution, ...]:
    """All cautions."""
    return tuple(facts(list[Caution], rules()["cautions"], "rules.yaml"))
