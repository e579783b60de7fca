"""Profiles of KMCP and in CAMI's format: percent, with the whole path of names beside each."""

from __future__ import annotations

import numpy as np

from gutbrain.microbiome.names import RANKS, Taxon, taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished


def recognises(sheet: Sheet) -> bool:
    """Whether the columns are those of such a profile."""
    return {"percentage", "taxpathsn"} <= set(sheet.names) or {"percentage", "taxname", "ref"} <= set(sheet.names)


def read(sheet: Sheet, sample: str) -> Table:
    """The table of one sample; in CAMI's format, of which every rank adds up to the whole, its lowest rank."""
    names = sheet.names
    for remark in sheet.remarks:
        if remark.lower().startswith("@sampleid:"):
            sample = remark.split(":", 1)[1].strip() or sample
    ranks = sheet.column(names.index("rank")) if "rank" in names else []
    rows = list(range(len(sheet.rows)))
    if ranks and "ref" not in names:
        order = ("superkingdom", *RANKS)
        lowest = max((rank for rank in ranks if rank in order), key=order.index, default="")
        rows = [row for row in rows if ranks[row] == lowest]
    paths = sheet.column(names.index("taxpathsn" if "ref" not in names else "taxpath"))
    plain = sheet.column(names.index("taxname")) if "taxname" in names else [""] * len(paths)
    features = [_taxon(paths[row], plain[row], "ref" in names) for row in rows]
    values = np.array(sheet.numbers([names.index("percentage")], rows)).reshape(-1, 1)
    return finished(sheet.file, "KMCP or CAMI profile", features, [sample], values, unit="percent")


def _taxon(path: str, name: str, kmcp: bool) -> Taxon:
    parts = path.split(";" if kmcp else "|")
    return taxon(";".join(parts)) if len(parts) > 1 and any(parts) and not parts[0].isdigit() else taxon(name)
