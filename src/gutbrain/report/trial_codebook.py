"""The data of a virtual trial explained column by column, and the same data under names in the manner of CDISC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutbrain import csvfiles, words, world
from gutbrain.engine.simulation import known_observables
from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.trial import TrialResult

if TYPE_CHECKING:
    import pandas as pd

PLAIN = {
    "participant": ("number of the participant, from 1", "integer"),
    "arm": ("arm at that visit", "text"),
    "sequence": ("order of arms (crossover)", "text"),
    "period": ("period of treatment, from 1 (crossover)", "integer"),
    "stratum": ("stratum at randomisation", "integer"),
    "visit": ("number of the visit, 0 before treatment", "integer"),
    "week": ("planned week from randomisation", "number"),
    "day": ("day from randomisation as it was", "number"),
    "age": ("age in years", "number"),
    "sex": ("female or male", "text"),
    "bmi": ("body mass index in kg/m2", "number"),
    "adherence": ("share of doses taken, 0 to 1", "number"),
    "dropped_out": ("whether the participant had left by that visit", "true or false"),
    "rescued": ("whether rescue had begun before that visit", "true or false"),
    "per_protocol": ("80 % of the doses, stayed to the end, no rescue", "true or false"),
}
"""Columns that every trial has, or may have: meaning and type."""

ADAM = {
    "participant": "SUBJID",
    "arm": "TRTA",
    "sequence": "TRTSEQA",
    "period": "APERIOD",
    "visit": "AVISITN",
    "week": "AWEEK",
    "day": "ADY",
    "age": "AGE",
    "sex": "SEX",
}
"""Names in the manner of CDISC ADaM (BDS); the table is no conformant submission."""


def codebook(result: TrialResult) -> str:
    """``codebook.csv``: a row for each column of ``data.csv``.

    Parameters
    ----------
    result
        A trial.
    """
    found = ((column, *_said(column, result)) for column in result.data.columns)
    return csvfiles.rows(("column", "meaning", "unit", "type", "missing"), found)


def _said(column: str, result: TrialResult) -> tuple[str, str, str, str]:
    units = {name: one.unit for name, one in world.model().observables.items()}
    missing = "empty: not measured, missed or left"
    if column in PLAIN:
        return (PLAIN[column][0], "", PLAIN[column][1], "never")
    for name in result.design.endpoints:
        head = f"log_{name}" if is_ratio(name) else name
        log = "natural logarithm of " if is_ratio(name) else ""
        if column == f"{head}_baseline":
            return (f"{log}{words.title(name)} at the first visit (of the period)", "", "number", missing)
        if column == f"{head}_change":
            return (f"change of the {log}{words.title(name)} from the first visit", "", "number", missing)
    if column in known_observables():
        return (words.title(column), words.unit(units.get(column, "")), "number", missing)
    return (column.replace("_", " "), "", "number", missing)


def adam(result: TrialResult) -> pd.DataFrame:
    """The data of a trial in long form: a row for each participant, visit and endpoint, names as in CDISC ADaM.

    Parameters
    ----------
    result
        A trial.

    Returns
    -------
    DataFrame
        ``STUDYID``, subject, treatment and visit (:data:`ADAM`), ``PARAMCD``, ``PARAM``, ``AVAL`` (measured),
        ``BASE`` and ``CHG`` as they are analysed, ``ABLFL`` (``Y`` at the first visit), ``PPROTFL``; ``SEX``
        is F or M.
    """
    import pandas as pd

    table, parts = result.data, []
    shared = {new: table[old] for old, new in ADAM.items() if old in table}
    for name in result.design.endpoints:
        head = f"log_{name}" if is_ratio(name) else name
        part = pd.DataFrame(shared).assign(
            STUDYID=result.design.title[:40],
            PARAMCD=name.upper().replace("_", "")[:8],
            PARAM=words.title(name),
            AVAL=table[name],
            BASE=table[f"{head}_baseline"],
            CHG=table[f"{head}_change"],
            ABLFL=(table["visit"] == 0).map({True: "Y", False: ""}),
            PPROTFL=table["per_protocol"].map({True: "Y", False: "N"}),
        )
        part["SEX"] = table["sex"].map({"female": "F", "male": "M"})
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
