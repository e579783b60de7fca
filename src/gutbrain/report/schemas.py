"""JSON Schemas of all that people write, for editors: made from the same declarations that read it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

SCHEMAS = {
    "protocol": ("what `gutbrain simulate` takes", ""),
    "trial": ("a design of a virtual trial, as `gutbrain trial` takes it", "trials.form:DESIGN"),
    "label": ("a product label in YAML, as `gutbrain label` takes it", "evidence.label.file:LABEL"),
    "person": ("a preset, or a preset with traits", "people.person:PERSON"),
    "finding": (
        "published results to hold the model against, as `gutbrain validate` takes them",
        "findings.form:FINDINGS",
    ),
    "diary": ("settings of a diary, as `gutbrain diary new --settings` takes them", "diary.settings:SETTINGS"),
    "observations": ("a row of observations (CSV), as `gutbrain fit` takes them", "report.schema_forms:OBSERVATIONS"),
    "world": ("the head of a world, gutbrain.toml", "report.schema_forms:WORLD"),
    "references": ("facts: publications", "evidence.records:References"),
    "claims": ("facts: what is known about one influence of the axis on another", "evidence.records:Claims"),
    "trials": ("facts: published trials", "evidence.trials:Trials"),
    "meta_analyses": ("facts: pooled effects as reviews publish them", "evidence.meta_analyses:MetaAnalyses"),
    "exposures": ("facts: what acts on the axis", "atlas.exposures:Exposures"),
    "medicines": ("facts: medicines, stressors and donors by name", "exposures.medicines:Medicines"),
    "strains": ("facts: probiotic strains and species", "exposures.strains:Strains"),
    "presets": ("facts: kinds of people", "people.presets:PresetRecords"),
    "traits": ("facts: what may be said of a person", "people.presets:Traits"),
    "scales": ("facts: questionnaires and interviews", "people.scales:Scales"),
}
"""Every kind that there is a schema of: what it is, and where it is declared."""


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, one of :data:`SCHEMAS`; Draft 2020-12."""
    from gutbrain.reading.records import facts_schema
    from gutbrain.reading.shapes import Shape, document_schema

    meaning, place = SCHEMAS[kind]
    declared: Any = _protocol() if not place else _declared(*place.split(":"))
    title = f"gutbrain {kind.replace('_', '-')}: {meaning}"
    return document_schema(declared, title) if isinstance(declared, Shape) else facts_schema(declared, title)


def _declared(module: str, name: str) -> Any:
    return getattr(import_module(f"gutbrain.{module}"), name)


def _protocol() -> Any:
    """A protocol with all that rooms above its own know: observables, presets and traits."""
    from gutbrain.engine.simulation import known_observables
    from gutbrain.exposures.protocol import Observable, form
    from gutbrain.people.person import PERSON, USUAL

    return form(Observable(known_observables()), PERSON, USUAL)
