"""Tables that stand as blocks where there is little room: every cell carries the heading of its column.

A template gives such a table the class ``stack``, which becomes ``stacked`` here. It is a table on paper and on a wide
screen; where there is little room the style sheet sets each row as a block, in which a cell begins with its heading, so
that nothing has to be looked for by a swipe to the side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

_TABLE = re.compile(r'(<table class="(?:[^"]* )?)stack((?: [^"]*)?">)(.*?</table>)', re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.DOTALL)
_SPAN = re.compile(r'\bcolspan="(\d+)"')


def stacked(html: str) -> Markup:
    """HTML in which the cells of every table of class ``stack`` carry their heading (``data-label``).

    What is in a cell is put into a ``div``, beside which the style sheet sets the heading. Cells without content are
    marked (``data-empty``). The first cell of a row names it, and has no heading. Tables do not lie within others.
    """
    return Markup(_TABLE.sub(lambda found: f"{found[1]}stacked{found[2]}{_labelled(found[3])}", html))


def _labelled(table: str) -> str:
    head, parted, body = table.partition("</thead>")
    labels = [_plain(cell[3]) for row in _ROW.findall(head)[:1] for cell in _CELL.finditer(row)]
    return head + parted + _ROW.sub(lambda row: _row(row[0], labels), body)


def _row(row: str, labels: list[str]) -> str:
    places = _places(row)
    return _CELL.sub(lambda cell: _cell(cell, labels, next(places)), row)


def _places(row: str) -> Iterator[tuple[int, int]]:
    """In which column each cell of a row begins, and over how many it reaches."""
    column = 0
    for cell in _CELL.finditer(row):
        wide = int(span[1]) if (span := _SPAN.search(cell[2])) else 1
        yield column, wide
        column += wide


def _cell(cell: re.Match[str], labels: list[str], place: tuple[int, int]) -> str:
    (column, wide), (kind, attributes, content) = place, cell.groups()
    if not content.strip():
        return f"<{kind}{attributes} data-empty></{kind}>"
    label = labels[column] if column < len(labels) and column and wide == 1 else ""
    named = f' data-label="{label}"' if label else ""
    return f"<{kind}{attributes}{named}><div>{content}</div></{kind}>"


def _plain(html: str) -> str:
    """The text of a heading, fit for an attribute."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split()).replace('"', "&quot;")
