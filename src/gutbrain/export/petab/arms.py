"""Arms of findings as conditions, and the typical person in each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from gutbrain.engine.arms import Arm, Run, carry_arms
from gutbrain.engine.setup import Setup
from gutbrain.exposures import Protocol, Schedule
from gutbrain.findings.finding import Finding
from gutbrain.findings.trial_arms import arms_as_run
from gutbrain.model.units import canonical

PERSON = Setup()
"""The typical person under the central parameters."""


@dataclass(frozen=True, eq=False)
class Condition:
    """What happens to whom in an arm; findings with the same arm share it. ``title`` names the first of them."""

    id: str
    title: str
    protocol: Protocol
    species: str

    @property
    def start(self) -> float:
        """Of the protocol, hours from midnight of day 0."""
        return Schedule(self.protocol).start

    def slot(self, observable: str) -> str | None:
        """An observable's name in the model: ``strain.NAME`` is a slot; None where nobody takes it."""
        if not observable.startswith("strain."):
            return observable
        slot = Schedule(self.protocol).table.slot_of(observable.removeprefix("strain."))
        return None if slot is None else f"strain_{slot}"


def identifier(text: str) -> str:
    """Some text as an identifier."""
    return re.sub(r"^(?=\d)", "_", re.sub(r"\W+", "_", text))


def conditions(findings: Iterable[Finding]) -> dict[tuple[str, str], Condition]:
    """The condition of every arm that is compared, by finding and arm."""
    made: dict[str, Condition] = {}
    places = {}
    for finding in findings:
        arms = arms_as_run(finding)
        whens = (finding.compare.of, finding.compare.to)
        for arm in dict.fromkeys(when.arm for when in whens if when is not None):
            protocol = arms[arm]
            same = repr((finding.species, protocol.person, sorted(protocol.usual.items()), protocol.events))
            if same not in made:
                title = f"{finding.id}: {arm}"
                made[same] = Condition(identifier(f"{finding.id}__{arm}"), title, protocol, finding.species)
            places[finding.id, arm] = made[same]
    return places


class Typical:
    """The typical person in some conditions, read at some hours.

    Parameters
    ----------
    hours
        Hours from midnight of day 0 at which each condition is read.
    """

    def __init__(self, hours: Mapping[Condition, Iterable[float]]) -> None:
        together: dict[tuple[str, float], list[Condition]] = defaultdict(list)
        for condition in hours:
            together[condition.species, condition.start].append(condition)
        self._places: dict[str, tuple[Run, int]] = {}
        for (species, _), group in together.items():
            every = np.unique(np.concatenate([np.fromiter(hours[c], float) for c in group]))
            days = float(every[-1]) / 24.0
            arms = [Arm.of(replace(c.protocol, days=max(c.protocol.days, days))) for c in group]
            run = carry_arms(arms, replace(PERSON, species=species, extra=every))
            self._places |= {condition.id: (run, arm) for arm, condition in enumerate(group)}

    def read(self, condition: Condition, observable: str, hour: float) -> float:
        """An observable in the unit of the vocabulary.

        Parameters
        ----------
        condition
            The arm.
        observable
            Its name.
        hour
            From midnight of day 0; a moment that was kept.
        """
        run, arm = self._places[condition.id]
        name = condition.slot(observable)
        if name is None:
            return 0.0
        moment = np.searchsorted(run.trajectories.time, hour - 1e-4)
        value = run.trajectories.values[moment, run.observables.index(name), arm, 0]
        return float(value) / canonical(run.model.observables[name].unit)[0]
