"""A trial on oneself, planned from what the diary and the model know: how much there usually is, how fast it acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gutbrain.diary import trial_design, wash
from gutbrain.diary.settings import Settings
from gutbrain.diary.trial_design import Design
from gutbrain.language import gettext

if TYPE_CHECKING:
    import pandas as pd

DAYS = "days"


def usual_of(table: pd.DataFrame, compare: str) -> float | None:
    """How much there usually is of what is to be tried; None where it was not recorded.

    Parameters
    ----------
    table
        A day a row, a column a thing.
    compare
        What is tried: ``fibre=30``.

    Raises
    ------
    InputError
        Where it names nothing.
    """
    factor, _ = trial_design.tried(compare)
    return float(table[factor].mean()) if factor in table and table[factor].notna().any() else None


def planned(
    settings: Settings,
    usual: float | None,
    compare: str,
    outcome: str,
    *,
    against: str = "usual",
    days: int = 70,
    start: date,
    acts: str | None = None,
    seed: int = 0,
) -> tuple[Design, list[str]]:
    """Plan a trial with periods as long as what is tried needs.

    Parameters
    ----------
    settings
        Of the diary.
    usual
        How much of it there usually is (:func:`usual_of`).
    compare, outcome, against, days, start, seed
        As for :func:`gutbrain.diary.trial_design.plan`.
    acts
        How fast it comes and goes: ``days``, ``weeks`` or ``months``; by the model where it knows, unless given.

    Returns
    -------
    tuple
        The design, and what is to be known of how it was made.

    Raises
    ------
    InputError
        Where it should not be tried, or periods cannot show it.
    """
    factor, amount = trial_design.tried(compare)
    trial_design.refuse_harm(compare, factor, amount, usual)
    notes: list[str] = []
    if acts is None and amount is not None and settings.item(factor).known:
        scale = settings.scales.get(outcome)
        observable = scale.measures if scale and scale.measures else outcome
        found = wash.wash(factor, amount, observable, settings)
        if found is not None:
            wash.check(found, factor)
            acts = found.acts
            notes.append(
                gettext("by the model, 90 %% of what %(factor)s does comes in %(come)s days, and goes in %(gone)s")
                % {"factor": factor, "come": found.come, "gone": found.gone}
            )
        else:
            told = {"factor": factor, "observable": observable}
            notes.append(gettext("what %(factor)s does to %(observable)s is not in the model") % told)
    if acts is None:
        acts = DAYS
        notes.append(
            gettext("it is taken to come and go within days; name another speed (weeks, months) where it does not")
        )
    made = trial_design.plan(
        compare, outcome, against=against, start=start, days=days, acts=acts, seed=seed, usual=usual
    )  # fmt: skip
    return made, notes
