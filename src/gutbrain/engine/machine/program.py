"""A composed model that can be carried through time, and everything that can be read at kept times.

Arrays have the shape (name, variant, lane). A lane is one person under one draw of the parameters; a variant is an arm
of a protocol (or, when an effect is explained, one pattern of held influences). Lanes of all variants are packed into
vectors of the processor, see :mod:`gutbrain.engine.machine.slots`.

The integrator carries dy/dt = gain - loss * y exactly where gain and loss are constant over a step (exponential
step), and corrects once with both taken at the end of the step (second order). Stiff and slow states go together, and
what starts positive stays positive, because gain and loss do. Gain and loss are worked out in single precision
(vector units do twice as much), states are kept and advanced in double, so that a slow state is not lost in rounding.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from gutbrain.engine.identity import operations
from gutbrain.engine.machine.kernel import Kernel, Slopes, aligned
from gutbrain.engine.machine.layout import Layout
from gutbrain.engine.machine.slots import Slots
from gutbrain.engine.machine.steps import Steps
from gutbrain.engine.machine.tracing import Equations, traced
from gutbrain.model import Model
from gutbrain.model.units import canonical

AS_IT_IS = np.ones((1, 1, 1))
"""Everything is read off as the model gives it."""


class Fixed(NamedTuple):
    """What does not change in time, in hours-based units; a length of one stands for all variants, or all lanes.

    parameters : (parameter, variant, lane)
    traits : (trait, variant, lane)
    usual : (exposure, variant, lane), what is there between events
    held : (channel, variant, lane), 1 where the influence of a channel is taken from variant 0
    readout : (observable, variant, lane), how much of the deviation from as-now is read off; a single 1: all of it
    """

    parameters: np.ndarray
    traits: np.ndarray
    usual: np.ndarray
    held: np.ndarray
    readout: np.ndarray = AS_IT_IS


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
        self.explaining = settling is not None
        self.layout = Layout.of(model)
        self._lock = Lock()
        self._kernel: Kernel | None = None

    @property
    def kernel(self) -> Kernel:
        """The machine code, made or read when it is first asked for."""
        with self._lock:
            if self._kernel is None:
                self._kernel = Kernel(self.equations, self.operations, self.layout)
            return self._kernel

    @cached_property
    def equations(self) -> Equations:
        """What the machine code is made from."""
        return traced(self.model, self.layout, explaining=self.explaining)

    @cached_property
    def operations(self) -> str:
        """The identity of what is worked out, with every input at its place in the arrays."""
        return operations(self.equations)

    @cached_property
    def slopes(self) -> Slopes:
        """Slopes of one lane in double precision, for other integrators."""
        return Slopes(self.model, self.layout)

    def start(self) -> np.ndarray:
        """Starting values, from which people settle: (state, 1, 1)."""
        values = [getattr(s, "start", 1.0) * canonical(s.unit)[0] for s in self.model.states]
        return np.asarray(values, float)[:, None, None]


class Vectors:
    """Some vectors of a run that are carried together.

    Parameters
    ----------
    program
        The compiled model.
    fixed
        Of the whole run.
    table
        What acts: (segment, exposure, variant), NaN where the usual level holds.
    slots
        What stands in these vectors.
    start
        States at the beginning: (state, variant, lane), lengths of one as in :class:`Fixed`.
    """

    def __init__(self, program: Program, fixed: Fixed, table: np.ndarray, slots: Slots, start: np.ndarray) -> None:
        self._kernel, self._slots, self._shape = program.kernel, slots, (table.shape[2], slots.lanes)
        self._given: dict[str, Any] = {
            "vectors": len(slots.variant),
            "variants": table.shape[2],
            "table": np.ascontiguousarray(table, np.float32),
            "variant": np.ascontiguousarray(slots.variant, np.int32),
            **{name: self._spread(array) for name, array in fixed._asdict().items() if name != "readout"},
            "states": self._spread(start, np.float64),
        }
        # the first vector hears itself
        self._given["held"][0] = 0.0

    def _spread(self, array: np.ndarray, kind: Any = np.float32) -> np.ndarray:
        """(name, variant, lane) to (vector, name, lane)."""
        whole = np.broadcast_to(array, (len(array), *self._shape))
        spread = aligned((len(self._slots.variant), len(array), self._kernel.width), kind)
        spread[...] = np.moveaxis(whole[:, self._slots.variant, self._slots.lane], 0, 1)
        return spread

    @property
    def states(self) -> np.ndarray:
        """States now: (1, vector, state, lane)."""
        return np.asarray(self._given["states"])[None]

    @property
    def usual(self) -> np.ndarray:
        """Usual levels of every place: (exposure, place), vectors slowest."""
        return np.moveaxis(np.asarray(self._given["usual"]), 1, 0).reshape(self._given["usual"].shape[1], -1)

    def act(self, levels: np.ndarray) -> None:
        """Let something else act from now on, on each place by itself.

        Parameters
        ----------
        levels
            (segment, exposure, place), NaN where the usual level holds; segments of steps count in it from now on.
        """
        places = levels.shape[2]
        self._given["table"] = np.ascontiguousarray(levels, np.float32)
        self._given["variants"] = places
        self._given["variant"] = np.arange(places, dtype=np.int32).reshape(self._given["variant"].shape)

    def run(self, steps: Steps) -> np.ndarray:
        """Take steps; give the states at the kept ones: (row, vector, state, lane)."""
        kept = self._block(int(steps.row.max(initial=-1)) + 1, self._kernel.sizes.states)
        self._kernel.call("run", {**self._given, **steps._asdict(), "steps": len(steps.row), "kept": kept})
        return kept

    def observe(self, kept: np.ndarray, moments: Steps) -> np.ndarray:
        """Every observable at kept moments: (row, vector, observable, lane)."""
        rows = self._block(len(kept), self._kernel.sizes.states)
        rows[...] = kept
        observed = self._block(len(kept), self._kernel.sizes.observables)
        given = {**self._given, **moments._asdict(), "steps": len(kept), "kept": rows, "observed": observed}
        self._kernel.call("observe", given)
        return observed

    def _block(self, rows: int, names: int) -> np.ndarray:
        return aligned((rows, len(self._slots.variant), names, self._kernel.width))
