"""What the field talks about: conditions, molecules, nerves, microbes and treatments, with other ways to say them."""

from __future__ import annotations

from typing import Literal

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import InputError, Problem
from gutbrain.reading.records import Record, keyed

Kind = Literal[
    "condition",
    "molecule",
    "hormone",
    "immune",
    "nerve",
    "brain",
    "gut",
    "microbe",
    "treatment",
    "food",
    "exposure",
    "people",
]


class Concept(Record):
    """A thing that people ask for, which is more than a word of a text.

    Attributes
    ----------
    words
        Other ways to say it.
    wider
        Keys of what it is a kind of, and is read as where nothing is kept of it itself; ``note`` explains it.
    either
        Keys of the things that go under this name, any of which is meant.
    near
        Keys of what is shown after it, though it is not the same.
    model
        Quantities, channels or exposures of the model that stand for it.
    """

    key: str
    title: str
    kind: Kind
    words: tuple[str, ...]
    wider: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    note: str = ""
    model: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """Its name as one word of a text."""
        return token_of(self.key)


TITLES = {
    "cortisol": "cortisol",
    "fmt": "faecal transplants",
    "microbiota": "gut bacteria",
    "omega3": "omega-3 fatty acids",
    "probiotic": "probiotics",
    "scfa": "short-chain fatty acids",
}
"""Groups of synonyms as people say them, where the name of the group is not that."""


def title_of(key: str) -> str:
    """A concept, or a group of synonyms, for people."""
    concept = concepts().get(token_of(key))
    return concept.title if concept else TITLES.get(key, key)


def token_of(key: str) -> str:
    """The key of a concept, or the name of a group of synonyms, as one word of a text."""
    return key.replace("-", "")


@per_world
def concepts() -> dict[str, Concept]:
    """Every concept, by its token.

    Raises
    ------
    InputError
        With every record that is wrong.
    """
    with told_by_place("concepts.yaml"):
        found, problems = keyed(Concept, read(__package__, "concepts.yaml"), "concepts.yaml")
        names = set(found) | set(read(__package__, "synonyms.yaml"))
        for concept in found.values():
            problems += [
                Problem(
                    f"there is no concept '{key}'",
                    "name one that stands here or in synonyms.yaml",
                    f"{concept.key}.wider",
                )
                for key in (*concept.wider, *concept.either, *concept.near)
                if key not in names
            ]
        if problems:
            raise InputError(problems)
    return {concept.token: concept for concept in found.values()}
