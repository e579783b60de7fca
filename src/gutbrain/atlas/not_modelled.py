"""What people ask for and the model has no equation of: said wherever it is written or asked, with the nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from gutbrain.datafiles import active, per_world, places, read
from gutbrain.errors import suggest
from gutbrain.reading.records import Record, facts

FILE = "not_modelled.yaml"

ADDED = ("exposures.yaml", "templates.yaml", "presets.yaml", "traits.yaml", "observables.yaml")
"""Files in which a world adds what is missing here."""


class NotModelled(Record):
    """A thing without an equation; the head of ``data/not_modelled.yaml`` says what its fields mean."""

    key: str
    title: str
    kind: Literal["exposure", "person", "observable"]
    names: tuple[str, ...]
    words: tuple[str, ...]
    say: str
    nearest: tuple[str, ...]
    only: tuple[str, ...] = ()

    @cached_property
    def asked_as(self) -> frozenset[str]:
        """Words of a question that mean it."""
        return frozenset(_folded(word) for word in (*self.names, *self.words) if word not in self.only)

    @property
    def told(self) -> str:
        """That it is not in the model, what is missing, and what is nearest; in sentences."""
        first = f"{self.title[:1].upper()}{self.title[1:]}: not in the model, which is not the same as no effect."
        return f"{first} {self.say} {self._nearest.replace('nearest', 'nearest in a protocol').capitalize()}."

    @property
    def instead(self) -> str:
        """The same as the end of a message."""
        return f"{self.title}: not in the model. {self.say} {self._nearest.capitalize()}"

    @property
    def _nearest(self) -> str:
        return f"nearest: {', '.join(self.nearest)}" if self.nearest else "nothing in it comes near"


@per_world
def not_modelled() -> tuple[NotModelled, ...]:
    """Everything that is known to be missing.

    Returns
    -------
    tuple of NotModelled
        In the order of the file: food, medicines, people, what is measured.

    Examples
    --------
    >>> from gutbrain.atlas.not_modelled import not_modelled
    >>> not_modelled()[0].nearest
    ('low_fodmap_diet', 'fibre', 'inulin', 'fos', 'gos')
    """
    return tuple(facts(list[NotModelled], read(__package__, FILE), FILE))


def written(name: str) -> NotModelled | None:
    """What somebody meant who wrote a name that is not known; None where it is not said here.

    Parameters
    ----------
    name
        As it was written.
    """
    plain = _folded(name)
    return next((one for one in not_modelled() if plain in one.asked_as or plain in map(_folded, one.only)), None)


def instead_of(name: str, known: Iterable[str] = (), *, otherwise: str = "") -> str:
    """What would be right in place of a name that is not known.

    What is known to be missing says so before anything that is only spelt alike: lactose is no slip for lactulose.

    Parameters
    ----------
    name
        As it was written.
    known
        Names that there are.
    otherwise
        What to say where none of them is near.
    """
    missing = written(name)
    return missing.instead if missing else suggest(name, known, otherwise=otherwise)


def asked(question: str) -> tuple[NotModelled, ...]:
    """What of a question is not in the model, but for what a world adds to it.

    Parameters
    ----------
    question
        As somebody would say it.
    """
    said = f" {_folded(question)} "
    there = {_folded(name) for file in ADDED for name in places(file)} if active().folders else set()
    return tuple(
        one
        for one in not_modelled()
        if any(f" {word} " in said for word in one.asked_as) and there.isdisjoint(map(_folded, one.names))
    )


def _folded(text: str) -> str:
    """Words in small letters, with one space between them."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
