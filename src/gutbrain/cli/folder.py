"""The folder of a result: written aside and moved into place, so that nothing half-written is left."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gutbrain.errors import InputError, Problem

PROVENANCE = "provenance.json"


def check(folder: Path, *, force: bool) -> None:
    """Refuse to write where something else lies."""
    if folder.is_file():
        raise InputError([Problem(f"{folder} is a file", "name a folder", field="--out")])
    if not folder.is_dir() or force or not any(folder.iterdir()) or is_result(folder):
        return
    wrong = f"{folder} holds something that is not a result of gutbrain"
    raise InputError([Problem(wrong, "name another folder, or add --force to put the files beside it", field="--out")])


def is_result(folder: Path) -> bool:
    """Whether gutbrain wrote this folder."""
    try:
        return "gutbrain" in json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def sign(folder: Path, provenance: Mapping[str, Any]) -> None:
    """Say in a folder what its contents come from, by which it is known as a result."""
    (folder / PROVENANCE).write_text(json.dumps(provenance, indent=2) + "\n", encoding="utf-8")


@contextmanager
def written_aside(folder: Path) -> Iterator[Path]:
    """Give a folder to write to; if all goes well its contents end up in ``folder``, else nothing does.

    Files that are already there and have other names stay as they are.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield aside
        if not folder.exists():
            aside.chmod(0o755)
            aside.rename(folder)
        else:
            _replace(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _replace(source: Path, target: Path) -> None:
    for new in source.iterdir():
        old = target / new.name
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        new.replace(old)
