"""Names of microbes as databases and tools write them, taken apart into ranks; what names nothing is no name.

Understood are the lineages of NCBI, SILVA (``D_5__`` too), Greengenes 1 and 2, GTDB, RDP, MetaPhlAn, Kraken, USEARCH
and of tables that R has renamed, and names without a lineage: species, genera, groups of HITChip, clusters of mOTUs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

RANKS = ("domain", "phylum", "class", "order", "family", "genus", "species", "strain")
"""From above to below."""

LETTERS = {"d": 0, "k": 0, "p": 1, "c": 2, "o": 3, "f": 4, "g": 5, "s": 6, "t": 7}
"""The letter before a name, and its rank."""

DOMAINS = ("bacteria", "archaea", "eukaryota", "eukarya", "viruses", "viridae")

_PREFIX = re.compile(r"(?:s?([dkpcofgst])__|D_(\d+)__|([dkpcofgst]):)\s*(.*)", re.DOTALL)
_BOOTSTRAP = re.compile(r"\s*\(\d+(?:\.\d+)?\)$")
_NOTHING = re.compile(
    r"|na|n/a|nan|none|null|_+|-|\?|unknown.*|unidentified.*|uncultured.*|unassigned.*|ambiguous[ _]taxa"
    r"|incertae[ _]sedis"
    r"|unclassified.*|.*[ _]unclassified|noname|unmapped|mapped_unclassified|-1|.*[ _]noname|(?:.*[ _])?metagenome"
    r"|others?|root|cellular organisms",
    re.IGNORECASE,
)
_CLUSTER = re.compile(r"\s*\[[^\]]*(?:mOTU|[a-z]:\d)[^\]]*\]$")
_RELATIVES = re.compile(r"[ _](?:et|at)[ _]rel\.?$", re.IGNORECASE)
_BEHIND = re.compile(r"[ _](?:species[ _])?(?:incertae[ _]sedis|unclassified|noname)$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:unclassified|uncultured)[ _]", re.IGNORECASE)
_FAMILY = re.compile(r"\[?[A-Z][a-z]+aceae\]?")
_FAMILY_GENUS = re.compile(r"([A-Z][a-z]+aceae)_([A-Z\[].*)")
_DNA = re.compile(r"[ACGTNacgtn]{50,}")
_HASH = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}")


@dataclass(frozen=True)
class Taxon:
    """A name of a table, taken apart.

    Attributes
    ----------
    given
        As it stands in the table.
    ranks
        Names by rank; a rank of which nothing is known is not there.
    alone
        Whether it came without a lineage: then only what is known of the name itself tells where it belongs.
    """

    given: str
    ranks: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False


def key(name: str) -> str:
    """A name as it is compared: letters and digits alone, for tools put signs in place of one another."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def is_sequence(name: str) -> bool:
    """Whether a name is the sequence itself, as DADA2 has it."""
    return bool(_DNA.fullmatch(name))


def is_hash(name: str) -> bool:
    """Whether a name is the hash of a sequence, as QIIME 2 has it."""
    return bool(_HASH.fullmatch(name))


def names_nothing(name: str) -> bool:
    """Whether a name says that nothing is known: unclassified, UNMAPPED, NA."""
    return bool(_NOTHING.fullmatch(name.strip()))


def is_lineage(name: str) -> bool:
    """Whether a name has more than one rank in it."""
    return len(_parts(name)) > 1 or bool(_PREFIX.fullmatch(name.strip()))


def taxon(name: str) -> Taxon:
    """A name as it stands in a table, taken apart.

    Parameters
    ----------
    name
        A lineage, or one name.

    Examples
    --------
    >>> from gutbrain.microbiome.names import taxon
    >>> taxon("k__Bacteria; p__Firmicutes; f__Lachnospiraceae; g__; s__").ranks
    {'domain': 'Bacteria', 'phylum': 'Firmicutes', 'family': 'Lachnospiraceae'}
    >>> taxon("Eubacterium rectale et rel.").ranks
    {'genus': 'Eubacterium', 'species': 'Eubacterium rectale'}
    """
    parts = _parts(name)
    if len(parts) > 1 or _PREFIX.fullmatch(parts[0]):
        return lineage(name, parts)
    return _alone(name, parts[0])


def lineage(name: str, parts: Sequence[str], ranks: Sequence[str] | None = None) -> Taxon:
    """A lineage of which the parts are known; without letters before them, their places tell the ranks.

    Parameters
    ----------
    name
        As it stands in the table.
    parts
        What stands between its signs, from above to below.
    ranks
        The rank of each part, where a table has a column for each.
    """
    places = _places(parts) if ranks is None else ranks
    found: dict[str, str] = {}
    for part, usual in zip(parts, places, strict=False):
        matched = _PREFIX.fullmatch(part)
        rank, plain = usual, part
        if matched:
            letter, number, colon, plain = matched.groups()
            at = int(number) if number else LETTERS[letter or colon]
            rank = RANKS[min(at, len(RANKS) - 1)]
        plain = _clean(plain)
        if rank and not _NOTHING.fullmatch(plain):
            found[rank] = plain
    below = [rank for rank in found if RANKS.index(rank) >= RANKS.index("genus")]
    return Taxon(name, found, alone=bool(found) and len(below) == len(found) and len(parts) == 1)


def _parts(name: str) -> list[str]:
    text = name.strip().strip("\"'").strip()
    if "|" in text:
        return [part.strip() for part in text.split("|")]
    if ";" in text:
        return [part.strip().strip("\"'") for part in text.rstrip("; ").split(";")]
    if re.match(r"[dk]:", text):
        return [part.strip() for part in text.rstrip(";").split(",")]
    if re.match(r"[dk]__[^.]*\.[pcofg]__", text):
        return [part.strip() for part in re.split(r"\.(?=[dkpcofgst]__)", text)]
    return [text]


def _places(parts: Sequence[str]) -> Sequence[str]:
    first = _clean(parts[0]).lower()
    starts = 0 if first in DOMAINS or _NOTHING.fullmatch(first) else 1
    return RANKS[starts:]


def _clean(name: str) -> str:
    return _BOOTSTRAP.sub("", name.strip().strip("\"'").strip())


def _alone(name: str, text: str) -> Taxon:
    """A name without ranks: what kind of name it is, is told by how it is made."""
    text = _BOOTSTRAP.sub("", _RELATIVES.sub("", _CLUSTER.sub("", text)))
    while (shorter := _BEFORE.sub("", _BEHIND.sub("", text))) != text:
        text = shorter
    if "_" in text and " " not in text and not (both := _FAMILY_GENUS.fullmatch(text)):
        text = text.replace("_", " ") if text.count("_") > 1 or not re.search(r"_(?:\d+|[A-Z]+)$", text) else text
    elif "_" in text and " " not in text and both:
        return Taxon(name, {"family": both[1], "genus": both[2]}, alone=True)
    if _NOTHING.fullmatch(text) or text.lower() in DOMAINS or is_sequence(text) or is_hash(text):
        return Taxon(name, {}, alone=True)
    words = text.split()
    if not words:
        return Taxon(name, {}, alone=True)
    if _FAMILY.fullmatch(words[0]):
        return Taxon(name, {"family": words[0], **({"genus": text} if len(words) > 1 else {})}, alone=True)
    if re.fullmatch(r"[A-Z][a-z]+ales", words[0]):
        return Taxon(name, {"order": words[0]}, alone=True)
    if words[0] in ("Candidatus", "Ca.") and len(words) > 1:
        ranks = {"genus": " ".join(words[:2])}
    else:
        ranks = {"genus": words[0]}
    return Taxon(name, ranks | ({"species": text} if len(words) > 1 else {}), alone=True)
