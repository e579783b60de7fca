"""Beside records and channels that are not of the package: from which world they come."""

from __future__ import annotations

from markupsafe import Markup

from gutbrain import datafiles, world


def own(file: str, key: str) -> Markup:
    """``from your folder 'mine'`` beside a record of a file of facts; nothing beside one that ships.

    Parameters
    ----------
    file
        Name of the file, such as ``claims.yaml``.
    key
        Name of the record.
    """
    return _small(datafiles.origin(file, key))


def own_channel(name: str) -> Markup:
    """The same beside a channel."""
    return _small(world.current().gives(name))


def own_world() -> str:
    """What the world of this process is called; empty for that which ships."""
    return datafiles.active().name


def _small(said: str) -> Markup:
    return Markup('<small class="own soft">{}</small>').format(said) if said else Markup("")
