"""What is worked out of a diary in the processes that compute: from its table, never from its file."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from pydantic import BaseModel

from gutbrain.diary.settings import Settings
from gutbrain.language import speaking


class Record(BaseModel):
    """A diary as a process gets it: the table of observations (CSV), who keeps it, and what its items measure."""

    table: str
    protocol: dict[str, Any]
    measures: dict[str, str]
    outcome: str
    language: str

    def observations(self) -> Any:
        """The table."""
        import pandas as pd

        return pd.read_csv(io.StringIO(self.table))


class Ahead(Record):
    """The weeks ahead, with something lived otherwise."""

    weeks: int = 4
    changes: dict[str, str] = {}


class Trial(BaseModel):
    """A trial that is to be planned."""

    language: str
    settings: str
    usual: float | None
    compare: str
    outcome: str
    days: int
    start: date
    acts: str | None
    seed: int


class Told(BaseModel):
    """An answer as plain values."""

    told: dict[str, Any]


def goes(question: Record) -> Told:
    """What a fit says of each factor that the axis carries to an outcome."""
    from gutbrain.fitting.fitting import fit

    found = fit(
        question.observations(), question.protocol, outcomes=[question.outcome], measures=question.measures
    )  # fmt: skip
    return Told(told=found.to_dict())


def ahead(question: Ahead) -> Told:
    """The weeks ahead."""
    from gutbrain.diary.predict import predict

    found = predict(
        question.observations(), question.protocol, question.measures, question.outcome, weeks=question.weeks,
        changes=question.changes,
    )  # fmt: skip
    with speaking(question.language):
        return Told(told=found.to_dict())


def planned(question: Trial) -> Told:
    """A design, how likely it is to show anything, and what is to be known of it."""
    from gutbrain.diary import trial_design, trial_planning

    with speaking(question.language):
        made, notes = trial_planning.planned(
            Settings.of_json(question.settings),
            question.usual,
            question.compare,
            question.outcome,
            days=question.days,
            start=question.start,
            acts=question.acts,
            seed=question.seed,
        )
    error = trial_design.error_of(made)
    chance = trial_design.chance_to_learn(error, made.expected)
    return Told(told={"design": made.to_dict(), "notes": notes, "error": error, **chance})
