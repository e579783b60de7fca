"""The user's own evidence: trials as a table or as records, and references from a reference manager or PubMed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gutbrain import textfiles
from gutbrain.errors import InputError, Problem
from gutbrain.evidence.own.table import of_table
from gutbrain.evidence.own.tagged import of_nbib, of_ris
from gutbrain.evidence.own.written import of_yaml
from gutbrain.evidence.records import Reference, references
from gutbrain.evidence.trials import Trial

KINDS = (".csv", ".ris", ".nbib", ".yaml", ".yml")
"""How names of files end that can be read."""

IN_A_FOLDER = ("trials.yaml", "trials.csv")
"""Files of trials of a folder; RIS and nbib are read whatever their names."""

MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Own:
    """What stands in one file: trials with their references, and references ``listed`` that have no number to pool."""

    file: str
    trials: Mapping[str, Trial]
    references: Mapping[str, Reference]
    listed: tuple[Reference, ...] = ()


def read_own(paths: Sequence[str | os.PathLike[str]]) -> tuple[Own, ...]:
    """Read files of one's own evidence.

    Parameters
    ----------
    paths
        CSV (a row an outcome), RIS, nbib, YAML (records as those that ship), or a folder: its ``trials.yaml``,
        ``references.yaml``, ``trials.csv`` and all RIS and nbib files.

    Raises
    ------
    InputError
        With everything that is wrong: file, line, field.
    """
    found: list[Own] = []
    problems: list[Problem] = []
    where: dict[str, str] = {}
    for path in _files(paths):
        try:
            own = _read(path)
        except InputError as error:
            problems += error.problems
            continue
        for key in own.trials:
            if key in where:
                problems.append(Problem(f"stands in {where[key]} as well", "keep one", key, own.file))
            where[key] = own.file
        found.append(own)
    if problems:
        raise InputError(problems)
    return tuple(found)


def _files(paths: Sequence[str | os.PathLike[str]]) -> Iterator[Path]:
    for path in map(Path, dict.fromkeys(map(str, paths))):
        if not path.is_dir():
            yield path
            continue
        inside = [path / name for name in IN_A_FOLDER if (path / name).is_file()]
        inside += sorted(file for file in path.iterdir() if file.suffix.lower() in (".ris", ".nbib"))
        if not inside:
            right = f"{', '.join(IN_A_FOLDER)}, or files that end in .ris or .nbib"
            raise InputError([Problem("holds no evidence", right, file=str(path))])
        yield from inside


def _read(path: Path) -> Own:
    kind, file = path.suffix.lower(), str(path)
    if kind not in KINDS:
        raise InputError([Problem("is of no kind that can be read", f"one of: {', '.join(KINDS)}", file=file)])
    if kind in (".yaml", ".yml"):
        return Own(file, *of_yaml(textfiles.read(path, most_bytes=MOST_BYTES), path, references()))
    text = _text(path)
    if kind == ".csv":
        return Own(file, *of_table(text, file))
    return Own(file, {}, {}, (of_ris if kind == ".ris" else of_nbib)(text, file))


def _text(path: Path) -> str:
    """Text in UTF-8, UTF-16 with its mark, or else Windows-1252, as spreadsheets and reference managers write."""
    content = textfiles.read_bytes(path, MOST_BYTES + 1)
    try:
        return textfiles.read(path, most_bytes=MOST_BYTES)
    except InputError:
        textfiles.refuse_other_kinds(content, str(path))
        if len(content) > MOST_BYTES:
            raise
        return content.decode("cp1252", errors="replace")
