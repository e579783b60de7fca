"""Two clocks: that on the wall, and that of the processor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Took:
    """Seconds: by the wall, and of all cores together. The latter hardly sees what else the machine does."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def timed() -> Iterator[Took]:
    """Measure what is done inside."""
    took = Took()
    wall, processor = time.perf_counter(), time.process_time()
    yield took
    took.wall, took.processor = time.perf_counter() - wall, time.process_time() - processor


def best(work: Callable[[], T], repeats: int) -> tuple[T, Took]:
    """The last result of some repeats, and the shortest times."""
    tries = []
    for _ in range(repeats):
        with timed() as took:
            result = work()
        tries.append(took)
    return result, Took(min(t.wall for t in tries), min(t.processor for t in tries))
