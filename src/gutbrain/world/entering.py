"""Which world a process works in: what is named at a door, for this process and for those that it starts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gutbrain import datafiles
from gutbrain.care import listen
from gutbrain.datafiles import Facts
from gutbrain.world.worlds import World, current
from gutbrain.worldfolder import NONE, VARIABLE, named


def enter(folder: str | os.PathLike[str]) -> None:
    """Work in a world from now on; processes that are started work in it too.

    Parameters
    ----------
    folder
        A folder with ``gutbrain.toml``, or ``none`` for what ships alone.

    Raises
    ------
    InputError
        Where the folder is no world, or a file of it is wrong.
    """
    folders = named(folder)
    datafiles.enter(Facts.of(folders))
    os.environ[VARIABLE] = str(folders[0].path) if folders else NONE


@contextmanager
def in_world(folder: str | Path) -> Iterator[World]:
    """Work in a world inside a ``with`` block, and in that of before after it.

    All threads of the process work in it, and processes that are started inside. Its channel files are Python code,
    which is run.

    Parameters
    ----------
    folder
        A folder with ``gutbrain.toml``, or ``"none"`` for the model and the facts that ship, and nothing else.

    Returns
    -------
    World
        What is worked in: name, channels, parameters.

    Raises
    ------
    InputError
        Where the folder is no world, or a file of it is wrong.
    CareNeeded
        Where its name speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> with gb.in_world("none") as world:
    ...     world.is_shipped, "fibre" in gb.load({"days": 1, "usual": {"fibre": 30}}).usual
    (True, True)
    """
    variable, before = os.environ.get(VARIABLE), datafiles.enter(None)
    try:
        enter(folder)
        world = current()
        listen(world.name)
        yield world
    finally:
        datafiles.enter(before)
        if variable is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = variable
