"""What is worked out once and kept between runs: a folder of files that may be deleted at any time."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def folder() -> Path:
    """``GUTBRAIN_CACHE``, or the user's cache folder."""
    from platformdirs import user_cache_dir

    path = Path(os.environ.get("GUTBRAIN_CACHE") or user_cache_dir("gutbrain"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(name: str, content: bytes) -> None:
    """Keep a file, whole or not at all; where nothing can be written, nothing is kept."""
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as part:
            part.write(content)
        Path(part.name).replace(folder() / name)
    except OSError:
        if part is not None:
            Path(part.name).unlink(missing_ok=True)


def kept(name: str) -> bytes | None:
    """A file that was kept, or None."""
    try:
        return (folder() / name).read_bytes()
    except OSError:
        return None
