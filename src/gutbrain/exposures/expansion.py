"""What an event gives to the model: levels of the model's inputs over time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from gutbrain.atlas.exposures import Combine, exposures
from gutbrain.exposures.events import Event
from gutbrain.exposures.medicines import activities, donor, stressor

STRAIN = "strain:"
"""Start of the name of a strain's dose, before strains are given their slots."""

_ACIDS = ("acetate", "propionate", "butyrate")
_MEDICINES = ("antibiotic", "nsaid", "ssri")
_BOUTS = ("stressor", "exercise_bout")


@dataclass(frozen=True)
class Level:
    """A level of one input from ``begins`` to ``ends`` (h from midnight of day 0)."""

    input: str
    unit: str
    begins: float
    ends: float
    value: float
    combine: Combine


def expand(event: Event) -> Iterator[Level]:
    """The levels of inputs that an event brings."""
    kind = exposures()[event.exposure]
    begins, ends = event.begins, event.ends

    def level(name: str, value: float, unit: str = "1", combine: Combine = "add", until: float = ends) -> Level:
        return Level(name, unit, begins, until, value, combine)

    if event.exposure in _MEDICINES:
        assert event.name is not None
        for name, value in activities(event.exposure, event.name, event.amount).items():
            yield level(name, value)
    elif event.exposure == "probiotic":
        for short, dose in event.strains.items():
            yield level(STRAIN + short, dose, kind.unit)
    elif event.exposure == "scfa_capsule":
        for acid, share in zip(_ACIDS, event.mix, strict=True):
            yield level(f"scfa_capsule_{acid}", event.amount * share, kind.unit)
    elif event.exposure == "stressor":
        assert event.name is not None
        yield level("stressor", event.amount * stressor(event.name).strength)
    elif event.exposure == "germ_free" and begins < 0:
        # before day 0 means from birth: the person settles without microbes
        yield Level("germ_free", "1", -math.inf, ends, event.amount, kind.combine)
    elif kind.bolus:
        unit = "1/h" if kind.unit == "1" else f"{kind.unit}/h"
        yield level(kind.name, event.amount / (ends - begins), unit, kind.combine)
        if event.exposure == "fmt":
            # the last donor's community stays
            yield level("donor_dysbiosis", donor(event.donor).dysbiosis, combine="set", until=math.inf)
    else:
        yield level(kind.name, event.amount, kind.unit, kind.combine)


def is_acute(event: Event) -> bool:
    """Whether things move fast after an event: stressors, boluses, bouts, and whatever lasts less than a day."""
    return exposures()[event.exposure].bolus or event.exposure in _BOUTS or event.ends - event.begins < 24.0
