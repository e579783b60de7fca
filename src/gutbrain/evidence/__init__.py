"""What is known: references, and claims about the arrows of the axis."""

from gutbrain.evidence.records import (
    ASSUMPTION,
    UNPUBLISHED,
    Claim,
    Reference,
    bibtex,
    cite,
    claims,
    load_claims,
    load_references,
    references,
)

__all__ = [
    "ASSUMPTION",
    "UNPUBLISHED",
    "Claim",
    "Reference",
    "bibtex",
    "cite",
    "claims",
    "load_claims",
    "load_references",
    "references",
]
