"""JSON Schemas of all that people write, for editors: made from the same declarations that read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def protocol() -> Json:
    """A protocol, as `gutbrain simulate` takes it."""
    from gutbrain.engine.simulation import known_observables
    from gutbrain.exposures.protocol import Observable, form
    from gutbrain.people.person import PERSON, USUAL
    from gutbrain.reading.shapes import document_schema

    return document_schema(form(Observable(known_observables()), PERSON, USUAL), "A protocol of gutbrain")


def trial() -> Json:
    """A design of a virtual trial, as `gutbrain trial` takes it."""
    from gutbrain.reading.shapes import document_schema
    from gutbrain.trials.form import DESIGN

    return document_schema(DESIGN, "A trial design of gutbrain")


def label() -> Json:
    """A product label in YAML, as `gutbrain label` takes it."""
    from gutbrain.evidence.label.file import LABEL
    from gutbrain.reading.shapes import document_schema

    return document_schema(LABEL, "A product label of gutbrain")


def person() -> Json:
    """A person: a preset, or a preset with traits."""
    from gutbrain.people.person import PERSON
    from gutbrain.reading.shapes import document_schema

    return document_schema(PERSON, "A person of gutbrain")


def references() -> Json:
    """Facts: publications."""
    from gutbrain.evidence.records import Reference

    return _facts(list[Reference], "References of gutbrain")


def claims() -> Json:
    """Facts: what is known about one influence of the axis on another."""
    from gutbrain.evidence.records import Claim

    return _facts(list[Claim], "Claims of gutbrain")


def trials() -> Json:
    """Facts: published trials."""
    from gutbrain.evidence.trials import Trial

    return _facts(list[Trial], "Published trials of gutbrain")


def meta_analyses() -> Json:
    """Facts: pooled effects as reviews publish them."""
    from gutbrain.evidence.meta_analyses import MetaAnalysis

    return _facts(list[MetaAnalysis], "Published pooled effects of gutbrain")


def exposures() -> Json:
    """Facts: what acts on the axis."""
    from gutbrain.exposures import Exposure

    return _facts(dict[str, Exposure], "Exposures of gutbrain")


def medicines() -> Json:
    """Facts: medicines, stressors and donors by name."""
    from gutbrain.exposures.medicines import Medicines

    return _facts(Medicines, "Medicines of gutbrain")


def strains() -> Json:
    """Facts: probiotic strains and species."""
    from gutbrain.exposures.strains import Strains

    return _facts(Strains, "Strains of gutbrain")


def presets() -> Json:
    """Facts: kinds of people."""
    from gutbrain.people.presets import PresetRecord

    return _facts(dict[str, PresetRecord], "Presets of gutbrain")


def traits() -> Json:
    """Facts: what may be said of a person."""
    from gutbrain.people.presets import Traits

    return _facts(Traits, "Traits of gutbrain")


def scales() -> Json:
    """Facts: questionnaires and interviews."""
    from gutbrain.people.scales import Scale

    return _facts(list[Scale], "Scales of gutbrain")


def _facts(kind: Any, title: str) -> Json:
    from gutbrain.reading.records import facts_schema

    return facts_schema(kind, title)


SCHEMAS: dict[str, Callable[[], Json]] = {
    made.__name__: made
    for made in (
        protocol,
        trial,
        label,
        person,
        references,
        claims,
        trials,
        meta_analyses,
        exposures,
        medicines,
        strains,
        presets,
        traits,
        scales,
    )
}
"""Every kind that there is a schema of."""
