"""What is known: references and claims, trials, a search over them, strains, and the label check."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from gutbrain.evidence.records import (
    Claim,
    Reference,
    bibtex,
    cite,
    claims,
    load_claims,
    load_references,
    references,
)
from gutbrain.model import ASSUMPTION, UNPUBLISHED

if TYPE_CHECKING:
    from gutbrain.evidence.csl import csl_json
    from gutbrain.evidence.label.check import check_label
    from gutbrain.evidence.label.file import read_label, read_label_text
    from gutbrain.evidence.label.points import Check, ClaimCheck
    from gutbrain.evidence.label.record import Label, LabelStrain
    from gutbrain.evidence.label.report import LabelReport
    from gutbrain.evidence.paths import Path, Step, paths_between
    from gutbrain.evidence.query import Answer, Hit, count_claims, find
    from gutbrain.evidence.safety_rules import Safety, safety
    from gutbrain.evidence.strain_facts import StrainFacts, about_strain

__all__ = [
    "ASSUMPTION",
    "UNPUBLISHED",
    "Answer",
    "Check",
    "Claim",
    "ClaimCheck",
    "Hit",
    "Label",
    "LabelReport",
    "LabelStrain",
    "Path",
    "Reference",
    "Safety",
    "Step",
    "StrainFacts",
    "about_strain",
    "bibtex",
    "check_label",
    "cite",
    "claims",
    "count_claims",
    "csl_json",
    "find",
    "load_claims",
    "load_references",
    "paths_between",
    "read_label",
    "read_label_text",
    "references",
    "safety",
]

_HOME = {
    "csl": ("csl_json",),
    "label.check": ("check_label",),
    "label.file": ("read_label", "read_label_text"),
    "label.points": ("Check", "ClaimCheck"),
    "label.record": ("Label", "LabelStrain"),
    "label.report": ("LabelReport",),
    "paths": ("Path", "Step", "paths_between"),
    "query": ("Answer", "Hit", "count_claims", "find"),
    "safety_rules": ("Safety", "safety"),
    "strain_facts": ("StrainFacts", "about_strain"),
}
_MODULES = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: whoever wants references only need not wait for the trials."""
    if name not in _MODULES:
        raise AttributeError(f"module 'gutbrain.evidence' has no attribute {name!r}")
    return getattr(importlib.import_module(f"gutbrain.evidence.{_MODULES[name]}"), name)
