"""Who carries the parts of a large run: this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import importlib
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import Any

from gutbrain.engine.parts import Part
from gutbrain.errors import InputError, Problem
from gutbrain.extras import install

LOCAL = "local"

VECTORS = 16
"""Vectors in a part, about: one thread each."""

PATIENCE = 10.0
"""How long a scheduler, and then its first worker, is waited for, s."""

FIELD = "--scheduler"

Task = Callable[[Part], None]


def check(scheduler: str) -> str:
    """The scheduler, if it is ``local`` or an address.

    Raises
    ------
    InputError
        If it is neither.
    """
    if scheduler != LOCAL and not re.fullmatch(r"(tcp|tls)://.+:\d+", scheduler):
        wrong = f"'{scheduler}' is not a scheduler"
        raise InputError([Problem(wrong, "write local, or the address of one of Dask: tcp://HOST:8786", field=FIELD)])
    return scheduler


def each(scheduler: str, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
    """Do a task for every part, and give each part when it is done, in any order.

    Parameters
    ----------
    scheduler
        What :func:`check` lets through.
    task
        Can be sent to another process, and be done twice.
    parts
        All there are.
    """
    return _here(task, parts) if scheduler == LOCAL else _on_workers(scheduler, task, parts)


def _here(task: Task, parts: Sequence[Part]) -> Iterator[Part]:
    # one more than what fills the cores: while a part is being written, the next is carried
    together = 1 + -(-(os.cpu_count() or 1) // VECTORS)
    with ThreadPoolExecutor(together) as pool:
        yield from _done({pool.submit(task, part): part for part in parts}, as_completed)


def _on_workers(address: str, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
    distributed = _dask()
    with _quiet(), _client(address, distributed) as client:
        futures = {client.submit(task, part, pure=False): part for part in parts}
        try:
            yield from _done(futures, partial(distributed.as_completed, loop=client.loop))
        except distributed.KilledWorker as died:
            wrong = f"workers died again and again while they carried the same part ({died.task})"
            right = "look for the reason in their logs (memory?), and start the same command again to go on"
            raise InputError([Problem(wrong, right, field=FIELD)]) from None
        except (distributed.CancelledError, CancelledError, distributed.comm.CommClosedError):
            wrong, right = f"the scheduler at {address} is gone", "start it and the same command again to go on"
            raise InputError([Problem(wrong, right, field=FIELD)]) from None


def _done(futures: dict[Any, Part], as_completed: Callable[[Iterable[Any]], Iterable[Any]]) -> Iterator[Part]:
    try:
        for future in as_completed(list(futures)):
            future.result()
            yield futures[future]
    finally:
        for future in futures:
            future.cancel()


def _dask() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise InputError([Problem("Dask is not installed", install("cluster"), field=FIELD)]) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from writing tracebacks of its own about what is told in one line here."""
    handlers = [*logging.getLogger("distributed").handlers]

    def nothing(_: logging.LogRecord) -> bool:
        return False

    for handler in handlers:
        handler.addFilter(nothing)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(nothing)


@contextmanager
def _client(address: str, distributed: Any) -> Iterator[Any]:
    """A client of a Dask scheduler that has a worker."""
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError):
        wrong, right = f"no scheduler answers at {address}", "start one: dask scheduler"
        raise InputError([Problem(wrong, right, field=FIELD)]) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            wrong, right = f"the scheduler at {address} has no workers", f"start one: dask worker {address}"
            raise InputError([Problem(wrong, right, field=FIELD)]) from None
        yield client
