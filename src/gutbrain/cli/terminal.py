"""The terminal at the other end: one that cannot show every sign, one that hangs up, one at which Ctrl-C is pressed."""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from contextlib import suppress

NEAREST = "nearest"
"""Name of the way in which signs are written that an encoding has not."""

PIPE_CLOSED = 141
"""Exit status where nobody reads any more, as of other tools that are ended by SIGPIPE."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as of other tools that are ended by SIGINT."""

_ALIKE = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{BOX DRAWINGS LIGHT HORIZONTAL}": "-",
        "\N{BOX DRAWINGS HEAVY HORIZONTAL}": "-",
        "\N{BOX DRAWINGS LIGHT VERTICAL}": "|",
        "\N{BOX DRAWINGS LIGHT VERTICAL AND HORIZONTAL}": "+",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{MIDDLE DOT}": ".",
        "\N{BULLET}": "*",
        "\N{BLACK CIRCLE}": "*",
        "\N{WHITE CIRCLE}": "o",
        "\N{BLACK DIAMOND}": "#",
        "\N{MICRO SIGN}": "u",
        "\N{GREEK SMALL LETTER MU}": "u",
        "\N{RIGHTWARDS ARROW}": ">",
        "\N{LEFTWARDS ARROW}": "<",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    }
)
"""One sign for one, so that columns stay where they are."""


def nearest(error: UnicodeError) -> tuple[str, int]:
    """In place of what cannot be encoded: what looks alike, the letter without its accent, or a question mark.

    Raises
    ------
    UnicodeError
        Where it is not a matter of encoding.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(map(_nearest, signs)), error.end


def _nearest(sign: str) -> str:
    plain = sign.translate(_ALIKE)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)[:1]
    return plain if plain.isascii() else "?"


def prepare() -> None:
    """Let nothing that is printed end in an error, whatever the terminal or file at the other end can hold."""
    codecs.register_error(NEAREST, nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=NEAREST)


def let_go() -> None:
    """Write out what is left.

    Raises
    ------
    BrokenPipeError
        Where nobody reads any more.
    """
    sys.stdout.flush()


def hang_up() -> None:
    """Write no more to where nobody reads, at the end of the program neither."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
