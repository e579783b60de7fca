"""Loads the channel files of a world: one file, one module class. Their code runs as the user does."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType

from gutbrain import textfiles
from gutbrain.errors import InputError, Problem, listed
from gutbrain.model import Module
from gutbrain.world import classes
from gutbrain.worldfolder import MOST_BYTES, Folder

RIGHT = "see CONTRIBUTING.md, 'Add a channel'"


def load(folder: Folder, name: str, world: str) -> type[Module]:
    """The module class in a file of a folder.

    Parameters
    ----------
    folder
        The folder, which the user named.
    name
        The file in it.
    world
        Key of the world that is loaded.

    Raises
    ------
    InputError
        Where the file cannot be run, or holds no module class, or several.
    """
    path = folder.path / name
    module = _run(path, f"gutbrain_world_{world}_{path.stem}")
    found = {
        one
        for key, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Module) and one.__module__ == module.__name__ and key[0] != "_"
    }
    if not found:
        wrong = "holds no channel: no class that is a gutbrain.model.Module"
        raise InputError([Problem(wrong, RIGHT, file=str(path))])
    if len(found) > 1:
        names = listed(sorted(one.__name__ for one in found))
        right = "one file, one channel; a name that begins with _ is none"
        raise InputError([Problem(f"holds several channels: {names}", right, file=str(path))])
    return classes.kept(found.pop(), world)


def in_file(error: BaseException, path: Path) -> int | None:
    """The line of a file at which an error was raised; None where it passed none."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return lines[-1] if lines else None


def said(error: BaseException) -> str:
    """An error as it is told: its kind, and what it says, on one line."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())}" if text else type(error).__name__


def _run(path: Path, name: str) -> ModuleType:
    text = textfiles.read(path, most_bytes=MOST_BYTES)
    spec = importlib.util.spec_from_loader(name, loader=None, origin=str(path))
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    module.__file__ = str(path)
    sys.modules[name] = module
    try:
        exec(compile(text, str(path), "exec"), vars(module))
    except KeyboardInterrupt:
        del sys.modules[name]
        raise
    except BaseException as error:  # a file may raise what it likes, and a class of its own
        del sys.modules[name]
        raise InputError([Problem(said(error), RIGHT, "", str(path), in_file(error, path))]) from None
    return module
