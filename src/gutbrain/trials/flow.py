"""Who went where in a trial, as CONSORT counts them, and what the arms were like at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gutbrain.atlas.observables import is_skewed
from gutbrain.trials.conduct import PER_PROTOCOL, Conducted
from gutbrain.trials.people import Screening


@dataclass(frozen=True)
class Group:
    """People of one arm, or order of arms, at each stage."""

    name: str
    allocated: int
    took_less: int
    left: int
    rescued: int
    missed_last: int
    analysed: int
    per_protocol: int


@dataclass(frozen=True)
class Flow:
    """The stages of a trial; ``failed`` counts who met not each criterion (people may miss several)."""

    screened: int
    excluded: int
    failed: Mapping[str, int]
    randomised: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Row:
    """A line of table 1: in each arm ``mean (SD)``, ``median (quartiles)`` of what is skewed, or ``n (%)``."""

    name: str
    unit: str
    cells: tuple[str, ...]


def flow(conducted: Conducted, screening: Screening, trial: int = 0) -> Flow:
    """Count people through the stages of one trial.

    Parameters
    ----------
    conducted
        Trials that were carried out.
    screening
        How many were screened, and why people were not let in.
    trial
        Which one.
    """
    design = conducted.design
    visits = len(design.visit_days) - len(design.follow_up)
    end = conducted.seen[design.primary][trial]
    whole = np.isfinite(end[:, design.end :: design.each]).all(axis=1) & np.isfinite(end[:, 0])
    groups = []
    for place, name in enumerate(_names(conducted)):
        mine = conducted.sequence[trial] == place
        left = conducted.left[trial] < visits

        def count(which: np.ndarray, mine: np.ndarray = mine) -> int:
            return int((which & mine).sum())

        groups.append(
            Group(
                name=name,
                allocated=int(mine.sum()),
                took_less=count(conducted.taken[trial] < PER_PROTOCOL),
                left=count(left),
                rescued=count(conducted.rescued[trial] < visits),
                missed_last=count(~whole & ~left),
                analysed=count(whole),
                per_protocol=count(conducted.per_protocol[trial]),
            )
        )
    kept_out = screening.screened - screening.eligible
    return Flow(screening.screened, kept_out, screening.failed, conducted.sequence.shape[1], tuple(groups))


def table_one(conducted: Conducted, trial: int = 0) -> tuple[tuple[str, ...], list[Row]]:
    """What the groups were like at the start: names of the groups, and the lines of the table."""
    names = _names(conducted)
    inside = [conducted.sequence[trial] == place for place in range(len(names))]
    rows = [Row("people", "", tuple(str(int(mine.sum())) for mine in inside))]
    age, male = conducted.traits["age"][trial], conducted.traits["male"][trial] > 0.5
    rows.append(Row("age", "years", tuple(_spread(age[mine]) for mine in inside)))
    shares = [(int((~male & mine).sum()), int(mine.sum())) for mine in inside]
    rows.append(Row("women", "", tuple(f"{n} ({100 * n / max(of, 1):.0f} %)" for n, of in shares)))
    rows.append(Row("bmi", "kg/m**2", tuple(_spread(conducted.traits["bmi"][trial][mine]) for mine in inside)))
    for name, values in conducted.seen.items():
        if name not in ("age", "sex", "bmi"):
            first = values[trial, :, 0]
            rows.append(Row(name, "", tuple(_spread(first[mine], skewed=is_skewed(name)) for mine in inside)))
    return names, rows


def _names(conducted: Conducted) -> tuple[str, ...]:
    arms = [arm.name for arm in conducted.design.arms]
    return tuple(" then ".join(arms[place] for place in sequence) for sequence in conducted.design.sequences)


def _spread(values: np.ndarray, *, skewed: bool = False) -> str:
    if not len(values):
        return ""
    if skewed:
        low, middle, high = np.nanquantile(values, [0.25, 0.5, 0.75])
        return f"{middle:.3g} ({low:.3g} to {high:.3g})"
    sd = np.nanstd(values, ddof=1) if len(values) > 1 else 0.0
    return f"{np.nanmean(values):.3g} ({sd:.2g})"
