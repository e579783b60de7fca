"""Files of metadata: what is known of samples, joined to a table by their ids and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gutbrain import textfiles
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.microbiome.contents import Contents, contents
from gutbrain.microbiome.sheet import sheet
from gutbrain.microbiome.table import refuse

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES = 50_000_000

SITES = re.compile(
    r"(?:env|host|sample)?[_ .-]*(?:body[_ .-]*(?:site|habitat|product)|sample[_ .-]*type)", re.IGNORECASE
)
STOOL = re.compile(r".*(?:stool|fa?eces|fa?ecal|gut|colon|rectal|intestin).*", re.IGNORECASE)

LEAST_LOAD, MOST_LOAD = 1e6, 1e13
"""Bacteria in stool, cells/g, as far as that makes sense."""

LOAD_LIKE = "cells per gram, as 8e10"

NOT_MEASURED = ("", "na", "nan", "n/a", "not applicable", "missing")

Told = Mapping[str, Mapping[str, str]]
"""What is known of samples, by sample and column."""


def read_metadata(given: str | Path | Contents | pd.DataFrame, samples: Sequence[str]) -> Told:
    """What a file says of the samples of a table, by sample and column.

    Parameters
    ----------
    given
        A table with a row for each sample, in a file (which may be in memory) or as a DataFrame; the first column that
        holds samples of the table is that of the ids.
    samples
        Samples of the table.

    Raises
    ------
    InputError
        Where it cannot be read, a sample stands in it twice, or none does: ids that resemble one another are named,
        not joined.
    """
    known = set(samples)
    file, text = _text(given, known)
    made = sheet(text, file)
    at = next((one for one in range(min(len(made.header), 50)) if known & set(made.column(one))), None)
    if at is None:
        refuse(file, "no sample of the table is in it", _alike(samples, made.column(0)))
    found: dict[str, Mapping[str, str]] = {}
    for name, row, line in zip(made.column(at), made.rows, made.lines, strict=True):
        if name in found:
            refuse(file, f"sample '{name}' stands twice", "leave one row for each sample", line)
        if name in known:
            found[name] = {head: cell.strip() for head, cell in zip(made.header, row, strict=False) if head}
    return found


def _of_frame(frame: pd.DataFrame, known: set[str]) -> str:
    """A DataFrame as a file; numbers of its rows are no ids where a column has those of samples."""
    numbered = type(frame.index).__name__ == "RangeIndex"
    plain = numbered and any(known & set(frame[name].astype(str)) for name in frame.columns)
    return frame.to_csv(sep="\t", index=not plain)


def _text(given: str | Path | Contents | pd.DataFrame, known: set[str]) -> tuple[str, str]:
    """The name of a file of metadata, and its text."""
    if not isinstance(given, str | Path | Contents):
        return "metadata", _of_frame(given, known)
    held = contents(given, MOST_BYTES)
    return held.name, textfiles.text_of(held.content, held.name, most_bytes=MOST_BYTES)


def other_sites(told: Told) -> Mapping[str, str]:
    """Samples that are said to be of another place than the gut, and which."""
    found = {}
    for name, fields in told.items():
        said = [cell for head, cell in fields.items() if SITES.fullmatch(head) and cell]
        if said and not any(STOOL.fullmatch(cell) for cell in said):
            found[name] = said[0]
    return found


def loads(told: Told, column: str, file: str, samples: Sequence[str]) -> Mapping[str, float]:
    """Measured bacteria in the stool of samples, cells/g; an empty cell was not measured.

    Parameters
    ----------
    told
        What the file says, see :func:`read_metadata`.
    column
        The one that has them.
    file
        Its name.
    samples
        Those that are looked at.

    Raises
    ------
    InputError
        Where there is no such column, or a cell is no such number.
    """
    heads = list(dict.fromkeys(head for fields in told.values() for head in fields))
    if column not in heads:
        refuse(file, f"has no column '{column}'", suggest(column, heads, otherwise=f"it has {listed(heads)}"))
    found = {}
    for name in samples:
        cell = told.get(name, {}).get(column, "")
        if cell.lower() in NOT_MEASURED:
            continue
        try:
            found[name] = float(cell)
        except ValueError:
            refuse(file, f"column {column}, sample {name}: '{cell[:40]}' is no number", LOAD_LIKE)
        check_load(found[name], f"{file}: column {column}, sample {name}")
    return found


def check_load(load: float, where: str) -> None:
    """Refuse what is no number of bacteria in a gram of stool.

    Parameters
    ----------
    load
        Cells/g.
    where
        Where it stands.

    Raises
    ------
    InputError
        Where it is too small, as a logarithm would be, or too large.
    """
    if not LEAST_LOAD <= load <= MOST_LOAD:
        raise InputError([Problem(f"{load:g} is no number of bacteria in stool", LOAD_LIKE, where)])


def _alike(samples: Sequence[str], ids: Sequence[str]) -> str:
    """``X001 resembles 001``."""

    def core(name: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "", name.lower())
        plain = plain[1:] if re.match(r"x\d", plain) else plain
        return plain.lstrip("0") or plain

    known = {core(sample): sample for sample in samples}
    pairs = [f"{name} resembles {known[core(name)]}" for name in ids if core(name) in known]
    told = f"ids are compared as they stand: {listed(pairs, 4)}" if pairs else f"the table has {listed(samples, 3)}"
    return told
