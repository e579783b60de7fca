"""The files that are given to be read: single ones, those of a folder, those packed in a ZIP archive.

An archive is never unpacked to disk. What would grow out of measure (too many files, too large, packed too well, an
archive in an archive) is refused before it is read, and again while it is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gutbrain.errors import InputError, Problem

MOST_FILES = 2000
"""Most files of a folder or an archive."""

MOST_BYTES = 200_000_000
"""Largest file that is read at once; what is read as a stream may be larger."""

MOST_STREAMED = 20_000_000_000
"""Largest file that is read as a stream."""

MOST_PACKED = 250
"""How many times smaller a packed file may be: texts of measurements are some 10 to 60 times, bombs a thousand."""

HEAD = 65_536
"""Bytes by which the kind of a file is told."""

SKIPPED = (".png", ".jpg", ".jpeg", ".gif", ".pdf", ".gpx", ".db", ".fit", ".tcx", ".md", ".txt.asc")
"""Endings of files beside the tables of an export, which are not looked at."""


@dataclass(frozen=True)
class Piece:
    """One file: its name as it is told, its name alone, and where it lies (in an archive, where that is not empty)."""

    name: str
    path: Path
    inside: str = ""

    @property
    def last(self) -> str:
        """Its name without folders."""
        return (self.inside or self.path.name).replace("\\", "/").rpartition("/")[2]

    def open(self) -> IO[bytes] | io.RawIOBase:
        """Its bytes, from the beginning.

        Raises
        ------
        InputError
            Where it cannot be opened.
        """
        try:
            if not self.inside:
                return self.path.open("rb")
            archive = zipfile.ZipFile(self.path)
            return _Counted(archive.open(self.inside), archive.getinfo(self.inside).file_size, self.name)
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError([Problem(f"cannot be read: {reason}", file=self.name)]) from None

    def head(self) -> bytes:
        """Its first bytes."""
        with self.open() as stream:
            return _read(stream, HEAD, self.name)

    def content(self) -> bytes:
        """All of its bytes.

        Raises
        ------
        InputError
            Where there are too many to be read at once.
        """
        with self.open() as stream:
            content = _read(stream, MOST_BYTES + 1, self.name)
        if len(content) > MOST_BYTES:
            right = "export fewer months at a time"
            raise InputError([Problem(f"is larger than {MOST_BYTES / 1e6:g} MB", right, file=self.name)])
        return content

    @property
    def size(self) -> int:
        """How many bytes it has, as far as it says."""
        if self.inside:
            with zipfile.ZipFile(self.path) as archive:
                return archive.getinfo(self.inside).file_size
        return self.path.stat().st_size


class _Counted(io.RawIOBase):
    """The bytes of a packed file, of which there may be no more than it says."""

    def __init__(self, stream: IO[bytes], most: int, name: str) -> None:
        self._stream, self._left, self._name = stream, most, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        found = self._stream.read(len(view))
        self._left -= len(found)
        if self._left < 0:
            raise InputError([Problem("holds more than its archive says", "pack it anew", file=self._name)])
        view[: len(found)] = found
        return len(found)

    def close(self) -> None:
        self._stream.close()
        super().close()


def pieces(paths: Sequence[str | Path]) -> list[Piece]:
    """All files that are to be looked at, those in folders and archives among them.

    Raises
    ------
    InputError
        Where something is not there, or would grow out of measure.
    """
    found: list[Piece] = []
    for path in map(Path, paths):
        if path.is_dir():
            inner = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
            for one in inner[: MOST_FILES + 1]:
                found += _unpacked(one, f"{path.name}/{one.relative_to(path).as_posix()}")
        elif path.is_file():
            found += _unpacked(path, path.name)
        else:
            raise InputError(
                [Problem("is not there", "name a file, or a folder with the files of an export", file=str(path))]
            )
    found = [one for one in found if not one.last.lower().endswith(SKIPPED) and not one.last.startswith(".")]
    if len(found) > MOST_FILES:
        right = "name the folder of one export"
        raise InputError([Problem(f"{len(found)} files are more than are read at once", right)])
    return found


def _unpacked(path: Path, name: str) -> Iterator[Piece]:
    try:
        with path.open("rb") as stream:
            packed = stream.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError([Problem(f"cannot be read: {error.strerror}", file=name)]) from None
    if not packed or path.suffix.lower() in (".xlsx", ".ods", ".docx"):
        yield Piece(name, path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            inner = [one for one in archive.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise InputError(
            [Problem(f"is a ZIP archive that cannot be read ({error})", "export it again", file=name)]
        ) from None
    _check_archive(inner, name)
    for one in inner:
        yield Piece(f"{name}:{one.filename}", path, one.filename)


def _check_archive(inner: Sequence[zipfile.ZipInfo], name: str) -> None:
    problem = None
    total = sum(one.file_size for one in inner)
    if len(inner) > MOST_FILES:
        problem = f"holds {len(inner)} files, more than are read at once"
    elif total > MOST_STREAMED:
        problem = f"would unpack to {total / 1e9:.0f} GB"
    elif any(one.file_size > MOST_PACKED * max(one.compress_size, 1) and one.file_size > 1_000_000 for one in inner):
        problem = "is packed as tightly as no table of measurements is"
    elif any(one.filename.lower().endswith((".zip", ".gz", ".7z", ".rar")) for one in inner):
        problem = "holds an archive in an archive"
    elif any(one.flag_bits & 1 for one in inner):
        problem = "is locked with a pass phrase"
    if problem:
        raise InputError([Problem(problem, "unpack it yourself, and name the table", file=name)])


def _read(stream: IO[bytes] | io.RawIOBase, most: int, name: str) -> bytes:
    try:
        parts: list[bytes] = []
        left = most
        while left > 0 and (part := stream.read(min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise InputError([Problem(f"cannot be read: {error}", "export it again", file=name)]) from None
