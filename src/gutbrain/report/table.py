"""The short table in the terminal: start, largest change and end of what was observed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from gutbrain import words, world
from gutbrain.atlas.observables import is_shown_first
from gutbrain.engine.changes import Change, Interval, changes

DEFAULT_LENGTH = 6


def observed(result: Any, moved: dict[str, Change] | None = None) -> list[Change]:
    """What to show first: what the protocol observes, else what moved most, at most two from one channel."""
    moved = changes(result) if moved is None else moved
    asked = [name for name in result.protocol.observe if name in moved]
    if asked:
        return [moved[name] for name in asked]
    chosen: list[Change] = []
    for change in sorted(moved.values(), key=lambda c: -abs(c.size)):
        known = is_shown_first(change.observable, world.model())
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


def as_json(result: Any, shown: Sequence[Change], said: Sequence[str], warnings: Sequence[str]) -> dict[str, Any]:
    """The same as plain numbers and text: who, what came out, and what it comes from.

    Parameters
    ----------
    result
        Of :func:`gutbrain.simulate`.
    shown
        Changes of what was observed.
    said
        The answer, in sentences.
    warnings
        What the protocol may not mean.
    """
    return {
        "title": result.protocol.title,
        "days": result.protocol.days,
        "people": result.data.sizes["person"],
        "draws": result.data.sizes["draw"],
        "said": list(said),
        "intervals": words.kind(result),
        "changes": [facts(change) for change in shown],
        "warnings": list(warnings),
        "provenance": result.provenance,
    }


def facts(change: Change) -> dict[str, Any]:
    """One change as plain numbers: medians with 90 % intervals, none where the effect is not in the model.

    ``largest`` is the largest change on the way, ``largest_day`` when it was; ``change`` is the end against the start.
    """
    told = change.in_model
    return {
        "observable": change.observable,
        "name": words.title(change.observable),
        "unit": change.unit,
        "start": _plain(change.start),
        "largest": _plain(change.furthest_change) if told else None,
        "largest_percent": _plain(change.share) if told else None,
        "largest_level": _plain(change.furthest) if told else None,
        "largest_day": change.furthest_day if told else None,
        "end": _plain(change.end) if told else None,
        "change": _plain(change.difference) if told else None,
        "hour": change.hour,
        "clear": change.clear,
        "in_model": told,
        "not_carried": list(change.not_carried),
    }


def _plain(value: Interval | None) -> dict[str, float] | None:
    """An interval as JSON has it; none where it is not known."""
    if value is None or not math.isfinite(value.median):
        return None
    return {"median": value.median, "low": value.low, "high": value.high}
