"""A model as machine code of this processor, kept on disk so that only the first run on a machine waits for it.

What is kept is known by what the code computes (see :mod:`gutbrain.engine.identity`), the version of the compiler and
the processor. A file that cannot be read is made anew.
"""

from __future__ import annotations

import ctypes
import hashlib
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir

from gutbrain import cache
from gutbrain.engine.identity import hashed
from gutbrain.engine.machine.codegen import BLOCKS, INDEX, Generator, Sizes
from gutbrain.engine.machine.layout import Layout
from gutbrain.engine.machine.stepping import OBSERVE, RUN, Stepping
from gutbrain.engine.machine.tracing import Equations, traced
from gutbrain.engine.machine.vectors import SINGLE
from gutbrain.model import Model

CACHE_LINE = 64
OPTIMISED = 2
"""How much the compiler tries; the equations are simplified before it sees them."""

_loaded = itertools.count()


@dataclass(frozen=True)
class Host:
    """The processor: ``width`` is how many numbers of single precision it takes at once."""

    triple: str
    name: str
    features: str
    width: int

    @classmethod
    @lru_cache(maxsize=1)
    def here(cls) -> Host:
        """The processor that this runs on."""
        features = llvm.get_host_cpu_features()
        widths = (("avx512f", 16), ("avx2", 8))
        width = next((width for feature, width in widths if features.get(feature)), 4)
        return cls(llvm.get_process_triple(), llvm.get_host_cpu_name(), features.flatten(), width)


def aligned(shape: tuple[int, ...], kind: Any = np.float32) -> np.ndarray:
    """An empty array that begins at a cache line, as vectors must."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    raw = np.empty(size + CACHE_LINE, np.uint8)
    begin = -raw.ctypes.data % CACHE_LINE
    return np.asarray(raw[begin : begin + size].view(kind).reshape(shape))


class Code:
    """Machine code in memory; its functions can be called as long as it lives."""

    def __init__(self, content: bytes, names: tuple[str, ...]) -> None:
        _ready()
        builder = llvm.JITLibraryBuilder().add_object_img(content).add_current_process()
        for name in names:
            builder.export_symbol(name)
        self._library = builder.link(_jit(), f"gutbrain-{next(_loaded)}")

    def function(self, name: str, *kinds: Any) -> Callable[..., None]:
        """One of its functions, called without the interpreter's lock."""
        made: Callable[..., None] = ctypes.CFUNCTYPE(None, *kinds)(self._library[name])
        return made


class Kernel:
    """The functions of a model that take a call's vectors through time, and read them off.

    Parameters
    ----------
    equations
        A traced model.
    operations
        The identity of the equations.
    layout
        Where names stand.
    """

    def __init__(self, equations: Equations, operations: str, layout: Layout) -> None:
        self.width = Host.here().width
        file = f"kernel-{_key(operations, layout)}.bin"
        made = _kept(file)
        if made is None:
            made = _made(equations, layout, self.width)
            cache.keep(file, _packed(*made))
        content, self.sizes = made
        self._code = Code(content, ("run", "observe"))
        self._functions = {
            name: (arguments, self._code.function(name, *(_kind(k) for k in arguments.values())))
            for name, arguments in (("run", RUN), ("observe", OBSERVE))
        }

    def call(self, name: str, given: Mapping[str, Any]) -> None:
        """Call ``run`` or ``observe``.

        ``vectors``, ``steps`` and ``variants`` are counts. The rest are arrays with the lanes of a vector last.
        Of each vector: ``parameters``, ``traits``, ``usual``, ``held`` (vector, name, lane), ``variant``
        (vector, lane), ``states`` (vector, state, lane) in double, carried forward in place. Of each step: ``segment``
        of ``table`` (segment, exposure, variant), ``fresh`` (1 where segment, flags or time do not follow from the step
        before), ``clock_begin`` and ``clock_end`` (h), the flags, ``width`` (h), ``rush`` (1/h), ``row`` (of
        ``kept``, or -1). Results: ``kept`` (row, vector, state, lane), of which ``observe`` makes ``observed``
        (row, vector, observable, lane).
        """
        arguments, function = self._functions[name]
        size = given["vectors"] * self.sizes.own + self.sizes.common
        given = {**given, "scratch": aligned((size, self.width))}
        arrays = [given[key] for key in arguments]
        function(*(a.ctypes.data if isinstance(a, np.ndarray) else a for a in arrays))


class Slopes:
    """Slopes of one lane in double precision, straight from the equations.

    Parameters
    ----------
    model
        A composed model.
    layout
        Where its names stand.
    """

    def __init__(self, model: Model, layout: Layout) -> None:
        generator = Generator(traced(model, layout, explaining=False), layout.counts(), Host.here().triple, 1)
        self._states = generator.sizes.states
        self._code = Code(compiled(generator.plain_slopes()), ("slopes",))
        kinds = [*[ctypes.c_void_p] * len(BLOCKS), *[ctypes.c_double] * 3, *[ctypes.c_void_p] * 2]
        self._function = self._code.function("slopes", *kinds)

    def __call__(
        self,
        y: np.ndarray,
        *,
        parameters: np.ndarray,
        traits: np.ndarray,
        exposures: np.ndarray,
        clock: float,
        settling: float,
        before_day_zero: float,
    ) -> np.ndarray:
        """dy/dt of every state at ``clock`` (h), in hours-based units; one value each, in the order of the layout."""
        given = {"parameters": parameters, "traits": traits, "exposures": exposures, "states": y}
        blocks = {name: np.ascontiguousarray(array, np.float64) for name, array in given.items()}
        places = [blocks[name].ctypes.data if name in blocks else None for name in BLOCKS]
        gain, loss = np.empty(self._states), np.empty(self._states)
        self._function(*places, clock, settling, before_day_zero, gain.ctypes.data, loss.ctypes.data)
        return gain - loss * blocks["states"]


def _made(equations: Equations, layout: Layout, width: int) -> tuple[bytes, Sizes]:
    """Machine code of a model, and its sizes."""
    generator = Stepping(equations, layout.counts(), Host.here().triple, width)
    return compiled(generator.program()), generator.sizes


def compiled(module: ir.Module) -> bytes:
    """Machine code of a module."""
    _ready()
    host = Host.here()
    target = llvm.Target.from_triple(host.triple)
    machine = target.create_target_machine(host.name, host.features, opt=OPTIMISED, reloc="pic", codemodel="small")
    module.triple = host.triple
    module.data_layout = str(machine.target_data)
    read = llvm.parse_assembly(str(module))
    passes = llvm.create_new_module_pass_manager()
    passes.add_always_inliner_pass()
    passes.add_instruction_combine_pass()
    passes.run(read, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(OPTIMISED)))
    return bytes(machine.emit_object(read))


def _packed(content: bytes, sizes: Sizes) -> bytes:
    """What is kept: a line that says what it is, and the code."""
    told = {"sizes": asdict(sizes), "sha256": hashlib.sha256(content).hexdigest()}
    return json.dumps(told).encode() + b"\n" + content


def _kept(file: str) -> tuple[bytes, Sizes] | None:
    kept = cache.kept(file)
    if kept is None:
        return None
    line, _, content = kept.partition(b"\n")
    try:
        told = json.loads(line)
        sizes = Sizes(**told["sizes"])
    except (ValueError, KeyError, TypeError):  # damaged: making it anew is always right
        return None
    return (content, sizes) if told.get("sha256") == hashlib.sha256(content).hexdigest() else None


def _key(operations: str, layout: Layout) -> str:
    return hashed(operations, layout.counts(), llvmlite.__version__, OPTIMISED, Host.here())


@lru_cache(maxsize=1)
def _ready() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


@lru_cache(maxsize=1)
def _jit() -> Any:
    # the older loader puts code and its constants into mappings of their own, which may come to lie too far apart
    return llvm.create_lljit_compiler(use_jit_link=True)


def _kind(kind: ir.Type) -> Any:
    return {INDEX: ctypes.c_int64, SINGLE: ctypes.c_float}.get(kind, ctypes.c_void_p)
