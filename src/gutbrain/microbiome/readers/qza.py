"""Artifacts of QIIME 2: an archive that says in its metadata what it holds."""

from __future__ import annotations

import io
import re
import zipfile

from gutbrain.microbiome.readers.biom import read_hdf5
from gutbrain.microbiome.table import Table, refuse

LARGEST = 400_000_000
"""Most bytes of a file in an archive."""


def opened(content: bytes, file: str) -> tuple[str, dict[str, bytes]]:
    """What an artifact says that it holds, and its files by their names below ``data/``.

    Raises
    ------
    InputError
        Where it is another archive, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            told = next((name for name in names if re.fullmatch(r"[^/]+/metadata\.yaml", name)), "")
            if not told:
                refuse(file, "is an archive, but none of QIIME 2", "unpack it, and give the table in it")
            if any(info.file_size > LARGEST for info in archive.infolist()):
                refuse(file, "holds a file that is too large", "give a table with fewer features")
            text = archive.read(told).decode("utf-8", "replace")
            kind = re.search(r"^type:\s*(.+?)\s*$", text, re.MULTILINE)
            root = told.split("/", 1)[0] + "/data/"
            found = {name.removeprefix(root): archive.read(name) for name in names if name.startswith(root)}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        refuse(file, "is a damaged archive", "copy or export it anew")
    except Exception as error:  # zlib.error has no class of its own above Exception
        if type(error).__name__ != "error":
            raise
        refuse(file, "is a damaged archive", "copy or export it anew")
    return (kind[1] if kind else ""), found


def read(content: bytes, file: str) -> Table:
    """The table of an artifact.

    Raises
    ------
    InputError
        Where it holds something else, a taxonomy or a picture, or cannot be read.
    """
    kind, found = opened(content, file)
    if kind.startswith("Visualization"):
        refuse(file, "is a QIIME 2 picture", "give the table (.qza) behind it")
    if kind.startswith("FeatureData[Taxonomy"):
        refuse(file, "holds FeatureData[Taxonomy], not a table", "give the FeatureTable, and this with --taxonomy")
    if not kind.startswith("FeatureTable["):
        refuse(file, f"holds {kind or 'nothing known'}, not a table", "give a FeatureTable")
    inner = next((part for name, part in found.items() if name.endswith(".biom")), None)
    if inner is None:
        refuse(file, "holds no table", "export it anew")
    return read_hdf5(inner, file)
