"""Headings that can be linked to, and the list of them at the top of a page."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from markupsafe import Markup

PLACE = '<nav class="contents"></nav>'
"""Where the list is put, in a template."""

_HEADING = re.compile(r"<h([23])\b([^>]*)>(.*?)</h\1>", re.DOTALL)


def with_contents(html: str) -> str:
    """A page whose headings have ids, with the list of its sections at :data:`PLACE`, if it has that.

    Ids are made of the words of a heading (``#what-this-is-not``), so that an address stays right as long as they do.
    """
    seen: dict[str, int] = {}
    sections: list[tuple[str, str]] = []

    def named(found: re.Match[str]) -> str:
        level, attributes, text = found.groups()
        if " id=" in attributes:
            return found[0]
        identity = _slug(text)
        seen[identity] = seen.get(identity, 0) + 1
        if seen[identity] > 1:
            identity += f"-{seen[identity]}"
        if level == "2":
            sections.append((identity, " ".join(_words(text).split())))
        return f'<h{level} id="{identity}"{attributes}>{text}</h{level}>'

    return _HEADING.sub(named, html).replace(PLACE, _listed(sections))


def _listed(sections: list[tuple[str, str]]) -> str:
    links = Markup("").join(
        Markup('<li><a href="#{}">{}</a></li>').format(identity, unescape(text)) for identity, text in sections
    )
    return (
        '<nav class="contents" aria-label="On this page"><details><summary>On this page</summary>'
        f"<ul>{links}</ul></details></nav>"
    )


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unescape(_words(text))).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "section"


def _words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)
