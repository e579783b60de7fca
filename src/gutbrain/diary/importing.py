"""From files to readings: which kind each is, what was understood of it, what was not, and what is still a question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gutbrain.diary.dates import Order
from gutbrain.diary.entry import Reading
from gutbrain.diary.pieces import MOST_BYTES, Piece, pieces
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers import READERS, Asked, Reader, Sight
from gutbrain.diary.settings import Settings
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.textfiles import OTHER_KINDS

KINDS = tuple(reader.kind for reader in READERS)
"""Kinds of files that can be read."""


def read_files(
    paths: Sequence[str | Path],
    settings: Settings,
    *,
    today: date,
    kind: str | None = None,
    person: str | None = None,
    dates: Order | None = None,
) -> list[Reading]:
    """Read all files of some paths; those in folders and archives that are of no known kind are told.

    Parameters
    ----------
    paths
        Files, folders or ZIP archives.
    settings
        Of the diary.
    today
        The last day but one that a diary may hold.
    kind
        The kind to read them as, where it should not be told by what stands in them.
    person
        Whose entries to read, where a file holds several people.
    dates
        Whether the day or the month comes first, where a file does not tell.

    Raises
    ------
    InputError
        Where a file is not there, no table, or of no kind that is known.
    CareNeeded
        Where something in them speaks of danger.
    """
    if kind is not None and kind not in KINDS:
        right = suggest(kind, KINDS, otherwise=f"known are {listed(KINDS, 40)}")
        raise InputError([Problem(f"'{kind[:40]}' is not a kind of file", right, field="--as")])
    every = pieces(paths)
    if not every:
        raise InputError([Problem("holds no file that could be read", "name the folder of an export", field="PATH")])
    alone = len(every) == 1
    readings: list[Reading] = []
    for piece in every:
        reading = Reading("", piece.name)
        try:
            reader = _reader(piece, kind)
            if reader is None:
                if alone:
                    raise InputError([_unknown(piece)])
                reading.note("is of no kind that is known: not read")
                readings.append(reading)
                continue
            reading.kind = reader.kind
            asked = Asked(person, dates, [one for one in every if one is not piece])
            reader.read(piece, Placing(reading, settings, today, reader.kind), asked)
        except InputError as error:
            if alone:
                raise
            reading.refused += error.problems
            reading.refused_count += len(error.problems)
            readings.append(reading)
            continue
        if not reader.tried:
            reading.note(f"{reader.title}: read by its documentation alone, tried on no real file: check some values")
        readings.append(reading)
    return readings


def identity(path: Path) -> str:
    """A hash of a file; of what is read as a stream, of its beginning and its size."""
    made = hashlib.sha256()
    with path.open("rb") as stream:
        left = MOST_BYTES
        while left > 0 and (part := stream.read(min(left, 1 << 20))):
            made.update(part)
            left -= len(part)
    made.update(str(path.stat().st_size).encode())
    return made.hexdigest()


def _reader(piece: Piece, kind: str | None) -> Reader | None:
    if kind is not None:
        return next(reader for reader in READERS if reader.kind == kind)
    sight = Sight.of(piece)
    return next((reader for reader in READERS if reader.knows(sight)), None)


def _unknown(piece: Piece) -> Problem:
    head = piece.head()
    if not head.strip():
        return Problem("is empty", "export it again", file=piece.name)
    what = next((name for begins, name in OTHER_KINDS if head.startswith(begins)), "")
    if head.startswith(b"PK\x03\x04") and b"xl/" in head:
        what = "an Excel workbook"
    if what == "a compressed file (gzip)":
        return Problem(f"is {what}", "unpack it first", file=piece.name)
    if what:
        return Problem(f"is {what}, not a table", "save it as CSV: File, Save as, CSV (UTF-8)", file=piece.name)
    right = f"name a column day, or say its kind: --as {' | '.join(KINDS)}"
    return Problem("is of no kind that is known", right, file=piece.name)
