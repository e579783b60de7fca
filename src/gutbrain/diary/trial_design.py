"""A trial on oneself: two ways of living, drawn by lot in pairs of periods, without the days of washing out.

The design follows how fast something comes and goes, not what one would wish: what acts within days is drawn day by
day or week by week; what takes weeks needs long periods; what does not go away again cannot be shown by periods at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.stats import norm

from gutbrain.atlas.exposures import exposures
from gutbrain.diary.cells import number
from gutbrain.diary.items import named
from gutbrain.errors import InputError, Problem
from gutbrain.exposures.medicines import named as medicines_of
from gutbrain.seeds import LARGEST

FEWEST_PAIRS = 6
"""Of fewer pairs no draw can be rarer than 1 in 20: nothing can be shown."""

SHORTEST_DAYS, LONGEST_DAYS = 12, 400
LEAST_SLEEP = 6.0

WORSE_BELOW = ("sleep", "fibre", "exercise", "calm", "polyphenols", "fermented_food")
WORSE_ABOVE = ("alcohol", "stress_load", "free_sugar", "saturated_fat", "sleep_irregularity")
"""What makes somebody worse where there is less of it than usual, or more."""

PERIODS = {"days": (1, 0), "weeks": (7, 3), "months": (28, 14)}
"""How long a period is, and how many of its first days are left out, by how fast something acts."""

NONE = 0.3
"""Probability that there is no effect, before the trial (assumed)."""

EXPECTED = 0.35
"""SD of an effect, where there is one, in SD of a day (assumed)."""

OWN_LUCK = 0.3
"""SD of what a period has of its own beside its days, in SD of a day (assumed); of a single day none."""

SURE = 0.95

MEDICINE = "starting or stopping a medicine belongs with who prescribed it"
WORSE = "this would make somebody worse on purpose"


@dataclass(frozen=True)
class Design:
    """A trial on oneself.

    Attributes
    ----------
    compare, against
        What is tried, and what it is held against.
    factor
        The name of what is tried.
    outcome
        What is looked at.
    start
        Its first day.
    period, left_out
        Days of a period, and how many of its first days do not count.
    schedule
        1 or 0 for each period (1 is what is tried).
    seed
        Of the draw; None where the schedule was drawn elsewhere.
    most_running
        Most equal periods in a row, by which a schedule that was drawn elsewhere is drawn again.
    counted_by
        Name of a thing in the diary that tells the period of a day (from 1); empty: by the calendar.
    expected
        SD of the effect that was expected, in SD of a day.
    """

    compare: str
    against: str
    factor: str
    outcome: str
    start: date
    period: int
    left_out: int
    schedule: tuple[int, ...]
    seed: int | None = None
    most_running: int = 2
    counted_by: str = ""
    expected: float = EXPECTED
    notes: tuple[str, ...] = field(default=())

    @property
    def days(self) -> int:
        """Days that it takes."""
        return self.period * len(self.schedule)

    @property
    def pairs(self) -> int:
        """Pairs of periods."""
        return len(self.schedule) // 2

    @property
    def end(self) -> date:
        """Its last day."""
        return self.start + timedelta(self.days - 1)

    def place(self, day: date) -> int | None:
        """The period in which a day lies, from 0; None where it lies in none, or among the days left out."""
        at = (day - self.start).days
        if not 0 <= at < self.days or at % self.period < self.left_out:
            return None
        return at // self.period

    def arm(self, day: date) -> int | None:
        """1 or 0 on a day of the trial, those left out included; None on others."""
        at = (day - self.start).days
        return self.schedule[at // self.period] if 0 <= at < self.days else None

    def to_dict(self) -> dict[str, Any]:
        """As the diary keeps it."""
        return {**asdict(self), "start": self.start.isoformat()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Design:
        """As the diary kept it."""
        known = {key: value for key, value in kept.items() if key != "made_at"}
        made = {"start": date.fromisoformat(known["start"]), "schedule": tuple(known["schedule"])}
        return cls(**{**known, **made, "notes": tuple(known["notes"])})


def plan(
    compare: str,
    outcome: str,
    *,
    against: str = "usual",
    start: date,
    days: int = 70,
    acts: str = "days",
    seed: int = 0,
    usual: float | None = None,
) -> Design:
    """Plan a trial: periods drawn by lot within pairs, so that there are never more than two equal ones in a row.

    Parameters
    ----------
    compare
        What is tried: ``fibre=30``, or the name of a thing of one's own.
    outcome
        What is looked at.
    against
        What it is held against.
    start
        The first day, which must not have begun.
    days
        How long at most.
    acts
        How fast it comes and goes: ``days``, ``weeks`` or ``months``.
    seed
        Of the draw.
    usual
        How much of it there usually is, where it is an amount.

    Returns
    -------
    Design
        With the schedule, to be kept before the first day.

    Raises
    ------
    InputError
        Where it is a medicine, would make somebody worse, or is too short for its periods.
    """
    factor, amount = tried(compare)
    refuse_harm(compare, factor, amount, usual)
    refuse_harm(against, *tried(against), usual) if against not in ("usual", "none") else None
    if factor == outcome:
        raise InputError([Problem(f"{outcome} cannot be tried against itself", "name another outcome", "--outcome")])
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise InputError([Problem(f"{days} days", f"from {SHORTEST_DAYS} to {LONGEST_DAYS}", "--days")])
    if not 0 <= seed <= LARGEST:
        raise InputError([Problem(f"{seed} is not possible here", f"from 0 to {LARGEST}", "--seed")])
    period, left_out = PERIODS[acts]
    pairs = days // (2 * period)
    if pairs < FEWEST_PAIRS:
        needed = 2 * period * FEWEST_PAIRS
        wrong = f"{days} days hold {pairs} pairs of {period} days: fewer than {FEWEST_PAIRS} can never show anything"
        raise InputError([Problem(wrong, f"--days {needed} or more", "--days")])
    first = np.random.default_rng(seed).integers(0, 2, pairs)
    schedule = tuple(int(arm) for one in first for arm in (one, 1 - one))
    return Design(compare, against, factor, outcome, start, period, left_out, schedule, seed)


def drawn_elsewhere(
    compare: str, outcome: str, schedule: Mapping[str, Any] | Sequence[Any], *, start: date, counted_by: str = ""
) -> Design:
    """The design of a trial whose days were drawn by somebody else: as many of both, never more equal ones in a row.

    Parameters
    ----------
    compare, outcome
        What is tried, and what is looked at.
    schedule
        0 or 1 for each day, by its number from 1 or in a list.
    start
        The first day.
    counted_by
        Name of a thing in the diary that holds the number of the day.

    Raises
    ------
    InputError
        Where it is no schedule.
    """
    right = 'write {"1": 0, "2": 1, ...} or [0, 1, ...]'
    if isinstance(schedule, Mapping):
        days = [str(n) for n in range(1, len(schedule) + 1)]
        if set(map(str, schedule)) != set(days):
            raise InputError([Problem("does not number the days from 1 on", right, "--schedule")])
        schedule = [schedule[day] for day in days]
    arms = tuple(schedule)
    if len(arms) < SHORTEST_DAYS or len(arms) > LONGEST_DAYS or any(arm not in (0, 1) for arm in arms):
        raise InputError([Problem("is no schedule of 0 and 1", right, "--schedule")])
    most = int(max(_runs(np.array(arms))))
    factor = tried(compare)[0]
    return Design(
        compare, "none", factor, outcome, start, 1, 0, tuple(map(int, arms)), None, most, counted_by
    )  # fmt: skip


def refuse_harm(said: str, factor: str, amount: float | None, usual: float | None) -> None:
    """Refuse what nobody should try on their own.

    Parameters
    ----------
    said
        As it was written.
    factor, amount
        What is tried, and how much.
    usual
        How much there usually is; that of a healthy adult unless given.

    Raises
    ------
    InputError
        Where it is a medicine or a laboratory challenge, or would make somebody worse.
    """
    words = said.lower().replace("=", " ").replace(".", " ").split()
    known = exposures().get(factor)
    is_medicine = known is not None and known.kind in ("medicine", "laboratory")
    if is_medicine or any(name.lower() in words for name in _medicines()) or factor.startswith("medicine."):
        raise InputError([Problem(f"{said[:60]}: {MEDICINE}", "nothing was planned", "--compare")])
    if known is None or amount is None:
        return
    as_usual = usual if usual is not None else known.healthy_adult
    less = as_usual is not None and amount < as_usual
    more = as_usual is not None and amount > as_usual
    if amount > known.most:
        raise InputError(
            [Problem(f"{amount:g} {known.unit} is more than is plausible", f"the most is {known.most:g}", "--compare")]
        )
    if (
        (factor == "sleep" and amount < LEAST_SLEEP)
        or (factor in WORSE_BELOW and less)
        or (factor in WORSE_ABOVE and more)
    ):
        way = "more" if factor in WORSE_BELOW else "less"
        raise InputError([Problem(f"{said[:60]}: {WORSE}", f"try {way} {factor} against usual", "--compare")])


def error_of(design: Design, persistence: float = 0.5, noise: float = 0.4, missing: float = 0.1) -> float:
    """Standard error of the effect, in SD of a day, by generalised least squares on the schedule.

    Parameters
    ----------
    design
        The design.
    persistence, noise
        Of a day, as :mod:`gutbrain.diary.series` has them.
    missing
        Share of days that will lack.
    """
    days = [t for t in range(design.days) if design.place(design.start + timedelta(t)) is not None]
    t = np.array(days, float)
    arm = np.array([design.schedule[day // design.period] for day in days], float)
    cover = (1 - noise) * persistence ** np.abs(t[:, None] - t[None]) + noise * np.eye(len(t))
    if design.period > 1:
        place = np.array([day // design.period for day in days])
        cover = cover + OWN_LUCK**2 * (place[:, None] == place[None])
    x = np.column_stack([np.ones(len(t)), (t - t.mean()) / max(np.ptp(t), 1), arm])
    inner = np.linalg.inv(x.T @ np.linalg.solve(cover, x))
    return float(np.sqrt(inner[2, 2] / (1 - missing)))


def chance_to_learn(error: float, expected: float = EXPECTED, *, draws: int = 4000) -> dict[str, float]:
    """How likely the trial is to say something, and to say something wrong, before it has begun.

    Parameters
    ----------
    error
        Standard error of the effect, in SD of a day.
    expected
        SD of an effect where there is one.
    draws
        Of effects and results.

    Returns
    -------
    dict
        ``says`` (a direction is named), ``wrong`` (it is the other one, or there is none).
    """
    rng = np.random.default_rng(0)
    true = np.where(rng.random(draws) < NONE, 0.0, expected * rng.standard_normal(draws))
    seen = true + error * rng.standard_normal(draws)
    up, down = direction(seen, error, expected), direction(-seen, error, expected)
    called = np.where(up > SURE, 1, np.where(down > SURE, -1, 0))
    called = np.where(2 * norm.sf(np.abs(seen) / error) < 0.05, called, 0)
    return {"says": float((called != 0).mean()), "wrong": float(((called != 0) & (np.sign(true) != called)).mean())}


def direction(seen: np.ndarray, error: float, expected: float = EXPECTED) -> np.ndarray:
    """Probability that the effect is above 0: none with :data:`NONE`, else normal about 0.

    Parameters
    ----------
    seen
        Estimates.
    error
        Their standard error.
    expected
        SD of an effect where there is one.
    """
    spread = np.hypot(error, expected)
    some = (1 - NONE) * norm.pdf(seen, scale=spread)
    none = NONE * norm.pdf(seen, scale=error)
    kept = expected**2 / spread**2
    above = norm.sf(0, seen * kept, error * np.sqrt(kept))
    return np.asarray(some * above / (some + none))


def tried(said: str) -> tuple[str, float | None]:
    """The name and the amount of ``fibre=30``; no amount where none is said.

    Raises
    ------
    InputError
        Where it names nothing, or the amount is no number.
    """
    name, sign, value = (part.strip() for part in said.partition("="))
    factor = name if "." in name and " " not in name else named(name)
    if not factor:
        raise InputError([Problem(f"'{said[:40]}' names nothing", "write fibre=30, or a name", "--compare")])
    amount = number(value) if sign else None
    if sign and amount is None:
        raise InputError([Problem(f"'{value[:20]}' is not a number", "write fibre=30", "--compare")])
    return factor, amount


def _runs(arms: np.ndarray) -> np.ndarray:
    ends = np.flatnonzero(np.diff(arms)) + 1
    return np.diff(np.r_[0, ends, len(arms)])


def _medicines() -> set[str]:
    kinds = [name for name, one in exposures().items() if one.kind == "medicine" and "name" in one.takes]
    return {name for kind in kinds for name in medicines_of(kind)}
