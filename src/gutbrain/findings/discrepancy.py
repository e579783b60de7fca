"""How far the model is off beyond what its parameters leave open: the one place where that is known.

Two parts, each by group of observables. A *factor*: effects are larger or smaller than the model gives, or even turn
round; every draw of a simulation carries one (:mod:`gutbrain.engine.readout`), so it is in all that is predicted. And
an *SD* by kind of scale: what is off where nothing acts, which only the printed number of a study shows.
Both are worked out by :mod:`gutbrain.findings.misses` from how findings were missed that were left out of the fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gutbrain.atlas.observables import group_of
from gutbrain.datafiles import read
from gutbrain.engine.readout import ALL, FILE
from gutbrain.findings import design_bias


@dataclass(frozen=True)
class Discrepancy:
    """What is off: ``factor`` by group (SD), ``sd`` by kind of scale and group; those of all under ``all``.

    ``biases`` are those of studies, by design: what is printed is off by them besides.
    """

    factor: Mapping[str, float]
    sd: Mapping[str, Mapping[str, float]]
    biases: Mapping[str, design_bias.Bias]

    def factor_of(self, observable: str) -> float:
        """SD of the factor by which effects on an observable are off."""
        return self.factor.get(group_of(observable), self.factor.get(ALL, 0.0))

    def sd_of(self, kind: str, observable: str) -> float:
        """SD of what the model is off besides.

        Parameters
        ----------
        kind
            See :data:`gutbrain.findings.scale.KINDS`.
        observable
            Its group counts; one of which nothing is known is as all.
        """
        by_group = self.sd.get(kind, {})
        return by_group.get(group_of(observable), by_group.get(ALL, 0.0))


@lru_cache(maxsize=1)
def known() -> Discrepancy:
    """That of the fit that ships."""
    found = read("gutbrain.engine", FILE)
    return Discrepancy(found["factor"], found["sd"], design_bias.known())
