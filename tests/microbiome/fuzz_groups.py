"""Thousands of cohorts that are a little wrong: each is compared, or refused in sentences.

``python tests/microbiome/fuzz_groups.py --count 2000`` mutates the metadata of small cohorts, their reads, and small
tables of metabolites, asks for odd columns, and counts what must not be: an error that is no refusal, and a warning.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import traceback
import warnings
from pathlib import Path

from gutbrain.answers.table.profile import profile
from gutbrain.errors import InputError

ODD = ("", "NA", "0", "1", "-5", "1e300", "nan", "inf", "x", "healthy", "1,5", "a b", ";", "S1", "unknown", "\u00b5")

GENERA = ("Faecalibacterium", "Bacteroides", "Bifidobacterium", "Akkermansia", "Escherichia")
COLUMNS = ("group", "age", "sex", "subject", "phq9")


def cohort(rng: random.Random) -> tuple[str, str]:
    """A table and its metadata, with some cells that are odd, some rows twice or not there."""
    count = rng.choice((3, 12, 24, 40, 40, 40))
    samples = [f"S{at}" for at in range(count)]
    zeros = rng.choice((0.0, 0.3, 0.9))
    rows = [[rng.randrange(5000) * (rng.random() >= zeros) for _ in samples] for _ in GENERA]
    odd = rng.choice((0.0, 0.0, 0.0, 0.02, 0.3))
    people = rng.choice((1, 2, 100))
    lines = []
    for at, sample in enumerate(samples):
        cells = [
            rng.choice("ab"),
            str(rng.randrange(20, 60)),
            rng.choice("mf"),
            str(at // people),
            str(rng.randrange(9)),
        ]
        lines.append([sample, *(rng.choice(ODD) if rng.random() < odd else cell for cell in cells)])
    if rng.random() < 0.2:
        lines.append(rng.choice(lines))
    if rng.random() < 0.3:
        del lines[rng.randrange(len(lines))]
    table = "\n".join(
        ["genus\t" + "\t".join(samples), *("\t".join([g, *map(str, r)]) for g, r in zip(GENERA, rows, strict=True))]
    )
    metadata = "\n".join("\t".join(cells) for cells in [["sample", *COLUMNS], *lines])
    return table + "\n", metadata + "\n"


def acids(rng: random.Random) -> str:
    """A table of metabolites, some of its cells odd."""
    names = rng.sample(
        ["acetate", "propionate (mg/g)", "butyrate_mmol_kg", "C00078_Trp", "plasma_kynurenine (uM)", "glucose"], 5
    )
    rows = [[rng.choice(ODD) if rng.random() < 0.1 else f"{rng.random() * 50:.3f}" for _ in names] for _ in range(3)]
    return "\n".join(["\t".join(["id", *names]), *("\t".join([f"S{at}", *row]) for at, row in enumerate(rows))]) + "\n"


def fuzz(count: int, *, seed: int = 0) -> tuple[int, int, list[str]]:
    """Cohorts that were compared, those that were refused, and what must not be."""
    done, refused, faults = 0, 0, []
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        table, metadata = Path(folder) / "table", Path(folder) / "metadata"
        for number in range(count):
            rng = random.Random(f"{seed}:{number}")
            asked: dict[str, object] = {}
            if rng.random() < 0.2:
                table.write_text(acids(rng), encoding="utf-8")
                asked["unit"] = rng.choice((None, "mmol/kg", "mg/L", "m"))
            else:
                made = cohort(rng)
                table.write_text(made[0], encoding="utf-8")
                metadata.write_text(made[1], encoding="utf-8")
                asked |= {"metadata": metadata, "group": rng.choice((*["group"] * 6, *COLUMNS, "sample", "gruop"))}
                asked["adjust"] = rng.sample(COLUMNS, rng.randrange(3))
                asked["person"] = rng.choice((None, None, "subject", "sex"))
                if rng.random() < 0.3:
                    asked["score"] = rng.choice(("age", "sex", "phq9x"))
            try:
                profile(table, **asked).to_dict()
                done += 1
            except InputError:
                refused += 1
            except Exception:
                faults.append(f"{number}: {asked}\n{traceback.format_exc(limit=-4)}")
    return done, refused, faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    compared, turned_away, wrong = fuzz(wanted.count, seed=wanted.seed)
    print(f"{compared} compared, {turned_away} refused, {len(wrong)} faults")
    print("\n".join(wrong[:20]))
    raise SystemExit(bool(wrong))
