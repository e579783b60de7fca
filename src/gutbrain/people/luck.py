"""Random numbers that belong to a person: the same whatever else is drawn, in whatever order, on whatever machine."""

from __future__ import annotations

import hashlib

import numpy as np
from scipy.special import ndtri

from gutbrain.people.presets import Array

WORDS = 4
"""Numbers that one step of the generator's counter makes."""


def uniforms(seed: int, purpose: str, first: int, count: int) -> Array:
    """Numbers between 0 and 1, both excluded, one for each of the people ``first``, ``first`` + 1 ...

    The generator is counter-based: the person's number is the place in the stream of (seed, purpose).

    Parameters
    ----------
    seed
        Same seed, same numbers.
    purpose
        What they are for: numbers for different purposes have nothing to do with one another.
    first
        Number of the first person.
    count
        How many people.
    """
    digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
    stream = np.random.Philox(key=int.from_bytes(digest[:16], "little"), counter=first // WORDS)
    raw = stream.random_raw(first % WORDS + count)[first % WORDS :]
    return np.asarray(((raw >> np.uint64(11)) + 0.5) * 2.0**-53)


def deviates(seed: int, purpose: str, first: int, count: int, balanced: int = 1) -> Array:
    """Standard normal deviates of consecutive people.

    Parameters
    ----------
    seed
        Same seed, same numbers.
    purpose
        What they are for: numbers for different purposes have nothing to do with one another.
    first
        Number of the first person.
    count
        How many people; a multiple of ``balanced``.
    balanced
        So many people in a row have one from each of so many equally likely strata, in random order; 1 draws everyone
        alone.
    """
    drawn = uniforms(seed, purpose, first, count)
    if balanced > 1:
        groups = uniforms(seed, f"{purpose}/order", first, count).reshape(-1, balanced)
        drawn = (np.argsort(np.argsort(groups, axis=1), axis=1).reshape(-1) + drawn) / balanced
    return np.asarray(ndtri(drawn))
