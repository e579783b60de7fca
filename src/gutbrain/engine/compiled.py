"""Compiled programs kept on disk, so that only the first run of a model on a machine waits for the compiler.

What JAX keeps itself still costs tracing at every start; here the finished program is kept. The key covers everything
that the program is made from: the text of the model, the language and the integrator, the versions of JAX, the
machine and the shapes. A file that cannot be read is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import pickle
import platform
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import jax
import numpy as np

from gutbrain import cache
from gutbrain.model import Model

Compiled = Callable[..., Any]


@lru_cache(maxsize=1)
def _surroundings() -> str:
    """Hash of everything but model and shapes that a compiled program depends on."""
    digest = hashlib.sha256()
    for room in ("model", "engine"):
        for file in sorted(Path(str(files("gutbrain") / room)).glob("*.py")):
            digest.update(file.read_bytes())
    cpu = Path("/proc/cpuinfo")
    flags = (
        next((line for line in cpu.read_text().splitlines() if line.startswith(("flags", "Features"))), "")
        if cpu.exists()
        else ""
    )
    digest.update(repr((jax.__version__, version("jaxlib"), platform.platform(), platform.node(), flags)).encode())
    return digest.hexdigest()


def compiled(
    name: str, function: Compiled, model: Model, arguments: Sequence[Any], options: dict[str, bool | int]
) -> Compiled:
    """The compiled form of a function for arguments of these shapes.

    Parameters
    ----------
    name
        Of the function, unique among those of a model.
    function
        Takes flat arrays and gives a tuple of arrays.
    model
        What it was made from.
    arguments
        Arrays, or anything with shape and dtype.
    options
        For the compiler.
    """
    from jax.experimental import serialize_executable

    shapes = [(tuple(np.shape(a)), str(np.asarray(a).dtype)) for a in arguments]
    key = hashlib.sha256(
        repr((name, _surroundings(), model.fingerprint, shapes, sorted(options.items()))).encode()
    ).hexdigest()[:32]
    file = f"{name}-{key}.bin"
    kept = cache.kept(file)
    if kept is not None:
        try:
            ready: Compiled = serialize_executable.deserialize_and_load(*pickle.loads(kept))
            return ready
        except Exception:  # cut short, or of another build in spite of its key: compiling is always right
            pass
    program = jax.jit(function, compiler_options=options).lower(*arguments).compile()
    # a program that cannot be written down still runs
    with contextlib.suppress(Exception):
        cache.keep(file, pickle.dumps(serialize_executable.serialize(program)))
    return program
