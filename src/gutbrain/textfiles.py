"""Text that people wrote into files: in UTF-8, or in what tells by itself what it is; anything else is named."""

from __future__ import annotations

import codecs
import os
import re

from gutbrain.arguments import is_file, shown
from gutbrain.care import listen
from gutbrain.errors import InputError, Problem

MOST_BYTES = 1_000_000
"""Largest file that is read unless a caller allows more."""

OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, as Word and Excel write"),
    (b"\xd0\xcf\x11\xe0", "an older Word or Excel file"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"\x7fELF", "a program"),
)
"""How files begin that are often given in place of text."""

_YAML = re.compile(r"^\s*[{\[]|: ")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(path: object, *, most_bytes: int = MOST_BYTES) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark.

    Raises
    ------
    InputError
        Where it cannot be read, is too large, or is no text.
    """
    return text_of(read_bytes(path, most_bytes + 1), str(path), most_bytes=most_bytes)


def text_of(content: bytes, file: str, *, most_bytes: int = MOST_BYTES) -> str:
    """The text in the bytes of a file, as :func:`read` takes it.

    Parameters
    ----------
    content
        The bytes.
    file
        Its name, for messages.
    most_bytes
        The largest that is taken.

    Raises
    ------
    InputError
        Where it is too large, or is no text.
    """
    refuse_other_kinds(content, file)
    if len(content) > most_bytes:
        raise InputError([Problem(f"is larger than {most_bytes / 1e6:g} MB", file=file)])
    encoding = "utf-16" if content.startswith(_WIDE) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        right = "save it as UTF-8: most editors ask for the encoding in 'Save as'"
        raise InputError([Problem("is not text in UTF-8", right, file=file, line=line)]) from None


def read_bytes(path: object, most: int) -> bytes:
    """The first bytes of a file.

    Raises
    ------
    InputError
        Where it cannot be read, or is not the name of a file.
    CareNeeded
        Where there is no such file, and what stands in place of its name speaks of danger.
    """
    if not is_file(path):
        raise InputError([Problem(f"{shown(path)} is not a file", "name a file, or give a mapping")])
    text = str(path)
    exists = os.path.exists(text)
    if not exists:
        listen(text)
    if "\n" in text or (not exists and _YAML.search(text)):
        wrong = f"{shown(text)} looks like the text of a file, not like its name"
        raise InputError([Problem(wrong, "read it first, with gutbrain.reading.parse_yaml(text)")])
    try:
        with open(text, "rb") as stream:
            return stream.read(most)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem(f"cannot be read: {reason}", file=text)]) from None


def refuse_other_kinds(content: bytes, file: str) -> None:
    """Refuse what begins as another kind of file does, or holds zeros as programs and pictures do.

    Raises
    ------
    InputError
        Saying what it is, where that can be told.
    """
    right = "write plain text, and save it as UTF-8"
    for begins, kind in OTHER_KINDS:
        if content.startswith(begins):
            raise InputError([Problem(f"is not a text file: this is {kind}", right, file=file)])
    if b"\0" in content and not content.startswith(_WIDE):
        kind = "UTF-16 without its mark" if content[1:2] == b"\0" or content[:1] == b"\0" else "something else"
        raise InputError([Problem(f"is not text in UTF-8: this is {kind}", right, file=file)])
