"""What a class asks at once, and what it costs: ``python -m benchmarks.classroom``.

Starts ``gutbrain serve`` and lets so many pages ask as ours do (each with a name of its own; who is told to come later
comes later), then looks how long answers take, how much processor time each costs, and how large the server becomes.
The load is made on the same machine; its own processor time is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from benchmarks.web import HTML, memory, serving, spread

TASKS = {
    "class": "one task for all: fibre and sleep of one kind of person, in the steps of the sliders",
    "all-different": "no two questions are alike",
}
PEOPLE = ("healthy-adult", "stressed-adult", "major-depression", "ibs")


@dataclass
class Seen:
    """What the clients saw."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    first: int = 0
    answers: int = 0


def main() -> None:
    """Ask, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--thinking", type=float, default=3.0, help="mean time between an answer and the next question")
    parser.add_argument("--task", choices=list(TASKS), default="class")
    parser.add_argument(
        "--scrolls", type=float, default=0.0, help="share of answers below which somebody looks further"
    )
    parser.add_argument("--requests", type=int, default=0, help="then so many requests one after the other, for growth")
    given = parser.parse_args()
    with serving() as (process, address):
        asyncio.run(_warm(address, given.task))
        settle(process)
        before, begun = processor(process), time.perf_counter()
        seen = asyncio.run(crowd(address, given))
        spent, passed = processor(process) - before, time.perf_counter() - begun
        print(f"{given.clients} clients, thinking {given.thinking:g} s: {TASKS[given.task]}")
        print(f"{spread(seen.took)}; statuses {dict(seen.statuses)}; {seen.first} first answers from less")
        each = spent / max(1, seen.answers)
        print(f"{each:.3f} s of processor time an answer, {seen.answers / passed:.1f} answers a second")
        print(f"memory {memory(process) / 1e6:.0f} MB")
        if given.requests:
            asyncio.run(grow(address, process, given))


async def crowd(address: str, given: argparse.Namespace) -> Seen:
    """Everybody asks, looks, and asks again, until the time is over."""
    seen, until = Seen(), time.perf_counter() + given.seconds

    async def one(number: int) -> None:
        chance = random.Random(number + 1)
        await asyncio.sleep(chance.uniform(0, given.thinking))
        while time.perf_counter() < until:
            await _ask(client, chance, seen, f"{number:08x}", given.task, given.scrolls)
            await asyncio.sleep(chance.uniform(0.5, 1.5) * given.thinking)

    async with _client(address, given.clients) as client:
        await asyncio.gather(*(one(number) for number in range(given.clients)))
    return seen


async def grow(address: str, pid: int, given: argparse.Namespace) -> None:
    """Memory before and after many requests."""
    chance, seen = random.Random(99), Seen()
    async with _client(address, 10) as client:
        for part in range(5):
            print(f"after {part * given.requests // 4} requests: {memory(pid) / 1e6:.0f} MB")
            if part == 4:
                break
            for _ in range(given.requests // 40):
                asked = (_ask(client, chance, seen, f"{n:08x}", "all-different", 0.0) for n in range(10))
                await asyncio.gather(*asked)


def _client(address: str, connections: int) -> httpx2.AsyncClient:
    limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
    return httpx2.AsyncClient(base_url=address, timeout=300, headers=HTML, limits=limits)


async def _warm(address: str, task: str) -> None:
    async with _client(address, 1) as client:
        await _ask(client, random.Random(0), Seen(), "warm", task, 0.0)


def _question(chance: random.Random, task: str) -> dict[str, str]:
    if task == "class":
        return {
            "person": "stressed-adult",
            "fibre": str(chance.randrange(10, 41)),
            "sleep": str(chance.randrange(12, 19) / 2),
        }
    return {
        "person": chance.choice(PEOPLE),
        "fibre": str(chance.randrange(20, 80) / 2),
        "sleep": str(chance.randrange(60, 90) / 10),
        "age": str(chance.randrange(18, 80)),
    }


async def _ask(
    client: httpx2.AsyncClient, chance: random.Random, seen: Seen, page: str, task: str, scrolls: float
) -> None:
    asked = _question(chance, task)
    paths = ["/api/what-if", *(["/api/what-if/carried"] if chance.random() < scrolls else [])]
    for path in paths:
        begun = time.perf_counter()
        while True:
            response = await client.get(path, params=asked, headers={"x-page": page})
            seen.statuses[response.status_code] += 1
            if response.status_code not in (429, 503):
                break
            await asyncio.sleep(float(response.headers["retry-after"]) * chance.uniform(1, 1.25))
        assert response.status_code == 200, response.text
        seen.took.append(time.perf_counter() - begun)
        seen.answers += 1
        seen.first += "data-surer" in response.text


def settle(pid: int) -> None:
    """Wait until all processes are warm: nothing more is done."""
    last = -1.0
    while (now := processor(pid)) - last > 0.02:
        last = now
        time.sleep(3)


def processor(pid: int) -> float:
    """Processor time of a process and of all that it started and that live (s)."""
    ticks, total = os.sysconf("SC_CLK_TCK"), 0
    family = {pid}
    rows = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            rows.append((int(folder.name), int(fields[1]), int(fields[11]) + int(fields[12])))
    for _ in range(4):
        family |= {one for one, parent, _ in rows if parent in family}
    for one, _, used in rows:
        total += used if one in family else 0
    return total / ticks


if __name__ == "__main__":
    main()
