"""A summary-of-findings table as guideline groups use it (GRADE): one row an outcome, how large, how sure and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from scipy.special import ndtr

from gutbrain import csvfiles
from gutbrain.evidence.pooling.certainty import bias_of, smallest_important
from gutbrain.evidence.pooling.choice import Paths
from gutbrain.evidence.pooling.meta import Meta, hoped, meta
from gutbrain.evidence.pooling.meta_question import OUTCOMES
from gutbrain.evidence.trials import Trial
from gutbrain.people.scales import scales


@dataclass(frozen=True)
class Row:
    """One outcome.

    Attributes
    ----------
    outcome, arms, people
        What was pooled; ``arms`` is 0 where nothing can be.
    g, low, high
        Hedges g, active minus control, nulls as zeros, with its 95 % interval; empty where there is none.
    important
        Smallest difference that matters, in the same unit.
    corrected, corrected_low, corrected_high
        The same, corrected for selective reporting.
    scale, points, points_low, points_high
        The effect in points of the scale that most of these trials used, by its standard deviation in the population.
    better_of_100
        Of 100 people, how many do better than the middle one of the control arm (who has 50 above and 50 below).
    certainty
        high, moderate, low or very low; then the five reasons: steps down in brackets, and why.
    unwanted
        What the trials tell of unwanted events.
    """

    outcome: str
    arms: int
    people: int
    g: float | None
    low: float | None
    high: float | None
    important: float
    corrected: float | None
    corrected_low: float | None
    corrected_high: float | None
    scale: str
    points: float | None
    points_low: float | None
    points_high: float | None
    better_of_100: int | None
    certainty: str
    risk_of_bias: str
    inconsistency: str
    indirectness: str
    imprecision: str
    publication: str
    unwanted: str


COLUMNS = tuple(field.name for field in fields(Row))
"""Columns of the CSV file, in their order."""


def summary_of_findings(
    first: str,
    *,
    strain: str | None = None,
    population: str | Sequence[str] = (),
    weeks: tuple[float, float] | None = None,
    records: Mapping[str, Trial] | None = None,
    add: Paths = (),
    exclude: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    only: str | None = None,
    care: str | None = None,
) -> tuple[Row, ...]:
    """One row for every outcome that has been measured in the trials asked for, ``first`` the first.

    Parameters
    ----------
    first
        Outcome of the first row; it is there even where nothing can be pooled.
    strain, population, weeks, records, add, exclude, without, only, care
        As for :func:`gutbrain.evidence.pooling.meta.meta`.

    Raises
    ------
    InputError
        With every name that does not exist.
    CareNeeded
        Where one speaks of danger.
    """
    rows = []
    for outcome in dict.fromkeys((first, *OUTCOMES)):
        found = meta(
            outcome, strain=strain, population=population, weeks=weeks, records=records, add=add, exclude=exclude,
            without=without, only=only, care=care,
        )  # fmt: skip
        if found.effects or outcome == first:
            rows.append(row(found, {effect.trial.key: effect.trial for effect in found.effects}))
    return tuple(rows)


def row(found: Meta, records: Mapping[str, Trial]) -> Row:
    """The row of a meta-analysis; ``records`` are all trials, for what they tell of unwanted events."""
    pool, corrected, sure = found.estimates.imputed, found.estimates.corrected, found.certainty
    outcome = found.question.outcome
    scale, sd = _scale(found)
    g, low, high = (pool.estimate, pool.low, pool.high) if pool else (None, None, None)
    points, points_low, points_high = (None if end is None or sd is None else end * sd for end in (g, low, high))
    why = {step.reason: f"{f'(-{step.down}) ' if step.down else ''}{step.why}" for step in sure.steps} if sure else {}
    return Row(
        outcome,
        len(found.effects),
        found.people,
        g,
        low,
        high,
        smallest_important(outcome),
        corrected.estimate if corrected else None,
        corrected.low if corrected else None,
        corrected.high if corrected else None,
        scale,
        points,
        points_low,
        points_high,
        None if pool is None else round(100 * float(ndtr(hoped(outcome) * pool.estimate))),
        sure.level if sure else "",
        why.get("risk of bias", ""),
        why.get("inconsistency", ""),
        why.get("indirectness", ""),
        why.get("imprecision", ""),
        why.get("publication", ""),
        _unwanted([records[effect.trial.key] for effect in found.effects if effect.trial.key in records]),
    )


def as_csv(rows: Iterable[Row]) -> str:
    """The rows as a CSV file (RFC 4180), numbers with three decimals, what is not known empty."""
    return csvfiles.rows(COLUMNS, ([_cell(value) for value in asdict(one).values()] for one in rows))


_WORDS = {"low": "Low", "some": "Some concerns", "high": "High"}


def traffic_lights(found: Meta) -> str:
    """Risk of bias of every effect as CSV: study, five domains, overall, weight in per cent (as robvis reads it)."""
    pool = found.estimates.imputed
    raw = [1 / (effect.se**2 + (pool.tau2 or 0.0 if pool else 0.0)) for effect in found.effects]
    rows = []
    for effect, weight in zip(found.effects, raw, strict=True):
        bias = bias_of(effect)
        risks = [judgement.risk for judgement in bias.domains.values()]
        words = [_WORDS[risk] for risk in (*risks, bias.overall)]
        rows.append((effect.trial.key, *words, f"{100 * weight / sum(raw):.2f}"))
    return csvfiles.rows(("Study", "D1", "D2", "D3", "D4", "D5", "Overall", "Weight"), rows)


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return f"{value + 0.0:.3f}" if isinstance(value, float) else str(value)


def _scale(found: Meta) -> tuple[str, float | None]:
    """The scale of this outcome that most of the trials used, and its standard deviation."""
    used = Counter(effect.outcome.observable for effect in found.effects)
    for name, _ in used.most_common():
        scale = scales().get(name)
        if scale is not None and scale["measures"] == found.question.outcome:
            return str(scale["name"]), float(scale["sd"])
    return "", None


def _unwanted(told: Sequence[Trial]) -> str:
    """How many trials say anything of unwanted events, and the people with any, where arms are told apart."""
    if not told:
        return ""
    people = {trial.people: trial for trial in told}.values()
    speaking = [trial for trial in people if trial.adverse or trial.adverse_events]
    serious = [one for trial in speaking for one in trial.adverse if one.serious]
    said = f"told here for {len(speaking)} of {len(people)} trials"
    if serious:
        counts = [sum(part[0] for part in (one.active, one.control) if part) for one in serious]
        said += f"; serious ones for {len(serious)}: {sum(counts)} people"
    return said
