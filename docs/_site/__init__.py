"""The part of the documentation that is written from the data: a Sphinx extension.

At the start of a build every page of ``docs/reference/`` is made from what the package itself says of its exposures,
people, observables, channels, formats, commands and functions. Git does not know that folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = "reference"


def pages() -> Iterator[tuple[str, str | bytes]]:
    """Every generated file: its place below ``docs/reference/``, and what stands in it."""
    from _site import (
        channels,
        claims,
        commands,
        exposures,
        formats,
        gaps,
        http,
        named,
        observables,
        people,
        project,
        python,
    )

    rooms = (exposures, named, people, observables, channels, claims, gaps, formats, commands, http, python, project)
    for room in rooms:
        yield from room.pages()


def write(folder: Path) -> list[Path]:
    """Write all pages into a folder, those that changed alone, and take away what is not made any more.

    Parameters
    ----------
    folder
        Where the reference lies.

    Returns
    -------
    list of Path
        All files of the reference.
    """
    made = []
    for place, content in pages():
        path = folder / place
        data = content.encode() if isinstance(content, str) else content
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
        made.append(path)
    for old in {path for path in folder.rglob("*") if path.is_file()} - {*made}:
        old.unlink()
    return made


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls: the reference is written before pages are looked for."""
    from pygments.lexers.special import TextLexer

    from _site.project import led_here

    def read(_: Any, docname: str, source: list[str]) -> None:
        source[0] = led_here(source[0])

    def told(_app: Any, what: str, _name: str, _thing: Any, _options: Any, lines: list[str]) -> None:
        # what stands before a colon there would be taken for a type
        if what in ("property", "attribute", "data"):
            lines.insert(0, "")

    app.add_lexer("csv", TextLexer)
    app.connect("autodoc-process-docstring", told, priority=400)
    app.connect("builder-inited", lambda started: write(Path(started.srcdir) / FOLDER))
    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
