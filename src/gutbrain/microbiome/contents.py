"""What a file holds, under its name: read from the disk, or given in memory and never written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gutbrain import textfiles


@dataclass(frozen=True)
class Contents:
    """A file in memory: its ``name``, for messages, and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """By which it can be known again."""
        return hashlib.sha256(self.content).hexdigest()


def contents(given: str | Path | Contents, most: int) -> Contents:
    """What a file holds; one more byte than ``most`` where it holds more, so that this can be told.

    Raises
    ------
    InputError
        Where it cannot be read, or is not the name of a file.
    """
    return given if isinstance(given, Contents) else Contents(str(given), textfiles.read_bytes(given, most + 1))
