"""The publications behind the model, or behind what ran, as BibTeX."""

from __future__ import annotations

from gutbrain import world
from gutbrain.atlas.exposures import exposure_of, usual_exposures
from gutbrain.evidence import bibtex, claims, references
from gutbrain.exposures import Protocol, Schedule
from gutbrain.exposures.reach import acts_on
from gutbrain.model import Model
from gutbrain.model.module import Exposure


def bibliography(protocol: Protocol | None = None, ran: Model | None = None) -> str:
    """Every publication that a parameter or an arrow of the model rests on, by key.

    Parameters
    ----------
    protocol
        What ran: then arrows of exposures are those of what acts in it and of what is always there, and the claims of
        what it acts on and the study that it was written after are there as well.
    ran
        The model that ran, which may lack channels; that of the world unless given.
    """
    if ran is None:
        ran = world.model(Schedule(protocol).table.slots) if protocol else world.model()
    known, arrows = references(), claims()
    cited = {key for parameter in ran.parameters for key in (parameter.source, parameter.after)}
    keys = [*(s.claim for s in ran.signals), *(e.claim for e in ran.all_of(Exposure) if _acts(e.name, protocol))]
    for event in protocol.events if protocol else ():
        keys += (acts_on(event) or {}).values()
    for key in keys:
        claim = arrows.get(key)
        cited |= {*claim.references, *claim.against} if claim else set()
    if protocol:
        cited |= {key for key, one in known.items() if protocol.reference.endswith((one.doi or "-", one.pmid or "-"))}
    return bibtex(known[source] for source in sorted(cited) if source in known)


def _acts(name: str, protocol: Protocol | None) -> bool:
    """Whether an input of the model has a part in what ran."""
    exposure = exposure_of(name)
    return protocol is None or exposure in usual_exposures() or any(e.exposure == exposure for e in protocol.events)
