"""Thousands of tables that are a little wrong: each ends in an answer, or in a refusal of one sentence.

``python tests/microbiome/fuzz_tables.py --count 10000`` mutates the small tables of our own, and counts what must not
be: an error that is no refusal, more than one message, and anything over five seconds.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import traceback
import warnings
from pathlib import Path

from tables import GOOD, KO, KRAKEN, TAXONOMY, columns, metaphlan, qza

from gutbrain.errors import InputError
from gutbrain.microbiome.profile import profile

SLOW = 5.0
"""Longest that a table may take (s)."""

SEEDS = {**GOOD, "metaphlan": metaphlan(), "kraken": KRAKEN, "ko": KO, "level-6": columns(), "taxonomy": TAXONOMY}
SEEDS["qza"] = qza("FeatureTable[Frequency]", "feature-table.biom", b"\x89HDF\r\n\x1a\n" + b"\0" * 200)
SEEDS["qza-taxonomy"] = qza("FeatureData[Taxonomy]", "taxonomy.tsv", TAXONOMY)

ODD = (
    b"", b"NaN", b"inf", b"-1", b"1e999", b"1,5", b'"', b"'", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b";", b"|", b"\t",
    b"[", b"]]", b"{", b"null", b"[[[[", b"1e308", b"0", b"__", b"g__", b"k__Bacteria|", b"#", b"@", b"\xc3\xa9",
    b"9" * 400, b"\r", b"S1", b"UNMAPPED", b"taxonomy", b"relative_abundance", b"Otu1", b"K00001", b"  ",
)  # fmt: skip


def mutated(rng: random.Random) -> tuple[str, bytes]:
    """A table with one thing wrong, or a few."""
    name = rng.choice(sorted(SEEDS))
    content = bytearray(SEEDS[name])
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(content) + 1)
        kind = rng.randrange(7)
        if kind == 0:
            content[at : at + rng.randrange(1, 30)] = b""
        elif kind == 1:
            content[at:at] = rng.choice(ODD)
        elif kind == 2:
            content[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 3:
            del content[at:]
        else:
            content = bytearray(_of_lines(bytes(content), kind, rng))
    return name, bytes(content)


def _of_lines(content: bytes, kind: int, rng: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    if kind == 4:
        lines[at:at] = [lines[rng.randrange(len(lines))]]
    elif kind == 5:
        del lines[at]
    else:
        cells = lines[at].split(b"\t")
        cells[rng.randrange(len(cells))] = rng.choice(ODD)
        lines[at] = b"\t".join(cells)
    return b"\n".join(lines)


def fuzz(count: int, *, seed: int = 0, slow: float = SLOW) -> tuple[int, int, list[str]]:
    """Tables that were placed, tables that were refused, and what must not be."""
    done, refused, faults = 0, 0, []
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        path = Path(folder) / "table"
        for number in range(count):
            name, content = mutated(random.Random(f"{seed}:{number}"))
            path.write_bytes(content)
            begun = time.perf_counter()
            try:
                profile(path).to_dict()
                done += 1
            except InputError as error:
                refused += 1
                if len(error.problems) != 1 or "\n" in str(error):
                    faults.append(f"{number} {name}: {error}")
            except Exception:
                faults.append(f"{number} {name}: {traceback.format_exc(limit=-3)}")
            if time.perf_counter() - begun > slow:
                faults.append(f"{number} {name}: took too long")
    return done, refused, faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    placed, turned_away, wrong = fuzz(asked.count, seed=asked.seed)
    print(f"{placed} placed, {turned_away} refused, {len(wrong)} faults")
    print("\n".join(wrong[:20]))
    raise SystemExit(bool(wrong))
