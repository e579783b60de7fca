"""A composed model as one compiled array program: steps through time, and everything that can be read at kept times.

Arrays have the shape (name, lane). A lane is one person under one draw of the parameters in one variant; a variant is
an arm of a protocol (or, when an effect is explained, one pattern of held influences), and variants stand one behind
the other. Lanes are last, so that they fill vector units.

The integrator carries dy/dt = gain - loss * y exactly where gain and loss are constant over a step (exponential
step), and corrects once with both taken at the end of the step (second order). Stiff and slow states go together, and
what starts positive stays positive, because gain and loss do. Gain and loss are worked out in single precision
(vector units do twice as much, and have exp and log), states are kept and advanced in double, so that a slow state is
not lost in rounding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from gutbrain.axis.observables import OBSERVABLES
from gutbrain.engine.compiled import compiled
from gutbrain.model import Evaluation, Model, Numbers
from gutbrain.model.units import HOURS, canonical

STEPS = 256
"""Steps that one call of the program takes at most."""

ROWS = 64
"""Moments that one call keeps at most."""

MANY_LANES = 128
"""From so many lanes on, time to compile is well spent."""

HOURS_A_DAY = HOURS["day"]


class Fixed(NamedTuple):
    """What does not change in time, in hours-based units.

    parameters : (parameter, lane)
    traits : (trait, lane)
    usual : (exposure, lane), what is there between events
    held : (channel, lane), 1 where the influence of a channel is taken from variant 0
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
        """The layout of a model.

        What is read off are the vocabulary's observables, the strains, and every signal that a channel hears.
        """
        strains = (name for name in model.observables if re.fullmatch(r"strain_\d+", name))
        wanted = dict.fromkeys([*OBSERVABLES, *strains, *(signal.name for signal in model.signals)])
        return cls(
            states=tuple(s.name for s in model.states),
            parameters=tuple(p.key for p in model.parameters),
            traits=tuple(sorted(model.traits)),
            exposures=tuple(sorted(model.exposures)),
            channels=tuple(m.name for m in model.modules),
            observables=tuple(name for name in wanted if name in model.observables),
        )


class Program:
    """The compiled form of a model.

    Parameters
    ----------
    model
        A composed model.
    settling
        The program with which people settle, given where influences can be held (see :class:`Fixed`): holding costs a
        little, so that is done only where an effect is explained.
    """

    def __init__(self, model: Model, settling: Program | None = None) -> None:
        self.model = model
        self.settling = settling or self
        self.layout = Layout.of(model)
        self._explaining = settling is not None
        self._compiled: dict[tuple[str, tuple[int, ...]], Any] = {}
        self._lock, self._locks = Lock(), dict[tuple[str, tuple[int, ...]], Lock]()

    def run(self, y: Any, fixed: Fixed, steps: Steps, count: int) -> tuple[Any, Any]:
        """Take ``count`` steps; give the last state, and the states at the kept moments: (row, state, lane)."""
        return self._call("run", y, *fixed, *steps, count)  # type: ignore[no-any-return]

    def observe(self, kept: Any, fixed: Fixed, events: Any, time: Any, settling: Any, before: Any) -> Any:
        """Every observable at kept moments: (row, observable, lane)."""
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
                self._compiled[shape] = compiled(
                    label,
                    function,
                    self.model,
                    arrays,
                    _compiler_options(arrays[0].shape[-1] >= MANY_LANES, name == "observe"),
                )
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

    def _evaluation(
        self, y: Any, fixed: Fixed, events: Any, time: Any, settling: Any, before_day_zero: Any
    ) -> Evaluation:
        """The model at one moment; ``events`` is (exposure, variant)."""
        precision = fixed.usual.dtype
        y, events = y.astype(precision), events.astype(precision)
        variants, lanes = events.shape[1], fixed.usual.shape[1]
        events = jnp.repeat(events, lanes // variants, axis=1, total_repeat_length=lanes)
        exposures = jnp.where(jnp.isnan(events), fixed.usual, events)
        numbers = self._numbers(y, fixed, exposures, time, settling, before_day_zero)
        if not self._explaining:
            return Evaluation(self.model, numbers)
        place = {name: i for i, name in enumerate(self.layout.channels)}

        def hold(listener: str, giver: str, name: str, value: Any) -> Any:
            if jnp.ndim(value) == 0:
                return value
            as_variants = value.reshape(variants, -1)
            free = jnp.broadcast_to(as_variants[:1], as_variants.shape).reshape(-1)
            return jnp.where(fixed.held[place[giver]] > 0, free, value)

        return Evaluation(self.model, numbers, hold)

    def slopes(
        self, y: Any, fixed: Fixed, events: Any, time: Any, settling: Any, before_day_zero: Any
    ) -> tuple[Any, Any]:
        """Gain and loss of every state, each (state, lane), in the precision of ``fixed``."""
        evaluation = self._evaluation(y, fixed, events, time, settling, before_day_zero)
        changes = [evaluation.change(name) for name in self.layout.states]
        gain = jnp.stack([jnp.broadcast_to(c.gain, y.shape[1:]) for c in changes])
        loss = jnp.stack([jnp.broadcast_to(c.loss, y.shape[1:]) for c in changes])
        return gain, loss

    def start(self, lanes: int) -> Any:
        """Starting values, from which people settle: (state, lane)."""
        values = [getattr(s, "start", 1.0) * canonical(s.unit)[0] for s in self.model.states]
        return np.repeat(np.asarray(values)[:, None], lanes, axis=1)

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
            evaluation = self._evaluation(y, fixed, events, time, settling, before)
            return jnp.stack([jnp.broadcast_to(evaluation.value(n), y.shape[1:]) for n in self.layout.observables])

        return jax.vmap(at)(kept, *moments)


@lru_cache(maxsize=4)
def _compiler_options(many: bool, seldom: bool) -> dict[str, bool | int]:
    """Options for the compiler.

    With few lanes, leaving out vector loops halves the time to compile and costs little; what is called ``seldom`` is
    not optimised at all then. With ``many`` lanes the defaults are right.
    """
    options = {
        "xla_cpu_use_fusion_emitters": False,
        "xla_backend_optimization_level": 0 if seldom else 1,
        "xla_llvm_disable_expensive_passes": True,
    }
    if many:
        return {}
    try:
        jax.jit(lambda x: x + 1, compiler_options=options).lower(1.0).compile()
    except Exception:  # an unknown option is reported by whatever error the version raises; the default is only slower
        return {}
    return options


def exponential_step(y: Any, gain: Any, loss: Any, width: Any) -> Any:
    """Exact solution after ``width`` hours of dy/dt = gain - loss * y with both constant.

    ``gain`` and ``loss`` may be of single precision: what is added is then as precise as they are, while ``y`` keeps
    its own.
    """
    z = loss * width.astype(loss.dtype)
    small = z < 0.01
    # exp has a vector form where expm1 has none; the series keeps the digits that 1 - exp(-z) loses
    weight = jnp.where(small, 1 - z * (0.5 - z * (1 / 6 - z / 24)), (1 - jnp.exp(-z)) / jnp.where(small, 1, z))
    return y + width * weight * (gain - loss * y)


def bucket(lanes: int) -> int:
    """The number of lanes that a program is compiled for: few sizes, so that compiled programs are shared."""
    return next(size for size in (1, 4, 8, 32, 128) if lanes <= size or size == 128)


def pad(array: np.ndarray, lanes: int) -> np.ndarray:
    """Repeat the last lane until there are ``lanes``."""
    missing = lanes - array.shape[-1]
    if missing <= 0:
        return array
    return np.concatenate([array, np.repeat(array[..., -1:], missing, axis=-1)], axis=-1)
