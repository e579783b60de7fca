"""What is wrong with an input, said so that a person can put it right: file, line, field, what is, what should be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_WRONG, LONGEST_FIELD = 300, 120
"""Characters of a message: what was typed may be a whole book."""

MOST_PROBLEMS = 100
"""Most problems of one input that are told."""

LONGEST_NAME = 60
"""Characters of the longest name for which a nearest one is looked for."""


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

    def __post_init__(self) -> None:
        for name, longest in (("wrong", LONGEST_WRONG), ("field", LONGEST_FIELD)):
            text = getattr(self, name)
            if len(text) > longest:
                object.__setattr__(self, name, f"{text[: longest // 2]} ... {text[-longest // 3 :]}")

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


class Problems(list[Problem]):
    """Problems as they are found in one input; after :data:`MOST_PROBLEMS` nobody reads on, nor does a reader."""

    def append(self, problem: Problem) -> None:
        """Note one more.

        Raises
        ------
        InputError
            With all of them, where there are too many.
        """
        super().append(problem)
        if len(self) >= MOST_PROBLEMS:
            raise InputError(self)


def suggest(name: str, names: Iterable[str], *, otherwise: str = "", cutoff: float = 0.6) -> str:
    """``did you mean 'fibre'?`` where a known name is near, else what is said otherwise.

    Parameters
    ----------
    name
        What was written.
    names
        What is known.
    otherwise
        What to say where nothing is near.
    cutoff
        How near is near, 0 to 1; 1 is the same.
    """
    if len(name) > LONGEST_NAME:
        return otherwise
    known = {str(n).lower(): str(n) for n in names}
    near = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=cutoff)
    return f"did you mean '{known[near[0]]}'?" if near else otherwise


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names in a row, cut off where there are many."""
    every = list(names)
    return ", ".join(every[:most]) + (", ..." if len(every) > most else "")
