"""``gutbrain serve`` in a process of its own."""

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(*options):
    """The process and its address; it ends with the block."""
    command = [str(Path(sys.executable).with_name("gutbrain")), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address
        yield process, address.rstrip("/")
    finally:
        process.terminate()
        process.wait(30)
