"""The axis in plain words: what is said of its channels, of what can be read off, and of what acts from outside."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from gutbrain.datafiles import per_world, read


class Words(BaseModel):
    """A record of words; a field that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Curve(Words):
    """A response worth a picture: a protocol (as in a file, without its title), and what to look at."""

    observable: str
    title: str
    protocol: dict[str, Any]


class ChannelWords(Words):
    """A channel: the field's term, and what it is in plain words."""

    term: str
    plain: str
    curve: Curve


class Outside(Words):
    """A group of what acts from outside, with an ordinary course of each exposure in it."""

    title: str
    term: str
    plain: str
    courses: dict[str, dict[str, Any]]


class Step(Words):
    """A step of the story; its arrows are those of its claims."""

    title: str
    text: str
    claims: tuple[str, ...]


@per_world
def channels() -> dict[str, ChannelWords]:
    """Words on every channel."""
    return {name: ChannelWords(**record) for name, record in _data("channels.yaml").items()}


@per_world
def observables() -> dict[str, dict[str, str]]:
    """The main observables of every channel, with a sentence on each."""
    found: dict[str, dict[str, str]] = _data("observables.yaml")
    return found


@per_world
def outside() -> dict[str, Outside]:
    """Groups of what acts from outside."""
    return {name: Outside(**record) for name, record in _data("outside.yaml").items()}


@per_world
def story() -> tuple[Step, ...]:
    """The axis in a minute."""
    return tuple(Step(**record) for record in _data("story.yaml"))


@per_world
def everyday_lives() -> list[dict[str, Any]]:
    """Protocols of ordinary lives, without title and days."""
    found: list[dict[str, Any]] = _data("everyday_lives.yaml")
    return found


def _data(name: str) -> Any:
    assert __package__
    return read(__package__, name)
