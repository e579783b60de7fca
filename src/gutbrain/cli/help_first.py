"""Help first on the command line: every word of it is heard before its command is called, so that none can forget it.

Files are heard where they are read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from gutbrain import care
from gutbrain.cli import show

OPTION = "--care"
NO_WORDS = ("--out", OPTION, "--host", "--scheduler", "--help-file", "--world")
"""Options whose values are places, not words."""

SAID_NO = 1
"""Exit status where help comes first."""


def hear(arguments: Sequence[str], commands: Container[str]) -> None:
    """Look at the words of a command line; what its files say is heard by whoever reads them.

    Parameters
    ----------
    arguments
        What was typed after ``gutbrain``.
    commands
        Names of commands, which are no words of anybody.

    Raises
    ------
    CareNeeded
        Where they speak of danger, unless ``--care seen`` is among them.
    """
    seen = f"{OPTION}={care.SEEN}" in arguments or (OPTION, care.SEEN) in pairwise(arguments)
    care.start_anew(seen=seen)
    words = [word for i, word in enumerate(_words(arguments)) if i or word not in commands]
    if words:
        care.listen(" ".join(words))


def _words(arguments: Sequence[str]) -> Iterator[str]:
    """What was typed but for names of options, and of files and folders."""
    is_place = False
    for argument in arguments:
        option, equals, value = argument.partition("=") if argument.startswith("--") else ("", "", argument)
        if option:
            is_place = option in NO_WORDS
        if option and not equals:
            continue
        if not is_place and not os.path.lexists(value):
            yield value
        is_place = False


def tell(needed: care.CareNeeded, *, as_json: bool) -> None:
    """Say where help is, and nothing else."""
    if as_json:
        show.as_json({"care": needed.to_dict()})
        return
    sys.stdout.write(f"{needed}\n")


def tell_beside() -> None:
    """Where what was typed sounds hard: after the answer, that there is somebody to talk to, or a doctor to see."""
    kinds = care.low()
    if not kinds:
        return
    from gutbrain.care.help import DOCTOR, SEE_A_DOCTOR, here, most_needed

    if DOCTOR in kinds:
        show.say([SEE_A_DOCTOR])
    if kinds == (DOCTOR,):
        return
    _, lines = here(most_needed(kinds))
    show.say(["This sounds hard. You do not have to carry it alone: there is somebody to talk to.", f"  {lines[0]}"])
