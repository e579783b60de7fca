"""To which group (guild) of the axis a name belongs: by species, genus, family, or what else its lineage says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeVar

from gutbrain.datafiles import per_world, read
from gutbrain.errors import LONGEST_NAME
from gutbrain.microbiome.names import Taxon, key
from gutbrain.reading.records import Record, facts

T = TypeVar("T", bound=Record)

Guild = Literal[
    "bifidobacterium",
    "lactobacillus",
    "bacteroides",
    "butyrate_producers",
    "akkermansia",
    "enterobacteriaceae",
    "protein_fermenters",
    "other_commensals",
]

GUILDS: tuple[str, ...] = Guild.__args__  # type: ignore[attr-defined]
"""Groups of the model, in its order."""

OTHER = "other_commensals"

LEVELS = ("species", "genus", "family", "lineage", "not placed", "removed")
"""By what a name was placed; ``removed`` is what is no microbe of the gut."""

OPEN_FAMILIES = ("lachnospiraceae", "ruminococcaceae", "oscillospiraceae")
"""Families of which a member without a genus may make butyrate or not."""

_NO_MICROBES = {
    "chloroplast": ("chloroplast", "streptophyta", "cyanobacteriachloroplast"),
    "mitochondria": ("mitochondria",),
    "host": ("mammalia", "chordata", "homo", "homosapiens", "metazoa", "hominidae"),
    "plants": ("viridiplantae", "embryophyta"),
}
"""What is taken out before shares are made, by the names that say so."""

_SUFFIX = re.compile(r"(?:_[A-Z]{1,2}|[ _]\d+)$")


class _Genus(Record):
    """A record of taxon_genera.yaml."""

    name: str
    guild: Guild
    confidence: Literal["h", "m", "l"]
    does: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


class _Species(Record):
    """A record of taxon_species.yaml."""

    name: str
    guild: Guild
    counts_as: str = ""
    refs: tuple[str, ...] = ()


class _Family(Record):
    """A record of taxon_families.yaml."""

    name: str
    guild: Guild
    confidence: Literal["h", "m", "l"]


class _Phylum(Record):
    """A record of taxon_phyla.yaml."""

    name: str
    new: str


class Source(Record):
    """A record of taxon_sources.yaml: a publication that the groups of genera rest on."""

    name: str
    citation: str
    doi: str = ""
    verified: Literal["read", "memory"]


@dataclass(frozen=True)
class Place:
    """Where a name belongs.

    Attributes
    ----------
    guild
        Group of the model; None where it is not placed, or removed.
    level
        One of :data:`LEVELS`.
    understood
        The name that it was understood as; why it was removed, where it was.
    confidence
        ``h``, ``m`` or ``l``: whether the metabolism was shown for the genus, for most of its species, or is known by
        family only.
    does
        What its members are known to do, and marks (``oral``, ``contaminant``, ``food``).
    refs
        Keys of :func:`sources`.
    """

    guild: str | None
    level: str
    understood: str = ""
    confidence: str = ""
    does: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


NOT_PLACED = Place(None, "not placed")


@dataclass(frozen=True)
class _Known:
    genera: Mapping[str, _Genus]
    species: Mapping[str, _Species]
    families: Mapping[str, _Family]
    phyla: Mapping[str, str]


@per_world
def _known() -> _Known:
    genera: dict[str, _Genus] = {}
    for genus in _file(_Genus, "taxon_genera.yaml"):
        for name in (*genus.aliases, genus.name):
            genera[key(name)] = genus
    return _Known(
        genera,
        {key(one.name): one for one in _file(_Species, "taxon_species.yaml")},
        {key(one.name): one for one in _file(_Family, "taxon_families.yaml")},
        {key(one.name): one.new for one in _file(_Phylum, "taxon_phyla.yaml")},
    )


@per_world
def sources() -> Mapping[str, Source]:
    """What the groups of genera rest on, by key."""
    return {one.name: one for one in _file(Source, "taxon_sources.yaml")}


def _file(kind: type[T], name: str) -> list[T]:
    return facts(list[kind], read(__package__, name), name)  # type: ignore[valid-type]


def genera() -> tuple[str, ...]:
    """Names of all genera that are known, without their aliases."""
    return tuple(dict.fromkeys(genus.name for genus in _known().genera.values()))


def nearest_genus(taxon: Taxon) -> str:
    """The genus that is known and has a name most like that of one that is not; empty where none is like it."""
    genus = taxon.ranks.get("genus", "")
    if not genus or len(genus) > LONGEST_NAME:
        return ""
    known = {name.lower(): name for name in genera()}
    near = get_close_matches(genus.lower(), known, 1, cutoff=0.8)
    return known[near[0]] if near else ""


def place(taxon: Taxon) -> Place:
    """Where a name belongs.

    Parameters
    ----------
    taxon
        A name, taken apart by :func:`gutbrain.microbiome.names.taxon`.

    Examples
    --------
    >>> from gutbrain.microbiome.names import taxon
    >>> from gutbrain.microbiome.placing import place
    >>> place(taxon("f__Lachnospiraceae|g__Lachnospiraceae_unclassified|s__Eubacterium_rectale")).guild
    'butyrate_producers'
    >>> place(taxon("Limosilactobacillus reuteri")).level, place(taxon("Nonsuch")).level
    ('genus', 'not placed')
    """
    ranks = taxon.ranks
    for why, names in _NO_MICROBES.items():
        if any(key(name) in names for name in ranks.values()):
            return Place(None, "removed", why)
    return _by_species(ranks) or _by_genus(ranks) or _by_lineage(taxon) or NOT_PLACED


def _by_species(ranks: Mapping[str, str]) -> Place | None:
    for full in _full_species(ranks):
        found = _known().species.get(key(full))
        if found:
            genus = _known().genera.get(key(found.counts_as))
            told = (genus.confidence, genus.does) if genus and genus.guild == found.guild else ("m", ())
            return Place(found.guild, "species", found.counts_as or found.name, *told, found.refs)
        alias = _known().genera.get(key(full))
        if alias:
            return Place(alias.guild, "species", alias.name, alias.confidence, alias.does, alias.refs)
    return None


def _full_species(ranks: Mapping[str, str]) -> list[str]:
    """The name of the species with its genus, as it may stand in the records."""
    given = ranks.get("species", "").replace("_", " ").strip()
    if not given:
        return []
    genus = ranks.get("genus", "").replace("_", " ").strip()
    words = given.split()
    if len(words) == 1:
        # a genus in brackets is disputed: what is known of a species of that name may be of another
        return [f"{genus} {given}"] if genus and not genus.startswith("[") else []
    return [given, " ".join(words[:2])]


def _by_genus(ranks: Mapping[str, str]) -> Place | None:
    given = ranks.get("genus", "")
    if not given:
        first = ranks.get("species", "").replace("_", " ").split()
        # a bracket around the genus of a species says that it is another
        given = first[0] if len(first) > 1 and first[0][:1].isupper() else ""
    genus = find_genus(given)
    return Place(genus.guild, "genus", genus.name, genus.confidence, genus.does, genus.refs) if genus else None


def find_genus(name: str) -> _Genus | None:
    """The record of a genus by any of its names, also with what databases put behind it (``_A``, ``_9``)."""
    while name:
        found = _known().genera.get(key(name))
        if found:
            return found
        shorter = _SUFFIX.sub("", name)
        if shorter == name:
            break
        name = shorter
    return None


def _by_lineage(taxon: Taxon) -> Place | None:
    ranks = taxon.ranks
    for rank in ("family", "order"):
        name = _SUFFIX.sub("", ranks.get(rank, ""))
        family = _known().families.get(key(name)) if name else None
        if family:
            return Place(family.guild, "family", family.name, family.confidence)
    if taxon.alone and not {"family", "order"} & ranks.keys():
        name = ranks.get("genus", "")
        family = _known().families.get(key(name))
        return Place(family.guild, "family", family.name, family.confidence) if family else None
    if "family" in ranks:
        return Place(OTHER, "family", ranks["family"], "l")
    for rank in ("order", "class", "phylum"):
        if rank in ranks:
            return Place(OTHER, "lineage", _known().phyla.get(key(ranks[rank]), ranks[rank]), "l")
    return None


def is_open(taxon: Taxon, where: Place, *, named: bool = False) -> bool:
    """Whether it is of a family in which some make butyrate, and its genus is not known.

    Parameters
    ----------
    taxon
        The name.
    where
        Where it was placed.
    named
        Ask for those of which the genus is known instead.
    """
    if key(taxon.ranks.get("family", "")) not in OPEN_FAMILIES or where.guild not in (None, OTHER):
        return False
    return named or (where.level == "family" and "genus" not in taxon.ranks)
