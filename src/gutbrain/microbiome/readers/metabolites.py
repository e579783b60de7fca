"""Tables of metabolites, which are no microbes: recognised by their names."""

from __future__ import annotations

import re

import numpy as np

from gutbrain.microbiome.names import Taxon
from gutbrain.microbiome.sheet import Sheet
from gutbrain.microbiome.table import Table, finished, refuse

_ID = re.compile(r"C\d{5}(?:[_ ].*)?|HMDB\d+.*")
_KNOWN = frozenset(
    [
        "acetate",
        "acetic_acid",
        "propionate",
        "propionic_acid",
        "butyrate",
        "butyric_acid",
        "isobutyrate",
        "valerate",
        "isovalerate",
        "lactate",
        "formate",
        "succinate",
        "alanine",
        "glycine",
        "leucine",
        "isoleucine",
        "valine",
        "lysine",
        "glutamate",
        "glutamine",
        "tyrosine",
        "tryptophan",
        "phenylalanine",
        "threonine",
        "serine",
        "proline",
        "methionine",
        "histidine",
        "arginine",
        "aspartate",
        "asparagine",
        "choline",
        "betaine",
        "taurine",
        "carnitine",
        "creatine",
        "creatinine",
        "glucose",
        "fructose",
        "indole",
        "p-cresol",
        "kynurenine",
        "serotonin",
        "gaba",
        "4-aminobutyrate",
        "trimethylamine",
        "urea",
        "cholate",
        "deoxycholate",
        "lithocholate",
        "uracil",
        "hypoxanthine",
        "nicotinate",
        "pyruvate",
        "fumarate",
        "citrate",
        "ethanol",
        "methanol",
    ]
)
LEAST = 3
"""Known metabolites that make a table one of metabolites."""


def is_metabolite(name: str) -> bool:
    """Whether a name is that of a metabolite."""
    plain = name.strip().lower().replace(" ", "_")
    unit = re.sub(r"(?:_mmol|_umol|_nmol|_um|_mm|_\(|\().*$", "", plain)
    return bool(_ID.fullmatch(name.strip())) or unit in _KNOWN or plain.split("_")[-1] in _KNOWN


def recognises(sheet: Sheet) -> bool:
    """Whether names of columns or rows are those of metabolites."""
    columns = [name for name in sheet.header[1:] if is_metabolite(name)]
    rows = [name for name in sheet.column(0) if is_metabolite(name)]
    return len(columns) >= LEAST or len(rows) >= max(LEAST, 0.1 * len(sheet.rows))


def read(sheet: Sheet, sample: str) -> Table:
    """The table, either way up; what was not measured is NaN.

    Raises
    ------
    InputError
        Where there is no column of numbers.
    """
    numeric = [at for at in range(1, len(sheet.header)) if sheet.is_numeric(at)]
    if not numeric:
        refuse(sheet.file, "holds metabolites, but no column of numbers")
    by_rows = sum(map(is_metabolite, sheet.column(0))) > sum(map(is_metabolite, sheet.header[1:]))
    values = np.array(sheet.numbers(numeric))
    cells = [sheet.column(at) for at in numeric]
    values[np.array([[not cell for cell in column] for column in cells]).T] = np.nan
    columns = [sheet.header[at] or sample for at in numeric]
    names, samples = (sheet.column(0), columns) if by_rows else (columns, sheet.column(0))
    return finished(
        sheet.file,
        "metabolite table",
        [Taxon(name) for name in names],
        samples,
        values if by_rows else values.T.copy(),
        content="metabolites",
        unit="signal",
    )
