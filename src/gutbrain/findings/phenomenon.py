"""The phenomenon that a finding is about: what acted, and on what.

Findings of one phenomenon tell of one another, whoever published them. Left out together they show what the model
would have said of a phenomenon that nobody had measured.
"""

from __future__ import annotations

from gutbrain.atlas import OWN, exposures
from gutbrain.atlas.observables import group_of
from gutbrain.findings.finding import Finding

PEOPLE, REST = "people", "rest"
"""Kinds of people compared with one another; people whom nothing happens to."""


def phenomenon(finding: Finding) -> str:
    """What acted and on what, as ``prebiotics on microbiota``: groups of exposures and of observables."""
    return f"{acted(finding)} on {group_of(finding.compare.observable)}"


def acted(finding: Finding) -> str:
    """Groups of what the compared arms differ in, or of what happened in the one arm; belief only where it is alone."""
    compare = finding.compare
    of, to = compare.of.arm, compare.to.arm if compare.to else compare.of.arm
    arms = [finding.arms[name] for name in dict.fromkeys((of, to)) if name in finding.arms]
    took = [{**arm.person.traits, **arm.usual, **{event.exposure: event for event in arm.events}} for arm in arms]
    if len(took) == 2:
        first, second = took
        names = {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
    else:
        names = {name for one in took for name in one}
    groups = {exposures.group_of(name) for name in names} - {OWN}
    if groups:
        return " and ".join(sorted(groups - {"expectation"} or groups))
    return PEOPLE if len({repr(arm.person) for arm in arms}) > 1 or names else REST
