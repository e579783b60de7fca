"""Where every name of a model stands in the arrays of the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gutbrain.model import Model
from gutbrain.world import OBSERVABLES


@dataclass(frozen=True)
class Layout:
    """Where every name stands in the arrays."""

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    traits: tuple[str, ...]
    exposures: tuple[str, ...]
    channels: tuple[str, ...]
    observables: tuple[str, ...]

    @classmethod
    def of(cls, model: Model) -> Layout:
        """The layout of a model.

        What is read off is all that is not internal to a channel: first the vocabulary's observables, the strains, and
        the signals that channels hear.
        """
        strains = (name for name in model.observables if re.fullmatch(r"strain_\d+", name))
        heard = (signal.name for signal in model.signals)
        wanted = dict.fromkeys([*OBSERVABLES, *strains, *heard, *model.observables])
        return cls(
            states=tuple(s.name for s in model.states),
            parameters=tuple(p.key for p in model.parameters),
            traits=tuple(sorted(model.traits)),
            exposures=tuple(sorted(model.exposures)),
            channels=tuple(m.name for m in model.modules),
            observables=tuple(name for name in wanted if name in model.observables),
        )

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        return {kind: len(names) for kind, names in vars(self).items()}
