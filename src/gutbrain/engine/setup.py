"""How arms are run: how many people and draws, with what luck, and by which steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.parts import Part


@dataclass(frozen=True, eq=False)
class Setup:
    """The set-up of a run, whatever its arms.

    Attributes
    ----------
    people, draws
        How many of each; one person is the typical one, one draw the central values.
    seed
        Same seed, same numbers.
    species
        ``human``, or another: effects known from animals then have the strength seen there.
    without
        Channels left out.
    ensemble
        The parameter sets to draw from, the shipped ones unless given.
    nested
        Whether there are other people in every draw, each group balanced, in place of the same people in all.
    part
        The draws and people that are carried, of all; their numbers are the same in any part.
    held
        Influences held at what they are in arm 0, see :class:`~gutbrain.engine.machine.program.Fixed`.
    extra
        Further moments to keep (h).
    coarse
        Whether half an hour is short enough a step where nothing acute happens, see :mod:`gutbrain.engine.grid`.
    finer
        How many times shorter than usual steps are at most.
    """

    people: int = 1
    draws: int = 1
    seed: int = 0
    species: str = "human"
    without: tuple[str, ...] = ()
    ensemble: Ensemble | None = None
    nested: bool = False
    part: Part | None = None
    held: np.ndarray | None = None
    extra: np.ndarray | None = None
    coarse: bool = False
    finer: float = 1.0
