"""A microbiome table that somebody sent, placed on the axis; it stays in memory, and nothing of it is kept."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gutbrain.errors import InputError, Problem
from gutbrain.examples import named
from gutbrain.microbiome.reading import GZIP, ZIP

EXAMPLE = "made-up-stool"

MOST_UNPACKED = 64_000_000
"""Bytes of a packed file once it is unpacked."""

MOST_MEMORY = 2_000_000_000
"""Bytes that a process may have in use over what it has, while it reads a table."""

MOST_ZIP = 4_000_000
"""Bytes of the files of a result that are put into the page; of more, the command line leaves them."""


class File(BaseModel):
    """A file in memory."""

    model_config = ConfigDict(ser_json_bytes="base64")

    name: str = Field(max_length=120)
    content: bytes


class TableQuestion(BaseModel):
    """What was sent: files, and what is said of them."""

    table: File
    taxonomy: File | None = None
    metadata: File | None = None
    sample: str = Field("", max_length=200)
    unit: Literal["", "counts", "fractions", "percent", "cells", "signal"] = ""
    load: str = Field("", max_length=100)


class Placed(BaseModel):
    """A table on the axis: what ``gutbrain profile --json`` prints. A page gets it as HTML, with its files in it."""

    file: str
    kind: str = Field(description="what the file was taken for")
    content: str = Field(description="taxa or functions")
    unit: str
    features: int
    notes: list[str]
    samples: list[dict[str, Any]] = Field(description="groups with intervals and percentiles, checks, diversity, names")
    usable: bool = Field(description="whether every sample may be the start of a person")
    caveats: list[str]
    remarks: list[str]
    made_from: dict[str, Any]
    title: str = Field("", exclude=True)
    names: list[str] = Field([], exclude=True)
    html: str = Field("", exclude=True)
    files: bytes = Field(b"", exclude=True)
    start: str = Field("", exclude=True)


def example() -> File:
    """The table that ships, to try it."""
    one = named(EXAMPLE, "table")
    return File(name=one.path.name, content=one.path.read_bytes())


def placed(question: TableQuestion) -> Placed:
    """Place a table on the axis; for a process that computes.

    Raises
    ------
    InputError
        Where it cannot be read, is another thing, or unpacks to too much.
    """
    from gutbrain.answers.table.profile import profile
    from gutbrain.microbiome.contents import Contents
    from gutbrain.microbiome.start import FILE
    from gutbrain.report import profile_folder, profile_page

    def held(file: File | None) -> Contents | None:
        return None if file is None else Contents(file.name, file.content)

    for file in (question.table, question.taxonomy, question.metadata):
        if file is not None and unpacked(file.content) > MOST_UNPACKED:
            raise InputError([_too_much(file.name)])
    with _little_memory(question.table.name):
        found = profile(
            held(question.table),
            taxonomy=held(question.taxonomy),
            metadata=held(question.metadata),
            samples=[question.sample] if question.sample else [],
            unit=question.unit or None,
            load=question.load or None,
        )
        leaves = profile_folder.leaves(found)
        zipped = _zipped(leaves)
        told = found.to_dict()
        return Placed(
            **{name: told[name] for name in Placed.model_fields if name in told},
            title=profile_page.title(found),
            names=list(found.table.samples),
            html=str(profile_page.sections(found)),
            files=zipped if len(zipped) <= MOST_ZIP else b"",
            start=leaves.get(FILE, b"").decode("utf-8"),
        )


def unpacked(content: bytes) -> int:
    """How large a file is once it is unpacked, as far as that matters here; who reads it tells what is damaged."""
    if content.startswith(GZIP):
        try:
            return len(zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, MOST_UNPACKED + 1))
        except zlib.error:
            return 0
    if content.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return sum(one.file_size for one in archive.infolist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return 0
    return len(content)


def _too_much(file: str) -> Problem:
    return Problem("unpacks to more than can be read here", "Use the command: gutbrain profile.", file=file)


def _zipped(leaves: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in leaves.items():
            archive.writestr(name, content)
    return made.getvalue()


@contextmanager
def _little_memory(file: str) -> Iterator[None]:
    """Refuse a table for which a process would take too much memory, where the system can tell it to stop."""
    try:
        import resource
    except ImportError:  # Windows
        resource = None  # type: ignore[assignment]
    if resource is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _in_use() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    except MemoryError:
        raise InputError([_too_much(file)]) from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _in_use() -> int:
    """Addresses that this process has taken, in bytes."""
    import resource

    try:
        with open("/proc/self/statm", encoding="utf-8") as told:
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:  # another system than Linux
        return 4 * MOST_MEMORY
