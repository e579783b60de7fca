"""How time and memory grow with people, days and draws: whole runs to disk, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FEW = 1000
"""Runs of so many people are repeated; larger ones are repeats in themselves, since they go in parts."""

DAYS = 84
MEGABYTE = 2**20


@dataclass(frozen=True)
class Grown:
    """A run of one size: seconds by the wall and of all cores together, most memory and what is on disk (MB).

    It is a run as a user starts it: parts, summary and the folder of the result.
    """

    people: int
    days: int
    draws: int
    wall: float
    processor: float
    memory: float
    disk: float

    @property
    def cost(self) -> float:
        """Milliseconds of one core for a person, a draw and 84 days."""
        return 1e3 * self.processor / (self.people * self.draws * self.days / DAYS)


def grown(sizes: Sequence[tuple[int, int, int]], repeats: int) -> Iterator[Grown]:
    """Run sizes (people, days, draws)."""
    for size in sizes:
        tries = repeats if size[0] < FEW else 1
        command = [sys.executable, "-m", "benchmarks.growth", *map(str, (*size, tries))]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[1])
        yield Grown(*size, **json.loads(done.stdout))


def _measured(people: int, days: int, draws: int, repeats: int) -> dict[str, float]:
    import gutbrain
    from benchmarks.clock import best
    from benchmarks.cohort import protocol

    asked = protocol(days)
    with tempfile.TemporaryDirectory() as place:
        folders = (Path(place) / str(number) for number in range(repeats + 1))
        # the machine code is there before time is measured
        gutbrain.simulate(asked, people=1, draws=1, out=next(folders))
        _, took = best(lambda: gutbrain.simulate(asked, people=people, draws=draws, out=next(folders)), repeats)
        disk = sum(file.stat().st_size for file in (Path(place) / "1").rglob("*") if file.is_file())
    return {
        "wall": took.wall,
        "processor": took.processor,
        "memory": _most_memory() / MEGABYTE,
        "disk": disk / MEGABYTE,
    }


def _most_memory() -> float:
    """Bytes that this process had at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # what getrusage tells on Linux is at least what the parent had
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return 1024.0 * int(line.split()[1])
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most if sys.platform == "darwin" else 1024 * most)


if __name__ == "__main__":
    print(json.dumps(_measured(*map(int, sys.argv[1:]))))
