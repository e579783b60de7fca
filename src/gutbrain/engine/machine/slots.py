"""Which variant and lane stands where in the vectors of the processor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TOGETHER = 12
"""Coupled vectors that are carried together at most: what they need stays close to the processor."""


@dataclass(frozen=True)
class Slots:
    """What stands in some vectors that are carried together: ``variant`` and ``lane``, each (vector, slot).

    ``lanes`` is how many lanes there are in all. Where nothing is left, slots repeat others.
    """

    variant: np.ndarray
    lane: np.ndarray
    lanes: int

    def put(self, read: np.ndarray, whole: np.ndarray) -> None:
        """Write what was read of the vectors, (..., vector, slot), into the whole, (..., variant, lane)."""
        place = self.variant * self.lanes + self.lane
        flat = whole.reshape(*whole.shape[:-2], -1)
        first = int(place[0, 0])
        beside = min(place.shape[1], flat.shape[-1] - first)
        if len(place) == 1 and np.array_equal(place[0, :beside], np.arange(first, first + beside)):
            # neighbours are copied at once, several times quicker than one by one
            flat[..., first : first + beside] = read[..., 0, :beside]
        else:
            flat[..., place] = read


def packed(variants: int, lanes: int, width: int) -> list[Slots]:
    """Vectors of variants that have nothing to do with one another, each by itself.

    Parameters
    ----------
    variants, lanes
        How many of each there are.
    width
        Numbers in a vector of the processor.
    """
    count = -(-variants * lanes // width)
    flat = np.minimum(np.arange(count * width), variants * lanes - 1).reshape(count, 1, width)
    return [Slots(slots // lanes, slots % lanes, lanes) for slots in flat]


def coupled(variants: int, lanes: int, width: int, workers: int) -> list[Slots]:
    """Vectors of variants that hear from variant 0: it fills the first vector of each part, lane under lane.

    Parameters
    ----------
    variants, lanes
        How many of each there are.
    width
        Numbers in a vector of the processor.
    workers
        The least number of parts, where there is enough to share.
    """
    blocks = np.array_split(np.arange(lanes), -(-lanes // width))
    parts = []
    for block in blocks:
        together = width // len(block)
        slot = np.arange(width)
        lane, place = block[slot % len(block)], np.minimum(slot // len(block), together - 1)
        first = np.arange(1, variants, together)[:, None]
        others = np.minimum(first + place, variants - 1)
        count = max(-(-len(others) // TOGETHER), -(-workers // len(blocks)), 1)
        for part in np.array_split(others, min(count, max(len(others), 1))):
            variant = np.concatenate([np.zeros((1, width), int), part])
            parts.append(Slots(variant, np.broadcast_to(lane, variant.shape), lanes))
    return parts
