"""The short table in the terminal: start, end and change of what was observed."""

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
        if known and sum(c.module == change.module for c in chosen) < 2:
            chosen.append(change)
    return chosen[:DEFAULT_LENGTH]


def table(result: Any, shown: Sequence[Change] | None = None) -> Table:
    """A table for the terminal; bold where the change is clear."""
    shown = observed(result) if shown is None else shown
    drawn = Table(box=None, pad_edge=False, header_style="dim", caption=words.kind(result), caption_justify="left")
    drawn.add_column("observable")
    for heading in ("start", "end", "change", "90 % interval", "largest", "when"):
        drawn.add_column(heading, justify="left" if heading == "when" else "right", no_wrap=True)
    drawn.add_column("unit", no_wrap=True)
    for change in shown:
        row = words.columns(change)
        style = "bold" if change.clear else None
        drawn.add_row(
            change.observable,
            row.start,
            row.end,
            row.change,
            row.interval,
            row.largest,
            row.when,
            row.unit,
            style=style,
        )
    return drawn
