"""How results show themselves: a few lines of text at a prompt, a small table in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

MOST_ROWS = 12
"""Most rows that are shown; the rest is counted."""

STYLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"


@dataclass(frozen=True)
class Card:
    """What is shown of a result: a headline, rows under headings, and what else there is."""

    headline: str
    headings: tuple[str, ...] = ()
    rows: Sequence[Sequence[str]] = ()
    below: str = ""


class Shown:
    """Something that shows itself by a :class:`Card`."""

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline, rows, and what else there is.

        Raises
        ------
        NotImplementedError
            Where a kind of result does not say.
        """
        raise NotImplementedError

    def __repr__(self) -> str:
        """A few lines of text."""
        card = self.card()
        rows = [[str(cell) for cell in row] for row in card.rows[:MOST_ROWS]]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join(
            [f"<{type(self).__name__}: {card.headline}>", *(f"  {line}" for line in [*lines, *_more(card)])]
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """A table, as notebooks show it; everything is escaped."""
        card = self.card()
        head = "".join(f'<th style="text-align:left">{escape(heading)}</th>' for heading in card.headings)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in card.rows[:MOST_ROWS]
        )
        table = f'<table style="{STYLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>' if body else ""
        more = "".join(f"<p>{escape(line)}</p>" for line in _more(card))
        return f"<div><p><b>{escape(type(self).__name__)}</b> {escape(card.headline)}</p>{table}{more}</div>"


def _more(card: Card) -> list[str]:
    left = len(card.rows) - MOST_ROWS
    return [line for line in (f"and {left} more" if left > 0 else "", card.below) if line]


def estimate(median: float, low: float | None, high: float | None) -> str:
    """``12.3 (10.1 to 15)``: a number with its interval, three figures each; without one it says so.

    Parameters
    ----------
    median
        The number.
    low, high
        Ends of its interval; None where there is none.
    """
    return f"{median:.3g} (no interval)" if low is None or high is None else f"{median:.3g} ({low:.3g} to {high:.3g})"
