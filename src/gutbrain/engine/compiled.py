"""Compiled programs kept on disk, so that only the first run of a model on a machine waits for the compiler.

What JAX keeps itself still costs tracing at every start; here the finished program is kept. The key covers everything
that the program is made from: the text of the model, the language and the integrator, the versions of JAX, the
machine and the shapes. A file that cannot be read is made anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import tempfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import jax
import numpy as np

from gutbrain.model import Model

Compiled = Callable[..., Any]


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where compiled programs are kept: ``GUTBRAIN_CACHE``, or the user's cache folder."""
    from platformdirs import user_cache_dir

    path = Path(os.environ.get("GUTBRAIN_CACHE") or user_cache_dir("gutbrain"))
    path.mkdir(parents=True, exist_ok=True)
    return path


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
    name: str, function: Compiled, model: Model, arguments: Sequence[Any], options: dict[str, bool]
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
        repr((name, _surroundings(), model.fingerprint, shapes, sorted(options))).encode()
    ).hexdigest()[:32]
    file = folder() / f"{name}-{key}.bin"
    try:
        parts = pickle.loads(file.read_bytes())
        kept: Compiled = serialize_executable.deserialize_and_load(*parts)
        return kept
    except Exception:  # absent, cut short, or of another build: compiling is always right
        program = jax.jit(function, compiler_options=options).lower(*arguments).compile()
    try:
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as part:
            pickle.dump(serialize_executable.serialize(program), part)
        Path(part.name).replace(file)
    except Exception:  # a program that cannot be kept still runs
        Path(part.name).unlink(missing_ok=True)
    return program
