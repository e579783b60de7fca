"""The axis as answers: the whole map, one part of it, and one arrow, each with what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from gutbrain import words, world
from gutbrain.answers import strengths
from gutbrain.answers.axis_answers import (
    ArrowAnswer,
    ArrowShort,
    AxisAnswer,
    Evidence,
    ExposureAnswer,
    How,
    InfluenceAnswer,
    NodeAnswer,
    NodeShort,
    Paper,
    Reading,
)
from gutbrain.answers.axis_links import Influence, Link, goes, known_node, link, links, nodes, outer, title
from gutbrain.answers.choices import as_shipped
from gutbrain.atlas import channels as channel_records
from gutbrain.atlas.exposures import exposures, outside
from gutbrain.atlas.observables import about, main_of
from gutbrain.datafiles import per_language, some_per_language
from gutbrain.engine.identity import identity
from gutbrain.evidence.records import Claim, cite, references
from gutbrain.language import N_, gettext
from gutbrain.model import GRADES, Module

WORKED_OUT = N_(
    "Strength is worked out from the model, not drawn: what the giver sends is raised or lowered, for this listener "
    "alone, by as much as it differs between people in ordinary life (one standard deviation, SD; from outside: an "
    "ordinary course, with all that follows from it). The figure is how far the listener's main reading that moves "
    "most then goes, in SD of the same people, in a healthy adult."
)


@per_language
def whole() -> AxisAnswer:
    """The map as it is drawn."""
    return AxisAnswer(
        model=identity(world.model()),
        nodes=[_short_node(name) for name in nodes()],
        arrows=[_short(found) for found in links().values()],
        grades=dict(words.GRADES),
        strength_means=gettext(WORKED_OUT),
    )


@some_per_language(64)
def node(name: str) -> NodeAnswer:
    """One part of the axis.

    Raises
    ------
    InputError
        Where there is none of this name.
    """
    known_node(name)
    model = world.model()
    readings = () if name in outer() else main_of(name, model)
    touching = [found for found in links().values() if name in (found.giver, found.listener)]
    touching.sort(key=lambda found: -(found.size() or 0.0))
    return NodeAnswer(
        **_short_node(name).model_dump(),
        readings=[
            Reading(
                name=key,
                title=words.title(key),
                unit=model.observables[key].unit,
                plain=about(key).plain or model.observables[key].meaning,
            )
            for key in readings
        ],
        exposures=[_exposure(key) for key in outer().get(name, ())],
        hears=[_short(found) for found in touching if found.listener == name],
        acts_on=[_short(found) for found in touching if found.giver == name],
        evidence=_evidence_of([i for found in touching for i in found.influences]),
    )


@some_per_language(256)
def arrow(key: str) -> ArrowAnswer:
    """One arrow of the map.

    Raises
    ------
    InputError
        Where there is none of this key.
    """
    found = link(key)
    return ArrowAnswer(**_short(found).model_dump(), influences=[_influence(i) for i in found.influences])


def try_it(exposure: str) -> str:
    """Address of the page What if with an ordinary course of an exposure; empty where that page has none."""
    known = exposures().get(exposure)
    course = known.course if known else None
    if course is None:
        return ""
    if exposure in as_shipped().habits or exposure in as_shipped().supplements:
        return f"/what-if?{urlencode({exposure: course['amount']})}"
    if exposure in ("antibiotic", "nsaid"):
        return f"/what-if?{urlencode({exposure: course['name']})}"
    if exposure == "probiotic":
        return f"/what-if?{urlencode({'strain_1': next(iter(course['strains']))})}"
    return ""


def _short_node(name: str) -> NodeShort:
    if name in outer():
        group = outside()[name]
        return NodeShort(name=name, title=title(name), kind="outside", term=group.term, plain=group.plain)
    said = channel_records.about(name)
    plain = said.plain or " ".join((_module(name).__doc__ or "").split())
    return NodeShort(
        name=name, title=title(name), kind="channel", term=said.term, plain=plain, curve=said.curve is not None
    )


def _module(name: str) -> type[Module]:
    return next(module for module in world.model().modules if module.name == name)


def _short(found: Link) -> ArrowShort:
    size = found.size()
    return ArrowShort(
        key=found.key,
        giver=found.giver,
        listener=found.listener,
        giver_title=title(found.giver),
        listener_title=title(found.listener),
        direction=goes(found),
        grades=found.grades,
        strength=size,
        called="" if size is None else strengths.called(size),
    )


def _influence(found: Influence) -> InfluenceAnswer:
    model = world.model()
    declaration = model.givers.get(found.signal)
    exposure = _exposure(found.exposure) if found.exposure else None
    unit = exposure.unit if exposure else model.declared(found.listener, found.signal).unit
    strength = found.strength
    return InfluenceAnswer(
        signal=found.signal,
        meaning=exposure.title if exposure else declaration.meaning if declaration else found.signal,
        unit=unit,
        exposure=found.exposure,
        grade=found.grade,
        strength=How(observable=strength.observable, change=strength.change, called=strengths.called(strength.size))
        if strength
        else None,
        evidence=_evidence(found.claim) if found.claim else None,
        try_it=try_it(found.exposure),
    )


def _exposure(name: str) -> ExposureAnswer:
    known = exposures().get(name)
    if known is None:
        declared = world.model().exposures[name]
        return ExposureAnswer(name=name, title=words.exposure(name), meaning="", unit=declared.unit, kind="", try_it="")
    return ExposureAnswer(
        name=name,
        title=words.exposure(name),
        meaning=known.meaning,
        unit=known.unit,
        kind=known.kind,
        try_it=try_it(name),
    )


def _evidence_of(influences: Sequence[Influence]) -> list[Evidence]:
    """Claims behind influences, each once, the best grade first."""
    found = {i.claim.key: i.claim for i in influences if i.claim}
    return [_evidence(claim) for claim in sorted(found.values(), key=lambda c: GRADES.index(c.grade))]


def _evidence(claim: Claim) -> Evidence:
    return Evidence(
        key=claim.key,
        statement=gettext(claim.statement),
        grade=claim.grade,
        species=claim.species,
        papers=[paper(key) for key in claim.references],
        against=[paper(key) for key in claim.against],
    )


def paper(key: str) -> Paper:
    """A publication by its key."""
    reference = references()[key]
    return Paper(key=key, cited=cite(reference).removesuffix(f". {reference.url}"), url=reference.url)
