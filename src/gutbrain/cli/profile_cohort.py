"""What ``gutbrain profile`` tells of a cohort: differences, where they were seen before, a score, metabolites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gutbrain.cli import show

if TYPE_CHECKING:
    from gutbrain.microbiome.profile import Profile


def told(found: Profile) -> list[Any]:
    """Tables and what must be said of them, for the terminal."""
    from gutbrain.answers.table import said

    things: list[Any] = []
    for part in said.told(found):
        things += ["", part.title, show.plain_table(part.headings, part.rows, numbers=part.numbers)]
        things += [part.after] if part.after else []
    return [*things, "", *found.remarks] if found.remarks else things
