"""What is worked out once and kept between runs: a folder of files that may be deleted at any time.

Where the folder cannot be made, read or written, nothing is kept and everything is worked out anew: a home that cannot
be written stops no command.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

MOST_BYTES = 500_000_000
"""Size of the folder beyond which what was not used for longest is deleted."""

LARGE = 1_000_000
"""The folder is measured only when a file of so many bytes comes in: small ones do not fill it."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """``GUTBRAIN_CACHE``, or the user's cache folder."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("GUTBRAIN_CACHE") or user_cache_dir("gutbrain"))


def keep(name: str, content: bytes) -> None:
    """Keep a file, whole or not at all; where nothing can be written, nothing is kept."""
    part = None
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as part:
            part.write(content)
        Path(part.name).replace(folder() / name)
        if len(content) >= LARGE:
            _make_room()
    except OSError:
        if part is not None:
            with contextlib.suppress(OSError):
                Path(part.name).unlink(missing_ok=True)


def kept(name: str) -> bytes | None:
    """A file that was kept, or None."""
    path = folder() / name
    try:
        content = path.read_bytes()
    except OSError:
        return None
    with contextlib.suppress(OSError):
        path.touch()
    return content


def _make_room() -> None:
    """Delete the files that were not used for longest, until the folder is small enough."""
    found = [(file, file.stat()) for file in folder().iterdir() if file.is_file()]
    total = sum(stat.st_size for _, stat in found)
    for file, stat in sorted(found, key=lambda one: one[1].st_mtime):
        if total <= MOST_BYTES:
            return
        file.unlink(missing_ok=True)
        total -= stat.st_size
