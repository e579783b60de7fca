"""What is wrong with an input, said so that a person can put it right: file, line, field, what is, what should be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in an input.

    ``wrong`` says what is wrong and ``right`` what would be right; ``file``, ``line`` (from 1) and ``field`` say where.
    """

    wrong: str
    right: str = ""
    field: str = ""
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        said = f"{self.wrong}; {self.right}" if self.right else self.wrong
        return ": ".join(part for part in (place, self.field, said) if part)


class InputError(Exception):
    """An input that cannot be used; prints one line for each problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def suggest(name: str, names: Iterable[str], *, otherwise: str = "", cutoff: float = 0.6) -> str:
    """``did you mean 'fibre'?`` where a known name is near (1 is the same), else ``otherwise``."""
    known = {str(n).lower(): str(n) for n in names}
    near = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=cutoff)
    return f"did you mean '{known[near[0]]}'?" if near else otherwise


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names in a row, cut off where there are many."""
    every = list(names)
    return ", ".join(every[:most]) + (", ..." if len(every) > most else "")
