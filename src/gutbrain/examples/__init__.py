"""Examples that ship with the package: protocols, designs of trials, labels, findings and a table to start from.

They lie beside this file, one a file, and are the same that ``examples/`` of the repository shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from gutbrain.errors import InputError, Problem, listed, suggest

_FOLDERS = {"protocol": "", "trial": "trials", "label": "labels", "finding": "findings", "table": "tables"}
_SHOWS = "# Shows: "
_TITLES = ("title: ", "product: ", "- id: ")


@dataclass(frozen=True)
class Example:
    """A file to start from.

    ``kind`` is ``protocol``, ``trial``, ``label``, ``finding`` or ``table``; ``title`` its first words, ``shows`` what
    it is an example of.
    """

    name: str
    kind: str
    title: str
    shows: str
    path: Path

    @property
    def text(self) -> str:
        """What the file says."""
        return self.path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def examples() -> Mapping[str, Example]:
    """Every example by name, protocols first.

    Returns
    -------
    mapping
        Example by name.

    Examples
    --------
    >>> from gutbrain.examples import examples
    >>> examples()["endotoxin"].kind
    'protocol'
    """
    place = Path(__file__).parent
    found = {}
    for kind, folder in _FOLDERS.items():
        files = (path for path in (place / folder).iterdir() if path.suffix in (".yaml", ".txt", ".tsv"))
        for path in sorted(files):
            found[path.stem] = _example(path, kind)
    return MappingProxyType(found)


def worlds() -> Mapping[str, Path]:
    """Folders of example worlds, by name.

    Returns
    -------
    mapping
        Folder by name; each is a world of its own (docs/worlds.md).

    Examples
    --------
    >>> from gutbrain.examples import worlds
    >>> (worlds()["caffeine"] / "gutbrain.toml").is_file()
    True
    """
    found = sorted((Path(__file__).parent / "worlds").iterdir())
    return MappingProxyType({path.name: path for path in found if (path / "gutbrain.toml").is_file()})


def starts() -> Mapping[str, Path]:
    """Files and folders to begin with, by kind: every field that is used most, with what it means.

    Returns
    -------
    mapping
        ``protocol``, ``design``, ``label``, ``finding`` and ``diary`` are files, ``world`` is a folder.

    Examples
    --------
    >>> from gutbrain.examples import starts
    >>> list(starts())
    ['design', 'diary', 'finding', 'label', 'protocol', 'world']
    """
    found = sorted((Path(__file__).parent / "starts").iterdir())
    return MappingProxyType({path.stem: path for path in found if path.suffix in (".yaml", ".csv") or path.is_dir()})


def of_kind(kind: str) -> dict[str, Example]:
    """The examples of one kind, by name.

    Parameters
    ----------
    kind
        ``protocol``, ``trial``, ``label``, ``finding`` or ``table``.

    Returns
    -------
    dict
        Example by name.

    Examples
    --------
    >>> from gutbrain.examples import of_kind
    >>> list(of_kind("label"))
    ['calm-daily', 'daily-duo']
    """
    return {name: one for name, one in examples().items() if one.kind == kind}


def named(name: str, kind: str | None = None, *, field: str = "") -> Example:
    """An example by name.

    Parameters
    ----------
    name
        Of the example.
    kind
        ``protocol``, ``trial``, ``label``, ``finding`` or ``table``; any unless given.
    field
        Where the name stood, for messages.

    Returns
    -------
    Example
        With its text and its path.

    Raises
    ------
    InputError
        Where there is none of that name, or of another kind than ``kind``; ``field`` says where the name stood.

    Examples
    --------
    >>> from gutbrain.examples import named
    >>> named("low-mood", "trial").title
    'One strain in people with low mood'
    """
    known = of_kind(kind) if kind else examples()
    if name in known:
        return known[name]
    of = f" of a {kind}" if kind else ""
    right = suggest(name, known, otherwise=f"known are {listed(known, 20)}")
    raise InputError([Problem(f"there is no example{of} with the name '{name}'", right, field=field)])


def _example(path: Path, kind: str) -> Example:
    lines = path.read_text(encoding="utf-8").splitlines()
    titles = (line.removeprefix(start) for line in lines for start in _TITLES if line.startswith(start))
    shows = (line.removeprefix(_SHOWS).rstrip(".") for line in lines if line.startswith(_SHOWS))
    return Example(
        path.stem, kind, next(titles, lines[0].lstrip("# ")), next(shows, "the text of a pack, as it is printed"), path
    )
