"""``gutbrain fit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import folder, show
from gutbrain.errors import InputError, Problem
from gutbrain.files import write_whole

if TYPE_CHECKING:
    from gutbrain.fitting.fit import Fit

HELP = """Learn from what was observed of one person: level, ups and downs, and how strongly they follow what they do.

OBSERVATIONS is a table (CSV) with a row a day, columns named after exposures and outcomes: sleep [h], mood [0-10].
Says what could be told, what could not, and how long one must still record. Writes a folder with the posterior, which
gutbrain simulate and what-if take with --from."""
EXAMPLE = 'Example: gutbrain fit days.csv --protocol me.yaml --measures "mood=-depression"'

RESULTS = Path("results")


def fit(
    observations: Annotated[Path, typer.Argument(help="What was observed (CSV).", show_default=False)],
    protocol: Annotated[
        Path | None,
        typer.Option(help="Who it is, and what else acted (YAML); the healthy adult unless given.", show_default=False),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            help="What is to be explained; may be repeated. All that can be, unless given.", show_default=False
        ),
    ] = None,
    measures: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM=[-]OBSERVABLE",
            help="What an item shows: mood=-depression, where more of it is less of depression; may be repeated.",
            show_default=False,
        ),
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="Whose rows, where there are several people.", show_default=False)
    ] = None,
    cohort: Annotated[
        bool, typer.Option("--cohort", help="Many people at few visits: learn what all people share.")
    ] = False,
    draws: Annotated[int, typer.Option(min=2, help="People in general by which factors are told.")] = 48,
    seed: show.Seed = 0,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/fit-NAME unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the tables.")] = False,
    care: show.Care = None,
) -> None:
    """Learn from one person's days."""
    told = _measures(measures or [])
    asked = folder.known(
        {
            "command": "fit",
            "observations": observations,
            "protocol": protocol,
            "outcome": outcome,
            "measures": told,
            "person": person,
            "cohort": cohort,
            "draws": draws,
            "seed": seed,
        }
    )
    target = folder.claimed(out, RESULTS / f"fit-{observations.stem}", asked, force=force)

    if cohort:
        _cohort(observations, protocol, seed, target, asked, as_json=as_json)
        return

    import gutbrain

    with show.progress("learning") as progress:
        found = gutbrain.fit(
            observations,
            {"days": 1} if protocol is None else protocol,
            outcomes=outcome or (),
            measures=told,
            person=person,
            draws=draws,
            seed=seed,
            progress=progress,
        )
    leave(found, target, asked, as_json=as_json)


def leave(found: Fit, target: Path, asked: dict[str, Any], *, as_json: bool) -> None:
    """Write a fit and its page, and tell it.

    Parameters
    ----------
    found
        What was learnt.
    target
        Folder that is written.
    asked
        What was asked for, as provenance keeps it.
    as_json
        Print JSON in place of the tables.
    """
    from gutbrain.fitting.folder import described
    from gutbrain.report.fit_page import write

    with folder.written_aside(target, asked) as aside:
        for name, text in described(found).items():
            write_whole(aside / name, text)
        write(found, aside / "report.html")
    if as_json:
        show.as_json({**found.to_dict(), "folder": str(target)})
        return
    show.warn(found.notes)
    show.on_stdout(*_told(found), str(target / "report.html"))


def _cohort(
    observations: Path, protocol: Path | None, seed: int, target: Path, asked: dict[str, Any], *, as_json: bool
) -> None:
    """Learn from many people, and tell what they taught."""
    import gutbrain

    with show.progress("learning") as progress:
        found = gutbrain.fit_cohort(
            observations, {"days": 1} if protocol is None else protocol, seed=seed, progress=progress
        )
    with folder.written_aside(target, asked) as aside:
        found.write(aside)
    if as_json:
        show.as_json({**found.to_dict(), "folder": str(target)})
        return
    from gutbrain.report.fit_page import span

    show.warn(found.notes)
    rows = [
        (
            str(row["observable"]),
            f"{row['day']:g}",
            str(row["people"]),
            f"{row['seen']:.3g} +- {row['error']:.2g}",
            span(row, "before_"),
            span(row, "now_"),
        )
        for row in found.numbers().to_dict("records")
    ]
    headings = ("change of", "day", "people", "seen (SE)", "foretold before (90 %)", "now")
    learnt = [
        (str(row["parameter"]), f"{row['mean_before']:+.2f} +- {row['sd_before']:.2f}",
         f"{row['mean']:+.2f} +- {row['sd']:.2f}", f"{100 * row['learnt']:.0f} %")
        for row in found.parameters().to_dict("records")
    ]  # fmt: skip
    told: list[Any] = [show.plain_table(headings, rows), ""]
    if learnt:
        told.append(show.plain_table(("parameter (SD of its prior)", "before", "now", "learnt"), learnt))
    else:
        told.append("No parameter learnt more than chance would have it.")
    show.on_stdout(*told, "", str(target))


def _measures(said: list[str]) -> dict[str, str]:
    """Observables by item.

    Raises
    ------
    InputError
        Where one is not written so.
    """
    found = {}
    for text in said:
        name, is_there, what = (part.strip() for part in text.partition("="))
        if not (name and is_there and what):
            right = "write it as in mood=-depression"
            raise InputError([Problem(f"'{text}' does not say what an item shows", right, field="--measures")])
        found[name] = what
    return found


def _told(found: Fit) -> list[Any]:
    from gutbrain.fitting.prior import NOTHING
    from gutbrain.report.fit_page import needed, span

    said: list[Any] = []
    factors = found.factors().to_dict("records")
    parameters = found.parameters().to_dict("records")
    for name, one in found.outcomes.items():
        nothing, day = 100 * one.weights.get(NOTHING, 0.0), 100 * one.same_day
        said.append(
            f"{name}: {one.recorded} of {one.learnt} days. That none of what was recorded acts on it: {nothing:.0f} %; "
            f"that the day itself explains something: {day:.0f} %."
        )
        rows = [
            (
                str(row["factor"]),
                f"{row['change']:+.3g} {'' if row['unit'] == '1' else row['unit']}".strip(),
                span(row),
                span(row, "people_"),
                f"{100 * row['acts']:.0f} %",
                str(row["verdict"]),
                needed(row["days_needed"]),
            )
            for row in factors
            if row["outcome"] == name
        ]
        if rows:
            headings = ("factor", "change", f"this person, {found.weeks} weeks (90 %)", "people in general", "acts", "",
                        "record needed")  # fmt: skip
            said += ["", show.plain_table(headings, rows)]
        learnt = [
            (str(row["parameter"]), span(row, "before_"), span(row), f"{100 * row['learnt']:.0f} %")
            for row in parameters
            if row["outcome"] == name
        ]
        said += ["", show.plain_table(("parameter", "before (90 %)", "now (90 %)", "learnt"), learnt), ""]
    said.append("Follows: 1 as people in general, 0 not at all. What goes with something need not be its cause.")
    return said
