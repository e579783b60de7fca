"""The command line. Nothing heavy is imported before a command runs, so that help is there at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, NoReturn

import typer

from gutbrain.care import CareNeeded
from gutbrain.cli import (
    ask,
    calibrate,
    compare,
    diary,
    evidence,
    examples,
    explain,
    export,
    fit,
    folder,
    help_first,
    label,
    meta,
    model,
    new,
    profile,
    reference,
    safety,
    scan,
    schema,
    sensitivity,
    serve,
    show,
    simulate,
    strain,
    terminal,
    trial,
    validate,
    version,
    what_if,
    worlds,
)
from gutbrain.cli import list as listing
from gutbrain.cli import options as ranking
from gutbrain.errors import InputError

app = typer.Typer(
    name="gutbrain",
    help="An executable model of the human microbiota-gut-brain axis. For research and learning, not for diagnosis.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("simulate", help=simulate.HELP, epilog=simulate.EXAMPLE)(worlds.in_world(simulate.simulate, sets=True))
app.command("explain", help=explain.HELP, epilog=explain.EXAMPLE)(worlds.in_world(explain.explain, sets=True))
app.command("what-if", help=what_if.HELP, epilog=what_if.EXAMPLE)(worlds.in_world(what_if.what_if, sets=True))
app.command("options", help=ranking.HELP, epilog=ranking.EXAMPLE)(worlds.in_world(ranking.options, sets=True))
app.command("compare", help=compare.HELP, epilog=compare.EXAMPLE)(worlds.in_world(compare.compare, sets=True))
app.command("scan", help=scan.HELP, epilog=scan.EXAMPLE)(worlds.in_world(scan.scan, sets=True))
app.command("sensitivity", help=sensitivity.HELP, epilog=sensitivity.EXAMPLE)(
    worlds.in_world(sensitivity.sensitivity, sets=True)
)
app.command("reference", help=reference.HELP, epilog=reference.EXAMPLE)(worlds.in_world(reference.reference, sets=True))
app.command("model", help=model.HELP, epilog=model.EXAMPLE)(worlds.in_world(model.model, sets=True))
app.command("fit", help=fit.HELP, epilog=fit.EXAMPLE)(worlds.in_world(fit.fit, sets=True))
app.command("validate", help=validate.HELP, epilog=validate.EXAMPLE)(worlds.in_world(validate.validate, sets=True))
app.command("calibrate", help=calibrate.HELP, epilog=calibrate.EXAMPLE)(worlds.in_world(calibrate.calibrate))
app.command("evidence", help=evidence.HELP, epilog=evidence.EXAMPLE)(worlds.in_world(evidence.evidence))
app.command("ask", help=ask.HELP, epilog=ask.EXAMPLE)(worlds.in_world(ask.ask))
app.command("strain", help=strain.HELP, epilog=strain.EXAMPLE)(worlds.in_world(strain.strain))
app.command("safety", help=safety.HELP, epilog=safety.EXAMPLE)(worlds.in_world(safety.safety))
app.command("label", help=label.HELP, epilog=label.EXAMPLE)(worlds.in_world(label.label))
app.command("meta", help=meta.HELP, epilog=meta.EXAMPLE)(worlds.in_world(meta.meta))
app.command("profile", help=profile.HELP, epilog=profile.EXAMPLE)(worlds.in_world(profile.profile))
app.command("export", help=export.HELP, epilog=export.EXAMPLE)(worlds.in_world(export.export, sets=True))
app.add_typer(diary.app, name="diary")
app.command("trial", help=trial.HELP, epilog=trial.EXAMPLE)(worlds.in_world(trial.trial, sets=True))
app.command("serve", help=serve.HELP, epilog=serve.EXAMPLE)(worlds.in_world(serve.serve))
app.command("list", help=listing.HELP, epilog=listing.EXAMPLE)(worlds.in_world(listing.listing))
app.command("schema", help=schema.HELP, epilog=schema.EXAMPLE)(worlds.in_world(schema.schema))
app.command("examples", help=examples.HELP, epilog=examples.EXAMPLE)(examples.examples)
app.command("new", help=new.HELP, epilog=new.EXAMPLE)(new.new)
app.command("version", help=version.HELP, epilog=version.EXAMPLE)(version.version)


@app.callback()
def options(
    asked: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=version.print_and_leave)
    ] = False,
) -> None:
    """Options of the command line as a whole."""


def main() -> None:
    """Run the command line.

    Words of danger end in where help is, and exit status 1. Bad input and what cannot be written end in their message
    and exit status 2, without a traceback; a reader that went away (``| head``) ends in nothing, Ctrl-C in a word.
    """
    terminal.prepare()
    try:
        with folder.held:
            help_first.hear(sys.argv[1:], _names())
            app()
    except CareNeeded as needed:
        _end_with_help(needed)
    except InputError as error:
        _end(f"{error}", show.BAD_INPUT)
    except BrokenPipeError:
        _gone()
    except OSError as error:
        _end(f"{error.filename or 'input or output'}: {error.strerror or error}", show.BAD_INPUT)
    except KeyboardInterrupt:
        _end("interrupted", terminal.INTERRUPTED)
    except SystemExit as ended:
        # what the libraries of the command line and of tables make of the two
        reasons = tuple(_reasons(ended))
        if any(isinstance(reason, BrokenPipeError) for reason in reasons):
            _gone()
        if any(isinstance(reason, KeyboardInterrupt) for reason in reasons):
            _end("interrupted", terminal.INTERRUPTED)
        _end("", ended.code)


def _names() -> set[str]:
    commands = {str(command.name) for command in app.registered_commands}
    return commands | {str(group.name) for group in app.registered_groups}


def _reasons(error: BaseException) -> Iterator[BaseException]:
    while (reason := error.__cause__ or error.__context__) is not None:
        yield reason
        error = reason


def _end_with_help(needed: CareNeeded) -> NoReturn:
    try:
        help_first.tell(needed, as_json="--json" in sys.argv)
    except BrokenPipeError:
        _gone()
    _end("", help_first.SAID_NO, beside=False)


def _end(said: str, status: int | str | None, *, beside: bool = True) -> NoReturn:
    try:
        if said:
            sys.stderr.write(f"{said}\n")
        if beside:
            help_first.tell_beside()
        terminal.let_go()
    except BrokenPipeError:
        _gone()
    sys.exit(status)


def _gone() -> NoReturn:
    terminal.hang_up()
    sys.exit(terminal.PIPE_CLOSED)
