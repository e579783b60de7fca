"""From which databases the names of a table are, as far as their signs tell; told, and nothing hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gutbrain.microbiome.names import Taxon

ENOUGH = 3
"""Names with a sign from which on it counts."""

SIGNS = {
    "SILVA (to 132)": r"D_\d+__",
    "SILVA (138 or later)": r"d__Bacteria.*; ?p__|Escherichia-Shigella|Lachnospiraceae (?:NK4A136|UCG-\d+)",
    "Greengenes": r"k__Bacteria; ?p__|\[[A-Z][a-z]+(?:aceae|ales)\]",
    "Greengenes2": r"g__[A-Z][a-z]+_\d{5,}",
    "GTDB": r"[pcofg]__[A-Z][a-z]+_[A-Z]\b|(?:Bacillota|Firmicutes)_[A-Z]\b|s__[A-Z][a-z]+ sp\d{9}",
    "RDP": r"Clostridium[_ ](?:X[IVl]+[ab]?|IV\b|sensu[_ ]stricto)|Escherichia/Shigella|Lachnospiracea[_ ]incertae",
    "MetaPhlAn": r"\bs__GGB\d+|t__SGB\d+|g__GGB\d+",
    "mOTUs": r"\b(?:ref|meta|ext)_mOTU_",
    "HITChip": r"\bet rel\.",
}
"""What names of a database have and others do not."""


def databases(features: Iterable[Taxon]) -> list[str]:
    """Databases of which a table's names have the signs; none where they have none (NCBI has none of its own).

    Parameters
    ----------
    features
        Of the table.
    """
    given = [f"{feature.given} {';'.join(feature.ranks.values())}" for feature in features]
    found = []
    for name, sign in SIGNS.items():
        pattern = re.compile(sign)
        seen = 0
        for text in given:
            seen += bool(pattern.search(text))
            if seen >= ENOUGH:
                found.append(name)
                break
    return found
