"""Probiotic strains by name, as people write them: ``B. longum 1714``, ``LGG``, ``Lactobacillus plantarum 299v``.

A name leads to the strain, or with a warning to its species or genus: a strain's evidence never counts for its sisters.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from gutbrain.errors import suggest
from gutbrain.exposures.records import Grade, Record, load_data

_NOT_PART_OF_NAME = {"subsp", "ssp", "subspecies", "strain", "var", "sp", "spp", "dsmz"}
_OTHER_ABBREVIATIONS = {
    "Lactococcus": ("lc",),
    "Lactobacillus": ("lb",),
    "Bifidobacterium": ("bif", "bifido"),
    "Streptococcus": ("str", "strep"),
}


class Strain(Record):
    """A strain, or what stands in for one that is not known.

    ``potency_mean`` and ``potency_sd`` say what is known of its effect on mood, in units of the typical strain;
    ``grade`` is ``human-trial`` where it was tried alone. Without trials a strain has the estimate of a new strain of
    its species, or of any species (``data/potency.yaml``, made from the trials). ``survival`` is the share of what is
    taken that reaches the stool alive, and ``washout`` (1/day) how fast it leaves; ``gaba`` and ``vagal`` (0 to 1)
    whether it makes GABA and acts by way of the vagus.
    """

    name: str
    short: str
    species: str
    designation: str = ""
    level: Literal["strain", "species", "genus"] = "strain"
    synonyms: tuple[str, ...] = ()
    deposit: str | None = None
    maker: str | None = None
    trials: tuple[str, ...] = ()
    verified: Literal["read", "memory"] = "memory"
    potency_mean: float
    potency_sd: float
    grade: Grade
    survival: float
    washout: float
    lactobacillus: float = 0.0
    bifidobacterium: float = 0.0
    gaba: float = 0.0
    vagal: float = 0.0

    def traits(self) -> dict[str, float]:
        """Traits of a strain slot of the model; potency at its mean."""
        return {
            "potency": self.potency_mean,
            "luck": 0.0,
            "survival": self.survival,
            "washout": self.washout,
            "lactobacillus": self.lactobacillus,
            "bifidobacterium": self.bifidobacterium,
            "gaba": self.gaba,
            "vagal": self.vagal,
        }


@dataclass(frozen=True)
class Resolution:
    """What a name stands for; ``warning`` where it is less than a known strain."""

    strain: Strain
    warning: str | None = None


class UnknownStrain(ValueError):
    """A name that leads to no strain, species or genus."""


def resolve(name: str) -> Resolution:
    """Find the strain that a name stands for.

    Raises
    ------
    UnknownStrain
        Where not even a genus is recognised; says which names are near.
    """
    return _catalogue().resolve(name)


def strains() -> tuple[Strain, ...]:
    """All strains known by name."""
    return _catalogue().strains


def present_name(species: str) -> str:
    """The present name of a species that may be written under an old one."""
    return _catalogue().renamed.get(species, species)


def _words(text: str) -> list[str]:
    """Words of a name in lower case, without marks and without words like "subsp."."""
    cleaned = re.sub(r"[®™©()\[\]\"',;:]", " ", text.lower()).replace("_", " ").replace(".", ". ")
    return [word for word in (part.strip(".") for part in cleaned.split()) if word and word not in _NOT_PART_OF_NAME]


def _squash(text: str) -> str:
    """A name without case, spaces, hyphens and marks, for comparison."""
    return re.sub(r"[^a-z0-9]", "", "".join(_words(text)))


@dataclass(frozen=True)
class _PotencyOf:
    """What is known of a potency, and what it rests on."""

    mean: float
    sd: float
    grade: Grade


class _Potencies:
    """Potencies as the trials give them."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.any = _PotencyOf(data["population"]["mean"], data["population"]["sd"], "assumption")
        self.species = {row["name"]: _PotencyOf(row["mean"], row["sd"], "assumption") for row in data["species"]}
        self.strains = {
            row["name"]: _PotencyOf(row["mean"], row["sd"], "human-trial" if row.get("alone") else "assumption")
            for row in data["strains"]
        }

    def of(self, name: str, species: str, level: str) -> _PotencyOf:
        """A strain by its own trials, or as a new strain of its species, or of any species."""
        if level == "strain" and name in self.strains:
            return self.strains[name]
        return self.any if level == "genus" else self.species.get(species, self.any)


class _Catalogue:
    """Names, and what they stand for."""

    def __init__(self) -> None:
        data = load_data("strains.yaml")
        self.data: dict[str, Any] = data
        self.renamed: dict[str, str] = load_data("taxonomy.yaml")
        self.potency = _Potencies(load_data("potency.yaml"))
        self.strains = tuple(self.make(**fields) for fields in data["strains"])
        self.species = list(dict.fromkeys([*(s.species for s in self.strains), *data["species"]]))
        self.genera = {name.split()[0] for name in (*self.species, *self.renamed, *data["lactobacillus"])}

    def make(self, *, species: str, level: Literal["strain", "species", "genus"] = "strain", **fields: Any) -> Strain:
        """A strain with everything the model needs to know of it."""
        potency, genus = self.potency.of(fields["name"], species, level), species.split()[0]
        known: dict[str, float] = {}
        for name in (species, fields["short"]):
            for fact in self.data["known"]:
                if fact["of"] == name:
                    known |= {key: fact[key] for key in ("gaba", "vagal", "washout", "survival") if key in fact}
        transit = {key: self.data["transit"][key] for key in ("survival", "washout")}
        return Strain(
            species=species,
            level=level,
            potency_mean=potency.mean,
            potency_sd=potency.sd,
            grade=potency.grade,
            lactobacillus=genus in self.data["lactobacillus"],
            bifidobacterium=genus == "Bifidobacterium",
            **fields,
            **(transit | known),
        )

    @cached_property
    def forms(self) -> dict[tuple[str, ...], str]:
        """Species by the ways in which its name is written: in full, abbreviated, old."""
        forms: dict[tuple[str, ...], str] = {}
        written = [(name, name) for name in self.species] + list(self.renamed.items())
        for old, species in written:
            genus, *rest = _words(old)
            for start in (genus, genus[0], *_OTHER_ABBREVIATIONS.get(genus.capitalize(), ())):
                forms.setdefault((start, *rest), species)
                if genus[0] == start and len(rest) == 2:
                    # B. infantis for B. longum subsp. infantis
                    forms.setdefault((start, rest[1]), species)
        return forms

    @cached_property
    def aliases(self) -> dict[str, Strain]:
        """Strains by every name; a strain's own name goes before another's synonym."""
        aliases: dict[str, Strain] = {}
        by_species: dict[str, list[tuple[str, ...]]] = {}
        for form, species in self.forms.items():
            by_species.setdefault(species, []).append(form)
        codes: list[tuple[Strain, tuple[str, ...]]] = [(s, (s.designation,)) for s in self.strains]
        codes += [(s, (*s.synonyms, *([s.deposit] if s.deposit else []))) for s in self.strains]
        for strain in self.strains:
            for name in (strain.name, strain.short):
                aliases.setdefault(_squash(name), strain)
        for strain, designations in codes:
            for code in map(_squash, designations):
                for form in by_species[strain.species]:
                    aliases.setdefault("".join(form) + code, strain)
        bare: dict[str, list[Strain]] = {}
        for strain, designations in codes:
            for code in map(_squash, designations):
                if len(code) >= 3:
                    bare.setdefault(code, []).append(strain)
        for code, owners in bare.items():
            aliases.setdefault(code, owners[0])
        return aliases

    def resolve(self, name: str) -> Resolution:
        strain = self.aliases.get(_squash(name))
        if strain:
            return Resolution(strain)
        words = _words(name)
        for length in range(min(3, len(words)), 1, -1):
            species = self.forms.get(tuple(words[:length]))
            if species:
                return self.of_species(name, species, words, length)
        if words and words[0].capitalize() in self.genera:
            return self.of_genus(name, words)
        names = [s.short for s in self.strains] + [s.name for s in self.strains] + self.species
        raise UnknownStrain(
            f"'{name}' is not a strain, species or genus that is known here; "
            + suggest(name, names, otherwise=_EXAMPLE)
        )

    def of_species(self, name: str, species: str, words: list[str], length: int) -> Resolution:
        """A known species: the strain may be known under its species' other name."""
        code = _squash(" ".join(words[length:]))
        sisters = [s for s in self.strains if s.species.split()[:2] == species.split()[:2]]
        for sister in sisters:
            if code and code in map(_squash, (sister.designation, *sister.synonyms, sister.deposit or "")):
                return Resolution(sister)
        designation = _written(name, words[length:])
        strain = self.make(
            species=species,
            level="species",
            name=f"{species} {designation}".strip(),
            short=f"{self.abbreviated(species)} {designation}".strip(),
            designation=designation,
        )
        if not designation:
            return Resolution(strain, f"'{name}' names no strain: what it does is very uncertain")
        near = suggest(designation, [s.designation for s in sisters])
        warning = f"'{name}' is not a strain that is known here: it is taken as its species, and is very uncertain"
        return Resolution(strain, f"{warning}; {near}" if near else warning)

    def of_genus(self, name: str, words: list[str]) -> Resolution:
        """A known genus: a misspelt species is an error, an unknown one is accepted with a warning."""
        genus = words[0].capitalize()
        if len(words) > 1:
            epithets = {s.split()[1]: s for s in (*self.species, *self.renamed) if s.split()[0] == genus}
            near = difflib.get_close_matches(words[1], epithets, n=1, cutoff=0.75)
            if near:
                raise UnknownStrain(f"'{name}' is not known; did you mean '{genus} {near[0]}'?")
        designation = _written(name, words[1:])
        written = f"{genus} {designation}".strip()
        strain = self.make(species=genus, level="genus", name=written, short=written, designation=designation)
        return Resolution(strain, f"'{name}' names no species that is known here: what it does is almost unknown")

    def abbreviated(self, species: str) -> str:
        """``B. lactis`` for ``Bifidobacterium animalis subsp. lactis``."""
        for strain in self.strains:
            if strain.species == species:
                return strain.short.removesuffix(strain.designation).strip()
        return f"{species[0]}. {species.split()[-1]}"


_EXAMPLE = "write it as in 'B. longum 1714'"


def _written(name: str, words: list[str]) -> str:
    """The end of a name, as it was written, that consists of the given words."""
    parts = [part.strip("()[]\"',;:®™©") for part in name.split()]
    return " ".join(parts[len(parts) - len(words) :]) if words else ""


@cache
def _catalogue() -> _Catalogue:
    return _Catalogue()
