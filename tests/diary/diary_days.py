"""Diaries of made-up days, for tests."""

from datetime import date, timedelta

import numpy as np

from gutbrain import diary

SETTINGS = {
    "zone": "Europe/Berlin",
    "scales": {
        "mood": {"from": 0, "to": 10, "better": "high", "measures": "depression"},
        "bloating": {"from": 0, "to": 10, "better": "low", "measures": "gi_symptoms"},
    },
    "own": {"coffee": {"unit": "cups", "acts": "same-day"}},
}


def filled(path, days, *, by_sleep=0.0, last=None, gap=()):
    """A diary of so many days up to a last one, yesterday unless given; gives its file."""
    luck = np.random.default_rng(0)
    sleep = 7 + luck.normal(0, 1, days)
    mood = np.clip(np.round(6 + by_sleep * (sleep - 7) + luck.normal(0, 1, days)), 0, 10)
    end = last or date.today() - timedelta(1)
    lines = ["date,mood [0-10],sleep [h],coffee [cups]"]
    for k in range(days):
        told = "" if k in gap else f"{mood[k]:g}"
        lines.append(f"{end - timedelta(days - 1 - k)},{told},{sleep[k]:.1f},{luck.integers(0, 4)}")
    table = path.with_suffix(".csv")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = diary.new(path, SETTINGS)
    assert made.import_files([table]).kept
    table.unlink()
    return path
