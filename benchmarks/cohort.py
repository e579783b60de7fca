"""What every engine runs: people with a daily rhythm, a probiotic every day and a stressor every week."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gutbrain.engine.arms import Arm, Plan, plan
from gutbrain.engine.machine.program import Fixed
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.exposures import Protocol

FIRST_STRESSOR, HOUR = 3, 15.0
SEED = 0
COMPARED = 120
"""Moments at which engines are compared."""

JUMP = 1e-3
"""So near (h) to a change of an exposure it matters whether an engine reads before or after it."""


@dataclass(frozen=True)
class Cohort:
    """People of one protocol.

    ``arm`` is theirs, ``plan`` everything that their run is made of, ``times`` (h) where engines are compared.
    """

    arm: Arm
    plan: Plan
    times: np.ndarray

    @property
    def names(self) -> tuple[str, ...]:
        """What is compared."""
        return self.plan.compiled.layout.observables

    @property
    def people(self) -> int:
        """How many."""
        return int(self.plan.fixed.parameters.shape[-1])

    def person(self, number: int) -> Plan:
        """The plan of one of them."""
        alone = (a[..., number : number + 1] if a.shape[-1] > 1 else a for a in self.plan.fixed)
        return replace(self.plan, fixed=Fixed(*alone))


def protocol(days: int) -> Protocol:
    """The protocol, so many days long."""
    stressor = {"exposure": "stressor", "name": "tsst", "amount": 1, "hour": HOUR, "hours": 0.25}
    events = [
        {"exposure": "probiotic", "strains": {"L. plantarum LP01": 1.0e9}, "start": 0, "days": days},
        *({**stressor, "start": day} for day in range(FIRST_STRESSOR, days, 7)),
    ]
    return read_protocol({"title": "A probiotic every day, a stressor every week", "days": days, "events": events})


def cohort(days: int, people: int) -> Cohort:
    """So many people through so many days."""
    arm = Arm.of(protocol(days))
    made = plan([arm], Setup(people=people, draws=1, seed=SEED))
    kept = made.grid.kept
    jumps = np.isclose(kept[:, None], made.drive.edges[None], atol=JUMP).any(axis=1)
    still = kept[~jumps & (kept > made.grid.start)]
    return Cohort(arm, made, still[np.unique(np.linspace(0, len(still) - 1, COMPARED).astype(int))])
