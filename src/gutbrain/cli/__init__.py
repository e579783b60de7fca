"""The command line. Nothing heavy is imported before a command runs, so that help is there at once."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from gutbrain.cli import (
    calibrate,
    evidence,
    examples,
    explain,
    export,
    label,
    meta,
    model,
    reference,
    serve,
    show,
    simulate,
    strain,
    trial,
    validate,
    version,
)
from gutbrain.cli import list as listing
from gutbrain.errors import InputError

app = typer.Typer(
    name="gutbrain",
    help="An executable model of the human microbiota-gut-brain axis. For research and learning, not for diagnosis.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("simulate", help=simulate.HELP, epilog=simulate.EXAMPLE)(simulate.simulate)
app.command("explain", help=explain.HELP, epilog=explain.EXAMPLE)(explain.explain)
app.command("reference", help=reference.HELP, epilog=reference.EXAMPLE)(reference.reference)
app.command("model", help=model.HELP, epilog=model.EXAMPLE)(model.model)
app.command("validate", help=validate.HELP, epilog=validate.EXAMPLE)(validate.validate)
app.command("calibrate", help=calibrate.HELP, epilog=calibrate.EXAMPLE)(calibrate.calibrate)
app.command("evidence", help=evidence.HELP, epilog=evidence.EXAMPLE)(evidence.evidence)
app.command("strain", help=strain.HELP, epilog=strain.EXAMPLE)(strain.strain)
app.command("label", help=label.HELP, epilog=label.EXAMPLE)(label.label)
app.command("meta", help=meta.HELP, epilog=meta.EXAMPLE)(meta.meta)
app.command("export", help=export.HELP, epilog=export.EXAMPLE)(export.export)
app.command("trial", help=trial.HELP, epilog=trial.EXAMPLE)(trial.trial)
app.command("serve", help=serve.HELP, epilog=serve.EXAMPLE)(serve.serve)
app.command("list", help=listing.HELP, epilog=listing.EXAMPLE)(listing.listing)
app.command("examples", help=examples.HELP, epilog=examples.EXAMPLE)(examples.examples)
app.command("version", help=version.HELP, epilog=version.EXAMPLE)(version.version)


@app.callback()
def options(
    asked: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=version.print_and_leave)
    ] = False,
) -> None:
    """Options of the command line as a whole."""


def main() -> None:
    """Run the command line; bad input ends in its message and exit status 2, without a traceback."""
    try:
        app()
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(show.BAD_INPUT)
