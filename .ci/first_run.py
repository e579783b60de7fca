"""What somebody does first with an installed gutbrain, in an empty folder. Ends with status 1 where something fails.

Run by ``.ci/wheel`` with the Python of an environment that holds the wheel and what it needs, nothing else.
"""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

GUTBRAIN = Path(sys.executable).with_name("gutbrain")
PATIENCE = 240.0
"""Longest that a command may take (s), on a busy machine with nothing kept."""

COMMANDS = [
    (["--version"], 0, "."),
    (["list", "exposures"], 0, "fibre"),
    (["examples", "fibre", "--copy"], 0, "fibre.yaml"),
    (["simulate", "--example", "endotoxin"], 0, "report.html"),
    (["evidence", "sleep"], 0, "sleep deprivation"),
    (["label", "--example", "calm-daily"], 1, "FAIL"),
    (["trial", "--example", "older-adults", "--replicates", "20"], 0, "report.html"),
]
"""Arguments, exit status, and what must stand in what is printed."""

PAGES = ("/", "/what-if", "/data", "/trial", "/evidence", "/label", "/validation")


def fails(arguments: list[str], status: int, said: str) -> bool:
    """Run a command; tell where it does not do what it should."""
    start = time.monotonic()
    done = subprocess.run([GUTBRAIN, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=False)
    good = done.returncode == status and said in done.stdout and "Traceback" not in done.stderr
    print(f"{'ok  ' if good else 'FAIL'} {time.monotonic() - start:5.1f} s  gutbrain {' '.join(arguments)}", flush=True)
    if not good:
        print(f"exit status {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}", flush=True)
    return not good


def pages_fail() -> bool:
    """Ask the server for its pages."""
    server = subprocess.Popen([GUTBRAIN, "serve", "--port", "0", "--workers", "1"], stdout=subprocess.PIPE, text=True)
    failed = False
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        if not address:
            print("FAIL          gutbrain serve tells no address", flush=True)
            return True
        for page in PAGES:
            try:
                with urllib.request.urlopen(address.rstrip("/") + page, timeout=PATIENCE) as answer:
                    good, said = b"</html>" in answer.read(), answer.status
            except OSError as error:
                good, said = False, error
            print(f"{'ok  ' if good else 'FAIL'}          {page} {said}", flush=True)
            failed |= not good
        failed |= run_fails(address.rstrip("/"))
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
    return failed


def run_fails(address: str) -> bool:
    """Have a protocol carried out, as the page Data does: what it gives is made without a disk."""
    protocol = (
        "title: a week of fibre\nperson: healthy-adult\ndays: 3\nevents: [{exposure: fibre, amount: 30, start: 0}]"
    )
    body = json.dumps({"protocol": protocol, "draws": 2}).encode()
    asked = urllib.request.Request(f"{address}/api/simulations", body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            job = json.load(answer)["id"]
        end, state = time.monotonic() + PATIENCE, "waiting"
        while state in ("waiting", "working") and time.monotonic() < end:
            time.sleep(0.3)
            with urllib.request.urlopen(f"{address}/api/jobs/{job}", timeout=PATIENCE) as answer:
                state = json.load(answer)["state"]
    except (OSError, KeyError) as error:
        state = repr(error)
    print(f"{'ok  ' if state == 'done' else 'FAIL'}          /api/simulations {state}", flush=True)
    return bool(state != "done")


def main() -> int:
    """Run everything, also after something has failed."""
    import gutbrain

    print(f"Python {sys.version.split()[0]}, {Path(gutbrain.__file__).parent}")
    failed = [fails(*command) for command in COMMANDS]
    return int(any([*failed, pages_fail()]))


if __name__ == "__main__":
    sys.exit(main())
