"""The gut-brain axis: one file a channel or organ, equations and parameters only.

Where parameters are many they stand in a plain class beside their channel, which extends it.
"""

from __future__ import annotations

from functools import lru_cache

from gutbrain.axis.brain import Brain
from gutbrain.axis.gut import Gut
from gutbrain.axis.habits import Habits
from gutbrain.axis.immunity import Immunity
from gutbrain.axis.metabolites import Metabolites
from gutbrain.axis.microbiota import Microbiota
from gutbrain.axis.mind import Mind
from gutbrain.axis.neurotransmitters import Neurotransmitters
from gutbrain.axis.scales import Scales
from gutbrain.axis.sleep import Sleep
from gutbrain.axis.strains import strains
from gutbrain.axis.stress_hormones import StressHormones
from gutbrain.axis.vagus import Vagus
from gutbrain.model import Model, Module, compose

SLOTS = 4
"""Ingested strains are followed in so many slots at a time."""


def channels(slots: int = SLOTS) -> tuple[type[Module], ...]:
    """Every channel of the axis, from the gut to the mind, with room for ``slots`` ingested strains."""
    return (
        Habits,
        Sleep,
        Microbiota,
        strains(slots),
        Metabolites,
        Gut,
        Immunity,
        Vagus,
        Neurotransmitters,
        StressHormones,
        Brain,
        Mind,
        Scales,
    )


@lru_cache(maxsize=8)
def axis(slots: int = SLOTS, without: tuple[str, ...] = (), *, check: bool = False) -> Model:
    """The composed axis.

    Parameters
    ----------
    slots
        Room for ingested strains.
    without
        Channels left out; what they give is then at rest for all who listen.
    check
        Whether to check every equation's unit as well (the tests do so).
    """
    return compose(channels(slots), without=without, check=check)
