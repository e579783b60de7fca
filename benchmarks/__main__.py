"""``python -m benchmarks``: a table, a picture (SVG) and all figures (JSON); fails on wrong results, never on time."""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks import engines, growth, peak, picture, start, states, storage, table
from benchmarks.accuracy import Wrong
from benchmarks.cohort import cohort
from benchmarks.engines import ENGINES
from benchmarks.size import SMALL, WHOLE
from gutbrain.engine.machine.kernel import Host

PACKAGES = ("gutbrain", "llvmlite", "numpy", "scipy", "libroadrunner", "diffrax", "jax")

STORED = 256
"""People who are written to disk."""


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="two people, a few days, little growth; under a minute")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, help=f"default: {' '.join(engines.USUAL)}")
    parser.add_argument("--out", type=Path, default=Path("results/benchmark"), help="folder for picture and figures")
    asked = parser.parse_args()
    size = SMALL if asked.small else WHOLE
    wanted = asked.engines or (engines.SMALL if asked.small else engines.USUAL)
    here = [engine for engine in wanted if not engines.missing(engine)]
    found: dict[str, Any] = {"machine": machine(), "not compared": dict(engines.NOT_HERE)}
    for engine in wanted:
        if engine not in here:
            found["not compared"][engine] = f"not installed: {', '.join(engines.missing(engine))}"
    print(", ".join(f"{name} {value}" for name, value in found["machine"].items()))

    people = cohort(size.days, max(size.exact, size.roadrunner, size.scipy, size.diffrax))
    print(f"\n{size.days} days, a probiotic every day, a stressor every week\n\n{table.head()}", flush=True)
    points = []
    for point in engines.measured(people, size, here):
        points.append(point)
        print(table.row(point), flush=True)
    found["points"] = [asdict(p) | {"cost": p.cost} for p in points]
    found["ratios"] = table.ratios(points)
    print(f"\n{table.compared(found['ratios'])}")
    for engine, why in found["not compared"].items():
        print(f"{engine} is not compared: {why}")

    if size is WHOLE:
        share = peak.share(people, size.repeats)
        found["peak"] = asdict(share) | {"share": share.share}
        print(f"\nof a core: {share.reached:.1f} of {share.peak:.1f} Gflop/s ({share.share:.0%})")
        found["start"] = start.waits(size.repeats)
        print("first result: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found["start"].items()))
        found["storage"] = []
        for kept in storage.stored(people, STORED):
            found["storage"].append(asdict(kept))
            print(
                f"a person on disk: {kept.disk / 1e6:.2f} MB of {kept.memory / 1e6:.2f} MB, "
                f"{1e3 * kept.seconds:.1f} ms ({kept.moments} moments)"
            )
        found["states"] = [asdict(r) | {"cost": r.cost} for r in states.rungs(people, size.ours, size.repeats)]
        print(f"\n{table.states(found['states'])}")
    found["growth"] = []
    print(f"\n{table.growth_head()}", flush=True)
    for grown in growth.grown(size.grown, size.repeats):
        found["growth"].append(asdict(grown) | {"cost": grown.cost})
        print(table.growth_row(grown), flush=True)

    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "work-precision.svg").write_text(picture.draw(points), encoding="utf-8")
    (asked.out / "benchmark.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    try:
        engines.check(points)
    except Wrong as wrong:
        raise SystemExit(f"wrong results: {wrong}") from None


def machine() -> dict[str, str]:
    """What it runs on."""
    found = {"processor": Host.here().name, "cores": str(os.cpu_count()), "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
