"""What the axis itself gives for a person with the community of a sample, beside the typical healthy adult."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gutbrain import words, world
from gutbrain.answers.intervals import Interval, interval
from gutbrain.answers.profile_follows import known_channels
from gutbrain.answers.what_if import readings, within
from gutbrain.answers.what_if_words import UNMEASURABLE, is_open, size
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.setup import Setup
from gutbrain.microbiome.community import Community
from gutbrain.microbiome.profile import Profile, SampleProfile
from gutbrain.people.microbiota import SHARES
from gutbrain.people.presets import HEALTHY

DRAWS = 16
"""Parameter sets, each with a draw of what counting leaves open."""

PEOPLE = 4
"""People of the kind for each of them, besides the typical one: how people differ."""

NORMAL_95 = 1.645


@dataclass(frozen=True)
class Predicted:
    """An observable on day 0, in its ``unit``.

    ``typical`` is the model's healthy adult; ``own`` the same with this community, with what is not known (counting,
    and the model's parameters); ``one`` where any person with it may be, with how people differ; ``size`` the change in
    SD between people; ``clear`` whether it could be measured, and its direction is known; ``open`` whether it may go
    either way by as much as counts.
    """

    observable: str
    unit: str
    typical: Interval
    own: Interval
    one: Interval
    size: float
    clear: bool
    open: bool

    @property
    def said(self) -> str:
        """A sentence."""
        title = words.title(self.observable)
        if not self.clear:
            why = (
                size(self.size)
                if abs(self.size) < UNMEASURABLE
                else "no clear difference from the typical healthy adult"
            )
            return f"{title}: {'not known which way' if self.open else why}."
        own = words.span(words.as_interval((self.own.median, self.own.low, self.own.high)))
        typical = words.number(self.typical.median, places=_places(self.typical))
        low, high = (words.number(value, places=_places(self.one)) for value in (self.one.low, self.one.high))
        return (
            f"{title}: {words.with_unit(own, self.unit)} with this community, {typical} in the typical healthy adult; "
            f"one person with it may be anywhere from {low} to {high}."
        )


def predicted(found: Profile, sample: SampleProfile) -> dict[str, tuple[Predicted, ...]]:
    """What follows in the model, by channel; nothing where no person can start from the sample.

    Parameters
    ----------
    found
        A table placed on the axis.
    sample
        One of its samples.
    """
    there = world.model().observables
    if not sample.usable or not {*SHARES} <= {*there}:
        return {}
    wanted = [(one.name, name) for one in known_channels() for name in one.observables if name in there]
    arms = _arms(Community.of(replace(found, samples=(sample,))))
    alone = carry_arms(arms, Setup(people=1, draws=DRAWS, coarse=True))
    many = carry_arms(arms, Setup(people=PEOPLE, draws=DRAWS, coarse=True, nested=True))
    told: dict[str, tuple[Predicted, ...]] = {}
    for channel, name in wanted:
        (_, typical), (_, others) = readings(alone, name), readings(many, name)
        made = _of(name, there[name].unit, typical[..., 0], others[..., 0])
        told[channel] = (*told.get(channel, ()), made)
    return told


def _arms(community: Community) -> list[Arm]:
    from gutbrain.engine.simulation import read_protocol

    typical = read_protocol({"days": 1, "person": HEALTHY})
    own = replace(typical, person=replace(typical.person, microbiota=community))
    return [Arm.of(typical), Arm.of(own)]


def _of(name: str, unit: str, typical: np.ndarray, others: np.ndarray) -> Predicted:
    """One observable, from values of the typical person and of others: (arm, lane)."""
    change = interval(typical[1] - typical[0])
    spread = max(float(others[0].std()), 1e-9)
    own = interval(typical[1])
    one = within(own, _with_rest(interval(others[1]), name))
    clear = abs(change.median) >= UNMEASURABLE * spread and change.low * change.high > 0
    return Predicted(name, unit, interval(typical[0]), own, one, change.median / spread, clear, is_open(change, spread))


def _with_rest(people: Interval, name: str) -> Interval:
    """The interval of people, no narrower than what a study found that the community leaves open."""
    rest = next((one.leaves_open[name] for one in known_channels() if name in one.leaves_open), 0.0)
    if not rest or people.median <= 0:
        return people
    factor = math.exp(NORMAL_95 * rest)
    low, high = people.median / factor, people.median * factor
    return Interval(median=people.median, low=min(people.low, low), high=max(people.high, high))


def _places(value: Interval) -> int:
    return words.decimals([value.median, value.low, value.high], digits=2)
