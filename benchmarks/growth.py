"""How time and memory grow with people, days and draws; each measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PART = 512
"""People that are carried at once; more go in parts, since all that is kept of a part is in memory."""

DAYS = 84
MEGABYTE = 2**20


@dataclass(frozen=True)
class Grown:
    """A run of one size: seconds by the wall and of all cores together, and the most memory that it had (MB)."""

    people: int
    days: int
    draws: int
    wall: float
    processor: float
    memory: float

    @property
    def cost(self) -> float:
        """Milliseconds of one core for a person, a draw and 84 days."""
        return 1e3 * self.processor / (self.people * self.draws * self.days / DAYS)


def grown(sizes: Sequence[tuple[int, int, int]], repeats: int) -> list[Grown]:
    """Run sizes (people, days, draws); those of many parts once, since they are repeats in themselves."""
    found = []
    for size in sizes:
        tries = repeats if size[0] <= PART else 1
        command = [sys.executable, "-m", "benchmarks.growth", *map(str, (*size, tries))]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
        found.append(Grown(*size, **json.loads(done.stdout)))
    return found


def _measured(people: int, days: int, draws: int, repeats: int) -> dict[str, float]:
    from benchmarks.clock import best
    from benchmarks.cohort import cohort
    from benchmarks.ours import carried

    made = cohort(days, 1)
    carried(made, 1)
    parts = [min(PART, people - begun) for begun in range(0, people, PART)]

    def run() -> None:
        for part in parts:
            carried(made, part, draws=draws)

    _, took = best(run, repeats)
    return {"wall": took.wall, "processor": took.processor, "memory": _most_memory() / MEGABYTE}


def _most_memory() -> float:
    """Bytes that this process had at most."""
    status = Path("/proc/self/status")
    if status.exists():
        # what getrusage tells on Linux is at least what the parent had
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return 1024.0 * int(line.split()[1])
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most if sys.platform == "darwin" else 1024 * most)


if __name__ == "__main__":
    print(json.dumps(_measured(*map(int, sys.argv[1:]))))
