"""``gutbrain diary trial``: a trial on oneself, planned by lot, told day by day, analysed when it is over."""

from __future__ import annotations

import json
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import diary_asked, show
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.diary.trial_design import Design

HELP = """A trial on oneself: two ways of living in periods drawn by lot, what today is, and what it showed.

Nothing is planned that would make somebody worse on purpose, and no medicine is started or stopped."""

BELIEF = "It cannot be blinded: you know what you do, and what you expect of it is in the result."

app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)


class Acts(StrEnum):
    """How fast something comes and goes."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@app.command(
    "plan", epilog='Example: gutbrain diary trial plan me.diary --compare "fibre=30" --outcome bloating --days 84'
)
def plan(
    file: diary_asked.File,
    compare: Annotated[
        str, typer.Option("--compare", help='What is tried: "fibre=30", or a thing of your own.', show_default=False)
    ],
    outcome: Annotated[str, typer.Option("--outcome", help="What is looked at.", show_default=False)],
    against: Annotated[str, typer.Option("--against", help="What it is held against.")] = "usual",
    days: Annotated[int, typer.Option("--days", help="How long at most.")] = 70,
    start: Annotated[
        str | None, typer.Option("--start", help="First day; tomorrow unless given.", show_default=False)
    ] = None,
    acts: Annotated[
        Acts | None,
        typer.Option("--acts", help="How fast it comes and goes; by the model where it knows.", show_default=False),
    ] = None,
    seed: show.Seed = 0,
    schedule: Annotated[
        Path | None,
        typer.Option("--schedule", help="Days that were drawn elsewhere (JSON: 0 or 1 a day).", show_default=False),
    ] = None,
    counted_by: Annotated[
        str, typer.Option("--counted-by", help="With --schedule: the thing that numbers the days.", show_default=False)
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell only; keep nothing.")] = False,
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """Draw the periods, and tell before it begins how likely it is to show anything."""
    from gutbrain.diary import trial_design, trial_planning

    mine = diary_asked.opened(file, pass_fd, care)
    if schedule is not None:
        first = diary_asked.day_of(start, mine.today)
        made = trial_design.drawn_elsewhere(compare, outcome, _schedule(schedule), start=first, counted_by=counted_by)
        notes = ["the days were drawn elsewhere; they are taken as they are"]
    else:
        first = diary_asked.day_of(start, mine.today) if start else mine.today + timedelta(1)
        if first <= mine.today:
            raise InputError(
                [Problem(f"{first} has begun", "draw before the first day: tomorrow or later", field="--start")]
            )
        usual = trial_planning.usual_of(mine.table(), compare)
        speed = acts.value if acts else None
        made, notes = trial_planning.planned(
            mine.settings, usual, compare, outcome, against=against, days=days, start=first, acts=speed, seed=seed
        )
    error = trial_design.error_of(made)
    chance = trial_design.chance_to_learn(error, made.expected)
    if not dry_run:
        mine.keep_trial(made)
    if as_json:
        told = {**made.to_dict(), "end": str(made.end), "pairs": made.pairs, "standard_error": error, **chance}
        show.as_json({**told, "kept": not dry_run, "notes": notes})
        return
    show.on_stdout(*_told(made, error, chance, notes, dry_run=dry_run))
    show.say(mine.said)


def _schedule(path: Path) -> Any:
    from gutbrain import textfiles

    try:
        return json.loads(textfiles.read(path))
    except (ValueError, RecursionError):
        raise InputError([Problem("is not JSON", 'write {"1": 0, "2": 1, ...}', file=str(path))]) from None


def _told(made: Design, error: float, chance: dict[str, float], notes: list[str], *, dry_run: bool) -> list[str]:
    left = f", of which the first {made.left_out} do not count" if made.left_out else ""
    length = "single days" if made.period == 1 else f"periods of {made.period} days{left}"
    return [
        f"{made.compare} against {made.against}, on {made.outcome}: {made.start} to {made.end}, {length}, "
        f"{made.pairs} pairs, by lot" + (f" (seed {made.seed})" if made.seed is not None else ""),
        *notes,
        f"Chance that you will learn something: {100 * chance['says']:.0f} %. That it says something wrong: "
        f"{100 * chance['wrong']:.1f} %. Standard error {error:.2f} SD of a day.",
        BELIEF,
        "Nothing was kept (--dry-run)." if dry_run else
        "It is kept. What each day is you learn on that day: gutbrain diary trial today FILE. Record the outcome.",
    ]  # fmt: skip


@app.command("today", epilog="Example: gutbrain diary trial today me.diary")
def today(
    file: diary_asked.File,
    day: Annotated[str | None, typer.Option("--day", help="Another day, up to today.", show_default=False)] = None,
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What today is; days to come are not told."""
    mine = diary_asked.opened(file, pass_fd, care)
    design = mine.trial()
    when = diary_asked.day_of(day, mine.today)
    if when > mine.today:
        raise InputError([Problem(f"{when} lies ahead", "it is told on that day", field="--day")])
    arm = design.arm(when)
    if arm is None:
        said = f"No day of the trial: it runs from {design.start} to {design.end}."
    else:
        number = (when - design.start).days + 1
        said = f"{when}, day {number} of {design.days}: {design.compare if arm else design.against}"
        if design.place(when) is None:
            said += " (first days of a period: they do not count, keep to it all the same)"
    if as_json:
        show.as_json({"day": str(when), "arm": arm, "says": said})
        return
    show.on_stdout(said)
    show.say(mine.said)


@app.command("result", epilog="Example: gutbrain diary trial result me.diary")
def result(
    file: diary_asked.File,
    early: Annotated[
        bool, typer.Option("--early", help="Before its last day: what is found then is often not there.")
    ] = False,
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What it showed, when it is over."""
    mine = diary_asked.opened(file, pass_fd, care)
    design, found = mine.trial(), mine.trial_result(early=early)
    if as_json:
        show.as_json({"trial": design.to_dict(), **found.to_dict(), "early": early})
        return
    verdict = f"{found.evidence}: {found.verdict}" if found.evidence else found.verdict
    lines = [f"{design.compare} against {design.against}, on {design.outcome}: {verdict}", f"  {found.why}"]
    if found.day == found.day:
        lines += [
            f"  with less without {found.difference:+.2f} points; size {found.size:+.2f} "
            f"({found.low:+.2f} to {found.high:+.2f}), shrunk towards none; chance {found.chance:.2f}; "
            f"probability that there is none {found.nothing:.2f}",
        ]
    lines.append(f"  {found.days_with} days with it, {found.days_without} without, {found.missing} without an outcome")
    if early:
        lines.append("  It is not over: whoever looks before the end finds what is not there.")
    show.on_stdout(*lines, *(f"  {one}" for one in found.said))
    show.say(mine.said)
