"""What questions are about: foods, medicines, complaints, people, parts of the axis; and the words for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field

from gutbrain.datafiles import per_world, read
from gutbrain.evidence.concepts import Concept, concepts
from gutbrain.evidence.records import Claim
from gutbrain.evidence.trials import Outcome, Trial, trials
from gutbrain.evidence.wording import Words, fold
from gutbrain.reading.records import Record, facts

Sort = Literal["exposure", "medicine", "outcome", "condition", "people", "part"]

_KINDS = ("bacteria", "synbiotic", "prebiotic")


class Thing(Record):
    """Something that a question may be about; the head of ``data/things.yaml`` says what each field means."""

    key: str
    sort: Sort
    title: str
    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    meaning: str = Field(default="", alias="is")
    under: str = ""
    given: tuple[str, ...] = ()
    pooled: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    pools: str = ""
    measures: tuple[str, ...] = ()
    observables: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    channel: str = ""
    risk: str = ""
    leads: str = ""
    meant: tuple[str, ...] = ()

    @cached_property
    def _given(self) -> Words:
        return Words(word for word in self.given if word not in (*_KINDS, "killed"))

    @cached_property
    def _among(self) -> Words:
        return Words(self.among)

    @cached_property
    def _said(self) -> Words:
        return Words(self.said)

    def was_given(self, trial: Trial) -> bool:
        """Whether a trial gave it; a medicine counts where people had it besides, too."""
        made = trial.product
        if made.kind in self.given or ("killed" in self.given and made.kind in _KINDS and not made.viable):
            return True
        told = [made.prebiotic, made.other, made.form, made.brand]
        if self.sort == "medicine":
            told.append(trial.alongside)
            if trial.antidepressant and self.key in ("antidepressant", "ssri"):
                return True
        return fold(" ; ".join(told)) in self._given

    def is_of(self, trial: Trial) -> bool:
        """Whether the people of a trial are such people."""
        told = f"{trial.population} {trial.preset} {' '.join(trial.groups).replace('-', ' ')}"
        return trial.severity in self.severity or fold(told) in self._among

    def is_named_in(self, population: str) -> bool:
        """Whether a description of people names such people."""
        return fold(population) in self._among

    def is_measured_by(self, outcome: Outcome) -> bool:
        """Whether an outcome of a trial measures it."""
        return outcome.measures in self.measures or outcome.observable in self.observables

    def is_in(self, claim: Claim) -> bool:
        """Whether a claim speaks of it."""
        if self.sort == "condition" and self.key in (claim.frm, claim.to):
            return True
        return bool(self.said) and fold(f"{claim.key} {claim.statement}") in self._said


@per_world
def things() -> dict[str, Thing]:
    """All things by key, and the products that trials name."""
    found = {thing.key: thing for thing in facts(list[Thing], read(__package__, "things.yaml"), "things.yaml")}
    named = {word for thing in found.values() for word in map(split, thing.words)}
    for brand in dict.fromkeys(trial.product.brand for trial in trials().values() if trial.product.brand):
        if split(brand) not in named:
            key = "-".join(split(brand))
            words = {"words": (brand,), "given": (f"{brand}*",), "under": "probiotic"}
            found[key] = Thing(key=key, sort="exposure", title=brand, **words)
    return found


@dataclass(frozen=True)
class Language:
    """Words of questions in one language: what markers mean, and what says nothing."""

    markers: dict[tuple[str, ...], str]
    fillers: frozenset[str]
    telling: frozenset[str]


class _Spoken(Record):
    markers: dict[str, tuple[str, ...]]
    fillers: str


@per_world
def languages() -> dict[str, Language]:
    """Languages by their code; English is the first."""
    # words of questions that the search knows say nothing here either
    common = facts(str, read("gutbrain.evidence", "question_words.yaml"), "question_words.yaml").split()
    spoken = facts(dict[str, _Spoken], read(__package__, "words.yaml"), "words.yaml")
    made = {}
    for code, said in spoken.items():
        markers = {split(word): kind for kind, words in said.markers.items() for word in words}
        fillers = frozenset((*said.fillers.split(), *(common if code == "en" else ())))
        small = frozenset(said.fillers.split()) | {word for words in markers for word in words}
        # "gut" is a thing in English, and good in German: it tells of no language
        made[code] = Language(markers, fillers, frozenset(word for word in small if (word,) not in by_words()))
    return made


def split(text: str) -> tuple[str, ...]:
    """Words of a text without case, accents, hyphens and apostrophes."""
    folded = fold(text)
    return tuple("".join(sign if sign.isalnum() else " " for sign in folded).split())


@per_world
def by_words() -> dict[tuple[str, ...], str]:
    """Keys of things by the words for them."""
    found = {split(word): thing.key for thing in things().values() for word in thing.words}
    for concept in concepts().values():
        if concept.kind == "condition" and concept.key in things():
            for word in _names(concept):
                found.setdefault(word, concept.key)
    return found


@per_world
def looked_for_whole() -> frozenset[tuple[str, ...]]:
    """Names of concepts of the search that name no thing: "oxidative stress" is no stress, and "insulin" no inulin."""
    known, found = by_words(), set()
    for concept in concepts().values():
        names = _names(concept)
        is_a_thing = concept.kind in ("condition", "gut") or not known.keys().isdisjoint(names)
        found |= {name for name in names if name not in known and not (is_a_thing and len(name) > 1)}
    return frozenset(found)


def _names(concept: Concept) -> set[tuple[str, ...]]:
    return {split(word) for word in (concept.key.replace("-", " "), *concept.words)}


def titles(found: Iterable[Thing], between: str = "and") -> str:
    """``anxiety, sleep and low mood``."""
    said = list(dict.fromkeys(thing.title for thing in found))
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {between} {said[-1]}" if said else ""
