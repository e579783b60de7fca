"""Tables of what microbes can do: KEGG orthologues, gene families, pathways (HUMAnN, PICRUSt2, eggNOG).

Rows with ``|`` are the parts of the row above them: they are left out, or everything would count twice.
"""

from __future__ import annotations

import re

import numpy as np

from gutbrain.microbiome.names import Taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished, refuse

KINDS = {
    "KO table": re.compile(r"(?:ko:)?K\d{5}"),
    "UniRef gene families": re.compile(r"UniRef\d+_.*"),
    "MetaCyc pathways": re.compile(
        r"[A-Z0-9+-]*PWY[A-Z0-9.-]*(?:: .*)?|[A-Z0-9.+-]+-(?:SYN|DEG|CAT|BIOSYNTHESIS|METABOLISM)[A-Z0-9.+-]*(?:: .*)?"
    ),
    "enzymes (EC)": re.compile(r"(?:EC:)?\d+\.\d+\.(?:\d+|-)\.(?:n?\d+|-)"),
    "orthologous groups (COG)": re.compile(r"COG\d{4}.*"),
    "KEGG modules": re.compile(r"M\d{5}(?:: .*)?"),
    "KEGG pathways": re.compile(r"(?:ko|map)\d{5}(?:: .*)?"),
}
SPECIAL = ("UNMAPPED", "UNGROUPED", "UNINTEGRATED", "READS_UNMAPPED")
"""Rows that hold what has no function."""

KO = "KO table"

_TOOL = re.compile(r"[_-](?:Abundance|Coverage)(?:-[A-Za-z]+)?$")


def kind_of(names: list[str]) -> str:
    """What functions these are; empty where they are none."""
    plain = [name.split("|")[0].strip() for name in names if name.split("|")[0].strip() not in SPECIAL]
    for kind, made in KINDS.items():
        if plain and sum(bool(made.fullmatch(name)) for name in plain) > 0.6 * len(plain):
            return kind
    return ""


def recognises(sheet: Sheet) -> bool:
    """Whether the names of rows or columns are those of functions."""
    return bool(kind_of(sheet.column(0)[:2000]) or kind_of(list(sheet.header[1:2000])))


def read(sheet: Sheet, sample: str) -> Table:
    """The table, either way up, without the parts of its rows.

    Raises
    ------
    InputError
        Where there is no column of numbers.
    """
    kind = kind_of(sheet.column(0)[:2000])
    numeric = [at for at in range(1, len(sheet.header)) if sheet.is_numeric(at)]
    if not numeric:
        refuse(sheet.file, f"holds {kind or 'functions'}, but no column of numbers")
    if not kind:
        kind = kind_of(list(sheet.header[1:2000]))
        names = [sheet.header[at] for at in numeric]
        samples, values = sheet.column(0), np.array(sheet.numbers(numeric)).T.copy()
    else:
        names, samples = sheet.column(0), [sheet.header[at] or sample for at in numeric]
        values = np.array(sheet.numbers(numeric))
    whole = [at for at, name in enumerate(names) if "|" not in name]
    notes = []
    if whole and len(whole) < len(names):
        notes.append(f"{len(names) - len(whole)} rows are parts of others (|) and are not counted again")
        names, values = [names[at] for at in whole], values[whole]
    left = [sheet.header[at] for at in range(1, len(sheet.header)) if at not in numeric and sheet.header[at]]
    if left:
        notes.append(f"columns without numbers are left out: {', '.join(left[:5])}")
    features = [Taxon(_plain(name, kind)) for name in names]
    samples = [_TOOL.sub("", one) for one in samples]
    return finished(sheet.file, kind, features, samples, values, content="functions", unit="signal", notes=notes)


def _plain(name: str, kind: str) -> str:
    return name.split("|")[0].removeprefix("ko:") if kind == KO else name
