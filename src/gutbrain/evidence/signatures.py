"""Published signatures: in how many studies of a condition or an exposure a gut microbe was more, or less."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

FILE = "signatures.csv"
REFERENCE = "geistlinger-2024"
"""What is cited for all of them."""

GUILDS = {
    "akkermansia": "Akkermansia",
    "bacteroides": "Bacteroides and Prevotella",
    "bifidobacterium": "bifidobacteria",
    "butyrate_producers": "butyrate producers",
    "enterobacteriaceae": "enterobacteria",
    "lactobacillus": "lactobacilli",
    "other_commensals": "other gut bacteria",
    "protein_fermenters": "bile-tolerant and protein-fermenting bacteria",
}
"""Groups of the model, in plain words."""


TOPICS = {
    "adhd": "ADHD",
    "alzheimer-dementia": "Alzheimer's disease and dementia",
    "animal-protein": "animal protein",
    "antibiotic": "antibiotics",
    "antibiotic-infancy": "antibiotics in infancy",
    "antipsychotic": "antipsychotics",
    "anxiety-severity": "more severe anxiety",
    "bipolar": "bipolar disorder",
    "depression-remitted": "depression that has passed",
    "depression-severity": "more severe depression",
    "high-fat": "a fatty diet",
    "high-protein-athletes": "much protein in athletes",
    "ibs": "irritable bowel syndrome",
    "ketogenic": "the ketogenic diet",
    "low-calorie": "a low-calorie diet",
    "mediterranean-like": "a Mediterranean-like diet",
    "nordic": "a Nordic diet",
    "nsaid": "painkillers (NSAIDs)",
    "ocd": "obsessive-compulsive disorder",
    "parkinson": "Parkinson's disease",
    "plant-based": "a plant-based diet",
    "prebiotic-mixture": "a mixture of prebiotics",
    "probiotic": "probiotics",
    "psychosis-first-episode": "a first psychosis",
}
"""Topics whose name is not what people say."""


@dataclass(frozen=True)
class Signature:
    """A genus or family in the studies of one topic.

    Attributes
    ----------
    topic
        A condition, with people without it as the comparison, or an exposure.
    guild
        The group of the model that it counts for; empty where a family holds several.
    species
        Epithets that the studies name.
    up, down
        PMIDs of the studies that report more, and less; one that is in both disagrees with itself.
    of
        Studies of the topic.
    """

    topic: str
    who: Literal["people", "animals"]
    rank: Literal["genus", "family"]
    taxon: str
    family: str
    guild: str
    species: tuple[str, ...]
    up: tuple[str, ...]
    down: tuple[str, ...]
    of: int

    @property
    def key(self) -> str:
        """``depression/Blautia``."""
        return f"{self.topic}/{self.taxon}" + ("" if self.who == "people" else "/animals")

    @property
    def about(self) -> str:
        """The topic in words."""
        return TOPICS.get(self.topic, self.topic.replace("-", " ")) + ("" if self.who == "people" else " (animals)")

    @property
    def studies(self) -> tuple[str, ...]:
        """PMIDs of the studies that report it, each once."""
        return tuple(dict.fromkeys((*self.up, *self.down)))

    @property
    def said(self) -> str:
        """``higher in 1, lower in 2 of 4 studies of depression``."""
        both = set(self.up) & set(self.down)
        parts = [
            f"{way} in {count}"
            for way, count in (
                ("higher", len(set(self.up) - both)),
                ("lower", len(set(self.down) - both)),
                ("both ways", len(both)),
            )
            if count
        ]
        return f"{', '.join(parts)} of {self.of} {'study' if self.of == 1 else 'studies'} of {self.about}"


@lru_cache(maxsize=1)
def signatures() -> Mapping[str, Signature]:
    """Every signature, by key."""
    text = (files(__package__) / "data" / FILE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    studies: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        studies.setdefault((row["topic"], row["who"]), set()).update(row["up"].split(), row["down"].split())
    found = [
        Signature(
            topic=row["topic"],
            who="animals" if row["who"] == "animals" else "people",
            rank="family" if row["rank"] == "family" else "genus",
            taxon=row["taxon"],
            family=row["family"],
            guild=row["guild"],
            species=tuple(row["species"].split()),
            up=tuple(row["up"].split()),
            down=tuple(row["down"].split()),
            of=len(studies[row["topic"], row["who"]]),
        )
        for row in rows
    ]
    return MappingProxyType({signature.key: signature for signature in found})


@lru_cache(maxsize=1)
def guilds() -> Mapping[str, str]:
    """The group of the model that each genus and family counts for, by its name in lower case; empty for mixed ones."""
    return MappingProxyType({row.taxon.lower(): row.guild for row in signatures().values()})
