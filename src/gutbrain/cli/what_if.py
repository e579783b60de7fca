"""``gutbrain what-if``, and whom it and ``gutbrain options`` ask about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show, worlds
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.answers.what_if_models import Moved

HELP = """What would be otherwise, against as now: mood, worry, stress, sleep, thinking and bowel.

The same answer as the page "What if": with intervals, how many of 100 would notice, and what moves in the body.
A change goes on from day 0; what happens in a protocol is a change, too. Two or three --option, or a file with options
(as the page saves it), are held side by side."""
EXAMPLE = 'Example: gutbrain what-if stressed-adult --change "sleep=8" --change "fibre=+10"'

LIKE = '"sleep=8" or "fibre=+10"'
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
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHANGES",
            help='One of two or three options to hold side by side: "sleep=8, fibre=+10"; may be repeated.',
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
    changes = worlds.named_values(change or [], "--change", LIKE)
    from gutbrain.answers.several_file import with_options

    if option or with_options(who) is not None:
        if change or fitted is not None:
            raise InputError([Problem("options stand alone", "leave --change and --from out", field="--option")])
        _side_by_side(who, option, weeks, as_json, care)
        return

    import gutbrain

    found = gutbrain.what_if(who, changes, weeks=weeks, care=care)
    own = _of_fitted(fitted, who, changes, found.weeks) if fitted is not None else []
    if as_json:
        show.as_json(found.model_dump() | ({"fitted": own} if fitted is not None else {}))
        return
    show.warn(found.warnings)
    show.on_stdout(*(_told_own(own, fitted) if fitted is not None else []), *_told(found))


def _side_by_side(who: str, option: list[str] | None, weeks: int | None, as_json: bool, care: str | None) -> None:
    """Options side by side."""
    import gutbrain
    from gutbrain.answers.several_question import LETTERS

    made = None
    if option:
        named = [worlds.named_values(text.split(","), "--option", LIKE) for text in option]
        made = {(LETTERS[i] if i < len(LETTERS) else str(i + 1)): changes for i, changes in enumerate(named)}
    found = gutbrain.side_by_side(who, made, weeks=weeks, care=care)
    if as_json:
        show.as_json(found.model_dump())
        return
    show.warn(found.warnings)
    from gutbrain.answers.choices import choices
    from gutbrain.answers.what_if_words import amount

    def title(name: str) -> str:
        outcome = choices().outcomes[name]
        return f"{outcome.title} ({outcome.term})"

    said: list[Any] = [f"{found.who[:1].upper()}{found.who[1:]}. {found.weeks} weeks, against as now:"]
    said += [f"{one.label}: {'; '.join(one.answer.changes) or 'as now'}" for one in found.options]
    rows = [
        (title(moved.name), one.label, moved.verdict, amount(moved.change, moved.unit, moved.size))
        for name in choices().outcomes
        for one in found.options
        for moved in one.answer.outcomes
        if moved.name == name
    ]
    pairs = [
        (title(one.outcome), " and ".join(one.options), one.said, amount(one.difference, one.unit, one.size))
        for one in found.apart
        if one.difference is not None
    ]
    columns = ("what happens", "typical person at the end (90 %)")
    missing = [f"Option {one.label}: {m.said}" for one in found.options for m in one.answer.not_in_model]
    show.on_stdout(
        *said,
        "",
        show.plain_table(("outcome", "option", *columns), rows),
        "",
        show.plain_table(("outcome", "options", "which is better", "the second less the first (90 %)"), pairs),
        "",
        *missing,
    )


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
    said: list[Any] = [f"{who}. {found.weeks} weeks: {'; '.join(found.changes)}; against as now.", ""]
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
