"""Small tables of our own, as the tools write them; and where real ones lie, if they are there."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

REAL = os.environ.get("GUTBRAIN_TABLES")
"""Where real tables lie; they are of others, and not part of the project."""

LINEAGES = (
    "k__Bacteria; p__Firmicutes; c__Clostridia; o__Clostridiales; f__Ruminococcaceae; g__Faecalibacterium; s__",
    "k__Bacteria; p__Bacteroidetes; c__Bacteroidia; o__Bacteroidales; f__Bacteroidaceae; g__Bacteroides; s__",
    "k__Bacteria; p__Proteobacteria; c__Gammaproteobacteria; o__Enterobacteriales; f__Enterobacteriaceae; g__; s__",
)
IDS = ("a1", "a2", "a3")
READS = ((600, 100), (300, 800), (100, 100))
"""Reads of the three in two samples."""

BUTYRATE, BACTEROIDES, ENTEROBACTERIA = (0.6, 0.1), (0.3, 0.8), (0.1, 0.1)


def biom(dense=False, as_text=False):
    taxonomy = [f'"{one}"' if as_text else one.split("; ") for one in LINEAGES]
    sparse = [[row, column, READS[row][column]] for row in range(3) for column in range(2)]
    return json.dumps(
        {
            "format": "Biological Observation Matrix 1.0.0",
            "matrix_type": "dense" if dense else "sparse",
            "shape": [3, 2],
            "rows": [{"id": f"a{at}", "metadata": {"taxonomy": one}} for at, one in enumerate(taxonomy, 1)],
            "columns": [{"id": "S1", "metadata": None}, {"id": "S2", "metadata": None}],
            "data": [list(row) for row in READS] if dense else sparse,
        }
    ).encode()


def rows(header, names, delimiter="\t", behind=None):
    lines = [header]
    for at, name in enumerate(names):
        cells = [name, *map(str, READS[at])] + ([behind[at]] if behind else [])
        lines.append(delimiter.join(cells))
    return ("\n".join(lines) + "\n").encode()


def columns():
    """Samples as rows, with something else about them behind."""
    lineages = ["; ".join(one.split("; ")).replace("; ", ";") for one in LINEAGES]
    lines = ["index," + ",".join(lineages) + ",body-site,day"]
    lines += [f"S{at + 1}," + ",".join(f"{row[at]}.0" for row in READS) + ",gut,140" for at in range(2)]
    return ("\n".join(lines) + "\n").encode()


def metaphlan():
    """Every rank adds up to the whole; a strain repeats its species."""
    butyrate = (
        "k__Bacteria|p__Firmicutes|c__Clostridia|o__Eubacteriales|f__Lachnospiraceae|g__Lachnospiraceae_unclassified"
    )
    lines = [
        "#mpa_vOct22",
        "clade_name\tNCBI_tax_id\tS1\tS2",
        "UNCLASSIFIED\t-1\t10\t0",
        "k__Bacteria\t2\t90\t100",
        "k__Bacteria|p__Bacteroidetes\t976\t30\t90",
        "k__Bacteria|p__Bacteroidetes|c__B|o__B|f__Bacteroidaceae|g__Bacteroides\t816\t30\t90",
        "k__Bacteria|p__Bacteroidetes|c__B|o__B|f__Bacteroidaceae|g__Bacteroides|s__Bacteroides_uniformis\t820\t30\t90",
        f"{butyrate}\t\t60\t10",
        f"{butyrate}|s__Eubacterium_rectale\t39491\t60\t10",
        f"{butyrate}|s__Eubacterium_rectale|t__SGB4933\t39491\t60\t10",
    ]
    return ("\n".join(lines) + "\n").encode()


KRAKEN = b"""\
  5.00\t50\t50\tU\t0\tunclassified
 95.00\t950\t0\tR\t1\troot
 95.00\t950\t10\tD\t2\t  Bacteria
 60.00\t600\t0\tP\t976\t    Bacteroidota
 60.00\t600\t200\tG\t816\t      Bacteroides
 40.00\t400\t400\tS\t820\t        Bacteroides uniformis
 34.00\t340\t0\tP\t1239\t    Bacillota
 34.00\t340\t40\tG\t216851\t      Faecalibacterium
 30.00\t300\t300\tS\t853\t        Faecalibacterium prausnitzii
"""

KO = b"""\
# Gene Family\tS1_Abundance-RPKs\tS2_Abundance-RPKs
UNMAPPED\t500\t400
K00929\t30\t0
K00929|g__Faecalibacterium.s__Faecalibacterium_prausnitzii\t10\t0
K00929|unclassified\t20\t0
K01667\t12\t8
K01667|g__Bacteroides.s__Bacteroides_uniformis\t12\t8
"""


def qza(kind, name, content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("uuid/VERSION", "QIIME 2")
        archive.writestr("uuid/metadata.yaml", f"uuid: uuid\ntype: {kind}\nformat: x\n")
        archive.writestr(f"uuid/data/{name}", content)
    return made.getvalue()


TAXONOMY = (
    "Feature ID\tTaxon\tConfidence\n" + "".join(f"{i}\t{t}\t0.99\n" for i, t in zip(IDS, LINEAGES, strict=True))
).encode()

GOOD = {
    "biom-sparse": biom(),
    "biom-dense": biom(dense=True),
    "biom-text-taxonomy": biom(as_text=True),
    "lineages": rows("#OTU ID\tS1\tS2", LINEAGES),
    "remark-first": b"# Constructed from biom file\n" + rows("#OTU ID\tS1\tS2", LINEAGES),
    "taxonomy-column": rows("#OTU ID\tS1\tS2\ttaxonomy", IDS, behind=LINEAGES),
    "packed": gzip.compress(rows("#OTU ID\tS1\tS2", LINEAGES)),
    "comma": rows("Genus,S1,S2", ("Faecalibacterium", "Bacteroides", "Escherichia/Shigella"), ","),
    "semicolon": rows("\ufeffGenus;S1;S2", ("Faecalibacterium", "Bacteroides", '"Escherichia-Shigella"'), ";"),
    "level-6": columns(),
    "renamed-by-r": rows("\tS1\tS2", [one.replace("; ", ".") for one in LINEAGES]),
    "usearch": rows(
        "#OTU ID\tS1\tS2", [one.replace("; ", ",").replace("k__", "d:").replace("__", ":") for one in LINEAGES]
    ),
    "rank-columns": (
        b"otu\tKingdom\tPhylum\tFamily\tGenus\tS1\tS2\n"
        b"1\tBacteria\tFirmicutes\tRuminococcaceae\tFaecalibacterium\t600\t100\n"
        b"2\tBacteria\tBacteroidota\tBacteroidaceae\tBacteroides\t300\t800\n"
        b"3\tBacteria\tProteobacteria\tEnterobacteriaceae\tNA\t100\t100\n"
    ),
    "long": (
        '"","OTU","Sample","Abundance","Family","Genus"\n'
        + "".join(
            f'"{at}","{at % 3}","S{at // 3 + 1}",{READS[at % 3][at // 3]},"{family}","{genus}"\n'
            for at in range(6)
            for family, genus in [
                (
                    ("Ruminococcaceae", "Faecalibacterium"),
                    ("Bacteroidaceae", "Bacteroides"),
                    ("Enterobacteriaceae", "NA"),
                )[at % 3]
            ]
        )
    ).encode(),
    "motus": (
        b"# git tag version 3.0.3\n#consensus_taxonomy\tNCBI_tax_id\tS1\tS2\n"
        b"Faecalibacterium prausnitzii [ref_mOTU_v3_00001]\t853\t600\t100\n"
        b"Bacteroides species incertae sedis [meta_mOTU_v3_1]\tNA\t300\t800\n"
        b"Escherichia coli [ref_mOTU_v3_2]\t562\t100\t100\n"
    ),
}
"""Tables of two samples with the same three in them."""


def real(*parts):
    """A real table; the test is skipped where it is not there."""
    path = Path(REAL or "").joinpath(*parts)
    if not REAL or not path.exists():
        pytest.skip("real tables are not here: they are of others, and GUTBRAIN_TABLES may say where they lie")
    return path
