"""How strongly people react: hypotheses of one person's sensitivities, "nothing acts" among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from gutbrain.datafiles import per_world, read
from gutbrain.reading.records import Record, facts

Array = NDArray[np.float64]

NOTHING = "nothing acts"
GENERAL = "as in people in general"
ANYTHING = "anything"
"""Names of three of the hypotheses; a person's own effects are told by the last, which leaves most to their days."""

HELD = 1e-4
"""SD of what is held at its middle."""

FARTHEST = 5.0
"""No person of the model is taken to react more than so many times as the mean of them."""


class Ratio(Record):
    """SD between people of a slope within people, over its mean, with its range over items."""

    ratio: float = Field(ge=0)
    low: float
    high: float


class Assumed(Record):
    """A hypothesis: how probable beforehand, and how far sensitivities lie from those of people in general."""

    share: float = Field(gt=0, lt=1)
    strength: float = 0.0
    own: float = 0.0


class Size(Record):
    """A size with its range."""

    value: float
    low: float
    high: float


class Reactivity(Record):
    """The file ``data/reactivity.yaml``."""

    source: str
    verified: Literal["read", "memory"]
    seen: dict[str, Ratio]
    same_day: Size
    hypotheses: dict[str, Assumed]
    same_day_acts: float


@per_world
def reactivity() -> Reactivity:
    """What is known of how people differ in how strongly they react."""
    assert __package__
    return facts(Reactivity, read(__package__, "reactivity.yaml"), "reactivity.yaml")


@dataclass(frozen=True)
class Hypothesis:
    """Sensitivities (1: as in people in general): how probable beforehand, mean, covariance."""

    name: str
    share: float
    mean: Array
    covariance: Array


def in_general(alone: Array) -> tuple[Array, Array, Array]:
    """The mean path of each factor, and how much people of the model follow it.

    Parameters
    ----------
    alone
        (day, factor, draw) what each factor does alone.

    Returns
    -------
    tuple
        Mean path (day, factor) about its mean over days, and mean (factor,) and covariance (factor, factor) of the
        sensitivities of people of the model.
    """
    centred = alone - alone.mean(axis=0)
    basis = centred.mean(axis=2)
    size = (basis**2).sum(axis=0) + 1e-12
    each = np.einsum("dkl,dk->lk", centred, basis) / size
    each = np.clip(each, -FARTHEST, FARTHEST)
    covariance = np.atleast_2d(np.cov(each.T)) if each.shape[0] > 1 else np.zeros((alone.shape[1],) * 2)
    return basis, each.mean(axis=0), np.asarray(covariance)


def hypotheses(mean: Array, covariance: Array) -> tuple[Hypothesis, ...]:
    """What may be so of a person's sensitivities.

    Parameters
    ----------
    mean, covariance
        Of people of the model.
    """
    held = np.eye(len(mean)) * HELD**2
    made = []
    for name, known in reactivity().hypotheses.items():
        if name == NOTHING:
            made.append(Hypothesis(name, known.share, np.zeros(len(mean)), held))
            continue
        together = known.strength**2 * np.outer(mean, mean)
        each = np.diag((known.own * np.abs(mean)) ** 2)
        made.append(Hypothesis(name, known.share, mean, covariance + together + each + held))
    return tuple(made)
