"""What people of each arm believe, and who rates them: what the words of protocols mean for a virtual trial.

Who knows that they are treated expects to be better, and says so; who waits expects nothing, and is hardly seen. A
rater who knows who gets what sees more of an effect than one who does not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutbrain.findings.trial_arms import BLINDED, VISITED
from gutbrain.trials.luck import generator

if TYPE_CHECKING:
    from gutbrain.trials.design import Arm, Design, Kind

Array = NDArray[np.float64]

EXPECTATION = "expectation"
"""The exposure by which people believe."""

OPEN = 1.0
"""Belief of people who know that they are treated."""

BELIEVED: dict[Kind, float] = {"placebo": BLINDED, "attention": BLINDED, "usual-care": 0.0, "waiting-list": 0.0}
"""Belief in being treated by the kind of a control; that attention is believed in as a placebo is an assumption."""

KNOWN: tuple[Kind, ...] = ("usual-care", "waiting-list")
"""Controls that nobody can take for the treatment."""

CLINICIAN = ("hamd17", "madrs", "ham_a")
"""Scales that a clinician rates."""

RATER = (0.23, 0.087)
"""By how much raters who know raise an effect, mean and its standard error, in SD (16 trials in which blinded and other
raters saw the same people: Hrobjartsson 2013, doi:10.1503/cmaj.120744)."""

BELIEF_OF_RATED = 0.3
"""What knowing takes off a clinician's scale in the model, against not believing at all (SD), the rater's and the
patient's part together: ``scales.belief_relief`` times 1.5 (see :mod:`gutbrain.axis.scales`)."""


def believed_by(kind: Kind | None, *, treated: bool, blinded: bool) -> float:
    """Belief of an arm for which the design gives none.

    Parameters
    ----------
    kind
        What kind of control it is; nothing for an arm of which that is not said.
    treated
        Whether anything is given in it.
    blinded
        Whether the treatment is given blind.
    """
    if kind is not None:
        return BELIEVED[kind]
    if blinded:
        return BLINDED
    return OPEN if treated else 0.0


def visited(arm: Arm) -> float:
    """How much an arm is seen and rated, 1 as all arms of a trial are; a waiting list is left alone."""
    return 0.0 if arm.kind == "waiting-list" else VISITED


def _most(arm: Arm) -> float:
    """Most that people of an arm believe, by what the arm says or by an event."""
    return max([arm.expectation, *(event.amount for event in arm.events if event.exposure == EXPECTATION)])


def beliefs(design: Design) -> dict[str, float]:
    """Belief of every arm where arms differ in it, or in how much they are seen; else nothing."""
    found = {arm.name: (_most(arm), visited(arm)) for arm in design.arms}
    return {name: belief for name, (belief, _) in found.items()} if len(set(found.values())) > 1 else {}


def seen_alike(design: Design) -> bool:
    """Whether all arms are seen and rated as much as one another."""
    return len({visited(arm) for arm in design.arms}) == 1


def alike(design: Design) -> Design:
    """The same design, in which everybody believes by half that they are treated, and is seen alike."""
    arms = tuple(
        replace(
            arm,
            kind=None,
            expectation=BLINDED,
            events=tuple(event for event in arm.events if event.exposure != EXPECTATION),
        )
        for arm in design.arms
    )
    return replace(design, arms=arms)


def rated_blind(design: Design) -> bool:
    """Whether raters do not know what some of the people whom they rate know."""
    return design.raters_blinded and bool(beliefs(design))


def rater_shares(draws: int, seed: int) -> Array:
    """Share of what belief does to a clinician's scale that a blinded rater takes away, in every parameter set."""
    mean, error = RATER
    drawn = mean + error * generator(seed, "raters").standard_normal(draws)
    return np.clip(drawn / BELIEF_OF_RATED, 0.0, 1.0)
