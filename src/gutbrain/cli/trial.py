"""``gutbrain trial``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gutbrain.cli import examples, folder, show

if TYPE_CHECKING:
    from gutbrain.trials.trial import TrialResult

HELP = """A virtual randomised trial: who is let in, how it goes, what it shows, and how likely it is to succeed.

Writes a folder: data.csv (a row for each participant and visit), summary.csv and .json, report.html, provenance.json.
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
    replicates: Annotated[int, typer.Option(min=0, help="Trials over all parameter sets.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same numbers.")] = 0,
    out: Annotated[
        Path | None, typer.Option(help="Where to write; results/NAME OF THE DESIGN unless given.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds other things.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Carry out a virtual randomised trial."""
    from gutbrain.errors import InputError, Problem

    if example is not None:
        design = examples.file_or(design, example, "trial")
    if (design is None) == (like is None):
        right = "name a file, --example NAME, or --like KEY of a published trial"
        raise InputError([Problem("needs a design", right, "gutbrain trial")])
    name = design.stem if design is not None else str(like)
    target = RESULTS / name if out is None else out
    folder.check(target, force=force)

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
    with folder.written_aside(target) as aside:
        result.save(aside)
        write(result, aside / "report.html")
    show.warn([*planned.warnings, *result.notes])
    if as_json:
        show.as_json(result.as_json())
    else:
        _print(result, target)


def _print(result: TrialResult, target: Path) -> None:
    """What was found, in short."""
    from gutbrain.report.trial_page import against, lead

    flow = result.flow
    show.on_stdout(lead(result), "")
    if result.published:
        show.on_stdout(against(result.published), "")
    if flow.excluded:
        show.on_stdout(f"{flow.screened} screened to let in {flow.randomised}", "")
    main = [e for e in result.estimates if e.primary or e.endpoint == result.design.primary or e.adjusted is not None]
    rows: list[tuple[str, ...]] = [
        (
            e.endpoint,
            e.contrast,
            f"{e.analysis}, {e.people}",
            e.kind,
            f"{e.value:.3g}",
            f"{e.low:.3g} to {e.high:.3g}",
            f"{e.p:.3f}",
        )
        for e in main
    ]
    show.on_stdout(
        show.plain_table(("one trial", "", "analysis", "", "effect", "95 %", "p"), rows, numbers=(4, 5, 6)), ""
    )
    if result.expected:
        spread = [(name, *(f"{v:.3g}" for v in result.expected.interval(name))) for name in result.design.endpoints]
        rows = [(name, middle, f"{low} to {high}") for name, middle, low, high in spread]
        headings = (f"{result.expected.trials} trials", "median", "90 %")
        show.on_stdout(show.plain_table(headings, rows, numbers=(1, 2)), "")
    if result.power:
        for what, options in result.power.options.items():
            rows = [
                (
                    o.name + (" (plan)" if o.planned else ""),
                    f"{100 * o.assurance:.0f} %",
                    str(o.per_arm or "not reachable"),
                )
                for o in options
            ]
            show.on_stdout(show.plain_table((what, "chance", "people in an arm for 80 %"), rows, numbers=(1, 2)), "")
        show.on_stdout(*(f"- {line}" for line in result.power.advice), "")
    show.on_stdout(str(target / "report.html"))
