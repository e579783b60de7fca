"""A popular article on gut and mind, claim by claim: what the model shows of each, and how much is known.

The claims stand in ``data/article.yaml``. How a claim is shown is said as findings say it (:mod:`gutbrain.findings`):
arms, an observable, a statistic; beside it stands what must come out. What is known comes from the records of evidence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from gutbrain import world
from gutbrain.datafiles import per_language, read
from gutbrain.engine.ensemble import Ensemble
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.records import Claim, Reference, claims, references
from gutbrain.evidence.trials import Trial, trials
from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.batches import Outcome, Size, simulate_findings
from gutbrain.findings.finding import Compare, Finding
from gutbrain.findings.reading import finding_of
from gutbrain.findings.verdict import RATIOS, Predicted, null
from gutbrain.language import N_
from gutbrain.reading.records import Grade, Record

Array = NDArray[np.float64]

DRAWS = 16
"""Parameter sets of the typical person of each check."""

SURE = 0.8
"""Share of the parameter sets that must show a direction."""

HALF = 0.5

SHORTEST = 14.0
"""Effects that are read after fewer days are not told by the time to half of them."""

HOLDS, PART, NOT_SO, ABSENT, FAILS = "holds", "in part", "not so", "absent", "fails"
STATES = {
    HOLDS: N_("holds"),
    PART: N_("holds in part"),
    NOT_SO: N_("not so in people"),
    ABSENT: N_("not in the model"),
    FAILS: N_("does not hold"),
}
"""States of a claim, in words."""

MEANINGS = {
    HOLDS: N_("the model shows all that is asked for, in the direction that the article says"),
    PART: N_("it shows a part; what is missing, or what people show otherwise, is said below"),
    NOT_SO: N_("people show otherwise"),
    ABSENT: N_("nothing of it is simulated"),
    FAILS: N_("the model shows otherwise than it is asked to"),
}
"""What the states mean."""

KINDS = {
    "arrow": N_("Who acts on whom"),
    "animal": N_("Seen in animals"),
    "disturber": N_("What disturbs"),
    "trial": N_("Trials of bacteria"),
    "caution": N_("A caution"),
    "habit": N_("Habits"),
    "question": N_("Questions"),
}
"""Kinds of claims, in the order in which they are told."""

State = Literal["holds", "in part", "not so", "absent"]
Kind = Literal["arrow", "animal", "trial", "habit", "disturber", "question", "caution"]


class Check(Record):
    """One thing that is run, and what must come out.

    Attributes
    ----------
    shows
        What it is, in plain words.
    compare, arms, days, person, species
        As in a finding; those but ``compare`` are the claim's unless given.
    without
        Channels that are left out in a second run: what is told is the first run less the second.
    expect
        Whether the statistic lies above, below, or at what it is where nothing happens.
    least
        By how much at least, in its unit; of ``same`` by how much at most.
    than
        What it is compared with, unless that is nothing.
    half
        Of a lasting effect, within how many days (first, last) half of it must be reached.
    sure
        Share of the parameter sets that must show the direction; single strains, of which little is known, take less.
    """

    shows: str
    compare: dict[str, Any]
    arms: dict[str, Any] | None = None
    days: float | None = None
    person: Any = None
    species: str | None = None
    without: tuple[str, ...] = ()
    expect: Literal["up", "down", "same"]
    least: float = 0.0
    than: float | None = None
    half: tuple[float, float] | None = None
    sure: float = SURE


class Known(Record):
    """Keys of the records that say what is known, and what nobody knows yet.

    The first of the claims carries the main point: its grade is that of the row.
    """

    claims: tuple[str, ...]
    trials: tuple[str, ...] = ()
    unknown: str = ""


class Otherwise(Record):
    """What people show in place of what is claimed, and who saw it; of the whole claim, or of a part."""

    says: str
    references: tuple[str, ...]
    whole: bool = False


class Row(Record):
    """A claim of the article.

    Attributes
    ----------
    says
        What it says, in our words.
    arms, days, person, species
        Those of all checks that have none of their own.
    checks
        How it is shown.
    known
        What is known of it.
    not_so
        Where trials in people say otherwise.
    missing
        What of it the model does not have, or does not show.
    ask
        Commands that answer it, as far as it is answered today.
    state
        What is held to be so; a test sees to it.
    """

    id: str
    kind: Kind
    says: str
    arms: dict[str, Any] = {}
    days: float = 100.0
    person: Any = "healthy-adult"
    species: str = "human"
    checks: tuple[Check, ...] = ()
    known: Known
    not_so: Otherwise | None = None
    missing: str = ""
    ask: tuple[str, ...] = ()
    state: State

    def finding(self, number: int) -> Finding:
        """One of the checks as a finding of which nothing was published.

        Parameters
        ----------
        number
            Place of the check in the row.

        Raises
        ------
        InputError
            Where the record is wrong.
        """
        check = self.checks[number]
        own = {key: getattr(check, key) for key in ("arms", "days", "person", "species")}
        common = {"arms": self.arms, "days": self.days, "person": self.person, "species": self.species}
        given = common | {key: value for key, value in own.items() if value is not None}
        compared = {check.compare[side]["arm"] for side in ("of", "to") if side in check.compare}
        given["arms"] = {name: arm for name, arm in given["arms"].items() if name in compared}
        said = {"id": f"{self.id}/{number}", **given, "compare": check.compare, "observed": {"value": 0}}
        try:
            return finding_of(said)
        except InputError as error:
            raise InputError(Problem(str(p), field=f"article.yaml: {self.id}") for p in error.problems) from None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Claims of the axis on which it rests."""
        return tuple(claims()[key] for key in self.known.claims)

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Trials that speak of it."""
        return tuple(trials()[key] for key in self.known.trials)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Everything that is cited, each once."""
        named = [key for claim in self.claims for key in (*claim.references, *claim.against)]
        named += [trial.reference for trial in self.trials]
        named += self.not_so.references if self.not_so else ()
        return tuple(references()[key] for key in dict.fromkeys(named))

    @property
    def grade(self) -> Grade:
        """How well its main point is known."""
        return self.claims[0].grade

    @property
    def grades(self) -> Mapping[str, tuple[int, int]]:
        """By grade of the claims: how many publications speak for it, and how many against."""
        found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for claim in self.claims:
            found[claim.grade][0].update(claim.references)
            found[claim.grade][1].update(claim.against)
        return {grade: (len(pro), len(contra)) for grade, (pro, contra) in found.items()}

    @property
    def seen_in_trials(self) -> Counter[str]:
        """What the outcomes of the trials were, where arms were compared; each trial and result counts once."""
        return Counter(
            result
            for trial in self.trials
            for result in {o.result for o in trial.outcomes if o.comparison == "between-arm" and o.result}
        )


@dataclass(frozen=True)
class Curve:
    """The course of what is compared, day by day: median and 90 % interval over the parameter sets."""

    days: Array
    median: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Shown:
    """What the model gives for a check.

    ``value`` is the statistic (with a channel left out: what that channel adds), ``sure`` the share of parameter sets
    on its side of nothing, ``half`` after how many days half of an effect that lasts was there (NaN where none does).
    """

    check: Check
    finding: Finding
    value: Predicted
    sure: float
    met: bool
    curve: Curve | None
    half: float

    @property
    def compare(self) -> Compare:
        """What was compared."""
        return self.finding.compare

    @property
    def unit(self) -> str:
        """Unit of the value: of ratios ``times``, of changes per cent, else that of the observable."""
        if self.compare.statistic in RATIOS and not self.check.without:
            return "times"
        if self.compare.statistic == "percent_change":
            return "%"
        return world.model().observables[self.compare.observable].unit

    @property
    def gradual(self) -> bool:
        """Whether the time to half of it says anything: of an effect that comes, lasts, and is read late enough."""
        of, to = self.compare.of, self.compare.to
        late = not isinstance(of.day, tuple) and of.day >= SHORTEST and (to is None or to.day == of.day)
        return late and self.check.expect != "same" and self.half > 0

    @property
    def signed(self) -> bool:
        """Whether the value is a change, which is told with its sign."""
        return self.unit != "times" and self.compare.statistic not in ("value", "peak")


@dataclass(frozen=True)
class Told:
    """A claim with what the model shows of it."""

    row: Row
    shown: tuple[Shown, ...]

    @cached_property
    def state(self) -> str:
        """Where it stands, worked out from what came out."""
        row = self.row
        if not all(one.met for one in self.shown):
            return FAILS
        if row.not_so is not None and row.not_so.whole:
            return NOT_SO
        if not self.shown and not row.ask:
            return ABSENT
        return PART if row.missing or row.not_so else HOLDS


@per_language
def article() -> tuple[Row, ...]:
    """The claims, in the order of the article.

    Raises
    ------
    InputError
        Where a claim names a record that there is not.
    """
    assert __package__
    rows = tuple(Row(**record) for record in read(__package__, "article.yaml"))
    problems = []
    for row in rows:
        named = {"claim": (row.known.claims, claims()), "trial": (row.known.trials, trials())}
        named["reference"] = (row.not_so.references if row.not_so else (), references())
        for kind, (keys, every) in named.items():
            problems += [
                Problem(f"there is no {kind} '{key}'", suggest(key, every), field=row.id, file="article.yaml")
                for key in keys
                if key not in every
            ]
    if problems:
        raise InputError(problems)
    return rows


def told(
    rows: Sequence[Row] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    ensemble: Ensemble | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[Told, ...]:
    """Run claims: the typical person of each check, in the same parameter sets.

    Parameters
    ----------
    rows
        The claims, all unless given.
    draws
        How many parameter sets.
    seed
        Same seed, same numbers.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done.
    """
    rows = article() if rows is None else rows
    findings = {(row.id, number): row.finding(number) for row in rows for number in range(len(row.checks))}
    runs: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for row in rows:
        for number, check in enumerate(row.checks):
            for without in {(), check.without}:
                runs[without].append(findings[row.id, number])
    outcomes: dict[tuple[str, ...], dict[str, Outcome]] = {}
    for place, (without, members) in enumerate(runs.items()):

        def part(share: float, before: int = place) -> None:
            if progress:
                progress((before + share) / len(runs))

        outcomes[without] = simulate_findings(
            members, Size(draws, 1), seed=seed, ensemble=ensemble, without=without, curves=True, progress=part
        )
    return tuple(
        Told(row, tuple(_shown(check, findings[row.id, i], outcomes) for i, check in enumerate(row.checks)))
        for row in rows
    )


def _shown(check: Check, finding: Finding, outcomes: Mapping[tuple[str, ...], Mapping[str, Outcome]]) -> Shown:
    """What came out of a check."""
    outcome, other = (outcomes[without].get(finding.id) for without in ((), check.without))
    assert outcome is not None  # both were run
    assert other is not None
    draws, nothing = outcome.effect.draws, null(finding.compare) if check.than is None else check.than
    curve = _curve(finding.compare, outcome)
    if check.without:
        draws, nothing, curve = draws - other.effect.draws, 0.0, None
    finite = draws[np.isfinite(draws)]
    value = Predicted.of(draws, float(np.median(finite)) if len(finite) else np.nan)
    moved = value.median - nothing
    sure = float(np.mean(np.sign(finite - nothing) == np.sign(moved))) if len(finite) else 0.0
    half = _half(finding.compare, curve)
    if check.expect == "same":
        met = abs(moved) <= check.least
    else:
        towards = moved if check.expect == "up" else -moved
        met = sure >= check.sure and towards > 0 and towards >= check.least
    if check.half is not None:
        met = met and check.half[0] <= half <= check.half[1]
    return Shown(check, finding, value, sure, bool(met), curve, half)


def _curve(compare: Compare, outcome: Outcome) -> Curve | None:
    """The course at the clock hour that is compared: of two arms their difference or ratio, else as it is."""
    hour = READ_AT if compare.of.hour is None else compare.of.hour
    whole = {
        arm: _daily(time, values, hour) for arm, (time, values) in outcome.curves.items()
    }  # every arm of a finding lasts as long
    days, of = whole[compare.of.arm]
    if compare.to is not None and compare.to.arm != compare.of.arm:
        _, to = whole[compare.to.arm]
        count = min(len(of), len(to))
        days, of, to = days[:count], of[:count], to[:count]
        with np.errstate(divide="ignore", invalid="ignore"):
            of = of / to if _is_ratio(compare) else of - to
    if not len(days):
        return None
    low, median, high = np.nanquantile(of, (0.05, 0.5, 0.95), axis=1)
    return Curve(days, median, low, high)


def _is_ratio(compare: Compare) -> bool:
    return compare.statistic in (*RATIOS, "percent_change")


def _daily(time: Array, values: Array, hour: float) -> tuple[Array, Array]:
    """Days, and the values at a clock hour of each; where it was not kept, at the full hour that was."""
    for at in (hour, READ_AT):
        kept = np.flatnonzero(np.abs(np.mod(time - at, 24.0)) < 1e-3)
        if len(kept) > 1:
            break
    return np.floor(time[kept] / 24.0), values[kept]


def _half(compare: Compare, curve: Curve | None) -> float:
    """Days from day 0 until half of the difference at the moment compared was there for good."""
    if curve is None or compare.to is None or compare.to.arm == compare.of.arm or isinstance(compare.of.day, tuple):
        return np.nan
    nothing = 1.0 if _is_ratio(compare) else 0.0
    inside = (curve.days >= 0) & (curve.days <= compare.of.day)
    reached = (curve.median[inside] - nothing) / (curve.median[inside][-1] - nothing) if inside.any() else np.zeros(0)
    short = np.flatnonzero(~(reached >= HALF))
    if not len(reached) or (len(short) and short[-1] + 1 >= len(reached)):
        return np.nan
    return float(curve.days[inside][short[-1] + 1] if len(short) else 0.0)
