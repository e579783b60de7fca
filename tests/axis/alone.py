"""Channels run by themselves: what they hear from others is at rest, or what a test says."""

from collections.abc import Callable, Mapping

from gutbrain.engine.plain import Plain
from gutbrain.model import Evaluation, Model, Module
from gutbrain.model.units import canonical

USUAL = {"protein": 85.0, "free_sugar": 60.0}
SETTLING = 150
STRIDE = 48.0


class Alone(Plain):
    """A few channels, and what acts on them.

    Signals and exposures are numbers in their declared units, or functions of the hours since the start.
    """

    def __init__(
        self, *modules: type[Module], traits=None, before=None, usual=None, animal=False, parameters=None
    ) -> None:
        model, own = Model(modules, ()), traits or {}
        species = [p for p in model.parameters if animal and p.animal is not None]
        said = parameters or {}
        super().__init__(
            model,
            parameters={p.key: p.animal * canonical(p.unit)[0] for p in species}
            | {p.key: said[p.key] * canonical(p.unit)[0] for p in model.parameters if p.key in said},
            traits={t.name: own[t.name] * canonical(t.unit)[0] for t in model.traits.values() if t.name in own},
        )
        self.usual = USUAL | (usual or {})
        self.before = before or {}
        for _ in range(SETTLING):
            self.step(self._now(0.0, 1.0, {}, {}), STRIDE)

    def value(self, name: str, hour: float = 0.0, signals=None, exposures=None) -> float:
        """A value now."""
        unit = self.model.givers[name].unit
        return float(self._now(hour, 0.0, signals or {}, exposures or {}).value(name)) / canonical(unit)[0]

    def run(self, hours: float, signals=None, exposures=None, step: float = 1.0, start: float = 0.0) -> "Alone":
        """Carry the states on."""
        for i in range(round(hours / step)):
            self.step(self._now(start + i * step, 0.0, signals or {}, exposures or {}), step)
        return self

    def _now(self, hour: float, settling: float, signals: Mapping, exposures: Mapping) -> Evaluation:
        given = self.before | dict(signals)
        acting = {
            e.name: _number((self.usual | dict(exposures)).get(e.name, 0.0), hour) * canonical(e.unit)[0]
            for e in self.model.exposures.values()
        }
        heard = {
            signal.name: _number(given[signal.name], hour) * canonical(signal.unit)[0]
            for signal in self.model.signals
            if signal.name in given and signal.name not in self.model.givers
        }
        return self.at(hour, acting, settling=settling, heard=lambda _who, _giver, name, value: heard.get(name, value))


def _number(given: float | Callable[[float], float], hour: float) -> float:
    return float(given(hour) if callable(given) else given)
