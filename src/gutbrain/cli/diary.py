"""``gutbrain diary``: a person's own records, in one file of their own."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import diary_asked, diary_fit, diary_predict, diary_trial, show
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.diary import Imported
    from gutbrain.diary.entry import Entry, Reading

HELP = """A person's own records: read from what apps export, asked what goes with what, tried on oneself.

One file of your own, which nobody else can read (mode 0600). Nothing leaves the machine, nothing is logged, and notes
in your own words are looked at for danger and not kept. docs/diary.md tells all of it."""
EXAMPLE = "Example: gutbrain diary new me.diary --zone Europe/Berlin"

PLAIN = "Whoever can read this file can read your diary: gutbrain diary lock keeps it under a pass phrase."
MOST_LINES = 12
MOST_DAYS = 14

app = typer.Typer(help=HELP, epilog=EXAMPLE, no_args_is_help=True, rich_markup_mode=None)
app.add_typer(diary_trial.app, name="trial")
app.command("look", help=diary_asked.LOOK, epilog=diary_asked.LOOK_EXAMPLE)(diary_asked.look)
app.command("fit", help=diary_fit.FIT, epilog=diary_fit.FIT_EXAMPLE)(diary_fit.fit)
app.command("predict", help=diary_predict.PREDICT, epilog=diary_predict.PREDICT_EXAMPLE)(diary_predict.predict)


@app.command("new", epilog="Example: gutbrain diary new me.diary --settings me.yaml")
def new(
    file: diary_asked.File,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", help="Zone, scales, words, things of your own (YAML).", show_default=False),
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", help="Where your clock is, as in Europe/Berlin.", show_default=False)
    ] = None,
    care: show.Care = None,
) -> None:
    """Make an empty diary; asks a few questions where nothing is said and somebody is there."""
    from gutbrain import diary
    from gutbrain.diary.settings import read_settings

    said: dict[str, Any] = {"zone": zone} if zone else {}
    if settings is None and zone is None and sys.stdin.isatty():
        said = _questions()
    made = diary.new(file, said, care=care)
    if settings is not None:
        try:
            made.keep_settings(read_settings(settings))
        except BaseException:
            diary.destroy(file)
            raise
    show.on_stdout(f"{file} is there, and empty. {PLAIN}")


def _questions() -> dict[str, Any]:
    """A few questions, each of which may be left empty."""
    ask = [
        ("zone", "Where is your clock (Europe/Berlin)?"),
        ("day_ends", "Until what time does a night belong to the evening before (04:00)?"),
        ("age", "How old are you?"),
        ("sex", "Sex (female, male)?"),
        ("mood", "From what to what do you rate your mood (0-10)?"),
        ("better", "Is a high number a good mood (high, low)?"),
    ]
    told = {key: typer.prompt(question, default="", show_default=False).strip() for key, question in ask}
    said: dict[str, Any] = {key: told[key] for key in ("zone", "day_ends") if told[key]}
    traits: dict[str, Any] = {"age": diary_asked.number(told["age"], "age")} if told["age"] else {}
    traits |= {"sex": told["sex"]} if told["sex"] else {}
    if traits:
        said["person"] = {"preset": "healthy-adult", "traits": traits}
    low, dash, high = told["mood"].partition("-")
    if dash:
        ends = {"from": diary_asked.number(low, "mood"), "to": diary_asked.number(high, "mood")}
        said["scales"] = {"mood": {**ends, "better": told["better"] or "high", "measures": "depression"}}
    return said


@app.command("add", epilog="Example: gutbrain diary add me.diary mood=6 sleep=6.5h coffee=2")
def add(
    file: diary_asked.File,
    values: Annotated[list[str], typer.Argument(metavar="NAME=VALUE...", help="What there was.", show_default=False)],
    day: Annotated[
        str | None,
        typer.Option("--day", help="As in 2025-02-01, or yesterday; today unless given.", show_default=False),
    ] = None,
    time: Annotated[str, typer.Option("--time", help="Time of day, as in 21:30.", show_default=False)] = "",
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """Add what there was on a day; a night belongs to the day of waking."""
    mine = diary_asked.opened(file, pass_fd, care)
    when = diary_asked.day_of(day, mine.today)
    kept = mine.add(diary_asked.pairs(values), day=when, time=time, care=care)
    if as_json:
        show.as_json({"kept": [_plain(one) for one in kept], "said": mine.said})
        return
    for one in kept:
        new = sum(other.name == one.name for other in mine.entries) == 1
        show.on_stdout(f"{one.day} {one.name}: {diary_asked.value(one)}{' (new here)' if new else ''}")
    show.say([*_near(kept, mine), *mine.said])


def _near(kept: list[Entry], mine: Any) -> list[str]:
    """Names that are new and look like a known one."""
    from gutbrain.diary.items import item, items
    from gutbrain.errors import suggest

    counts = {one.name: sum(other.name == one.name for other in mine.entries) for one in kept}
    new = [name for name, count in counts.items() if count == 1 and not item(name).known]
    near = {name: suggest(name, items(), cutoff=0.8) for name in new}
    return [f"{name} is a thing of your own; {said}" for name, said in near.items() if said]


@app.command("import", epilog="Example: gutbrain diary import me.diary export.zip daylio.csv")
def import_(
    file: diary_asked.File,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Exports: files, folders, ZIP archives.")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--as", help="Their kind, where it should not be told by what stands in them.", show_default=False
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help="Whose entries, where a file holds several people.", show_default=False),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option("--dates", help="day-first or month-first, where a file does not tell.", show_default=False),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option("--settings", help="Put over those of the diary: scales, words.", show_default=False)
    ] = None,
    newer: Annotated[
        bool, typer.Option("--newer", help="A changed value takes the place of the one that is there.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="What is there stays, though the file has it otherwise.")
    ] = False,
    last: Annotated[
        bool, typer.Option("--last", help="Of several values of a day the last counts, not the mean.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell only; keep nothing.")] = False,
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """Read what apps export: told by what stands in it; the same again adds nothing.

    Exit status 2, and nothing kept, where nothing could be placed or something is still a question.
    """
    from gutbrain.arguments import one_of
    from gutbrain.diary.dates import ORDERS
    from gutbrain.diary.settings import read_settings

    if dates is not None:
        one_of("--dates", dates, ORDERS)
    said = read_settings(settings) if settings else None
    mine = diary_asked.opened(file, pass_fd, care)
    found = mine.import_files(
        paths, kind=kind, person=person, dates=dates, newer=newer, keep=keep, last=last,  # type: ignore[arg-type]
        dry_run=dry_run, settings=said, care=care,
    )  # fmt: skip
    if as_json:
        show.as_json(_report(found))
    else:
        show.on_stdout(*_told(found, dry_run=dry_run))
        show.say(mine.said)
    if not found.placed or found.questions or (found.merged.changed and not newer):
        raise typer.Exit(show.BAD_INPUT)


def _told(found: Imported, *, dry_run: bool) -> list[str]:
    lines: list[str] = []
    for reading in found.readings:
        lines += _told_of(reading)
    merged = found.merged
    for question in found.questions:
        lines.append(f"QUESTION {question}")
    for before, after in merged.changed[:MOST_LINES]:
        where = f"{after.day} {after.time} {after.name}".replace("  ", " ")
        lines.append(f"CHANGED {where}: {diary_asked.value(before)} is there, {diary_asked.value(after)} in the file")
    if merged.changed and not found.kept:
        lines.append(
            f"{len(merged.changed)} values are there otherwise: --newer takes those of the file, --keep those there"
        )
    if found.kept:
        lines.append(f"Kept: {merged.new} new, {merged.known} were there already.")
    elif dry_run and not found.questions:
        lines.append(f"Nothing was kept (--dry-run); {merged.new} would be new, {merged.known} are there already.")
    else:
        lines.append("Nothing was kept.")
    return lines


def _told_of(reading: Reading) -> list[str]:
    days = reading.days
    span = f", {len(days)} days, {days[0]} to {days[-1]}" if days else ""
    lines = [f"{reading.file}: {reading.kind or 'unknown'}, {reading.rows} rows, {len(reading.entries)} values{span}"]
    lines += [f"  {note}" for note in reading.notes]
    for name, words in reading.words.items():
        shown = ", ".join(f"'{word}' ({count})" for word, count in list(words.items())[:8])
        first = next(iter(words)).lower()
        lines.append(f"  {name}: {shown} have no number: words: {{{first}: 2}} in the settings; kept as words")
    doubtful = [one for one in reading.doubtful if one.doubt]
    for reason in dict.fromkeys(one.doubt for one in doubtful):
        some = [one for one in doubtful if one.doubt == reason]
        named = ", ".join(dict.fromkeys(one.name for one in some))
        lines.append(
            f"  doubtful, kept: {some[0].day} {named[:60]}: {reason}"
            + (f" ({len(some)} values)" if len(some) > 1 else "")
        )
        if len(lines) > 3 * MOST_LINES:
            break
    if reading.missing:
        lines.append(f"  {reading.missing} cells say that nothing was recorded")
    lines += [f"  NOT TAKEN {problem}" for problem in reading.refused[:MOST_LINES]]
    if reading.refused_count > MOST_LINES:
        lines.append(f"  ... and {reading.refused_count - MOST_LINES} more were not taken")
    return lines


def _report(found: Imported) -> dict[str, Any]:
    return {
        "kept": found.kept,
        "new": found.merged.new,
        "known": found.merged.known,
        "changed": [{"there": _plain(a), "file": _plain(b)} for a, b in found.merged.changed],
        "questions": [str(one) for one in found.questions],
        "files": [
            {
                "file": one.file,
                "kind": one.kind,
                "rows": one.rows,
                "placed": len(one.entries),
                "days": len(one.days),
                "doubtful": [{**_plain(entry), "doubt": entry.doubt} for entry in one.doubtful],
                "refused": one.refused_count,
                "not_taken": [str(problem) for problem in one.refused],
                "missing": one.missing,
                "words": one.words,
                "people": one.people,
                "notes": one.notes,
            }
            for one in found.readings
        ],
    }


def _plain(one: Entry) -> dict[str, Any]:
    return {
        "day": str(one.day),
        "time": one.time,
        "name": one.name,
        "value": one.value,
        "unit": one.unit,
        "raw": one.raw,
    }


@app.command("show", epilog="Example: gutbrain diary show me.diary mood sleep --days 30")
def show_(
    file: diary_asked.File,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME...]", help="What to show; all unless given.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="How many of the last days.")] = MOST_DAYS,
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What is there: of each thing how many days, and the last days in a table; an empty cell was not recorded."""
    mine = diary_asked.opened(file, pass_fd, care)
    known, table = mine.completeness(), mine.table()
    chosen = diary_asked.chosen(names or [], [*table.columns])
    if names:
        known = known[known["name"].isin(chosen)]
    last = table[chosen].tail(days)
    if as_json:
        rows = [{"day": f"{day:%Y-%m-%d}", **diary_asked.no_nan(row.to_dict())} for day, row in last.iterrows()]
        show.as_json({"things": diary_asked.records(known), "days": rows, "said": mine.said})
        return
    if known.empty:
        show.on_stdout(f"{file} is empty: gutbrain diary add {file} mood=6")
        return
    rows_known = [
        (
            str(row["name"]),
            str(row["source"]),
            str(row["days"]),
            f"{row['first']} to {row['last']}",
            f"{100 * row['share']:.0f} %",
            str(row["doubtful"] or ""),
            str(row["words"] or ""),
        )
        for row in diary_asked.records(known)
    ]
    headings = ("thing", "from", "days", "from when to when", "of these", "doubtful", "words")
    things = [show.plain_table(headings, rows_known, numbers=(2, 4, 5, 6)), ""]
    wide = chosen[:8]
    last_rows = [
        (f"{day:%Y-%m-%d}", *(f"{row[name]:.4g}" if row[name] == row[name] else "" for name in wide))
        for day, row in last.iterrows()
    ]
    things.append(show.plain_table(("day", *wide), last_rows, numbers=tuple(range(1, len(wide) + 1))))
    if len(chosen) > len(wide):
        things.append(f"... and {len(chosen) - len(wide)} more things: name those to see")
    show.on_stdout(*things)
    show.say(mine.said)


@app.command("export", epilog="Example: gutbrain diary export me.diary --to csv --out me.csv")
def export(
    file: diary_asked.File,
    to: Annotated[
        str, typer.Option("--to", help="csv (reads back exactly), json, fhir (R4), omh (Open mHealth).")
    ] = "csv",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write, for you alone; stdout unless given.", show_default=False),
    ] = None,
    pass_fd: diary_asked.PassFd = None,
    care: show.Care = None,
) -> None:
    """Write it for other programs, not locked; csv has a file of settings beside it."""
    from gutbrain import files

    mine = diary_asked.opened(file, pass_fd, care)
    text, notes = mine.export(to)
    show.warn(notes)
    if out is None:
        sys.stdout.write(text)
        return
    files.check_file(out)
    files.write_whole(out, text, private=True)
    if to == "csv":
        files.write_whole(out.with_name(f"{out.stem}.settings.yaml"), diary_asked.as_yaml(mine.settings), private=True)
    show.on_stdout(f"{out} is written; it is not locked, and for you alone")


@app.command("delete", epilog="Example: gutbrain diary delete me.diary --name weight --yes")
def delete(
    file: diary_asked.File,
    name: Annotated[list[str] | None, typer.Option("--name", help="What; may be repeated.", show_default=False)] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day.", show_default=False)] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole diary, file and backup.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    pass_fd: diary_asked.PassFd = None,
) -> None:
    """Take entries out for good, of the backup too; always possible."""
    from gutbrain import diary

    if not everything and not (name or first or last):
        raise InputError([Problem("does not say what", "--name, --from, --to, or --all", "gutbrain diary delete")])
    if not yes and (not sys.stdin.isatty() or not typer.confirm("Delete for good?")):
        raise InputError([Problem("nothing was deleted", "add --yes", "gutbrain diary delete")])
    if everything:
        diary.destroy(file)
        show.on_stdout(f"{file} and its backup are deleted")
        return
    days = [diary_asked.day_of(one, date.today()) if one else None for one in (first, last)]
    phrase = diary_asked.phrase_of(file, pass_fd)
    count = diary.delete(file, names=name or (), first=days[0], last=days[1], passphrase=phrase)
    show.on_stdout(f"{count} entries are deleted, of the backup too")


@app.command("lock", epilog="Example: gutbrain diary lock me.diary")
def lock(file: diary_asked.File, pass_fd: diary_asked.PassFd = None) -> None:
    """Lock it with a pass phrase (SQLCipher); nobody can open it without."""
    from gutbrain import diary

    diary.lock(file, diary_asked.new_phrase(pass_fd))
    show.on_stdout(f"{file} is locked: nobody can open it without the pass phrase, we neither. Its backup is gone.")


@app.command("unlock", epilog="Example: gutbrain diary unlock me.diary")
def unlock(file: diary_asked.File, pass_fd: diary_asked.PassFd = None) -> None:
    """Take the lock off."""
    from gutbrain import diary

    diary.unlock(file, diary_asked.phrase_of(file, pass_fd) or "")
    show.on_stdout(f"{file} is not locked any more. {PLAIN}")


@app.command("check", epilog="Example: gutbrain diary check me.diary")
def check(
    file: diary_asked.File,
    pass_fd: diary_asked.PassFd = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """Whether it is whole, and for you alone; exit status 1 where it is not."""
    from gutbrain.diary.checking import checked

    found = checked(file, diary_asked.phrase_of(file, pass_fd))
    if as_json:
        show.as_json(found)
    else:
        show.on_stdout(*(f"{'ok  ' if one['ok'] else 'WARN'} {one['says']}" for one in found))
    if not all(one["ok"] for one in found):
        raise typer.Exit(1)
