"""Forms with files (multipart/form-data), taken apart in memory: nothing of them is written to disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from gutbrain.errors import InputError, Problem
from gutbrain.web.strict_json import HIDDEN

MOST_PARTS = 20
MOST_HEAD = 2_000
"""Bytes of the lines before what a field holds."""

MOST_NAME = 120
"""Characters of the name of a file."""

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(r'[;\s]name="([^"]*)"', re.IGNORECASE)
_FILE = re.compile(r'[;\s]filename="([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """What a field of a form holds: its bytes, and the name of the file where it is one."""

    content: bytes
    file: str | None = None

    @property
    def text(self) -> str:
        """What was typed.

        Raises
        ------
        InputError
            Where it is not in UTF-8.
        """
        try:
            return self.content.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise InputError([Problem("The form is not in UTF-8.", "Send text in UTF-8.")]) from None


def fields(kind: str, body: bytes) -> Mapping[str, Sent]:
    """The fields of a form by their names; a file that nobody chose, and text that is empty, is not there.

    Parameters
    ----------
    kind
        The content type, which says what parts the fields.
    body
        Everything that was sent.

    Raises
    ------
    InputError
        Where it is no such form, or a field stands twice.
    """
    if kind.split(";")[0].strip().lower() != "multipart/form-data" or not (said := _BOUNDARY.search(kind)):
        raise InputError([Problem("This is no form with files.", "Send multipart/form-data.")])
    mark = b"--" + (said[1] or said[2]).encode("latin-1", "replace")
    parts = (b"\r\n" + body).split(b"\r\n" + mark, MOST_PARTS + 2)
    if len(parts) < 2 or len(parts) > MOST_PARTS + 2 or not parts[-1].startswith(b"--"):
        raise InputError([Problem("The form is damaged, or has too many fields.", "Send it again.")])
    found: dict[str, Sent] = {}
    for part in parts[1:-1]:
        head, parted, content = part.partition(b"\r\n\r\n")
        told = head[:MOST_HEAD].decode("utf-8", "replace")
        name = _NAME.search(told)
        if not parted or len(head) > MOST_HEAD or not name:
            raise InputError([Problem("A field of the form has no name.", "Send it again.")])
        if name[1] in found:
            raise InputError([Problem("stands twice in the form", "send it once", name[1])])
        file = _FILE.search(told)
        if content:
            found[name[1]] = Sent(content, _plain(file[1]) if file else None)
    return found


def _plain(name: str) -> str:
    """The name of a file without its folder, and without what cannot be seen."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return HIDDEN.sub("", last)[:MOST_NAME] or "table"
