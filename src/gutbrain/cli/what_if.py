"""``gutbrain what-if``, and whom it and ``gutbrain options`` ask about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show, worlds

if TYPE_CHECKING:
    from gutbrain.answers.what_if_models import Moved

HELP = """What would be otherwise, against as now: mood, worry, stress, sleep, thinking and bowel.

The same answer as the page "What if": with intervals, how many of 100 would notice, and what moves in the body.
A change goes on from day 0; what happens in a protocol is a change, too."""
EXAMPLE = 'Example: gutbrain what-if stressed-adult --change "sleep=8" --change "fibre=+10"'

IN_BODY = 8
"""So much of what moves in the body is told; JSON has all."""


def names(begun: str) -> list[str]:
    """Presets and examples that begin so: what the shell completes."""
    from gutbrain.examples import of_kind
    from gutbrain.people.presets import presets

    return [name for name in (*presets(), *of_kind("protocol")) if name.startswith(begun)]


Who = Annotated[
    str,
    typer.Argument(
        metavar="WHO",
        help="A protocol (YAML), or the name of a preset or an example.",
        show_default=False,
        autocompletion=names,
    ),
]
"""Whom a question is about."""

Weeks = Annotated[
    int | None,
    typer.Option(help="How far to look ahead; 12, or as long as the protocol lasts, unless given.", show_default=False),
]
"""The option ``--weeks``."""


def what_if(
    who: Who,
    change: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help='What would go on: "sleep=8", "fibre=+10" (more than now), "B. longum 1714=1e9"; may be repeated.',
            show_default=False,
        ),
    ] = None,
    weeks: Weeks = None,
    fitted: Annotated[
        Path | None,
        typer.Option(
            "--from", help="A folder of gutbrain fit: what it would do to who was fitted.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What would be otherwise, against as now."""
    changes = worlds.named_values(change or [], "--change", '"sleep=8" or "fibre=+10"')

    import gutbrain

    found = gutbrain.what_if(who, changes, weeks=weeks, care=care)
    own = _of_fitted(fitted, who, changes, found.weeks) if fitted is not None else []
    if as_json:
        show.as_json(found.model_dump() | ({"fitted": own} if fitted is not None else {}))
        return
    show.warn(found.warnings)
    show.on_stdout(*(_told_own(own, fitted) if fitted is not None else []), *_told(found))


def _of_fitted(fitted: Path, who: str, changes: dict[str, str], weeks: int) -> list[dict[str, Any]]:
    """What the changes would do to who was fitted: rows of :func:`gutbrain.fitting.onwards.what_if_from`."""
    from gutbrain.answers.asked import as_now, lasting, plan
    from gutbrain.fitting.onwards import what_if_from

    planned = plan(who, changes, weeks)
    rows = what_if_from(fitted, as_now(planned), lasting(planned), weeks=weeks).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def _told_own(rows: list[dict[str, Any]], fitted: Path) -> list[Any]:
    from gutbrain.report.fit_page import span

    cells = [(str(row["outcome"]), span(row), span(row, "people_")) for row in rows]
    headings = (f"who was fitted ({fitted})", "this person (90 %)", "people in general (90 %)")
    return [show.plain_table(headings, cells), ""]


def _told(found: Any) -> list[Any]:
    from gutbrain import words
    from gutbrain.answers.choices import choices
    from gutbrain.answers.what_if_words import amount

    def row(moved: Moved) -> tuple[str, ...]:
        outcome = choices().outcomes[moved.name]
        told = moved.peak or moved
        notice = told.noticed
        counted = f"{notice.better} / {notice.worse} / {notice.by_chance}" if notice else ""
        change = amount(told.change, moved.unit, told.size)
        return f"{outcome.title} ({outcome.term})", moved.verdict, change, amount(told.one, moved.unit), counted

    def way(moved: Moved) -> tuple[str, ...]:
        told = moved.peak or moved
        return words.title(moved.name), moved.verdict, amount(told.change, moved.unit), amount(told.one, moved.unit)

    who = found.who[:1].upper() + found.who[1:]
    if not found.changes:
        return [f"{who}. Nothing is otherwise: add --change."]
    said: list[Any] = [f"{who}. {found.weeks} weeks with {'; '.join(found.changes)}; against as now.", ""]
    columns = ("what happens", "typical person (90 %)", "any person (90 %)")
    if found.outcomes:
        headings = ("outcome", *columns, "of 100 better/worse/chance")
        said += [show.plain_table(headings, map(row, found.outcomes)), ""]
    if found.ways:
        said += [show.plain_table(("in the body", *columns), map(way, found.ways[:IN_BODY])), ""]
    basis = found.basis
    return [
        *said,
        *(missing.said for missing in found.not_in_model),
        *found.gaps,
        f"Typical person: what is not known ({basis.draws} parameter sets). Any person: how {basis.people} people of "
        "the kind differ, too. So many of 100 would notice it on a questionnaire, better or worse; so many by chance.",
    ]
