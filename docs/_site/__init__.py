"""The part of the documentation that is written from the data: a Sphinx extension.

At the start of a build every page of ``docs/reference/`` is made from what the package itself says of its exposures,
people, observables, channels, formats, commands and functions, and every page of ``docs/studies/`` by running its
study.
Git knows neither folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = "reference"
STUDIES = "studies"


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

    from _site import mending
    from gutbrain.report import studies_doc

    app.add_lexer("csv", TextLexer)
    app.connect("builder-inited", lambda started: write(Path(started.srcdir) / FOLDER))
    app.connect("builder-inited", lambda started: studies_doc.write(Path(started.srcdir) / STUDIES))
    app.connect("source-read", mending.source)
    app.connect("autodoc-process-docstring", mending.docstring, priority=400)  # before its sections are read
    app.connect("doctree-read", mending.types)
    app.connect("html-page-context", mending.navigation, priority=900)  # after the theme
    return {"parallel_read_safe": True, "parallel_write_safe": True}
