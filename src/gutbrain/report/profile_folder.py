"""What ``gutbrain profile --out`` and ``gb.write_profile`` leave: tables, page, a start for a person, provenance."""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import replace
from pathlib import Path

from gutbrain import files
from gutbrain.microbiome.leaves import as_csv, tables
from gutbrain.microbiome.profile import Profile
from gutbrain.microbiome.start import FILE, start_yaml
from gutbrain.report.profile_page import render

LIBRARIES = ("numpy", "pandas", "scipy")


def leaves(found: Profile, folder: Path | str = ".") -> dict[str, bytes]:
    """All files by their names, without writing them.

    Parameters
    ----------
    found
        A table placed on the axis.
    folder
        Where they will lie: ``start.yaml`` names the table from there.
    """
    texts = {name: as_csv(frame) for name, frame in tables(found).items()}
    texts["report.html"] = render(found)
    start = _start(found, folder)
    if start:
        texts[FILE] = start
    texts[files.PROVENANCE] = json.dumps(provenance(found), indent=2, ensure_ascii=False) + "\n"
    return {name: text.encode("utf-8", "replace") for name, text in texts.items()}


def _start(found: Profile, folder: Path | str) -> str:
    """A person, or people, to start from; empty where nobody can, or the table is no file."""
    given, load = found.made_from.get("files", {}), found.made_from.get("load")
    if "table" not in given or not any(one.usable for one in found.samples):
        return ""
    usable = [one.sample for one in found.samples if one.usable]
    return start_yaml(
        replace(found, samples=tuple(one for one in found.samples if one.usable)),
        folder=folder,
        samples=usable if len(usable) < found.made_from["samples_in_table"] else (),
        taxonomy=given["taxonomy"]["name"] if "taxonomy" in given else None,
        unit=found.made_from["unit"],
        load=load if isinstance(load, float) else None,
    )


def provenance(found: Profile) -> dict[str, object]:
    """What it was made from: files with their hashes, what the table was taken for, versions."""
    return {
        "gutbrain": importlib.metadata.version("gutbrain"),
        **found.made_from,
        "samples": [one.sample for one in found.samples],
        "usable": [one.sample for one in found.samples if one.usable],
        "notes": [*found.table.notes, *found.remarks],
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
    }


def write(found: Profile, folder: Path | str) -> Path:
    """Write the leaves of a profile into a folder, whole or not at all.

    Parameters
    ----------
    found
        A table placed on the axis (:func:`gutbrain.profile`).
    folder
        Where to; it is made, and a result of gutbrain that lies there is replaced.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        Where the folder holds something that is no result of gutbrain, or nothing can be written.

    Examples
    --------
    >>> import gutbrain as gb
    >>> import pandas as pd
    >>> table = pd.DataFrame({"S1": [300, 700]}, index=["Faecalibacterium", "Bacteroides"])
    >>> folder = gb.write_profile(gb.profile(table), "placed")
    >>> (folder / "report.html").exists()
    True
    """
    folder = Path(folder)
    files.check_folder(folder)
    with files.written_aside(folder) as aside:
        for name, content in leaves(found, folder).items():
            files.write_whole(aside / name, content)
    return folder
