"""The days of a diary from which something is learnt of a person as they are now: the last ones, where it is long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 400
"""Days, the last ones of a record, that are learnt from: people change, and a fit stays quick."""


def lately(observations: pd.DataFrame, protocol: Mapping[str, Any]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The last days of a diary, and its protocol for as long.

    Parameters
    ----------
    observations, protocol
        Of the diary (:meth:`gutbrain.diary.Diary.observations`, ``protocol``).

    Returns
    -------
    tuple
        Both, from the first of these days on.
    """
    days = int(protocol["days"])
    if days <= LONGEST:
        return observations, dict(protocol)
    first = date.fromisoformat(str(protocol["start_date"])) + timedelta(days - LONGEST)
    kept = observations[observations["day"] >= first.isoformat()].reset_index(drop=True)
    return kept, {**protocol, "days": LONGEST, "start_date": first.isoformat()}
