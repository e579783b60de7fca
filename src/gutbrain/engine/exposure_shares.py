"""From which exposure: what each thing that acts in a protocol contributes to an effect.

The person is run with the events of some exposures only, in the sets that several orders pass through; what each
exposure adds, averaged over the orders, is its part (see :mod:`gutbrain.engine.attribution`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gutbrain.engine.arms import Arm
from gutbrain.engine.attribution import Patterns
from gutbrain.engine.result import spread
from gutbrain.exposures import Event, Protocol
from gutbrain.exposures.reach import as_before, happening


@dataclass(frozen=True)
class Share:
    """What one exposure contributes: median and 90 % interval over draws.

    ``name`` is the medicine, the stressor or the strains, where the exposure has such.
    """

    exposure: str
    name: str
    contribution: float
    low: float
    high: float


class Exposures:
    """The exposures that something is changed by in a protocol, and the arms in which only some of them are."""

    def __init__(self, protocol: Protocol, orders: int, seed: int) -> None:
        self.protocol = protocol
        self.groups: dict[str, list[Event]] = {}
        for event in happening(protocol):
            self.groups.setdefault(_key(event), []).append(event)
        # one exposure did it all
        self.patterns = Patterns(list(self.groups), orders, seed) if len(self.groups) > 1 else None

    def arms(self) -> list[Arm]:
        """One arm for each set of exposures that is run, besides none and all."""
        return [self.arm(free) for free in self.patterns.sets] if self.patterns else []

    def arm(self, free: frozenset[str]) -> Arm:
        """The person with what was so before day 0 and goes on, and the events of some exposures as they are."""
        events = (e if _key(e) in free else as_before(e) for e in self.protocol.events)
        kept = tuple(e for e in events if e is not None)
        return Arm(Arm.of(self.protocol).person, dataclasses.replace(self.protocol, events=kept))

    def shares(self, effects: np.ndarray) -> tuple[Share, ...]:
        """What each exposure did, largest first.

        Parameters
        ----------
        effects
            Effect against no events: of none, of all, and in each of :meth:`arms`: (2 + arm, draw).
        """
        parts: Mapping[str, np.ndarray] = dict.fromkeys(self.groups, effects[1])
        if self.patterns is not None:
            _, parts = self.patterns.share(effects)
        found = [self._share(self.groups[key], values) for key, values in parts.items()]
        return tuple(sorted(found, key=lambda share: -abs(share.contribution)))

    @staticmethod
    def _share(events: Sequence[Event], values: np.ndarray) -> Share:
        strains = dict.fromkeys(strain for event in events for strain in event.strains)
        name = events[0].name or " + ".join(strains)
        return Share(events[0].exposure, name, *spread(values))


def _key(event: Event) -> str:
    """What acts as one: an exposure, with the name of the medicine or stressor where it has one."""
    return f"{event.exposure} {event.name or ''}"
