"""How fast something comes and goes, by the model: so that periods of a trial are long enough, or none is begun."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gutbrain.diary.settings import Settings
from gutbrain.errors import InputError, Problem

ON = 84
DRAWS = 16
EVENING = 20.0
LEAST = 0.01
"""Smallest effect (in units of the outcome) of which it is told how fast it comes."""

DAY, WEEK, MONTH = 1, 3, 28
"""Days by which 90 % has come, and gone, of what single days, periods of a week, or of a month can show."""


@dataclass(frozen=True)
class Wash:
    """How fast an effect comes and goes.

    ``come`` and ``gone`` are days until 90 % of it has come, or gone after the stop (None: not within 84 days);
    ``effect`` what it is after 84 days. ``acts`` is how a trial must be made: in ``days``,
    ``weeks``, ``months``, or ``never``.
    """

    come: int | None
    gone: int | None
    effect: float

    @property
    def acts(self) -> str:
        """Which periods would show it."""
        if self.come is None or self.gone is None:
            return "never"
        longest = max(self.come, self.gone)
        return "days" if longest <= DAY else "weeks" if longest <= WEEK else "months" if longest <= MONTH else "never"


def wash(factor: str, amount: float, observable: str, settings: Settings) -> Wash | None:
    """How fast the model lets an exposure act on an observable; None where it is not in the model.

    Parameters
    ----------
    factor, amount
        The exposure, and how much of it.
    observable
        What is looked at.
    settings
        Of the diary: who the person is.

    Raises
    ------
    InputError
        Where the model cannot be run with it.
    """
    from gutbrain.engine.simulation import known_observables, read_protocol, simulate
    from gutbrain.exposures.reach import is_carried

    if observable not in known_observables():
        return None
    person = dict(settings.person) or {"preset": "healthy-adult"}
    event = {"exposure": factor, "amount": amount, "start": 0, "days": ON}
    plain = {"title": "wash", "person": person, "days": 2 * ON}
    protocols = [read_protocol({**plain, "events": events}) for events in ([], [event])]
    if not all(is_carried(one, observable) for one in protocols[1].events):
        return None
    moments = [(day, EVENING) for day in range(2 * ON)]
    usual, tried = (simulate(one, draws=DRAWS, observe=observable, moments=moments) for one in protocols)
    change = np.array([np.median(tried.at(observable, *at) - usual.at(observable, *at)) for at in moments])
    end = float(change[ON - 1])
    if abs(end) < LEAST:
        return None
    come, gone = change[:ON] / end >= 0.9, np.abs(change[ON:]) / abs(end) <= 0.1
    first = [int(np.argmax(one)) if one.any() else None for one in (come, gone)]
    return Wash(first[0], first[1], end)


def check(found: Wash, factor: str) -> None:
    """Refuse a trial by periods of what does not go away again.

    Raises
    ------
    InputError
        Where periods cannot show it.
    """
    if found.acts != "never":
        return
    come = f"comes in {found.come} days" if found.come is not None else f"has not come within {ON} days"
    gone = f"is gone {found.gone} days after the stop" if found.gone is not None else f"does not go within {ON}"
    wrong = f"what {factor} does {come} and {gone}: periods cannot show it"
    right = "start on one day drawn by lot, and record long before and after; by the model alone: gutbrain what-if"
    raise InputError([Problem(wrong, right, "--compare")])
