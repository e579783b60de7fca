"""Runs what a page of the documentation tells to do: files are written, commands typed, Python run, in an empty folder.

In a page, a block of ``console`` has commands behind ``$`` and, below each, what is seen; ``...`` stands for anything,
and spaces count as one. A block that begins with ``# NAME.yaml`` (or ``.toml``, ``.R``) is a file of that name. A block
of ``python`` is run. What is not run here (installing, serving, R) is only looked at.
"""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from typer.main import get_command

import gutbrain
from gutbrain import cli

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# ([\w./-]+\.(?:yaml|toml|R))\n")
ELSEWHERE = ("pip ", "python3 -m venv ", "source ", "cd ", "Rscript ", "docker ", "conda ")
"""Commands of other programs, which are not run."""


def run(page: Path, folder: Path) -> list[str]:
    """Follow a page from top to bottom; gives the commands that were run.

    Raises
    ------
    AssertionError
        Where a command does not end, or does not show, what the page says.
    """
    names: dict[str, object] = {}
    done = []
    with gutbrain.in_world("none"):
        for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            file = FILE.match(text)
            if file and kind != "console":
                (folder / file[1]).parent.mkdir(parents=True, exist_ok=True)
                (folder / file[1]).write_text(text, encoding="utf-8")
            elif kind == "python":
                exec(compile(text, page.name, "exec"), names)
            elif kind == "console":
                for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                    command, _, seen = part.partition("\n")
                    if not _is_elsewhere(command):
                        _type(page, command, seen)
                        done.append(command)
    return done


def _is_elsewhere(command: str) -> bool:
    """Whether it is of another program, or does not end; its options must be there."""
    words = shlex.split(command, comments=True)
    if words[:2] == ["gutbrain", "serve"]:
        known = {name for one in get_command(cli.app).commands["serve"].params for name in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, command
        return True
    return command.startswith(ELSEWHERE)


def _type(page: Path, command: str, seen: str) -> None:
    program, *words = shlex.split(command, comments=True)
    assert program == "gutbrain", f"{page.name}: {command}"
    status, stdout, stderr = _done(words)
    refused = bool(seen) and "did you mean" in seen
    assert status == (2 if refused else 0), f"{page.name}: $ {command}\n{stdout}{stderr}"
    if seen.strip():
        # spaces and line breaks count as one, and ... stands for anything, also for nothing; remarks may be left out
        pieces = [re.escape(" ".join(piece.split())) for piece in seen.split("...")]
        same = any(re.fullmatch(".*".join(pieces), " ".join(text.split())) for text in (stdout, stdout + stderr))
        assert same, f"{page.name}: $ {command}\nthe page says:\n{seen}\nwhat is seen:\n{stdout}{stderr}"


def _done(words: list[str]) -> tuple[int, str, str]:
    """Exit status, and what came on both outputs."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        patch.setattr(sys, "argv", ["gutbrain", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()
