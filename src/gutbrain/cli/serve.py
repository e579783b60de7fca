"""``gutbrain serve``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gutbrain.cli import show
from gutbrain.cli.diary_asked import PassFd, phrase_of

HELP = """The axis in the browser: explore it, try what if, look up strains, check labels.

Listens on this machine only unless told otherwise; nothing that is typed leaves it or is
written to disk. Ctrl+C stops."""
EXAMPLE = "Example: gutbrain serve --port 8710"


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all networks.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8710,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="A name by which browsers may ask, behind a reverse proxy; may be repeated.", show_default=False
        ),
    ] = None,
    root_path: Annotated[str, typer.Option(help="Where a reverse proxy puts the pages, such as /gutbrain.")] = "",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that compute; one a core unless given.", show_default=False)
    ] = None,
    help_file: Annotated[
        Path | None,
        typer.Option(
            envvar="GUTBRAIN_HELP", help="Crisis lines for the page Care, a YAML file: docs/web.md.", show_default=False
        ),
    ] = None,
    diary: Annotated[
        Path | None,
        typer.Option(help="A diary, whose pages are served too: to this machine only.", show_default=False),
    ] = None,
    pass_fd: PassFd = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve the pages until interrupted."""
    from gutbrain.web import same_user, server

    if diary is not None and server.is_local(host) and not same_user.can_tell():
        show.warn(["whoever else is logged in on this machine can open the diary's pages while they are served"])
    if diary is None and not server.is_local(host):
        show.warn([f"{host} can be reached from other machines; put a reverse proxy with a password before it"])

    def told(address: str) -> None:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()

    server.serve(
        host,
        port,
        hosts=allow_host or [],
        root_path=root_path,
        workers=workers,
        help_file=help_file,
        open_browser=open_browser,
        diary=diary,
        passphrase=None if diary is None or not server.is_local(host) else phrase_of(diary, pass_fd),
        told=told,
    )
