"""What is analysed: the value at a visit, the change from baseline, and who is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import is_skewed
from gutbrain.findings.statistics import on_scale
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.people import meets

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Measured:
    """An endpoint in the scale in which it is analysed: the logarithm of what people differ in by factors.

    ``start`` is (trial, participant), ``later`` (trial, participant, visit) without the first visit; ``inside`` says
    who counts: (trial, participant).
    """

    start: Array
    later: Array
    inside: Bools

    @property
    def change(self) -> Array:
        """From baseline to the last visit, NaN where one of them is missing or somebody does not count."""
        return np.asarray(np.where(self.inside, self.later[..., -1] - self.start, np.nan))

    def only(self, inside: Bools) -> Measured:
        """The same of fewer people."""
        return Measured(self.start, self.later, self.inside & inside)


def is_ratio(endpoint: str) -> bool:
    """Whether an endpoint is analysed as a logarithm, so that arms are compared by a ratio."""
    return is_skewed(endpoint)


def measured(conducted: Conducted, endpoint: str, *, per_protocol: bool = False) -> Measured:
    """An endpoint of a parallel trial, of everybody randomised or of those who kept to the protocol.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    per_protocol
        Whether to take those who kept to the protocol only.
    """
    values = on_scale(endpoint, conducted.seen[endpoint])
    inside = conducted.per_protocol if per_protocol else np.ones(conducted.sequence.shape, bool)
    return Measured(values[..., 0], values[..., 1:], inside)


def responded(conducted: Conducted, endpoint: str) -> Array:
    """1 responder, 0 not, NaN at the last visit missing: (trial, participant)."""
    rule, values = conducted.design.responder, conducted.seen[endpoint]
    start, end = values[..., 0], values[..., -1]
    if rule.beyond:
        found = meets(rule.beyond, conducted.seen[rule.beyond.name][..., -1])
        end = conducted.seen[rule.beyond.name][..., -1]
    else:
        assert rule.share is not None
        better = conducted.design.better[endpoint] or -1
        found = better * (end - start) >= rule.share * np.abs(start)
    return np.where(np.isfinite(end), found, np.nan)


def periods(conducted: Conducted, endpoint: str) -> Array:
    """End of every period of a crossover: (trial, participant, period)."""
    each = len(conducted.design.visits)
    return on_scale(endpoint, conducted.seen[endpoint])[..., each - 1 :: each]


def analysed(conducted: Conducted, endpoint: str) -> Bools:
    """Who has what an analysis of the end takes: both values, or in a crossover the end of every period."""
    if conducted.design.crossover:
        return np.asarray(np.isfinite(periods(conducted, endpoint)).all(axis=2))
    return np.isfinite(measured(conducted, endpoint).change)


def pairs(conducted: Conducted) -> Iterator[tuple[int, str]]:
    """Every comparison with the control, with its name."""
    for place in conducted.design.contrasts:
        yield place, conducted.design.label(place)
