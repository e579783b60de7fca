"""A composed model as one compiled array program: steps through time, and everything that can be read at kept times.

Arrays have the shape (name, variant, lane). A lane is one person under one draw of the parameters, a variant is an arm of a
protocol (or, when an effect is explained, one pattern of held influences). Lanes are last, so that they fill vector units.

The integrator carries dy/dt = gain - loss * y exactly where gain and loss are constant over a step (exponential step), and
corrects once with both taken at the end of the step (second order). Stiff and slow states go together, and what starts
positive stays positive, because gain and loss do. Gain and loss are worked out in single precision (vector units do twice as much, and
have exp and log), states are kept and advanced in double, so that a slow state is not lost in rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from gutbrain.engine.compiled import compiled
from gutbrain.model import Evaluation, Model, Numbers
from gutbrain.model.units import HOURS, canonical

STEPS = 256
"""Steps that one call of the program takes at most."""

ROWS = 64
"""Moments that one call keeps at most."""

HOURS_A_DAY = HOURS["day"]


class Fixed(NamedTuple):
    """What does not change in time, in hours-based units.

    parameters : (parameter, 1, lane)
    traits : (trait, variant, lane)
    usual : (exposure, variant, lane), what is there between events
    held : (channel, variant, 1), 1 where the influence of a channel is taken from variant 0
    """

    parameters: Any
    traits: Any
    usual: Any
    held: Any


class Steps(NamedTuple):
    """One call's worth of time steps, padded to ``STEPS``.

    time, width : (step,) hours
    events : (step, exposure, variant), NaN where the usual level holds
    settling, before_day_zero : (step,) 1 or 0
    rush : (step,) 1/h; slow states are hurried to at least this rate while a person settles, 0 = as they are
    row : (step,) where the state after this step is kept; ``ROWS`` = not kept
    """

    time: Any
    width: Any
    events: Any
    settling: Any
    before_day_zero: Any
    rush: Any
    row: Any


@dataclass(frozen=True)
class Layout:
    """Where every name stands in the arrays."""

    states: tuple[str, ...]
    parameters: tuple[str, ...]
    traits: tuple[str, ...]
    exposures: tuple[str, ...]
    channels: tuple[str, ...]
    observables: tuple[str, ...]

    @classmethod
    def of(cls, model: Model) -> Layout:
        """The layout of a model."""
        return cls(
            states=tuple(s.name for s in model.states),
            parameters=tuple(p.key for p in model.parameters),
            traits=tuple(sorted(model.traits)),
            exposures=tuple(sorted(model.exposures)),
            channels=tuple(m.name for m in model.modules),
            observables=tuple(model.observables),
        )


class Program:
    """The compiled form of a model.

    Parameters
    ----------
    model
        A composed model.
    explaining
        Whether influences can be held (see :class:`Fixed`); costs a little, so only where an effect is explained.
    """

    def __init__(self, model: Model, *, explaining: bool = False) -> None:
        self.model = model
        self.layout = Layout.of(model)
        self._explaining = explaining
        self._compiled: dict[tuple[str, tuple[int, ...]], Any] = {}
        self._lock, self._locks = Lock(), dict[tuple[str, tuple[int, ...]], Lock]()

    def run(self, y: Any, fixed: Fixed, steps: Steps, count: int) -> tuple[Any, Any]:
        """Take ``count`` steps; give the last state, and the states at the kept moments: (row, state, variant, lane)."""
        return self._call("run", y, *fixed, *steps, count)  # type: ignore[no-any-return]

    def observe(self, kept: Any, fixed: Fixed, events: Any, time: Any, settling: Any, before: Any) -> Any:
        """Every observable at kept moments: (row, observable, variant, lane)."""
        return self._call("observe", kept, *fixed, events, time, settling, before)

    def _call(self, name: str, *arguments: Any) -> Any:
        """Call the compiled form of a function; it is compiled once for every shape."""
        arrays = [
            np.asarray(a, np.int64 if np.issubdtype(np.asarray(a).dtype, np.integer) else np.float64) for a in arguments
        ]
        shape = (name, tuple(n for a in arrays for n in a.shape))
        with self._lock:
            lock = self._locks.setdefault(shape, Lock())
        with lock:
            if shape not in self._compiled:
                label = f"{name}-explaining" if self._explaining else name
                function = {"run": self._run, "observe": self._observe}[name]
                self._compiled[shape] = compiled(label, function, self.model, arrays, _compiler_options())
        return self._compiled[shape](*arrays)

    def _numbers(self, y: Any, fixed: Fixed, exposures: Any, time: Any, settling: Any, before_day_zero: Any) -> Numbers:
        layout = self.layout
        time = jnp.asarray(time)
        return Numbers(
            states={name: y[i] for i, name in enumerate(layout.states)},
            parameters={name: fixed.parameters[i] for i, name in enumerate(layout.parameters)},
            exposures={name: exposures[i] for i, name in enumerate(layout.exposures)},
            traits={name: fixed.traits[i] for i, name in enumerate(layout.traits)},
            clock=jnp.mod(time, HOURS_A_DAY).astype(y.dtype),
            settling=jnp.asarray(settling, y.dtype),
            before_day_zero=jnp.asarray(before_day_zero, y.dtype),
            plain=lambda value, unit: value * canonical(unit)[0],
        )

    def _evaluation(self, numbers: Numbers, fixed: Fixed) -> Evaluation:
        if not self._explaining:
            return Evaluation(self.model, numbers)
        place = {name: i for i, name in enumerate(self.layout.channels)}

        def hold(listener: str, giver: str, name: str, value: Any) -> Any:
            value = jnp.asarray(value)
            if value.ndim < 2 or value.shape[0] == 1:
                return value
            return jnp.where(fixed.held[place[giver]] > 0, value[:1], value)

        return Evaluation(self.model, numbers, hold)

    def slopes(
        self, y: Any, fixed: Fixed, events: Any, time: Any, settling: Any, before_day_zero: Any
    ) -> tuple[Any, Any]:
        """Gain and loss of every state, each (state, variant, lane), in the precision of ``fixed``."""
        precision = fixed.parameters.dtype
        y, events = y.astype(precision), events.astype(precision)
        exposures = jnp.where(jnp.isnan(events)[..., None], fixed.usual, events[..., None])
        evaluation = self._evaluation(self._numbers(y, fixed, exposures, time, settling, before_day_zero), fixed)
        changes = [evaluation.change(name) for name in self.layout.states]
        shape = y.shape[1:]
        gain = jnp.stack([jnp.broadcast_to(c.gain, shape) for c in changes])
        loss = jnp.stack([jnp.broadcast_to(c.loss, shape) for c in changes])
        return gain, loss

    def start(self, variants: int, lanes: int) -> Any:
        """Starting values, from which people settle: (state, variant, lane)."""
        values = [getattr(s, "start", 1.0) * canonical(s.unit)[0] for s in self.model.states]
        return jnp.broadcast_to(jnp.asarray(values)[:, None, None], (len(values), variants, lanes))

    def _run(self, y: Any, *arrays: Any) -> tuple[Any, Any]:
        fixed, steps, count = Fixed(*arrays[:4]), Steps(*arrays[4:11]), arrays[11]

        def step(i: Any, carry: tuple[Any, Any]) -> tuple[Any, Any]:
            y, kept = carry
            time, width, events = steps.time[i], steps.width[i], steps.events[i]
            settling, before, rush = (
                steps.settling[i],
                steps.before_day_zero[i],
                steps.rush[i].astype(fixed.parameters.dtype),
            )

            # predictor and corrector are one loop body, so that the equations are compiled once
            def stage(number: Any, carry: tuple[Any, Any, Any, Any]) -> tuple[Any, Any, Any, Any]:
                at, gain_before, loss_before, hurry = carry
                gain, loss = self.slopes(at, fixed, events, time + number * width, settling, before)
                first = number == 0
                hurry = jnp.where(first, jnp.maximum(1.0, rush / jnp.maximum(loss, 1e-9)), hurry)
                gain, loss = gain * hurry, loss * hurry
                gain_mean = jnp.where(first, gain, 0.5 * (gain_before + gain))
                loss_mean = jnp.where(first, loss, 0.5 * (loss_before + loss))
                return exponential_step(y, gain_mean, loss_mean, width), gain, loss, hurry

            blank = jnp.zeros(y.shape, fixed.parameters.dtype)
            y = jax.lax.fori_loop(0, 2, stage, (y, blank, blank, blank))[0]
            return y, jax.lax.dynamic_update_index_in_dim(kept, y, steps.row[i], axis=0)

        # one row more than is kept takes what is not
        kept = jnp.zeros((ROWS + 1, *y.shape), y.dtype)
        y, kept = jax.lax.fori_loop(0, count, step, (y, kept))
        return y, kept[:ROWS]

    def _observe(self, kept: Any, *arrays: Any) -> Any:
        fixed, moments = Fixed(*arrays[:4]), arrays[4:]

        def at(y: Any, events: Any, time: Any, settling: Any, before: Any) -> Any:
            y, events = y.astype(fixed.parameters.dtype), events.astype(fixed.parameters.dtype)
            exposures = jnp.where(jnp.isnan(events)[..., None], fixed.usual, events[..., None])
            evaluation = self._evaluation(self._numbers(y, fixed, exposures, time, settling, before), fixed)
            values = [evaluation.value(name) for name in self.layout.observables]
            return jnp.stack([jnp.broadcast_to(v, y.shape[1:]) for v in values])

        return jax.vmap(at)(kept, *moments)


@lru_cache(maxsize=1)
def _compiler_options() -> dict[str, bool]:
    """Options that halve the time to compile long chains of small operations, where this version of XLA knows them."""
    options = {"xla_cpu_use_fusion_emitters": False}
    try:
        jax.jit(lambda x: x + 1, compiler_options=options).lower(1.0).compile()
    except Exception:  # an unknown option is reported by whatever error the version raises; the default is only slower
        return {}
    return options


def exponential_step(y: Any, gain: Any, loss: Any, width: Any) -> Any:
    """Exact solution after ``width`` hours of dy/dt = gain - loss * y with both constant.

    ``gain`` and ``loss`` may be of single precision: what is added is then as precise as they are, while ``y`` keeps its own.
    """
    z = loss * width.astype(loss.dtype)
    small = z < 0.01
    # exp has a vector form where expm1 has none; the series keeps the digits that 1 - exp(-z) loses
    weight = jnp.where(small, 1 - z * (0.5 - z * (1 / 6 - z / 24)), (1 - jnp.exp(-z)) / jnp.where(small, 1, z))
    return y + width * weight * (gain - loss * y)


def bucket(lanes: int) -> int:
    """The number of lanes that a program is compiled for: few sizes, so that compiled programs are shared."""
    return next(size for size in (1, 8, 32, 128) if lanes <= size or size == 128)


def pad(array: np.ndarray, lanes: int) -> np.ndarray:
    """Repeat the last lane until there are ``lanes``."""
    missing = lanes - array.shape[-1]
    if missing <= 0:
        return array
    return np.concatenate([array, np.repeat(array[..., -1:], missing, axis=-1)], axis=-1)
