"""The short table in the terminal: start, largest change and end of what was observed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from gutbrain.report import words
from gutbrain.report.changes import Change, changes

DEFAULT_LENGTH = 6


def observed(result: Any, moved: dict[str, Change] | None = None) -> list[Change]:
    """What to show first: what the protocol observes, else what moved most, at most two from one channel."""
    moved = changes(result) if moved is None else moved
    asked = [name for name in result.protocol.observe if name in moved]
    if asked:
        return [moved[name] for name in asked]
    chosen: list[Change] = []
    for change in sorted(moved.values(), key=lambda c: -abs(c.size)):
        known = change.observable in words.TITLES or change.observable.startswith("strain.")
        if known and change.in_model and sum(c.module == change.module for c in chosen) < 2:
            chosen.append(change)
    return chosen[:DEFAULT_LENGTH]


def table(result: Any, shown: Sequence[Change] | None = None) -> Table:
    """A table for the terminal; bold where the change is clear."""
    shown = observed(result) if shown is None else shown
    caption = "\n".join(part for part in (words.kind(result), words.read_at(shown), *words.gaps(shown)) if part)
    drawn = Table(box=None, pad_edge=False, header_style="dim", caption=caption, caption_justify="left")
    drawn.add_column("observable", overflow="fold")
    for heading in ("start", "largest change (90 %)", "when", "end", "change at the end (90 %)"):
        drawn.add_column(heading, justify="left" if heading == "when" else "right", no_wrap=heading in ("start", "end"))
    drawn.add_column("unit", no_wrap=True)
    for change in shown:
        row = words.columns(change)
        drawn.add_row(change.observable, *row, style="bold" if change.clear else None)
    return drawn
