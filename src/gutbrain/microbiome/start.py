"""A person, or a cohort, that starts from a table: the text of a protocol that is ready to run."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from gutbrain.microbiome.community import Community
from gutbrain.microbiome.profile import Profile
from gutbrain.microbiome.table import refuse

FILE = "start.yaml"

DAYS = 84


def start_yaml(
    found: Profile,
    *,
    folder: str | Path = ".",
    samples: Sequence[str] = (),
    taxonomy: str | Path | None = None,
    unit: str | None = None,
    load: float | None = None,
) -> str:
    """The text of ``start.yaml``: a healthy adult with this stool, or people with these, for twelve weeks.

    Parameters
    ----------
    found
        A profile of a table that is a file, or was sent as one.
    folder
        Where the text will lie: files are named from there.
    samples, taxonomy, unit
        As they were given to :func:`gutbrain.profile`.
    load
        Measured bacteria in the stool, cells/g; that of the profile unless given, where it is one for all samples.

    Raises
    ------
    InputError
        Where nobody can start from it, or it is no file.
    """
    if "table" not in found.made_from.get("files", {}):
        refuse(found.table.file, "is no file, which a protocol could name", "write the table into one first")
    load = _of_all(found.made_from.get("load")) if load is None else load
    people = Community.of(found, load=load, named=bool(samples))
    stool: dict[str, Any] = {"file": _from(folder, people.file)}
    if samples or len(people.stools) + len(people.left_out) == 1:
        stool["sample"] = samples[0] if len(samples) == 1 else list(samples) or people.stools[0].sample
    if taxonomy is not None:
        stool["taxonomy"] = _from(folder, str(taxonomy))
    stool |= {key: value for key, value in (("unit", unit), ("load", load)) if value is not None}
    many = len(people.stools) + len(people.left_out) > 1
    protocol = {
        "title": f"{'People' if many else 'A person'} with {people.title}",
        "person": {"preset": "healthy-adult", "traits": {"microbiota": stool}},
        "days": DAYS,
        "events": [],
    }
    asked = f"gutbrain simulate {FILE}" + (f" --people {len(people.stools)}" if many else "")
    told = [f"Ready to run: {asked}", *(text.removeprefix("microbiota: ") for text in people.warnings)]
    text = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.width, yaml.sort_base_mapping_type_on_output = False, 10_000, False  # type: ignore[assignment]
    yaml.dump(protocol, text)
    return "".join(f"# {one}\n" for one in told) + text.getvalue()


def _of_all(load: Any) -> float | None:
    """A load as a number; None where there is none, or it is a column of the metadata."""
    try:
        return None if load is None else float(load)
    except ValueError:
        return None


def _from(folder: str | Path, file: str) -> str:
    """A file as it is named in another that lies in a folder."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive
        return Path(file).absolute().as_posix()
