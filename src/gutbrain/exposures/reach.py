"""What an exposure acts on in the model, and what of it is not in the model.

Quantities of the axis are connected with one another by long ways round, so that a number comes out of anything for
anything. It means something only where somebody found that the exposure acts on the outcome and an equation carries
it: that is what the ``acts_on`` of an exposure's record lists, outcome by outcome with the key of a claim. What is not
listed there is "not in the model", which is not the same as no effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gutbrain.atlas.exposures import exposure_of, exposures
from gutbrain.atlas.observables import STRAIN, about, observables
from gutbrain.datafiles import per_world
from gutbrain.errors import listed as listed_of
from gutbrain.exposures.events import Event
from gutbrain.exposures.medicines import named
from gutbrain.exposures.protocol import Protocol
from gutbrain.language import N_
from gutbrain.model.maths import HOURS_A_DAY
from gutbrain.world import model

STRAINS = "strain"
"""Stands in a list for every strain that is in the stool."""

FEW = 6
"""So many outcomes of an exposure are told of by name."""

NOT_IN_THE_MODEL = N_("not in the model")
"""What stands in the place of a number."""


def happening(protocol: Protocol) -> list[Event]:
    """The events that change something within a run: those that begin in it, and those from before that end in it."""
    return [e for e in protocol.events if e.begins >= 0 or 0 <= e.ends < HOURS_A_DAY * protocol.days]


def as_before(event: Event) -> Event | None:
    """An event where all stays as it was on day 0: what begins later does not, what acts then does not end."""
    if event.begins >= 0:
        return None
    return replace(event, days=None, hours=None) if event.ends >= 0 else event


def what_acts_on(observable: str, protocol: Protocol) -> Protocol:
    """A protocol without the changes whose effect on an observable is not in the model.

    The numbers of the others are worked out with it: by its long ways round, what was left out would be in them.
    """
    out = {id(e) for e in happening(protocol) if not is_carried(e, observable)}
    kept = (as_before(e) if id(e) in out else e for e in protocol.events)
    return replace(protocol, events=tuple(e for e in kept if e is not None))


def acts_on(event: Event) -> Mapping[str, str] | None:
    """The outcomes that an event acts on, with the keys of their claims; None where its exposure says nothing of it."""
    listed = exposures()[event.exposure].acts_on
    if listed is None:
        return None
    return {**listed, **(named(event.exposure)[event.name].acts_on if event.name else {})}


@per_world
def _heard() -> frozenset[str]:
    """Exposures on which a channel of the world's model depends."""
    return frozenset(map(exposure_of, model().exposures))


def is_carried(event: Event, observable: str) -> bool:
    """Whether the effect of an event on an observable is in the model, as far as its record says.

    Steps on the way, inside the channels, are no outcomes: of them nothing is claimed, and they move as they do. An
    exposure that no channel hears, in a world that leaves some out, acts on nothing.
    """
    if event.exposure not in _heard():
        return False
    listed, record = acts_on(event), about(observable)
    if listed is None:
        return True
    if observable.startswith(STRAIN):
        return STRAINS in listed
    if observable not in observables() or (record.inside and not record.goes_with):
        return True
    return observable in listed or record.goes_with in listed


def not_carried(events: Iterable[Event], observable: str) -> tuple[str, ...]:
    """Exposures among events whose effect on an observable is not in the model, each once, in their order."""
    return tuple(dict.fromkeys(e.exposure for e in events if not is_carried(e, observable)))


def only(protocol: Protocol) -> list[str]:
    """What is to be known beside any number of a run: on what alone exposures act in the model, where that is told."""
    said: dict[str, set[str]] = {}
    for event in happening(protocol):
        listed = acts_on(event)
        if listed is not None:
            said.setdefault(event.exposure, set()).update(listed)
    if not said:
        return []
    told = {
        exposure: (listed_of(sorted(on)) or "nothing") if len(on) <= FEW else f"{len(on)} outcomes"
        for exposure, on in said.items()
    }
    first, *others = told
    alone = [f"{first} acts in the model on {told[first]} alone", *(f"{name} on {told[name]} alone" for name in others)]
    return [
        f"{', '.join(alone)}; whatever else the numbers show comes by long ways round: its effect there is "
        f"{NOT_IN_THE_MODEL}"
    ]


def is_silent(events: Iterable[Event], observable: str) -> bool:
    """Whether nothing that happens has an effect on an observable in the model: no number can be told then.

    Without events there is a number: all stays as it is.
    """
    happening = list(events)
    return bool(happening) and not any(is_carried(event, observable) for event in happening)
