"""The publications behind the model, as BibTeX."""

from __future__ import annotations

from gutbrain import world
from gutbrain.evidence import bibtex, claims, references
from gutbrain.model.module import Exposure


def bibliography() -> str:
    """Every publication that a parameter or an arrow of the model rests on, by key."""
    model = world.model()
    known, arrows = references(), claims()
    cited = {key for parameter in model.parameters for key in (parameter.source, parameter.after)}
    for key in (*(s.claim for s in model.signals), *(e.claim for e in model.all_of(Exposure))):
        claim = arrows.get(key)
        cited |= {*claim.references, *claim.against} if claim else set()
    return bibtex(known[source] for source in sorted(cited) if source in known)
