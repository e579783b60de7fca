"""``gutbrain trial``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gutbrain import csvfiles
from gutbrain.cli import examples, folder, show

if TYPE_CHECKING:
    from gutbrain.answers.trial_tables import Table
    from gutbrain.trials.power import Power
    from gutbrain.trials.trial import TrialResult

HELP = """A virtual randomised trial: who is let in, how it goes, what it shows, and how likely it is to succeed.

Writes a folder: data.csv (a row for each participant and visit) with codebook.csv and analysis.R, summary.csv and
.json, report.html, sample-size.txt, checklist.csv (CONSORT and SPIRIT), provenance.json.
--power works out what the chance of success depends on. --like KEY takes a published trial as the design. Interrupted,
what was done is written; run again, only what is missing is run."""
EXAMPLE = "Example: gutbrain trial --example low-mood --power"

RESULTS = Path("results")


def trial(
    design: Annotated[Path | None, typer.Argument(help="A trial design (YAML).", show_default=False)] = None,
    example: examples.Named = None,
    power: Annotated[
        bool, typer.Option("--power", help="Chance of success by size, endpoint, people, dose, weeks.")
    ] = False,
    like: Annotated[str | None, typer.Option(help="Key of a published trial.", show_default=False)] = None,
    cdisc: Annotated[bool, typer.Option("--cdisc", help="Also adam.csv, the data under names as in CDISC.")] = False,
    replicates: Annotated[int, typer.Option(min=0, help="Trials over all parameter sets.")] = 200,
    seed: show.Seed = 0,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/NAME OF THE DESIGN unless given.", show_default=False)
    ] = None,
    force: show.Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
    care: show.Care = None,
) -> None:
    """Carry out a virtual randomised trial."""
    from gutbrain.errors import InputError, Problem

    if example is not None:
        design = examples.file_or(design, example, "trial")
    if (design is None) == (like is None):
        right = "name a file, --example NAME, or --like KEY of a published trial"
        raise InputError([Problem("needs a design", right, "gutbrain trial")])
    name = design.stem if design is not None else str(like)
    asked = folder.known(
        {
            "command": "trial",
            "design": design or like,
            "power": power,
            "cdisc": cdisc,
            "replicates": replicates,
            "seed": seed,
        }
    )
    target = folder.claimed(out, RESULTS / name, asked, force=force)

    from gutbrain.files import write_whole
    from gutbrain.report import trial_checklist, trial_codebook
    from gutbrain.report.trial_page import write
    from gutbrain.trials import like as published
    from gutbrain.trials.reading import read_design
    from gutbrain.trials.trial import run

    one = published.published(like) if like is not None else None
    planned = one.design if one else read_design(design or "")
    with show.progress("carrying out trials") as told:
        result = run(planned, seed=seed, replicates=replicates, with_power=power, progress=told)
    if one:
        with show.progress("simulating the published trial") as told:
            result = replace(result, published=published.compare(one, seed=seed, progress=told))
    with folder.written_aside(target, asked) as aside:
        result.save(aside)
        write(result, aside / "report.html")
        for file, content in trial_checklist.files(result).items():
            write_whole(aside / file, content)
        if cdisc:
            write_whole(aside / "adam.csv", csvfiles.table(trial_codebook.adam(result)))
    show.warn([*planned.warnings, *result.notes])
    if as_json:
        show.as_json(result.as_json())
    else:
        _print(result, target)


def _print(result: TrialResult, target: Path) -> None:
    """What was found, in short."""
    from gutbrain.answers import trial_said
    from gutbrain.report.trial_page import spreads

    flow = result.flow
    show.on_stdout(trial_said.lead(result), "")
    if result.published:
        show.on_stdout(trial_said.against(result.published), "")
    if flow.excluded:
        show.on_stdout(f"{flow.screened} screened to let in {flow.randomised}", "")
    _print_one(result)
    if result.expected:
        rows = [(row.part or row.endpoint, row.contrast, row.kind, *_middle(row.values)) for row in spreads(result)]
        headings = (f"{result.expected.trials} trials", "", "", "median", "90 %")
        show.on_stdout(show.plain_table(headings, rows, numbers=(3, 4)), "")
    for table in result.tables:
        show.on_stdout(table.title)
        cells = [tuple(trial_said.cell(value) for value in row) for row in table.rows]
        show.on_stdout(show.plain_table(table.columns, cells, numbers=table.numbers))
        show.on_stdout(*(f"- {note}" for note in table.notes), "")
    for one in tables(result):
        show.on_stdout(show.plain_table(one.headings, one.rows, numbers=one.numbers), "")
    if result.power:
        _print_power(result.power, len(result.design.family))
        if result.belief:
            show.on_stdout(trial_said.without_belief(result.belief), "")
    show.on_stdout(str(target / "report.html"))


def tables(result: TrialResult) -> list[Table]:
    """How people differ, and how many are needed."""
    from gutbrain.answers import trial_tables

    spread = trial_tables.spread_table(result)
    return [*([spread] if spread else []), *trial_tables.size_tables(result)]


def _print_one(result: TrialResult) -> None:
    """The one trial: what was planned, and every analysis of the primary endpoint."""
    from gutbrain.answers import trial_said

    main = [e for e in result.estimates if e.planned or e.endpoint == result.design.primary]
    every = [(e, f"{e.analysis}, {e.people}") for e in main]
    if result.belief:
        every += [(e, f"{e.analysis}, if all believed alike") for e in result.belief.estimates]
    rows = [
        (
            e.endpoint,
            e.contrast,
            analysis,
            e.kind,
            *((_number(e.value), _interval(e.low, e.high), trial_said.p_value(e.p)) if e.known else ("", "", "")),
        )
        for e, analysis in every
    ]
    show.on_stdout(
        show.plain_table(("one trial", "", "analysis", "", "effect", "95 %", "p"), rows, numbers=(4, 5, 6)), ""
    )
    lines = [
        f"{e.endpoint}, {e.contrast}, {analysis}: {trial_said.UNKNOWN} ({e.why})"
        for e, analysis in every
        if not e.known
    ]
    lines += [trial_said.non_inferior(one, result.design) for one in result.non_inferiority]
    lines += [trial_said.parts(result.parts)] if result.parts else []
    if lines:
        show.on_stdout(*(f"- {line}" for line in lines), "")


def _print_power(found: Power, compared: int) -> None:
    """What the chance of success depends on; of several comparisons the first, which is named."""
    from gutbrain.answers.trial_said import UNKNOWN

    for what, options in found.options.items():
        rows = [
            (
                o.name + (" (plan)" if o.planned else ""),
                f"{100 * o.assurance:.0f} %" if o.assurance == o.assurance else UNKNOWN,
                f"{196 * o.error:.0f} %" if o.error == o.error else "",
                str(o.per_arm or "not reachable"),
            )
            for o in options
        ]
        head = f"{what} ({found.contrast})" if compared > 1 else what
        show.on_stdout(
            show.plain_table((head, "chance", "+-", "people in an arm for 80 %"), rows, numbers=(1, 2, 3)), ""
        )
    show.on_stdout(*(f"- {line}" for line in found.advice), "")


def _middle(values: tuple[float, ...]) -> tuple[str, str]:
    """Median and interval."""
    from gutbrain.answers.trial_said import UNKNOWN

    median, low, high = values
    return (_number(median), _interval(low, high)) if median == median else (UNKNOWN, "")


def _number(value: float) -> str:
    return f"{value:.3g}"


def _interval(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"
