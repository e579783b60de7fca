"""A result folder described as an RO-Crate: what each file is, what made it, and when (JSON-LD, RO-Crate 1.1)."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any

from gutbrain import files
from gutbrain.errors import InputError, Problem

FILE = "ro-crate-metadata.json"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "https://w3id.org/ro/crate/1.1"
SOFTWARE = "#gutbrain"

ABOUT = {
    "summary.csv": "Median and 90 % interval of every observable at 08:00 of each day",
    "curves.csv": "Every observable at every kept moment: mean, median, 50 and 90 % intervals",
    "people.csv": "A row for each person: sex, traits and usual exposures",
    "parameters.csv": "A row for each draw: the typical values of all free parameters",
    "result.xlsx": "Curves, people and parameters as one workbook",
    "report.html": "The page of the result, readable offline",
    "provenance.json": "Version, seed, model and protocol that the result comes from",
    "result.zarr": "All numbers (draw, person, observable, time), Zarr version 3",
    "compare.csv": "Protocols side by side: levels and paired differences with 90 % intervals",
    "scan.csv": "A grid of values: levels and paired differences with 90 % intervals",
    "sensitivity.csv": "What the result hangs on: shares of the variance, slopes and ranges of all free parameters",
}
ABOUT |= {name.replace(".csv", ".parquet"): said for name, said in ABOUT.items() if name.endswith(".csv")}

TYPES = {".parquet": "application/vnd.apache.parquet", ".yaml": "application/yaml", ".nc": "application/x-netcdf"}


def crate(folder: Path) -> str:
    """The description of a folder that gutbrain wrote.

    Parameters
    ----------
    folder
        Of a result, as ``gutbrain simulate``, ``compare``, ``scan`` or ``sensitivity`` leave it.

    Returns
    -------
    str
        JSON-LD: the folder, its files with their sizes and kinds, and the run that made them.

    Raises
    ------
    InputError
        Where gutbrain did not write the folder.
    """
    if not files.is_result(folder):
        right = "name a folder that gutbrain simulate wrote"
        raise InputError([Problem(f"{folder} is no result of gutbrain", right, field="export")])
    told = files.provenance(folder)
    names = sorted(path.name for path in folder.iterdir() if path.name != FILE and not path.name.startswith("."))
    parts = [_part(folder / name) for name in names]
    title = told.get("protocol") or folder.name
    made = str(told.get("created", ""))
    written: dict[str, Any] = told.get("written") or {}
    cited = [{"@id": _url(written["reference"])}] if written.get("reference") else []
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title if isinstance(title, str) else " | ".join(title),
        "description": "A simulation of the human microbiota-gut-brain axis by gutbrain, for research and learning",
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "mentions": {"@id": "#run"},
    }
    root |= {"datePublished": made} if made else {}
    root |= {"citation": cited} if cited else {}
    run: dict[str, Any] = {
        "@id": "#run",
        "@type": "CreateAction",
        "name": "The run",
        "instrument": {"@id": SOFTWARE},
        "result": [{"@id": part["@id"]} for part in parts],
        "description": json.dumps(
            {key: told[key] for key in sorted(told) if key not in ("failures", "written", "warned")}
        ),
    }
    run |= {"endTime": made} if made else {}
    software = {
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "gutbrain",
        "version": told.get("gutbrain", ""),
    }
    about = {
        "@id": FILE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": PROFILE},
    }
    articles = [{"@id": one["@id"], "@type": "ScholarlyArticle", "name": written.get("citation", "")} for one in cited]
    graph = [about, root, *parts, run, software, *articles]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=2, default=str) + "\n"


def _part(path: Path) -> dict[str, Any]:
    told = {"name": path.name, "description": ABOUT.get(path.name, "A file of the result")}
    if path.is_dir():
        return {"@id": f"{path.name}/", "@type": "Dataset", **told}
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return {"@id": path.name, "@type": "File", **told, "encodingFormat": kind, "contentSize": path.stat().st_size}


def _url(reference: str) -> str:
    kind, _, rest = reference.partition(":")
    return {"doi": "https://doi.org/", "pmid": "https://pubmed.ncbi.nlm.nih.gov/"}.get(kind, "#") + rest
