"""Any composed model carried in plain NumPy: an exponential step, to be read in a minute.

Gain and loss are held over a step as they are at its beginning. That is the first stage of the engine's step, whose
second one takes the mean of both ends: shorter steps come as near as one likes. It is some hundred times slower, and
asks for nothing: no protocol, no person, no compiler. It serves what the compiled engine cannot do (shift what one
listener hears), tests of channels by themselves, whoever writes a channel of their own, and whoever wants to see how
a step is made. All numbers are in the hours-based units of the model (:func:`gutbrain.model.units.canonical`); each may
be a float, or an array over lanes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gutbrain.model import Evaluation, Model, Numbers
from gutbrain.model.composition import Heard
from gutbrain.model.units import canonical


class Plain:
    """A model at a moment: its states, and what does not change.

    Parameters
    ----------
    model
        Any composed model.
    states, traits
        Values by name; those that are not given are as declared.
    parameters
        Values by ``module.name``; those that are not given are as declared.
    """

    def __init__(
        self,
        model: Model,
        *,
        states: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
        traits: Mapping[str, Any] | None = None,
    ) -> None:
        self.model = model
        begun = {s.name: _plain(getattr(s, "start", 1.0), s.unit) for s in model.states}
        self.states: dict[str, Any] = {**begun, **(states or {})}
        self.parameters = {**{p.key: _plain(p.value, p.unit) for p in model.parameters}, **(parameters or {})}
        self.traits = {**{t.name: _plain(t.rest, t.unit) for t in model.traits.values()}, **(traits or {})}

    def at(
        self, clock: float, exposures: Mapping[str, Any], *, settling: float = 0.0, heard: Heard | None = None
    ) -> Evaluation:
        """Everything that can be worked out now: ``value(name)`` and ``change(name)``.

        Parameters
        ----------
        clock
            Hour of the day.
        exposures
            What acts, by name; what is not given is 0.
        settling
            1 while references still follow their formulas, before a protocol begins; else 0.
        heard
            Called with the listener, the giver (empty where no channel gives it), the signal and its value; gives what
            the listener hears in its place.
        """
        acting = {name: exposures.get(name, 0.0) for name in self.model.exposures}
        numbers = Numbers(
            self.states, self.parameters, acting, self.traits, np.float64(clock % 24.0), settling, settling, _plain
        )
        return Evaluation(self.model, numbers, heard)

    def step(self, now: Evaluation, width: float) -> None:
        """Carry all states on by so many hours, by their gains and losses of now."""
        changes = {state.name: now.change(state.name) for state in self.model.states}
        after = {name: stepped(self.states[name], change.gain, change.loss, width) for name, change in changes.items()}
        self.states.update(after)


def stepped(value: Any, gain: Any, loss: Any, width: float) -> Any:
    """``dy/dt = gain - loss * y`` over one step, exact where gain and loss are constant in it.

    Parameters
    ----------
    value
        The state at the beginning.
    gain, loss
        In its unit per hour, and per hour.
    width
        Of the step, h.
    """
    decay = np.asarray(loss, float) * width
    weight = np.where(np.abs(decay) < 1e-9, width, -np.expm1(-decay) / np.where(decay == 0, 1, decay) * width)
    return value * np.exp(-decay) + gain * weight


def _plain(value: float, unit: str) -> float:
    return value * canonical(unit)[0]
