"""Arms as they are run: what an arm of a trial brings along that its file need not say.

* A blinded arm of either kind believes by half that it is treated (the contract). Where a finding does not say whether
  it was blinded, a trial is taken to be where it gives something that can be given blind, a supplement or a medicine,
  or where only its placebo arm is told of; people who are compared with themselves before are taken to know.
* Nobody believes in a treatment before it begins: ``expectation`` acts from day 0, however it is written.
* Visits come with a trial, not with an arm: where anybody believes in a treatment, all arms are seen and rated alike. A
  waiting list by itself is not (``contact``).
* ``usual`` is what was usual before. Where arms of one trial differ in it, they were one group before day 0, and the
  difference is the treatment: it begins with day 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gutbrain.exposures import Event, Protocol, exposures
from gutbrain.findings.finding import Finding

BLINDED = 0.5
"""Expectation in a blinded arm unless given."""

VISITED = 1.0
"""Contact of a trial that sees and rates its people again and again."""

RANDOMISED = ("rct", "crossover", "meta-analysis")
"""Designs whose arms are the same kind of people."""

FOLLOWED = (*RANDOMISED, "before-after")
"""Designs whose people were let in, and followed."""

BLIND_KINDS = ("supplement", "medicine")

SHORTEST_TRIAL = 7.0
"""A pooled comparison that lasts less (days) is one of groups, not of treatments."""


def arms_as_run(finding: Finding) -> Mapping[str, Protocol]:
    """The protocols of a finding's arms, with what begins at day 0 as events."""
    return {name: _as_run(arm, finding) for name, arm in finding.arms.items()}


def _as_run(arm: Protocol, finding: Finding) -> Protocol:
    begins: dict[str, float] = {}
    usual, traits = dict(arm.usual), dict(arm.person.traits)
    usual.pop("expectation", traits.pop("expectation", None))
    believed = _believed(arm, finding)
    if finding.design in RANDOMISED:
        others = [other for other in finding.arms.values() if other.person == arm.person]
        for exposure in list(usual):
            if any(other.usual.get(exposure) != usual[exposure] for other in others):
                begins[exposure] = usual.pop(exposure)
    if believed is not None:
        begins["expectation"] = believed
    if "contact" not in usual and any(_believed(other, finding) for other in finding.arms.values()):
        begins.setdefault("contact", VISITED)
    given = {event.exposure for event in arm.events}
    started = tuple(Event(exposure, 0.0, amount) for exposure, amount in begins.items() if exposure not in given)
    person = replace(arm.person, traits=traits)
    return replace(arm, usual=usual, events=(*arm.events, *started), person=person)


def _believed(arm: Protocol, finding: Finding) -> float | None:
    """Belief in being treated of an arm, by what it says or by what is known of its trial."""
    said = arm.usual.get("expectation", arm.person.traits.get("expectation"))
    if said is not None:
        return float(said)
    return BLINDED if _is_blinded(finding) else None


def is_trial(finding: Finding) -> bool:
    """Whether people were let in and followed: one kind of people, for a week or more where trials are pooled."""
    if finding.design not in FOLLOWED or len({repr(arm.person) for arm in finding.arms.values()}) > 1:
        return False
    return finding.design != "meta-analysis" or max(arm.days for arm in finding.arms.values()) >= SHORTEST_TRIAL


def _is_blinded(finding: Finding) -> bool:
    if finding.blinded is not None:
        return finding.blinded
    if not is_trial(finding) or finding.design not in RANDOMISED:
        return False
    events = [event for arm in finding.arms.values() for event in arm.events]
    return not events or any(exposures()[event.exposure].kind in BLIND_KINDS for event in events)
