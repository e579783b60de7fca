"""Probiotic strains by name, as people write them: ``B. longum 1714``, ``LGG``, ``Lactobacillus plantarum 299v``.

A name leads to the strain, or with a warning to its species or genus: a strain's evidence never counts for its sisters.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from gutbrain.datafiles import origin, per_world, read, told_by_place
from gutbrain.errors import suggest
from gutbrain.exposures.pathogens import is_refused, pathogens, why_refused
from gutbrain.reading.records import Grade, Graded, Record, facts

_NOT_PART_OF_NAME = {"subsp", "ssp", "subspecies", "strain", "var", "sp", "spp", "dsmz"}
_OTHER_ABBREVIATIONS = {
    "Lactococcus": ("lc",),
    "Lactobacillus": ("lb",),
    "Bifidobacterium": ("bif", "bifido"),
    "Streptococcus": ("str", "strep"),
    "Staphylococcus": ("staph",),
    "Enterococcus": ("ent",),
    "Clostridium": ("cl",),
}


Level = Literal["strain", "species", "genus"]

AS_TRIED = "(as tried)"
"""Behind a species: the strain that a published trial gave and did not name, ``L. acidophilus (as tried)``."""


class Named(Record):
    """A strain as it is called, where it is kept, who makes it, and which trials gave it."""

    name: str
    short: str
    species: str
    designation: str = ""
    synonyms: tuple[str, ...] = ()
    deposit: str | None = None
    maker: str | None = None
    trials: tuple[str, ...] = ()
    verified: Literal["read", "memory"] = "memory"


class Known(Graded):
    """What is known of a strain or a species (``of``) besides its trials."""

    of: str
    gaba: float | None = None
    vagal: float | None = None
    survival: float | None = None
    washout: float | None = None


class Transit(Graded):
    """What passes the gut alive, and how fast it leaves, where nothing else is known."""

    survival: float
    washout: float


class Strains(Record):
    """The file of strains: genera of lactobacilli, species kept as probiotics, what is known, and the strains."""

    transit: Transit
    lactobacillus: tuple[str, ...]
    species: tuple[str, ...]
    known: tuple[Known, ...]
    strains: tuple[Named, ...]


@per_world
def kept() -> Strains:
    """The file of strains."""
    with told_by_place("strains.yaml"):
        return facts(Strains, read(__package__, "strains.yaml"), "strains.yaml")


@per_world
def renamed() -> dict[str, str]:
    """Present names of species by their old ones."""
    return facts(dict[str, str], read(__package__, "taxonomy.yaml"), "taxonomy.yaml")


class Strain(Named):
    """A strain, or what stands in for one that is not known.

    ``potency_mean`` and ``potency_sd`` say what is known of its effect on mood, in units of the typical strain.
    ``own_share`` is the share of the doubt about a new strain of its species that its own trials took away, and
    ``grade`` is ``human-trial`` where it was tried alone and this is not next to nothing. A strain that was ``tried``,
    but of which no result could be pooled, has the estimate of a new strain of its species among those that are tried
    (``data/potency.yaml``, made from the trials); one that nobody tried in people has no sign (:class:`Potencies`).
    ``survival`` is the share of what is taken that reaches the stool alive, and ``washout`` (1/day) how fast it leaves;
    ``gaba`` and ``vagal`` (0 to 1) whether it makes GABA and acts by way of the vagus, which its sisters prove as
    little as anything else.
    """

    level: Level = "strain"
    tried: bool
    potency_mean: float
    potency_sd: float
    own_share: float
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


class UnsafeStrain(UnknownStrain):
    """A name that leads, or may lead, to a microbe that makes people ill."""


def resolve(name: str) -> Resolution:
    """Find the strain that a name stands for.

    Parameters
    ----------
    name
        As it is written on a pack or in a paper.

    Returns
    -------
    Resolution
        The strain, and a warning where the name leads to a species or genus only.

    Raises
    ------
    UnsafeStrain
        Where it stands for a species that makes people ill, or for a genus that holds such species, and not for a
        strain with a safe history (:mod:`gutbrain.exposures.pathogens`).
    UnknownStrain
        Where not even a genus is recognised; says which names are near.

    Examples
    --------
    >>> from gutbrain.exposures import resolve
    >>> resolve("Bifidobacterium longum 1714").strain.short
    'B. longum 1714'
    >>> print(resolve("lactobacillus rhamnosus").warning)
    'lactobacillus rhamnosus' names no strain, and strains differ: what it does, for better or worse, is not known
    """
    return _catalogue().resolve(name)


def published(name: str) -> Strain:
    """The strain that a publication says it gave: it was given, be its species safe or not.

    Parameters
    ----------
    name
        As the publication writes it.

    Returns
    -------
    Strain
        At the level (strain, species or genus) to which the name leads.

    Raises
    ------
    UnknownStrain
        Where not even a genus is recognised.

    Examples
    --------
    >>> from gutbrain.exposures import published
    >>> published("L. plantarum PS128").species
    'Lactiplantibacillus plantarum'
    """
    return _catalogue().named(name).strain


def strains() -> tuple[Strain, ...]:
    """All strains known by name.

    Returns
    -------
    tuple of Strain
        In the order of the catalogue.

    Examples
    --------
    >>> from gutbrain.exposures import strains
    >>> "B. longum 1714" in {strain.short for strain in strains()}
    True
    """
    return _catalogue().strains


def present_name(species: str) -> str:
    """The present name of a species that may be written under an old one.

    Parameters
    ----------
    species
        A species, genus and epithet.

    Returns
    -------
    str
        The same name where it is not known as an old one.

    Examples
    --------
    >>> from gutbrain.exposures import present_name
    >>> present_name("Lactobacillus plantarum")
    'Lactiplantibacillus plantarum'
    """
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
    grade: Grade = "assumption"
    own_share: float = 0.0


LEAST_OWN = 0.05
"""Share of the doubt that a strain's own trials must take away for its potency to be called theirs.

Less is within what the fit itself is uncertain by (about a thousand independent draws).
"""


class Potencies:
    """Potencies as the trials give them.

    Attributes
    ----------
    any, species
        Of a new strain among those that are tried, of any species or of one.
    rows
        Strains with results, as the file has them.
    untried
        Of a strain that nobody tried. The trials hold strains that were chosen for what they had done in animals or in
        a dish, and results that were chosen for print, so their mean is no guess for a microbe of which nothing is
        known: it may do as much as a tried one, to either side. That is the prediction for a new tried strain with its
        sign taken away: mean 0, and an SD of ``sqrt(mean^2 + sd^2)``, by which its size stays. An assumption.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.any = _PotencyOf(data["population"]["mean"], data["population"]["sd"])
        self.untried = _PotencyOf(0.0, math.hypot(self.any.mean, self.any.sd))
        self.species = {row["name"]: _PotencyOf(row["mean"], row["sd"]) for row in data["species"]}
        self.rows = {row["name"]: row for row in data["strains"]}

    def own(self, name: str, species: str) -> _PotencyOf:
        """A strain by its own results."""
        row, sister = self.rows[name], self.species.get(species, self.any)
        share = max(0.0, 1.0 - (row["sd"] / sister.sd) ** 2)
        theirs = row.get("alone") and share >= LEAST_OWN
        return _PotencyOf(row["mean"], row["sd"], "human-trial" if theirs else "assumption", share)

    def of(self, name: str, species: str, *, tried: bool) -> _PotencyOf:
        """A strain by its own results, or where it was ``tried`` without them as its species; else untried.

        Parameters
        ----------
        name
            Name of the strain, as the fit has it.
        species
            Its species.
        tried
            Whether any trial gave it.
        """
        if name in self.rows:
            return self.own(name, species)
        return self.species.get(species, self.any) if tried else self.untried


class _Catalogue:
    """Names, and what they stand for."""

    def __init__(self) -> None:
        data = self.data = kept()
        self.renamed = renamed()
        self.potency = Potencies(read(__package__, "potency.yaml"))
        self.strains = tuple(self.listed(row.model_dump()) for row in data.strains)
        self.species = list(dict.fromkeys([*(s.species for s in self.strains), *data.species]))
        self.harmless = frozenset(" ".join(name.split()[:2]) for name in data.species)
        self.ill = [f"{genus.name} {epithet}" for genus in pathogens().values() for epithet in genus.species]
        self.genera = {name.split()[0] for name in (*self.species, *self.renamed, *data.lactobacillus, *pathogens())}

    def listed(self, fields: dict[str, Any]) -> Strain:
        """A strain of the file; one of a world must be harmless by what ships."""
        with told_by_place("strains.yaml", fields["name"]):
            if origin("strains.yaml", fields["name"]):
                ours = read("gutbrain.exposures", "strains.yaml", alone=True)["species"]
                if is_refused(fields["species"], frozenset(" ".join(name.split()[:2]) for name in ours)):
                    raise ValueError(why_refused(fields["name"], fields["species"]))
            return self.make(**fields)

    def make(self, *, species: str, level: Level = "strain", tried: bool | None = None, **fields: Any) -> Strain:
        """A strain with everything the model needs to know of it; ``tried``: in people, by its trials where missing."""
        tried = bool(fields.get("trials")) if tried is None else tried
        potency = self.potency.of(fields["name"], species, tried=tried)
        genus = species.split()[0]
        known: dict[str, float] = {}
        for name in (species, fields["short"]) if level == "strain" or tried else ():
            for fact in self.data.known:
                if fact.of == name:
                    known |= fact.model_dump(exclude_none=True, exclude={"of", "grade", "source"})
        transit = self.data.transit.model_dump(include={"survival", "washout"})
        return Strain(
            species=species,
            level=level,
            tried=tried,
            potency_mean=potency.mean,
            potency_sd=potency.sd,
            own_share=potency.own_share,
            grade=potency.grade,
            lactobacillus=genus in self.data.lactobacillus,
            bifidobacterium=genus == "Bifidobacterium",
            **fields,
            **(transit | known),
        )

    @cached_property
    def forms(self) -> dict[tuple[str, ...], str]:
        """Species by the ways in which its name is written: in full, abbreviated, old."""
        forms: dict[tuple[str, ...], str] = {}
        written = [(name, name) for name in self.species] + list(self.renamed.items())
        written += [(name, name) for name in self.ill]
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
        for strain in self.strains:
            for genus, *rest in filter(None, map(_words, strain.synonyms)):
                # "L. casei DN-114001" for "Lactobacillus casei DN-114001", under the species that it was called by then
                if genus.capitalize() in self.genera and len(rest) > 1:
                    for start in (genus[0], *_OTHER_ABBREVIATIONS.get(genus.capitalize(), ())):
                        aliases.setdefault(start + "".join(map(_squash, rest)), strain)
        bare: dict[str, list[Strain]] = {}
        for strain, designations in codes:
            for code in map(_squash, designations):
                if len(code) >= 3:
                    bare.setdefault(code, []).append(strain)
        for code, owners in bare.items():
            aliases.setdefault(code, owners[0])
        return aliases

    def resolve(self, name: str) -> Resolution:
        found = self.named(name)
        strain = found.strain
        if strain.level != "strain" and is_refused(strain.species, self.harmless):
            raise UnsafeStrain(why_refused(name, strain.species))
        return found

    def named(self, name: str) -> Resolution:
        """What a name stands for, whether it may be taken or not."""
        strain = self.aliases.get(_squash(name))
        if strain:
            return Resolution(strain)
        words = _words(name)
        if len(words) > 2 and words[-2:] == _words(AS_TRIED):
            return self.as_tried(self.named(" ".join(words[:-2])))
        for length in range(min(3, len(words)), 1, -1):
            species = self.forms.get(tuple(words[:length]))
            if species:
                return self.of_species(name, species, words, length)
        if words and words[0].capitalize() in self.genera:
            return self.of_genus(name, words)
        names = [s.short for s in self.strains] + [s.name for s in self.strains] + self.species
        right = suggest(name, names, otherwise=_EXAMPLE, cutoff=0.75)  # another strain is no slip
        raise UnknownStrain(f"'{name}' is not a strain, species or genus that is known here; {right}")

    def as_tried(self, found: Resolution) -> Resolution:
        """A strain that a trial gave without naming it: as a new strain among those that are tried."""
        strain = found.strain
        if strain.level == "strain" or strain.designation:
            return found
        names = {"name": f"{strain.name} {AS_TRIED}", "short": f"{strain.short} {AS_TRIED}"}
        tried = self.make(species=strain.species, level=strain.level, tried=True, **names)
        return Resolution(tried, f"'{tried.short}' stands for a strain that a trial did not name")

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
            return Resolution(strain, f"'{name}' names no strain, and strains differ: {_UNKNOWN}")
        near = suggest(designation, [s.designation for s in sisters])
        warning = f"'{name}' is not a strain that is known here, and its sisters prove nothing of it: {_UNKNOWN}"
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
        return Resolution(strain, f"'{name}' names no species that is known here: {_UNKNOWN}")

    def abbreviated(self, species: str) -> str:
        """``B. lactis`` for ``Bifidobacterium animalis subsp. lactis``."""
        for strain in self.strains:
            if strain.species == species:
                return strain.short.removesuffix(strain.designation).strip()
        return f"{species[0]}. {species.split()[-1]}"


_EXAMPLE = "write it as in 'B. longum 1714', and a product by the strains that its label names"
_UNKNOWN = "what it does, for better or worse, is not known"


def _written(name: str, words: list[str]) -> str:
    """The end of a name, as it was written, that consists of the given words."""
    parts = [part.strip("()[]\"',;:®™©") for part in name.split()]
    return " ".join(parts[len(parts) - len(words) :]) if words else ""


@per_world
def _catalogue() -> _Catalogue:
    return _Catalogue()
