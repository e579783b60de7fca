"""Texts that stand in files of facts and are shown to people: which they are, and the same in another language.

A path names fields of records: ``*`` stands for every key of a mapping and every item of a list. What is no text there,
or is not there, is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

TEXTS: dict[str, tuple[str, ...]] = {
    "channels.yaml": ("*.title", "*.label.*", "*.term", "*.plain", "*.curve.title"),
    "outside.yaml": ("*.title", "*.term", "*.plain"),
    "exposures.yaml": ("*.title", "*.meaning"),
    "observables.yaml": ("*.title", "*.plain"),
    "choices.yaml": (
        "habits.*.title",
        "habits.*.hint",
        "supplements.*.title",
        "supplements.*.hint",
        "outcomes.*.title",
        "outcomes.*.term",
        "outcomes.*.words.*",
        "outcomes.*.curve",
    ),
    "presets.yaml": ("*.title", "*.meaning"),
    "story.yaml": ("*.title", "*.text"),
    "article.yaml": ("*.says", "*.missing", "*.not_so.says", "*.known.unknown", "*.checks.*.shows"),
}
"""Fields of a file that are read in the language that is spoken (:func:`gutbrain.datafiles.read`)."""

SHOWN: dict[str, tuple[str, ...]] = {
    "claims.yaml": ("*.statement",),
    "topics.yaml": ("*.title",),
    "studies.yaml": ("*.title", "*.done", "*.look", "*.why"),
    "help.yaml": ("international.*.hours", "countries.*.lines.*.hours", "countries.*.lines.*.who"),
}
"""Fields that are read as they are, and translated where they are shown."""

NAMES = {"exposures.yaml": "title"}
"""Files whose records go by their own name, with spaces for ``_``, where they have no title."""


def texts(file: str, values: Any) -> Iterator[str]:
    """All texts of a file of facts that people are shown, in the order of the file.

    Parameters
    ----------
    file
        Its name.
    values
        What stands in it.
    """
    found: list[str] = []

    def kept(text: str) -> str:
        found.append(text)
        return text

    for path in (*TEXTS.get(file, ()), *SHOWN.get(file, ())):
        _mapped(values, path.split("."), kept)
    if file in NAMES:
        found += [name.replace("_", " ") for name, record in values.items() if NAMES[file] not in record]
    return iter(dict.fromkeys(found))


def told(file: str, values: Any, gettext: Callable[[str], str]) -> Any:
    """What stands in a file of facts, with its texts in another language.

    Parameters
    ----------
    file
        Its name; of one that is not in :data:`TEXTS`, all stays as it is.
    values
        What stands in it; not changed.
    gettext
        Gives a text in that language.
    """
    for path in TEXTS.get(file, ()):
        values = _mapped(values, path.split("."), gettext)
    return values


def _mapped(values: Any, path: list[str], change: Callable[[str], str]) -> Any:
    """The same values, in which the texts at a path are changed; parts beside it are shared."""
    if not path:
        # as it stands in a catalogue: YAML folds lines, and keeps the last break
        return change(" ".join(values.split())) if isinstance(values, str) and values else values
    here, rest = path[0], path[1:]
    if isinstance(values, dict):
        keys = values if here == "*" else [here] if here in values else []
        return {**values, **{key: _mapped(values[key], rest, change) for key in keys}}
    if isinstance(values, list) and here == "*":
        return [_mapped(one, rest, change) for one in values]
    return values
