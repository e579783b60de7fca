"""gutbrain: an executable, evidence-linked model of the human microbiota-gut-brain axis.

>>> import gutbrain as gb
>>> result = gb.simulate({"days": 28, "events": [{"exposure": "fibre", "amount": 40, "start": 7}]}, draws=1)
>>> before, after = result.at("faecal_butyrate", 6), result.at("faecal_butyrate", 27)
>>> bool((after > before).all())
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gutbrain.answers.ask import ask
    from gutbrain.answers.compare import compare
    from gutbrain.answers.options import options
    from gutbrain.answers.scan import scan
    from gutbrain.answers.sensitivity import sensitivity
    from gutbrain.answers.several import side_by_side
    from gutbrain.answers.studies import studies
    from gutbrain.answers.table.profile import profile
    from gutbrain.answers.what_if import what_if
    from gutbrain.care import CareNeeded
    from gutbrain.engine.explanation import explain
    from gutbrain.engine.opening import open_result as open
    from gutbrain.engine.reference import reference_check
    from gutbrain.engine.simulation import read_protocol as load
    from gutbrain.engine.simulation import simulate
    from gutbrain.findings.validation import validate
    from gutbrain.fitting.cohort import fit_cohort
    from gutbrain.fitting.fitting import fit
    from gutbrain.report.page import write as write_report
    from gutbrain.report.profile_folder import write as write_profile
    from gutbrain.world import in_world
    from gutbrain.world.parameters import with_parameters

__all__ = [
    "CareNeeded",
    "ask",
    "compare",
    "explain",
    "fit",
    "fit_cohort",
    "in_world",
    "load",
    "open",
    "options",
    "profile",
    "reference_check",
    "scan",
    "sensitivity",
    "side_by_side",
    "simulate",
    "studies",
    "validate",
    "what_if",
    "with_parameters",
    "write_profile",
    "write_report",
]

_HOME = {
    "CareNeeded": ("gutbrain.care", "CareNeeded"),
    "ask": ("gutbrain.answers.ask.asking", "ask"),
    "compare": ("gutbrain.answers.compare", "compare"),
    "explain": ("gutbrain.engine.explanation", "explain"),
    "fit": ("gutbrain.fitting.fitting", "fit"),
    "fit_cohort": ("gutbrain.fitting.cohort", "fit_cohort"),
    "in_world": ("gutbrain.world", "in_world"),
    "load": ("gutbrain.engine.simulation", "read_protocol"),
    "open": ("gutbrain.engine.opening", "open_result"),
    "options": ("gutbrain.answers.options", "options"),
    "profile": ("gutbrain.answers.table.profile", "profile"),
    "reference_check": ("gutbrain.engine.reference", "reference_check"),
    "scan": ("gutbrain.answers.scan", "scan"),
    "sensitivity": ("gutbrain.answers.sensitivity", "sensitivity"),
    "side_by_side": ("gutbrain.answers.several", "side_by_side"),
    "simulate": ("gutbrain.engine.simulation", "simulate"),
    "studies": ("gutbrain.answers.studies", "studies"),
    "validate": ("gutbrain.findings.validation", "validate"),
    "what_if": ("gutbrain.answers.what_if", "what_if"),
    "write_profile": ("gutbrain.report.profile_folder", "write"),
    "with_parameters": ("gutbrain.world.parameters", "with_parameters"),
    "write_report": ("gutbrain.report.page", "write"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import gutbrain`` and ``gutbrain --help`` stay quick."""
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("gutbrain")
    if name not in _HOME:
        raise AttributeError(f"module 'gutbrain' has no attribute {name!r}")
    home, attribute = _HOME[name]
    return getattr(importlib.import_module(home), attribute)


def __dir__() -> list[str]:
    """The public names, which are there before they are used."""
    return sorted([*__all__, "__version__", "__doc__"])
