"""The text of a pack as lines: markup taken out, names put together that a line break cut in two."""

from __future__ import annotations

import html
import re
import unicodedata

from gutbrain.evidence.label.counts import counts
from gutbrain.evidence.label.names import ends_in_a_name, goes_on

MOST_IN_A_LINE = 600
"""Longer lines are cut into pieces."""

LONGEST_SIGN = 4
"""Letters that one sign may stand for."""

_MARKUP = re.compile(r"<(/?)(\w{1,12})(?:\s[^<>]{0,300})?\s?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,10}\d{0,2});")
_WITHIN_A_LINE = frozenset(("a", "abbr", "b", "em", "i", "q", "small", "span", "strong", "sub", "u"))


def short_signs(text: str) -> str:
    """Text without signs that stand for whole phrases: unfolded, a page of them would be a book."""
    if text.isascii():
        return text
    return "".join(
        sign if sign.isascii() or len(unicodedata.normalize("NFKD", sign)) <= LONGEST_SIGN else " " for sign in text
    )


def without_markup(text: str) -> str:
    """Text of a web page: elements as line breaks, raised figures as ``^9``, entities as their signs."""

    def element(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name == "sup":
            return "" if match[1] else "^"
        return "" if name in _WITHIN_A_LINE else "\n"

    if "<" in text:
        text = _MARKUP.sub(element, text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def pieces(text: str) -> list[str]:
    """Lines of cleaned text, cut where they are long; a name goes on from one line into the next."""
    joined: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if line and joined and len(joined[-1]) < MOST_IN_A_LINE and _is_cut(joined[-1], line):
            joined[-1] = f"{joined[-1]} {line}"
        elif line:
            joined.append(line)
    return [line[i : i + MOST_IN_A_LINE] for line in joined for i in range(0, len(line), MOST_IN_A_LINE)]


def _is_cut(line: str, following: str) -> bool:
    """Whether a name or a count at the end of a line goes on in the next."""
    found = counts(line[-60:])
    if found and not found[-1].unit and found[-1].end >= len(line[-60:]):
        both = counts(f"{line[-60:]} {following[:40]}")
        if len(both) >= len(found) and both[len(found) - 1].unit:
            return True
    name = ends_in_a_name(line)
    if not name:
        return False
    start = _begins_with_a_count(following[:60])
    return not start and goes_on(name, following)


def _begins_with_a_count(start: str) -> bool:
    return any(count.start == 0 for count in counts(start))
