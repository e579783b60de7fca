"""``gutbrain explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from gutbrain.cli import examples, show

HELP = """What carried the effect of a protocol on one observable.

Which exposure did what, and through which channel it came, each with its evidence."""
EXAMPLE = "Example: gutbrain explain --example fibre --observable faecal_butyrate --day 28"


def explain(
    protocol: Annotated[Path | None, typer.Argument(help="A protocol (YAML).", show_default=False)] = None,
    *,
    observable: Annotated[str, typer.Option(help="Name of the observable.", show_default=False)],
    example: examples.Named = None,
    day: Annotated[
        float | None, typer.Option(help="When; where the effect is largest unless given.", show_default=False)
    ] = None,
    seed: show.Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    care: show.Care = None,
) -> None:
    """What carried the effect of a protocol on one observable."""
    protocol = examples.file_or(protocol, example, "protocol")

    import gutbrain

    with show.progress("explaining") as told:
        explanation = gutbrain.explain(protocol, observable, day=day, seed=seed, progress=told)
    if as_json:
        show.as_json(explanation.to_dict())
        return
    if not explanation.exposures:
        show.on_stdout(explanation.method)
        return
    from gutbrain.evidence import claims

    show.warn(explanation.warnings)
    show.on_stdout(*_told(explanation, claims()))


def _told(explanation: Any, claims: Any) -> list[Any]:
    from gutbrain import words
    from gutbrain.engine.changes import Interval
    from gutbrain.exposures.reach import NOT_IN_THE_MODEL
    from gutbrain.report.carried import evidence

    def amount(part: Interval | None) -> tuple[str, str]:
        if part is None:
            return "", NOT_IN_THE_MODEL
        median, _, interval = words.span(part, sign=True).partition(" ")
        return median, interval.strip("()")

    rows = [
        (words.channel(r.channel), *amount(Interval(r.contribution, r.low, r.high)), evidence(r, claims).words)
        for r in explanation.rows
    ]
    rows.append(("acts directly", *amount(words.as_interval(explanation.direct)), ""))
    whole = words.with_unit(words.span(words.as_interval(explanation.total), sign=True), explanation.unit)
    return [
        f"{words.title(explanation.observable)} {words.when(explanation)}: {whole}",
        "",
        show.plain_table(
            ("what did it", "part", "90 % interval"),
            [(name, *amount(part)) for name, part in words.did(explanation)],
            numbers=(1, 2),
        ),
        "",
        show.plain_table(("through", "part", "90 % interval", "what is known"), rows, numbers=(1, 2)),
        "",
        explanation.method,
    ]
