"""Microbes that make people ill: refused at every door, whatever the strain, but for strains with a safe history."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gutbrain.datafiles import per_world, read
from gutbrain.errors import listed
from gutbrain.reading.records import Record, facts


class Pathogen(Record):
    """A genus that holds species that make people ill; ``source`` is a reference.

    ``species`` are the epithets of those that are known by name. Others of the genus are harmless only where they are
    kept as probiotic species; what nobody has looked at is not.
    """

    name: str
    species: tuple[str, ...]
    illness: str
    source: str


class SafeHistory(Record):
    """A strain of a species that makes people ill, which itself has a safe history: ``why`` it is let through."""

    name: str
    why: str
    source: str


class _File(Record):
    """All of them."""

    genera: tuple[Pathogen, ...]
    exceptions: tuple[SafeHistory, ...]


@per_world
def _file() -> _File:
    return facts(_File, read(__package__, "pathogens.yaml"), "pathogens.yaml")


@per_world
def pathogens() -> Mapping[str, Pathogen]:
    """Genera that hold pathogens, by name."""
    return MappingProxyType({row.name: row for row in _file().genera})


@per_world
def exceptions() -> Mapping[str, SafeHistory]:
    """Strains with a safe history in spite of their species, by the name of the strain."""
    return MappingProxyType({row.name: row for row in _file().exceptions})


def is_refused(species: str, harmless: frozenset[str]) -> bool:
    """Whether a species (or a genus alone) may make people ill; ``harmless`` are the species kept as probiotics."""
    genus, *rest = species.split()
    found = pathogens().get(genus)
    if found is None:
        return False
    return not rest or rest[0] in found.species or f"{genus} {rest[0]}" not in harmless


def why_refused(name: str, species: str) -> str:
    """Why a name of such a species or genus is refused, and what would be right."""
    genus, *rest = species.split()
    found = pathogens()[genus]
    words = species.split()[:2]
    safe = [strain for strain in exceptions() if strain.split()[: len(words)] == words]
    wrong = f"{genus} {rest[0]} can make people ill" if rest else f"it names no species of {genus} known to be harmless"
    right = f"only strains with a safe history are taken: {listed(safe)}" if safe else _EXAMPLE
    return f"'{name}' is refused: {wrong} ({genus}: {found.illness}); {right}"


_EXAMPLE = "name a probiotic by species and strain, as in 'B. longum 1714'"
