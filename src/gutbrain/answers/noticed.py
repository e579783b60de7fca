"""How many of 100 people would notice a change on a questionnaire."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from gutbrain.answers.choices import Outcome
from gutbrain.answers.what_if_models import Noticed
from gutbrain.people.scales import scales

LEAST = 0.5
"""A change that people notice, where no smallest important change is published: half an SD, the usual rule of thumb."""


def noticed(changes: np.ndarray, outcome: Outcome | None) -> Noticed | None:
    """How many would notice changes (SD between people), as a questionnaire is answered twice with its own error."""
    row = scales().get((outcome.scale or outcome.name) if outcome else "")
    if outcome is None or row is None:
        return None
    error = float(np.sqrt(2 * (1 - row["retest"])))
    least = abs(row["smallest_important_change"] or LEAST * row["sd"]) / row["sd"]
    better = outcome.better * changes

    def of_100(shares: np.ndarray) -> int:
        return round(100 * float(np.mean(shares)))

    return Noticed(
        better=of_100(ndtr((better - least) / error)),
        worse=of_100(ndtr((-better - least) / error)),
        by_chance=of_100(ndtr(np.array(-least / error))),
    )
