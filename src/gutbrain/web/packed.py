"""Text in an address: compressed, so that a protocol or a design can be shared as a link."""

from __future__ import annotations

import base64
import zlib

from gutbrain.errors import InputError, Problem
from gutbrain.web.yaml_text import MOST_BYTES

LONGEST = 6_000
"""Longest packed text."""


def pack(text: str) -> str:
    """Text as base64url of its deflated UTF-8, or nothing where that is longer than :data:`LONGEST`."""
    deflate = zlib.compressobj(9, wbits=-15)
    packed = base64.urlsafe_b64encode(deflate.compress(text.encode()) + deflate.flush()).decode().rstrip("=")
    return packed if len(packed) <= LONGEST else ""


def unpack(packed: str, field: str) -> str:
    """The text again.

    Raises
    ------
    InputError
        Where it is not such text, or too large once it is unpacked.
    """
    try:
        inflate = zlib.decompressobj(wbits=-15)
        content = inflate.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), MOST_BYTES + 1)
        if len(content) > MOST_BYTES or not inflate.eof:
            raise ValueError("too large, or cut off")
        return content.decode()
    except (ValueError, zlib.error):
        raise InputError([Problem("The link is not whole.", "Copy it again, all of it.", field=field)]) from None
