"""A second process beside the first, for work that would otherwise wait for it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor


@contextlib.contextmanager
def helper(*, small: bool) -> Iterator[ProcessPoolExecutor]:
    """One helper process.

    Parameters
    ----------
    small
        Whether this process has little to compute: both then keep to one core each, which spares them the cost of
        sharing out thousands of tiny operations (read once, when JAX starts).
    """
    if small and "jax" not in sys.modules:
        os.environ.setdefault("PJRT_NPROC", "1")
    quick = "fork" if sys.platform == "linux" and "jax" not in sys.modules else "spawn"
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(quick), initializer=_one_core) as pool:
        yield pool


def _one_core() -> None:
    os.environ["PJRT_NPROC"] = "1"
