"""``gutbrain simulate``."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import examples, folder, show
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.engine.explanation import Explanation
    from gutbrain.exposures import Protocol

HELP = """Carry a person, or a cohort, through a protocol.

Prints what changed, with intervals: the start, the largest change on the way and when it was, and the end. Writes a
folder: summary.csv, result.zarr, report.html, provenance.json; with --tables and --xlsx curves, people and parameters.
More than 500 people (times draws) go to disk in parts, with readings at 00:00 and 08:00; when such a run was ended,
the same command goes on where it was."""
EXAMPLE = "Example: gutbrain simulate --example fibre --people 100 --out results/fibre"

RESULTS = Path("results")
EXPLAINED = 3

IN_MEMORY = 500
"""People times draws that are kept in memory; more go to disk in parts."""

LOCAL = "local"


class Tables(StrEnum):
    """How tables are written."""

    CSV = "csv"
    PARQUET = "parquet"


def simulate(
    protocol: Annotated[Path | None, typer.Argument(help="A protocol (YAML).", show_default=False)] = None,
    example: examples.Named = None,
    people: Annotated[int, typer.Option(min=1, help="How many people; 1 is the typical person.")] = 1,
    draws: Annotated[
        int | None, typer.Option(min=1, help="Parameter draws (8 for one person, 2 for more).", show_default=False)
    ] = None,
    seed: show.Seed = 0,
    exposures: Annotated[
        Path | None,
        typer.Option(
            help="What was recorded of one person day by day (CSV): a column an exposure, as sleep [h].",
            show_default=False,
        ),
    ] = None,
    fitted: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of gutbrain fit: who was fitted.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/NAME OF THE PROTOCOL unless given.", show_default=False)
    ] = None,
    observe: Annotated[
        list[str] | None,
        typer.Option(help="An observable to keep; may be repeated. All unless given.", show_default=False),
    ] = None,
    scheduler: Annotated[
        str, typer.Option(help="Who carries a large run: local, or a Dask scheduler (tcp://HOST:PORT).")
    ] = LOCAL,
    force: show.Force = False,
    tables: Annotated[
        list[Tables] | None,
        typer.Option(
            help="csv or parquet: also curves with intervals at all kept moments, people, and values of parameters.",
            show_default=False,
        ),
    ] = None,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="The same as one workbook, result.xlsx.")] = False,
    report: Annotated[bool, typer.Option(help="Write report.html, and explain what carried the changes.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON in place of the table.")] = False,
    care: show.Care = None,
) -> None:
    """Carry a person, or a cohort, through a protocol."""
    protocol = examples.file_or(protocol, example, "protocol")
    forms = _forms(tables, xlsx=xlsx)
    asked = folder.known(
        {
            "command": "simulate",
            "protocol": protocol,
            "people": people,
            "draws": draws,
            "seed": seed,
            "observe": observe,
        }
        | ({"exposures": exposures} if exposures else {})
        | ({"from": fitted / "provenance.json"} if fitted else {})
    )
    target = folder.claimed(out, RESULTS / protocol.stem, asked, force=force)

    with ThreadPoolExecutor(1) as reader:
        known = reader.submit(_read_evidence) if report else None

        import gutbrain
        from gutbrain.engine.changes import changes
        from gutbrain.engine.simulation import usual_draws, with_exposures
        from gutbrain.report.table import observed, table

        streamed = scheduler != LOCAL or people * (draws or usual_draws(people)) > IN_MEMORY
        given: dict[str, Any] = {"observe": observe} if observe else {}
        if streamed:
            given |= {"out": target, "scheduler": scheduler, "replace": True}
            folder.held.close()  # such a run keeps its folder to itself
        read = protocol if exposures is None else with_exposures(gutbrain.load(protocol), exposures)
        with show.progress("simulating") as told:
            if fitted is not None:
                from gutbrain.fitting.onwards import DRAWS, simulate_from

                _check_from(streamed=streamed)
                result = simulate_from(fitted, read, people=people, draws=draws or DRAWS, seed=seed)
            else:
                result = gutbrain.simulate(read, people=people, draws=draws, seed=seed, progress=told, **given)
        found = _explain(result.protocol, seed) if report else []
        if known:
            known.result()
    moved = changes(result)
    shown = observed(result, moved)
    clear = [c.observable for c in sorted(shown, key=lambda c: -abs(c.size)) if c.clear]
    told_of = (e for e in found if e.observable in clear)
    explanations = sorted(told_of, key=lambda e: clear.index(e.observable))[:EXPLAINED]
    with folder.written_aside(target, asked) as aside:
        if not streamed:
            result.save(aside)
        for form in forms:
            from gutbrain.engine.tables import write as write_tables

            write_tables(result, aside, form)
        if report:
            from gutbrain.report.page import write

            write(result, explanations, aside / "report.html", moved)
    warnings = [*result.warnings, *_failed(result)]
    if as_json:
        from gutbrain.report.page import answer
        from gutbrain.report.table import as_json as in_json

        show.as_json({**in_json(result, shown, answer(shown), warnings), "folder": str(target)})
        return
    from gutbrain.exposures.reach import only

    # what is not in the model stands below the table
    below = only(result.protocol)
    show.warn([warning for warning in warnings if warning not in below])
    page = target / "report.html" if report else target / "summary.csv"
    show.on_stdout(table(result, shown), "", str(page))


def _forms(tables: list[Tables] | None, *, xlsx: bool) -> list[str]:
    """Forms of tables that are asked for, as far as they can be written here."""
    forms = [*dict.fromkeys(str(one) for one in tables or ()), *(["xlsx"] if xlsx else [])]
    if forms:
        from gutbrain.engine.tables import check_form

        for form in forms:
            check_form(form)
    return forms


def _check_from(*, streamed: bool) -> None:
    """Refuse what does not go with a fit.

    Raises
    ------
    InputError
        Where a run on disk is asked for.
    """
    if streamed:
        wrong = "a run from a fit is kept in memory"
        raise InputError([Problem(wrong, "leave out --scheduler, and take fewer people or draws", field="--from")])


def _read_evidence() -> None:
    from gutbrain.evidence import records

    records.claims()  # reads the references too


def _explain(protocol: Protocol, seed: int) -> list[Explanation]:
    """What carries the changes of what the protocol observes; quick, with fewer orders than ``explain``."""
    import gutbrain

    stool = protocol.person.microbiota
    if stool:  # what is explained is the typical person
        person = dataclasses.replace(protocol.person, microbiota=stool.mean())
        protocol = dataclasses.replace(protocol, person=person)
    return gutbrain.explain(protocol, None, orders=1, seed=seed)


def _failed(result: object) -> list[str]:
    failures = getattr(result, "failures", [])
    if not failures:
        return []
    first = failures[0]
    return [
        f"{len(failures)} runs left the finite numbers and count nowhere (first: {first.state} on day {first.day:.1f})"
    ]
