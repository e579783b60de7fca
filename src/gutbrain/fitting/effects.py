"""What a lasting change of each factor would do: to people in general, and to this person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.exposures import exposures
from gutbrain.exposures import Event, Protocol
from gutbrain.fitting.paths import DRAWS, Read, lives
from gutbrain.fitting.person import STRETCH
from gutbrain.fitting.prior import FARTHEST
from gutbrain.observations import Observations

Array = NDArray[np.float64]

WEEKS = 4
"""How long a change lasts before its effect is read."""


def usual_change(seen: Observations, name: str) -> tuple[float, float]:
    """The mean of the recorded days, and the change by one SD of them that is possible (to more, else to less)."""
    item = seen.items[name]
    days = seen.table[seen.table["observable"] == name].groupby("day")["value"]
    daily = (days.sum() if item.adds_up else days.mean()).to_numpy(float)
    mean, sd = float(daily.mean()), float(daily.std())
    return mean, sd if mean + sd <= exposures()[item.exposure].most else -sd


def lasting(
    protocol: Protocol,
    seen: Observations,
    changes: Mapping[str, float],
    reads: list[Read],
    *,
    weeks: int = WEEKS,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[Read, Array]:
    """Change of what is read on the last day after so many weeks with each factor changed alone: (factor, draw).

    Parameters
    ----------
    protocol
        Who; nothing else acts, and they live as the recorded days on the mean.
    seen
        Of one person.
    changes
        By how much each factor is changed, in its unit.
    reads
        What is read, and at which clock hour.
    weeks
        How long the change lasts.
    draws, seed
        As for :func:`gutbrain.fitting.paths.paths`: the same people.
    """
    usual = dict(protocol.usual) | {name: usual_change(seen, name)[0] for name in changes if "." not in name}
    days = 7 * weeks + 1
    base = replace(protocol, usual=usual, events=(), days=float(days), living=False)
    arms = [base]
    for name, change in changes.items():
        item = seen.items[name]
        amount = max(usual_change(seen, name)[0] + change, 0.0)
        if item.exposure == "probiotic":
            event = Event(item.exposure, 0.0, strains={item.which: amount})
        else:
            event = Event(item.exposure, 0.0, amount, name=item.which or None)
        arms.append(replace(base, events=(event,)))
    values = lives(arms, reads, 0, days, draws=draws, seed=seed)
    return {read: found[-1, 1:] - found[-1, :1] for read, found in values.items()}


def of_person(own: Array, lasting: Array, alone: Array, per_unit: float, seed: int) -> Array:
    """What a lasting change does to this person: (draw,), in units of the outcome.

    Parameters
    ----------
    own
        (draw,) how strongly the person's days follow the factor, 1 as in people in general.
    lasting
        (person of the model,) what the change does to each.
    alone
        (day, person of the model) what the factor did over the recorded days: how strongly each follows it.
    per_unit
        Units of the outcome for one of the observable.
    seed
        Which people of the model stand for how far a lasting change lies from what days say.
    """
    centred = alone - alone.mean(axis=0)
    mean = centred.mean(axis=1)
    each = np.clip(centred.T @ mean / max(float(mean @ mean), 1e-12), -FARTHEST, FARTHEST)
    slope = float(lasting @ each / max(float(each @ each), 1e-12))
    if slope == 0:
        return np.zeros(len(own))
    stretch = np.clip(lasting / (slope * np.maximum(each, STRETCH[0])), STRETCH[0], STRETCH[1])
    luck = np.random.default_rng([seed, 22]).choice(stretch / stretch.mean(), len(own))
    return np.asarray(per_unit * slope * own * luck)
