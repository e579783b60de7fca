"""A world: its name, folders, channels and what it changes in those that ship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gutbrain import datafiles
from gutbrain.datafiles import per_world
from gutbrain.errors import listed
from gutbrain.model import Module
from gutbrain.world.loading import load
from gutbrain.worldfolder import HEAD, Folder, Given

HELP = "help.yaml"
"""Whom somebody in need should ring."""


@dataclass(frozen=True)
class Channel:
    """A channel of a world: its class, the folder and the file from which it comes."""

    module: type[Module]
    folder: Folder
    file: Path


@dataclass(frozen=True)
class World:
    """A frozen choice of channels and facts.

    Attributes
    ----------
    name
        Empty for the shipped one.
    identity
        Stands for all that its folders hold; empty for the shipped one.
    folders
        The last over the others.
    channels
        Its own channels: each takes the place of the shipped one of its name, or is one more.
    without
        Channels that it leaves out, with the folder that does so.
    parameters
        Values by ``channel.name``, with the folder that gives them.
    """

    name: str
    identity: str
    folders: tuple[Folder, ...]
    channels: tuple[Channel, ...]
    without: Mapping[str, Folder]
    parameters: Mapping[str, tuple[Given, Folder]]

    @property
    def is_shipped(self) -> bool:
        """Whether this is the shipped axis with the shipped facts, and nothing else."""
        return not self.folders

    @property
    def has_own_model(self) -> bool:
        """Whether anything is computed in another way than in the shipped axis."""
        return bool(self.channels or self.without or self.parameters)

    def gives(self, channel: str) -> str:
        """``from your folder 'mine'`` where a channel is one of this world; empty where it ships."""
        return next((one.folder.origin for one in reversed(self.channels) if one.module.name == channel), "")

    def told(self) -> list[str]:
        """What is to be said of it wherever something is worked out in it: one line a folder."""
        return [line for folder in self.folders for line in self._told(folder)]

    def _told(self, folder: Folder) -> list[str]:
        holds = [path.stem for path in sorted(folder.path.glob("*.yaml")) if path.name in datafiles.known_files()]
        holds += ["findings"] if folder.findings() else []
        own = [one.module.name for one in self.channels if one.folder == folder]
        parts = [f"facts: {listed(holds)}" if holds else "", f"channels: {listed(own)}" if own else ""]
        parts += [f"without {listed(folder.without)}" if folder.without else ""]
        parts += [f"parameters: {len(folder.parameters)}" if folder.parameters else ""]
        said = "; ".join(part for part in parts if part) or "nothing of its own"
        lines = [f"world '{folder.name}' ({folder.path}): {said}"]
        replaced = [
            f"{key} ({name})"
            for name in datafiles.known_files()
            for key, place in datafiles.places(name).items()
            if place.replaces and place.folder == folder
        ]
        if replaced:
            lines.append(f"world '{folder.name}' replaces {listed(replaced)}")
        if folder.channels and not folder.is_trusted:
            lines.append(
                f"world '{folder.name}' was found, not named: its channels ({listed(folder.channels)}) are not loaded; "
                f"name it with --world {folder.path} to run its code"
            )
        if (folder.path / HELP).is_file() and not folder.is_trusted:
            lines.append(f"world '{folder.name}' was found, not named: its {HELP} is told to nobody")
        return lines

    def provenance(self) -> dict[str, object]:
        """What a result says of it, for whoever wants the same again."""
        return {
            "name": self.name,
            "identity": self.identity,
            "folders": [str(folder.path / HEAD) for folder in self.folders],
            "channels": [one.module.name for one in self.channels],
            "without": list(self.without),
            "parameters": {key: given.value for key, (given, _) in self.parameters.items()},
        }


@per_world
def current() -> World:
    """The world that this process works in; its channels are loaded.

    Raises
    ------
    InputError
        Where a channel cannot be loaded.
    """
    facts = datafiles.active()
    channels = [
        Channel(load(folder, name, facts.key), folder, folder.path / name)
        for folder in facts.folders
        if folder.is_trusted
        for name in folder.channels
    ]
    return World(
        name=facts.name,
        identity=facts.identity,
        folders=facts.folders,
        channels=tuple(channels),
        without={name: folder for folder in facts.folders for name in folder.without},
        parameters={key: (given, folder) for folder in facts.folders for key, given in folder.parameters.items()},
    )
