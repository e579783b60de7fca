"""What is analysed: the value at a visit, the change from baseline, and who is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import is_skewed
from gutbrain.findings.statistics import on_scale
from gutbrain.trials import estimands
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import Question
from gutbrain.trials.people import meets
from gutbrain.trials.questions import Criterion

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


def measured(conducted: Conducted, endpoint: str, *, per_protocol: bool = False, visit: int | None = None) -> Measured:
    """An endpoint of a parallel trial, of everybody randomised or of those who kept to the protocol.

    What came between (a rescue, say) counts as the estimand of the design has it.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    per_protocol
        Whether to take those who kept to the protocol only.
    visit
        Number of the last visit that counts; that at the end of treatment unless given.
    """
    last = conducted.design.end if visit is None else visit
    values = on_scale(endpoint, estimands.counted(conducted, conducted.seen[endpoint])[..., : last + 1])
    inside = conducted.per_protocol if per_protocol else np.ones(conducted.sequence.shape, bool)
    return Measured(values[..., 0], values[..., 1:], inside)


def responded(conducted: Conducted, endpoint: str, event: Criterion | None = None) -> Array:
    """1 responder, 0 not, NaN at the end missing: (trial, participant).

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    event
        What a responder meets; the rule of the design for responders unless given.
    """
    at = conducted.design.end
    met = meets_by_visit(conducted, endpoint, event)[..., at]
    failed = estimands.failed(conducted)
    return np.where(failed, 0.0, met) if failed is not None else met


def meets_by_visit(conducted: Conducted, endpoint: str, event: Criterion | None = None) -> Array:
    """Whether an event is met at each visit, NaN where that was not seen: (trial, participant, visit).

    Parameters
    ----------
    conducted
        Trials that were carried out.
    endpoint
        Its name.
    event
        What is met; the rule of the design for responders unless given.
    """
    design = conducted.design
    rule = design.responder
    beyond = event or rule.beyond
    values = estimands.counted(conducted, conducted.seen[beyond.name if beyond else endpoint])
    if beyond:
        found = meets(beyond, values)
    else:
        assert rule.share is not None
        better, start = design.better[endpoint] or -1, values[..., :1]
        found = better * (values - start) >= rule.share * np.abs(start)
    return np.where(np.isfinite(values), found, np.nan)


def periods(conducted: Conducted, endpoint: str) -> Array:
    """End of every period of a crossover: (trial, participant, period)."""
    design = conducted.design
    return on_scale(endpoint, conducted.seen[endpoint])[..., design.end :: design.each]


def analysed(conducted: Conducted, endpoint: str) -> Bools:
    """Who has what an analysis of the end takes: both values, or in a crossover the end of every period."""
    if conducted.design.periods > 1:
        return np.asarray(np.isfinite(periods(conducted, endpoint)).all(axis=2))
    return np.isfinite(measured(conducted, endpoint).change)


def pairs(conducted: Conducted) -> Iterator[tuple[Question, str]]:
    """Every question of the trial (an arm against the control, a factor, a trend), with its name."""
    for question in conducted.design.questions:
        yield question, conducted.design.label(question)
