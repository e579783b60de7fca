"""How quick and how large the web application is: ``python -m benchmarks.web``.

Starts ``gutbrain serve``, waits for its address, and measures the first page, questions of several people at once, and
memory with idle visitors. Prints a table; what it measures depends on the machine, and on what else runs there.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

PEOPLE, IDLE = 10, 50
SECONDS = 60.0
THINKING = (1.0, 3.0)
"""How long somebody looks at an answer before the next slider moves (s)."""

SCROLLS = 1 / 3
"""How often somebody looks at what carried a change; a page asks for it when it comes near the screen."""

HTML = {"accept": "text/html"}


def main() -> None:
    """Measure all, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long people ask at once")
    seconds = parser.parse_args().seconds
    begun = time.perf_counter()
    with serving() as (process, address):
        print(f"listens after {time.perf_counter() - begun:.2f} s")
        print(f"first page, all of it, in a new Chromium: {first_page(address)}")
        once = asyncio.run(alone(address))
        print(f"what-if, nobody else: {spread(once)}")
        print(f"what-if, {PEOPLE} people, thinking 1 to 3 s: {spread(asyncio.run(crowd(address, seconds)))}")
        asyncio.run(idle(address, process))


@contextmanager
def serving() -> Iterator[tuple[int, str]]:
    """A ``gutbrain serve`` of one's own: its process and its address; it ends with the block."""
    command = [str(Path(sys.executable).with_name("gutbrain")), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert server.stdout is not None
        yield server.pid, server.stdout.readline().strip().rstrip("/")
    finally:
        server.terminate()
        server.wait(20)


def first_page(address: str) -> str:
    """How long until the first page can be used, in a browser that never saw it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "playwright is not installed"
    chromium = shutil.which("chromium")
    if chromium is None:
        return "there is no Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(f"{address}/", wait_until="load")
        took = time.perf_counter() - begun
        browser.close()
    return f"{took:.2f} s"


async def alone(address: str) -> list[float]:
    """Twenty different questions of one person, one after the other, once the server is warm."""
    async with httpx2.AsyncClient(base_url=address, timeout=60, headers=HTML) as client:
        await asyncio.gather(*(_ask(client, random.Random(-i - 1)) for i in range(4)))
        chance = random.Random(1)
        return [await _ask(client, chance) for _ in range(20)]


async def crowd(address: str, seconds: float) -> list[float]:
    """Times of the answers that several people get, each with what the page loads after them."""
    until = time.perf_counter() + seconds

    async def person(number: int) -> list[float]:
        chance, took = random.Random(number + 100), []
        async with httpx2.AsyncClient(base_url=address, timeout=60, headers=HTML) as client:
            await asyncio.sleep(chance.uniform(0, THINKING[1]))
            while time.perf_counter() < until:
                took.append(await _ask(client, chance))
                await asyncio.sleep(chance.uniform(*THINKING))
        return took

    return [t for one in await asyncio.gather(*(person(i) for i in range(PEOPLE))) for t in one]


async def _ask(client: httpx2.AsyncClient, chance: random.Random) -> float:
    """Move a slider: the time until the answer is there; now and then somebody scrolls down to what carried it."""
    question = {
        "person": chance.choice(["healthy-adult", "stressed-adult", "major-depression", "ibs"]),
        "fibre": str(chance.randrange(20, 80) / 2),
        "sleep": str(chance.randrange(60, 90) / 10),
    }
    if chance.random() < 0.5:
        question["strain_1"] = "B. longum 1714"
    begun = time.perf_counter()
    response = await client.get("/api/what-if", params=question)
    took = time.perf_counter() - begun
    assert response.status_code == 200, response.text
    if chance.random() < SCROLLS:
        carried = await client.get("/api/what-if/carried", params=question)
        assert carried.status_code == 200, carried.text
    return took


async def idle(address: str, pid: int) -> None:
    """Memory of all processes of the server, with visitors who only look."""
    clients = [httpx2.AsyncClient(base_url=address, timeout=60) for _ in range(IDLE)]
    for client in clients:
        for page in ("/", "/what-if", "/evidence", "/static/app.js", "/pictures.css"):
            (await client.get(page, headers=HTML)).raise_for_status()
    print(f"memory with {IDLE} idle visitors: {memory(pid) / 1e6:.0f} MB (proportional set size of all processes)")
    for client in clients:
        await client.aclose()


def memory(pid: int) -> int:
    """Proportional set size of a process and all that it started, in bytes."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def spread(times: list[float]) -> str:
    """Median and 95th percentile."""
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"median {statistics.median(times):.2f} s, 95th percentile {late:.2f} s ({len(times)} answers)"


if __name__ == "__main__":
    main()
