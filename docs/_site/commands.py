"""Pages of the command line, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from _site import markdown as md
from gutbrain.cli import app


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list of commands, and a page for each."""
    every = typer.main.get_command(app)
    rows = [[f"[gutbrain {name}](commands/{name}.md)", md.text(_short(one))] for name, one in every.commands.items()]
    yield (
        "commands.md",
        md.page(
            "# The command line",
            "`gutbrain COMMAND --help` prints the same. Exit status: 0 done, 1 a result that says no (a label that "
            "fails, a check "
            "that misses) or help that comes first, 2 bad input. `gutbrain --install-completion` completes names in "
            "the shell.",
            md.table(["command", "does"], rows),
            md.contents([f"commands/{name}" for name in every.commands]),
        ),
    )
    for name, one in every.commands.items():
        yield f"commands/{name}.md", _page(f"gutbrain {name}", one)


def _short(one: Any) -> str:
    return " ".join((one.help or "").split("\n\n")[0].split())


def _page(called: str, one: Any) -> str:
    inside = getattr(one, "commands", {})
    parts = [f"# {called}", *_told(called, one)]
    for name, below in inside.items():
        parts += [f"## {called} {name}", *_told(f"{called} {name}", below)]
    return md.page(*parts)


def _told(called: str, one: Any) -> list[str]:
    context = one.make_context(called, [], resilient_parsing=True)
    usage = " ".join(one.get_usage(context).removeprefix("Usage: ").split())
    said = "\n\n".join(" ".join(part.split()) for part in (one.help or "").split("\n\n"))
    parts = [md.text(said), f"```text\n{usage}\n```"]
    for kind in ("argument", "option"):
        records = [p.get_help_record(context) for p in one.params if p.param_type_name == kind]
        rows = [[md.code(" ".join(names.split())), md.text(told)] for names, told in filter(None, records)]
        if rows:
            parts.append(md.table([kind, "meaning"], rows))
    if one.epilog:
        parts += ["**Example**", f"```text\n{re.sub('^Examples?: ', '', ' '.join(one.epilog.split()))}\n```"]
    return parts
