"""How sure a pooled effect is, by the five reasons of GRADE, each a rule that can be looked up and worked by hand.

Randomised trials begin at *high*; each reason takes a step, or two. What is rated is the estimate with nulls as zeros.

risk of bias
    Weights are those of the pool. One step where trials at high risk, or with some concerns, have half of the weight;
    two where those at high risk alone have half (:mod:`gutbrain.evidence.risk_of_bias`).
inconsistency
    One step where I2 is 50 % or more, or where a new trial (95 %) may find anything from an important benefit to none;
    two where I2 is 75 % or more and a new trial may find an important benefit or an important harm. I2 below 25 % takes
    none. Where a third of the effects is made of bounds of p, I2 means nothing, and the new trial is that of the
    selection model. One trial, or two, cannot disagree: no step here, and one for imprecision.
indirectness
    One step where nobody asked for a kind of people and kinds differ (p < 0.05); one where a strain was asked for and
    half of the weight gave it in a mixture; one where what was asked for is a species or genus, pooled over strains;
    one where half of the weight was measured after less than four weeks. No more than two.
imprecision
    Two steps where the interval holds an important benefit and an important harm. One where it holds an important
    effect on one side and none, or where fewer than 400 people took part (Guyatt 2011). Two trials have no interval:
    two steps.
publication
    From ten trials on. One step where small trials show more (Egger, p < 0.1), or the selection model takes away half
    of the effect, or its interval reaches zero where that of the trials does not. With fewer it cannot be told.

The smallest important difference is the median, over the scales of the outcome, of the smallest important change by the
standard deviation of the scale; half a standard deviation where no scale has one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from gutbrain.evidence.pooling.effects import Effect
from gutbrain.evidence.pooling.meta_question import Question
from gutbrain.evidence.pooling.random_effects import FEWEST, Pool, Slope
from gutbrain.evidence.pooling.selection import Selected
from gutbrain.evidence.risk_of_bias import RiskOfBias, risk_of_bias
from gutbrain.people.scales import scales

Level = Literal["high", "moderate", "low", "very low"]
LEVELS: tuple[Level, ...] = ("very low", "low", "moderate", "high")

HALF = 0.5
SOME_I2, LARGE_I2, LITTLE_I2 = 50.0, 75.0, 25.0
FEW_PEOPLE = 400
SHORT = 4.0
"""Weeks below which a treatment is short."""
ENOUGH_TO_SEE = 10
"""Trials from which on missing ones can be looked for."""
RULE_OF_THUMB = 0.5


@dataclass(frozen=True)
class Step:
    """One reason of GRADE: steps ``down``, and why (or why none)."""

    reason: Literal["risk of bias", "inconsistency", "indirectness", "imprecision", "publication"]
    down: int
    why: str


@dataclass(frozen=True)
class Certainty:
    """How sure, and the five reasons."""

    level: Level
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """``low, because ...``."""
        taken = "; ".join(f"{step.reason}: {step.why}" for step in self.steps if step.down)
        return f"{self.level}, because of {taken}" if taken else f"{self.level}: no reason to doubt it"

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"level": self.level, "steps": [vars(step) for step in self.steps], "said": str(self)}


@dataclass(frozen=True)
class Body:
    """What is rated: effects with their pool (nulls as zeros), the selection model, and what else was worked out.

    ``hoped`` is 1 where more is better, else -1; ``small`` the regression on the standard error; ``people_differ`` the
    p that kinds of people do not differ; ``of_bounds`` whether I2 means nothing.
    """

    question: Question
    effects: Sequence[Effect]
    pool: Pool
    hoped: Literal[-1, 1]
    corrected: Selected | None = None
    small: Slope | None = None
    people_differ: float | None = None
    of_bounds: bool = False

    @property
    def people(self) -> float:
        """Everybody in it, once."""
        return sum(effect.people for effect in self.effects)

    @property
    def weights(self) -> list[float]:
        """Shares of the pool."""
        raw = [1 / (effect.se**2 + (self.pool.tau2 or 0.0)) for effect in self.effects]
        return [weight / sum(raw) for weight in raw]

    def share(self, chosen: Sequence[bool]) -> float:
        """Share of the weight of some of the effects."""
        return sum(weight for weight, one in zip(self.weights, chosen, strict=True) if one)


def smallest_important(outcome: str) -> float:
    """Smallest difference that matters, in standard deviations.

    Examples
    --------
    >>> from gutbrain.evidence.pooling.certainty import smallest_important
    >>> round(smallest_important("depression"), 2), smallest_important("sleep")
    (0.44, 0.5)
    """
    known = [
        abs(row["smallest_important_change"]) / row["sd"]
        for row in scales().values()
        if row["measures"] == outcome and row["smallest_important_change"]
    ]
    return median(known) if known else RULE_OF_THUMB


def bias_of(effect: Effect) -> RiskOfBias:
    """Risk of bias of an effect: of its trial, its outcome, and of how it was made."""
    return risk_of_bias(effect.trial, effect.outcome, effect.flags)


def certainty(body: Body) -> Certainty:
    """Rate a pooled effect; the rules stand at the head of this file."""
    least = smallest_important(body.question.outcome)
    steps = (
        _risk_of_bias(body),
        _inconsistency(body, least),
        _indirectness(body),
        _imprecision(body, least),
        _publication(body),
    )
    return Certainty(LEVELS[max(0, len(LEVELS) - 1 - sum(step.down for step in steps))], steps)


def _risk_of_bias(body: Body) -> Step:
    risks = [bias_of(effect).overall for effect in body.effects]
    high = body.share([risk == "high" for risk in risks])
    doubtful = body.share([risk != "low" for risk in risks])
    down = 2 if high >= HALF else 1 if doubtful >= HALF else 0
    return Step(
        "risk of bias",
        down,
        f"{_percent(high)} of the weight at high risk, {_percent(doubtful - high)} with some concerns",
    )


def _inconsistency(body: Body, least: float) -> Step:
    pool, new = body.pool, body.pool.predicted
    if body.of_bounds and body.corrected:
        new = body.corrected.predicted
    if pool.k < FEWEST or pool.i2 is None or new is None:
        return Step("inconsistency", 0, "too few trials to disagree")
    # seen from the hoped-for side: more is better
    worst, best = sorted(body.hoped * end for end in new)
    helps, harms, useless = best >= least, worst <= -least, worst <= 0
    said = f"a new trial may find {new[0]:.2f} to {new[1]:.2f}"
    said = f"I2 means nothing here, {said}" if body.of_bounds else f"I2 {pool.i2:.0f} %, {said}"
    i2 = SOME_I2 - 1 if body.of_bounds else pool.i2
    if i2 >= LARGE_I2 and helps and harms:
        return Step("inconsistency", 2, said)
    return Step("inconsistency", int(i2 >= SOME_I2 or (i2 >= LITTLE_I2 and helps and useless)), said)


def _indirectness(body: Body) -> Step:
    asked, found = body.question, []
    if not asked.population and body.people_differ is not None and body.people_differ < 0.05:
        found.append(f"kinds of people differ (p = {body.people_differ:.2g}), and all are pooled")
    if asked.strain is not None:
        mixed = body.share([len(effect.trial.strains) > 1 for effect in body.effects])
        if mixed >= HALF:
            found.append(f"{_percent(mixed)} of the weight gave it together with other strains")
        if asked.strain.level != "strain":
            found.append("pooled over strains")
    short = body.share([effect.weeks is not None and effect.weeks < SHORT for effect in body.effects])
    if short >= HALF:
        found.append(f"{_percent(short)} of the weight after less than {SHORT:g} weeks")
    return Step("indirectness", min(2, len(found)), "; ".join(found) or "people and products are those asked for")


def _imprecision(body: Body, least: float) -> Step:
    low, high = body.pool.low, body.pool.high
    few = f"{body.people:.0f} people" + (", fewer than 400" if body.people < FEW_PEOPLE else "")
    if low is None or high is None:
        return Step("imprecision", 2, f"two trials without an interval, {few}")
    said = f"{low:.2f} to {high:.2f}, important from {least:.2g} on; {few}"
    if low <= -least and high >= least:
        return Step("imprecision", 2, said)
    undecided = low <= 0 <= high and (low <= -least or high >= least)
    return Step("imprecision", int(undecided or body.people < FEW_PEOPLE), said)


def _publication(body: Body) -> Step:
    if body.pool.k < ENOUGH_TO_SEE:
        return Step("publication", 0, f"{body.pool.k} trials are too few to see whether others are missing")
    found = []
    if body.small is not None and body.small.p < 0.1 and body.small.slope * body.hoped > 0:
        found.append(f"small trials show more (p = {body.small.p:.2g})")
    if body.corrected is not None:
        before, after = body.hoped * body.pool.estimate, body.hoped * body.corrected.estimate
        if before > 0 and after <= before / 2:
            found.append(f"the selection model leaves {body.corrected.estimate:.2f} of {body.pool.estimate:.2f}")
        elif _excludes_zero(body.pool.low, body.pool.high) and not _excludes_zero(
            body.corrected.low, body.corrected.high
        ):
            found.append("corrected for selective reporting it may be none")
    return Step("publication", int(bool(found)), "; ".join(found) or "no sign of missing trials")


def _excludes_zero(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and math.copysign(1, low) == math.copysign(1, high) and low * high > 0


def _percent(share: float) -> str:
    return f"{100 * abs(share):.0f} %"
