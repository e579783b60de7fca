"""A fit on disk: its tables, its draws, and what it comes from; and read again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gutbrain import csvfiles, files
from gutbrain.errors import InputError, Problem
from gutbrain.fitting.outcome import Outcome

if TYPE_CHECKING:
    from gutbrain.fitting.fit import Fit

Array = NDArray[np.float64]

DRAWS, OUTCOMES, SUMMARY = "draws.csv", "outcomes.json", "fit.json"

KEPT = 400
"""Draws that a folder keeps for each outcome."""


@dataclass(frozen=True)
class Kept:
    """What a fit taught, as a folder keeps it, for one outcome.

    Attributes
    ----------
    outcome
        What was explained.
    factors
        Exposures whose effect on it was learnt, as they were recorded.
    level
        (draw,) the person's own level, in units of the series.
    follows
        (draw, factor) how strongly the person follows each, 1 as in people in general.
    """

    outcome: Outcome
    factors: tuple[str, ...]
    level: Array
    follows: Array


def described(fit: Fit) -> dict[str, str]:
    """The files of a fit, but for its page: text by name, the provenance last."""
    draws, outcomes = _draws(fit)
    return {
        "parameters.csv": csvfiles.table(fit.parameters()),
        "factors.csv": csvfiles.table(fit.factors()),
        "hypotheses.csv": csvfiles.table(fit.hypotheses()),
        DRAWS: draws,
        OUTCOMES: json.dumps(outcomes, indent=2) + "\n",
        SUMMARY: json.dumps(fit.to_dict(), indent=2) + "\n",
        files.PROVENANCE: json.dumps(dict(fit.provenance), indent=2) + "\n",
    }


def write(fit: Fit, folder: Path) -> Path:
    """Write a fit into a folder, which is made.

    Raises
    ------
    InputError
        Where it holds something that is no result of gutbrain, or nothing can be written.
    """
    files.check_folder(folder)
    with files.written_aside(folder) as aside:
        for name, text in described(fit).items():
            files.write_whole(aside / name, text)
    return folder


def read(folder: Path | str) -> dict[str, Kept]:
    """What a fit taught, by outcome.

    Parameters
    ----------
    folder
        As :func:`write` left it.

    Raises
    ------
    InputError
        Where it is no fit, or holds no such numbers.
    """
    import pandas as pd

    place = Path(folder)
    told = files.provenance(place)
    if told.get("kind") != "fit":
        right = "name a folder that gutbrain fit wrote"
        raise InputError([Problem(f"{place} is not a fit", right, field="--from")])
    try:
        outcomes = json.loads((place / OUTCOMES).read_text(encoding="utf-8"))
        table = pd.read_csv(place / DRAWS)
        return {name: _kept(one, table[table["outcome"] == name]) for name, one in outcomes.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        wrong = f"{place} cannot be read as a fit: {type(error).__name__}"
        raise InputError([Problem(wrong, "make it again with gutbrain fit", field="--from")]) from None


def _kept(one: dict[str, Any], rows: Any) -> Kept:
    known = {field.name for field in fields(Outcome)}
    said = {key: _number(value) for key, value in one["outcome"].items() if key in known}
    factors = tuple(one["factors"])
    follows = rows[[f"follows {name}" for name in factors]].to_numpy(float)
    return Kept(Outcome(**said), factors, rows["level"].to_numpy(float), follows)


def _number(value: Any) -> Any:
    return float(value) if value in ("inf", "-inf", "nan") else value


def _draws(fit: Fit) -> tuple[str, dict[str, Any]]:
    import pandas as pd

    tables, outcomes = [], {}
    for name, one in fit.outcomes.items():
        drawn = one.draws(KEPT, fit.seed)
        columns: dict[str, Any] = {
            "outcome": name,
            "draw": range(KEPT),
            "hypothesis": [one.slow[i % len(one.slow)].name for i in drawn.prior],
        }
        columns |= {"level": drawn.coefficients[:, 0]}
        columns |= {f"follows {f}": drawn.coefficients[:, 1 + k] for k, f in enumerate(one.factors)}
        columns |= {key: [getattr(n, key) for n in drawn.noise] for key in ("memory", "process", "white")}
        tables.append(pd.DataFrame(columns))
        said = {
            key: str(v) if isinstance(v, float) and not np.isfinite(v) else v for key, v in asdict(one.outcome).items()
        }
        outcomes[name] = {"outcome": said, "factors": list(one.factors)}
    return csvfiles.table(pd.concat(tables, ignore_index=True)), outcomes
