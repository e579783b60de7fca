"""The data of one trial as trial statisticians know them: one row for each participant and visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gutbrain import csvfiles
from gutbrain.atlas.observables import is_skewed
from gutbrain.findings.statistics import on_scale
from gutbrain.trials.conduct import Conducted
from gutbrain.trials.design import DAYS_A_WEEK

if TYPE_CHECKING:
    import pandas as pd


def dataset(conducted: Conducted, trial: int = 0) -> pd.DataFrame:
    """One trial as a table.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    trial
        Which one.

    Returns
    -------
    DataFrame
        ``participant`` (from 1), ``arm`` (at that visit), ``sequence`` and ``period`` (in a crossover), ``stratum``,
        ``site`` or ``cluster``, ``factor_NAME``, ``background`` and ``contaminated`` where the design has them, visits:
        ``visit`` (from 0), ``week`` (planned), ``day`` (as it was), ``age``, ``sex``, ``bmi``, ``adherence``,
        ``dropped_out`` and ``rescued`` (whether by that visit), ``per_protocol``, one column for each endpoint and
        criterion, ``NAME_baseline`` and ``NAME_change`` for each endpoint, as they are analysed: of what people differ
        in by factors (CRP) the natural logarithm, named ``log_NAME_baseline``. What was not measured is missing.

    Examples
    --------
    >>> from gutbrain.trials.conduct import conduct
    >>> from gutbrain.trials.dataset import dataset
    >>> from gutbrain.engine.setup import Setup
    >>> from gutbrain.trials.people import populate
    >>> from gutbrain.trials.reading import read_design
    >>> arms = {"fed": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}, "usual": {"events": []}}
    >>> design = read_design({"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["faecal_butyrate"]})
    >>> table = dataset(conduct(populate(design, Setup(people=design.people))))
    >>> table.groupby(["arm", "visit"]).size().to_dict()
    {('fed', 0): 10, ('fed', 1): 10, ('usual', 0): 10, ('usual', 1): 10}
    """
    import pandas as pd

    design = conducted.design
    count, visits = conducted.day.shape[1:]
    arms = np.array([arm.name for arm in design.arms])

    def each(values: np.ndarray) -> np.ndarray:
        return np.repeat(values, visits)

    visit = np.tile(np.arange(visits), count)
    period = visit // design.each
    columns: dict[str, object] = {
        "participant": each(np.arange(1, count + 1)),
        "arm": arms[conducted.treatment()[trial].ravel()],
    }
    if design.crossover:
        names = np.array(["-".join(arms[list(s)]) for s in design.sequences])
        columns |= {"sequence": names[each(conducted.sequence[trial])], "period": period + 1}
    columns |= {
        "stratum": each(conducted.strata[trial]),
        "visit": visit,
        "week": np.tile(np.array(design.visit_days) / DAYS_A_WEEK, count),
        "day": conducted.day[trial].ravel(),
        "age": each(np.round(conducted.traits["age"][trial], 1)),
        "sex": np.where(each(conducted.traits["male"][trial]) > 0.5, "male", "female"),
        "bmi": each(np.round(conducted.traits["bmi"][trial], 1)),
        "adherence": each(np.round(conducted.taken[trial], 3)),
        "dropped_out": visit >= each(conducted.left[trial]),
        "rescued": visit > each(conducted.rescued[trial]),
        "per_protocol": each(conducted.per_protocol[trial]),
    }
    if design.groups and conducted.unit is not None:
        columns[design.groups.kind.removesuffix("s")] = each(conducted.unit[trial] + 1)
    if design.factorial:
        cells = np.array(design.factorial.cells)[conducted.treatment()[trial].ravel()]
        for place, (factor, levels) in enumerate(zip(design.factorial.factors, design.factorial.levels, strict=True)):
            columns[f"factor_{factor}"] = np.array(levels)[cells[:, place]]
    if design.background_share < 1:
        columns["background"] = each(conducted.takes[trial])
    if design.contamination:
        columns["contaminated"] = each(conducted.contaminated[trial])
    for name, values in conducted.seen.items():
        columns[name if name not in columns else f"{name}_measured"] = values[trial].ravel()
    for name in design.endpoints:
        head = f"log_{name}" if is_skewed(name) else name
        values = on_scale(name, conducted.seen[name][trial])
        # a period of a crossover has a baseline of its own
        baseline = np.repeat(values[:, :: design.each], design.each, axis=1)
        columns[f"{head}_baseline"] = baseline.ravel()
        columns[f"{head}_change"] = (values - baseline).ravel()
    return pd.DataFrame(columns)


def files(table: pd.DataFrame) -> dict[str, bytes]:
    """``data.csv``, and ``data.parquet`` where pyarrow is installed, by name, without writing any."""
    made = {"data.csv": csvfiles.table(table).encode()}
    try:
        return {**made, "data.parquet": table.to_parquet(index=False)}
    except ImportError:
        return made
