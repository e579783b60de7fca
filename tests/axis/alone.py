"""Channels run by themselves: what they hear from others is at rest, or what a test says."""

import math
from collections.abc import Callable, Mapping

from gutbrain.model import Evaluation, Model, Module, Numbers
from gutbrain.model.units import canonical

USUAL = {"protein": 85.0}
SETTLING = 150
STRIDE = 48.0


class Listening(Evaluation):
    """An evaluation in which signals have given values."""

    def __init__(self, model: Model, numbers: Numbers, heard: Mapping[str, float]) -> None:
        super().__init__(model, numbers)
        self.given = heard

    def read(self, module, name):
        return self.given[name] if name in self.given else super().read(module, name)


class Alone:
    """A few channels, and what acts on them.

    Signals and exposures are numbers in their declared units, or functions of the hours since the start.
    """

    def __init__(self, *modules: type[Module], traits=None, before=None, usual=None, animal=False) -> None:
        self.model = Model(modules, ())
        self.parameters = {
            p.key: (p.animal if animal and p.animal is not None else p.value) * canonical(p.unit)[0]
            for p in self.model.parameters
        }
        own = traits or {}
        self.traits = {t.name: own.get(t.name, t.rest) * canonical(t.unit)[0] for t in self.model.traits.values()}
        self.usual = USUAL | (usual or {})
        self.before = before or {}
        self.states = {s.name: getattr(s, "start", 1.0) * canonical(s.unit)[0] for s in self.model.states}
        for _ in range(SETTLING):
            self._step(0.0, STRIDE, 1.0, {}, {})

    def value(self, name: str, hour: float = 0.0, signals=None, exposures=None) -> float:
        """A value now."""
        unit = self.model.givers[name].unit
        return self._evaluation(hour, 0.0, signals or {}, exposures or {}).value(name) / canonical(unit)[0]

    def run(self, hours: float, signals=None, exposures=None, step: float = 1.0, start: float = 0.0) -> "Alone":
        """Carry the states on."""
        for i in range(round(hours / step)):
            self._step(start + i * step, step, 0.0, signals or {}, exposures or {})
        return self

    def _evaluation(self, hour: float, settling: float, signals: Mapping, exposures: Mapping) -> Listening:
        heard = {}
        for signal in self.model.signals:
            if signal.name not in self.model.givers:
                given = (self.before | dict(signals)).get(signal.name, signal.rest)
                heard[signal.name] = _now(given, hour) * canonical(signal.unit)[0]
        acting = {
            e.name: _now((self.usual | dict(exposures)).get(e.name, 0.0), hour) * canonical(e.unit)[0]
            for e in self.model.exposures.values()
        }
        numbers = Numbers(
            states=self.states,
            parameters=self.parameters,
            exposures=acting,
            traits=self.traits,
            clock=hour % 24,
            settling=settling,
            before_day_zero=settling,
            plain=lambda value, unit: value * canonical(unit)[0],
        )
        return Listening(self.model, numbers, heard)

    def _step(self, hour: float, step: float, settling: float, signals: Mapping, exposures: Mapping) -> None:
        evaluation = self._evaluation(hour, settling, signals, exposures)
        after = {}
        for state in self.model.states:
            gain, loss = evaluation.change(state.name)
            left = math.exp(-loss * step)
            after[state.name] = self.states[state.name] * left + (gain * (1 - left) / loss if loss else gain * step)
        self.states.update(after)


def _now(given: float | Callable[[float], float], hour: float) -> float:
    return float(given(hour) if callable(given) else given)
