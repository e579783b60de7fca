"""Pages of the project that lie outside of this folder: how to contribute, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
"""Files beside this folder, and their places below ``docs/reference/``."""


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The same text, with links from here."""
    for name, place in HERE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        for other, there in HERE.items():
            text = text.replace(f"]({other}", f"]({there}")
        yield place, text.replace("](docs/", "](../")
