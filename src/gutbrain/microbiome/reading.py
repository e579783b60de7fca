"""Open any table that people have: what it is, is told by its content."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import Any

from gutbrain import textfiles
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.microbiome.contents import Contents, contents
from gutbrain.microbiome.readers import (
    biom,
    bracken,
    cami,
    clades,
    functions,
    kraken,
    long,
    metabolites,
    mothur,
    motus,
    plain,
    qza,
    ranked,
)
from gutbrain.microbiome.sheet import sheet
from gutbrain.microbiome.table import Table, refuse
from gutbrain.microbiome.taxonomy import named_by, read_taxonomy

MOST_BYTES = 400_000_000
"""Largest file."""

HDF5, ZIP, GZIP = b"\x89HDF\r\n\x1a\n", b"PK\x03\x04", b"\x1f\x8b"

KINDS = (kraken, bracken, cami, motus, mothur, long, clades, ranked, functions, metabolites, plain)
"""Readers of text, in the order in which they are asked; the last takes what is left."""

CONTENTS = ("auto", "taxa", "functions", "metabolites")
"""What a table may be said to hold; ``auto`` is told by its content."""


def read_table(
    given: str | Path | Contents, taxonomy: str | Path | Contents | None = None, *, kind: str = "auto"
) -> Table:
    r"""The table in a file.

    Parameters
    ----------
    given
        A file of any kind that is known, or one in memory; compressed with gzip or not.
    taxonomy
        A file with the names of its features, where they stand in one of their own.
    kind
        What it holds, one of :data:`CONTENTS`, where its content does not tell.

    Raises
    ------
    InputError
        Where it cannot be read, or is something else: what it is, and what to do.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from gutbrain.microbiome import read_table
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "table.tsv"
    >>> _ = file.write_text("genus\tS1\tS2\nFaecalibacterium\t30\t10\nBacteroides\t170\t190\n")
    >>> table = read_table(file)
    >>> table.samples, table.unit
    (('S1', 'S2'), 'counts')
    """
    held = contents(given, MOST_BYTES)
    made = read_content(held.content, held.name, kind)
    if taxonomy is None:
        return made
    names = contents(taxonomy, MOST_BYTES)
    return named_by(made, read_taxonomy(_taxonomy_text(names.content, names.name), names.name), Path(names.name).name)


def read_content(content: bytes, file: str, kind: str = "auto") -> Table:
    """The table in the bytes of a file.

    Parameters
    ----------
    content
        All of it.
    file
        Its name, for messages, and for the sample where the file names none.
    kind
        What it holds, one of :data:`CONTENTS`, where its content does not tell.

    Raises
    ------
    InputError
        Where it cannot be read, or is something else.
    """
    if kind not in CONTENTS:
        right = suggest(kind, CONTENTS, otherwise=", ".join(CONTENTS))
        raise InputError([Problem(f"'{kind}' is no kind of table", right, "kind")])
    made = _read(_unpacked(content, file), file, kind)
    if kind not in ("auto", made.content):
        refuse(file, f"is a {made.kind}, which holds {made.content}", f"leave out the kind, or say {made.content}")
    return made


def _read(content: bytes, file: str, kind: str) -> Table:
    if content.startswith(HDF5):
        return biom.read_hdf5(content, file)
    if content.startswith(ZIP):
        return qza.read(content, file)
    text = _text(content, file)
    # a bracket begins names of taxa as well
    if text.lstrip()[:1] == "{" or re.match(r"\s*\[\s*[{\[\]]", text):
        return biom.read_json(text, file)
    made = sheet(text, file)
    if not made.rows and not kraken.recognises(made):
        refuse(file, "holds one line only", "a table has names in one direction, samples in the other")
    if kind == "metabolites":
        return metabolites.read(made, sample_of(file))
    others = (functions, metabolites) if kind == "taxa" else ()
    reader: Any = next(one for one in KINDS if one not in others and (one is plain or one.recognises(made)))
    table: Table = reader.read(made, sample_of(file))
    return table


def sample_of(file: str) -> str:
    """The name of the one sample of a file that names none."""
    name = Path(file).name
    return name.removesuffix(".gz").rsplit(".", 1)[0] or name


def _taxonomy_text(content: bytes, file: str) -> str:
    content = _unpacked(content, file)
    if not content.startswith(ZIP):
        return _text(content, file)
    kind, found = qza.opened(content, file)
    inner = next((part for name, part in found.items() if name.endswith(".tsv")), None)
    if inner is None or not kind.startswith("FeatureData[Taxonomy"):
        refuse(file, f"holds {kind or 'nothing known'}, no taxonomy", "give FeatureData[Taxonomy]")
    return _text(inner, file)


def _unpacked(content: bytes, file: str) -> bytes:
    if len(content) > MOST_BYTES:
        refuse(file, f"is larger than {MOST_BYTES / 1e6:g} MB", "leave out rare features")
    if not content.startswith(GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain_content = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        refuse(file, "is a damaged gzip file", "copy it anew")
    return _unpacked(plain_content, file) if not plain_content.startswith(GZIP) else refuse(file, "is packed twice")


def _text(content: bytes, file: str) -> str:
    textfiles.refuse_other_kinds(content, file)
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        # spreadsheets of Europe; names of microbes are in ASCII
        return content.decode("cp1252", "replace")
