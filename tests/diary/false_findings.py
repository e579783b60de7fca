"""How often `look` finds something where nothing is: ``python tests/diary/false_findings.py 200``.

Histories of 90 days, 24 factors and 8 outcomes that have nothing to do with one another, from no memory to a long one;
and a diary in which a bad mood shortens the night that follows, and sleep does nothing.
"""

import sys

import numpy as np
import pandas as pd

from gutbrain.diary.look import GOES_WITH, POINTS_TO, look
from gutbrain.diary.settings import Settings


def persistent(n, phi, rng, k=1):
    x = np.zeros((n, k))
    noise = rng.standard_normal((n, k))
    x[0] = noise[0]
    for t in range(1, n):
        x[t] = phi * x[t - 1] + np.sqrt(1 - phi**2) * noise[t]
    return x


def _table(columns):
    return pd.DataFrame(columns, index=pd.date_range("2025-01-01", periods=len(next(iter(columns.values())))))


def histories(phi, count, *, factors, outcomes, days=90):
    """Of each history, whether anything was found."""
    found = []
    for seed in range(count):
        rng = np.random.default_rng([seed, round(100 * phi)])
        values = persistent(days, phi, rng, factors + outcomes)
        names = [f"f{k}" for k in range(factors)] + [f"y{k}" for k in range(outcomes)]
        table = _table(dict(zip(names, values.T, strict=True)))
        said = look(table, Settings(), names[factors:], factors=names[:factors]).table["verdict"]
        found.append(said.isin([POINTS_TO, GOES_WITH]).any())
    return found


def reverse(count, days=90):
    """Of each diary, whether sleep was named as what mood follows."""
    found = []
    for seed in range(count):
        rng = np.random.default_rng([seed, 7])
        mood = persistent(days, 0.6, rng)[:, 0]
        written = mood + 0.4 * rng.standard_normal(days)
        sleep = 7 + 0.5 * np.r_[0, mood[:-1]] + 0.6 * rng.standard_normal(days)
        table = _table({"mood": written, "sleep": sleep})
        found.append(look(table, Settings(), ["mood"]).table["verdict"].iloc[0] == POINTS_TO)
    return found


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for memory in (0.0, 0.3, 0.5, 0.8):
        anything = np.mean(histories(memory, many, factors=24, outcomes=8))
        sys.stdout.write(f"memory {memory}: anything found in {anything:.3f} of {many} histories of nothing\n")
    sys.stdout.write(f"reverse: sleep named as the cause in {np.mean(reverse(many)):.3f} of {many}\n")
