"""How long a user waits for the first result: with nothing kept from earlier runs, and with everything."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "trier-social-stress-test.yaml"
COMMAND = "from gutbrain.cli import main; main()"
IMPORT = "import gutbrain"


def waits(repeats: int) -> dict[str, float]:
    """Seconds by the wall: ``cold``, ``warm``, and ``import`` of the package."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "GUTBRAIN_CACHE": str(Path(place) / "cache")}
        simulate = [COMMAND, "simulate", str(EXAMPLE), "--out", str(Path(place) / "out"), "--force"]
        return {
            "cold": _wait(simulate, environment),
            "warm": min(_wait(simulate, environment) for _ in range(repeats)),
            "import": min(_wait([IMPORT], environment) for _ in range(repeats)),
        }


def _wait(arguments: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun
