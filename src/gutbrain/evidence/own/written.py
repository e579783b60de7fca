"""One's own trials in the format of the records that ship."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gutbrain import textfiles
from gutbrain.errors import InputError, Problem
from gutbrain.evidence.records import Reference, load_references
from gutbrain.evidence.trials import Trial, load_trials
from gutbrain.yamlfields import Field, parse

PARTS = ("references", "trials")


def of_yaml(
    text: str, path: Path, known: Mapping[str, Reference]
) -> tuple[Mapping[str, Trial], Mapping[str, Reference]]:
    """Trials and references of a file: a list of trials, or ``references`` and ``trials``.

    Parameters
    ----------
    text
        The file.
    path
        Where it lies; references may stand in ``references.yaml`` beside it.
    known
        References that trials may name besides.

    Raises
    ------
    InputError
        With everything that is wrong: line, record, field.
    """
    file, read = str(path), parse(text, file=str(path))
    cited: dict[str, Reference] = {}
    beside = path.with_name("references.yaml")
    if beside.is_file() and beside != path:
        cited |= _checked_references(parse(textfiles.read(beside), file=str(beside)), str(beside))
    rows = read
    if read.is_mapping:
        wrong = [
            part.problem(f"there is no part '{key}'", "references, trials")
            for key, part in read.items()
            if key not in PARTS
        ]
        if wrong or "trials" not in read:
            raise InputError(wrong or [read.problem("has no trials", "a list of trials, or references and trials")])
        rows = read["trials"]
        if "references" in read:
            cited |= _checked_references(read["references"], file)
    if not rows.is_list:
        raise InputError([rows.problem("is no list of trials", "each begins with: - key: ...")])
    return with_lines(rows, {**known, **cited}, file), cited


def with_lines(rows: Field, known: Mapping[str, Reference], file: str) -> Mapping[str, Trial]:
    """Trials, checked; what is wrong with one as a whole is told with its line.

    Parameters
    ----------
    rows
        The list of records as it was read.
    known
        References by key.
    file
        Its name, for what is said of it.

    Raises
    ------
    InputError
        Where a record is wrong.
    """
    try:
        return load_trials(rows, known, file)  # type: ignore[arg-type]
    except InputError as error:
        raise InputError(_placed(problem, rows) for problem in error.problems) from None


def _checked_references(rows: Field, file: str) -> Mapping[str, Reference]:
    if not rows.is_list:
        raise InputError([rows.problem("is no list of references", "each begins with: - key: ...")])
    try:
        return load_references(rows, file)  # type: ignore[arg-type]
    except InputError as error:
        raise InputError(_placed(problem, rows) for problem in error.problems) from None


def _placed(problem: Problem, rows: Field) -> Problem:
    if problem.line is not None:
        return problem
    first = problem.field.split(".")[0]
    lines = (row.line for row in rows if _key(row.value) == first)
    return replace(problem, line=next(lines, None))


def _key(row: Any) -> str:
    return str(row.get("key")) if isinstance(row, Mapping) else ""
