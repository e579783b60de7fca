"""Effects of trials as Hedges g, one sign for all: symptoms negative = better, cognition positive = better.

Pitfalls that are dealt with: a change inside one arm is no effect; "no difference" without a number is a zero with the
error of the arm sizes (``imputed-null``), not a missing value; p values and bounds err away from zero, for only what is
significant is printed so; people, and control arms, count once; a standard deviation far below that of the scale makes
half a point look large (flag ``narrow-sd``); a word that is remembered of a record that nobody read again is no effect,
whether it says better or no different; a result that is told to be null stays null where its numbers say
otherwise (flag ``p-conflict``), for the test was made on more than the two means.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from gutbrain.evidence.pooling import effect_sizes as size
from gutbrain.evidence.trials import Arm, Outcome, Spread, Trial, trials
from gutbrain.people.scales import scales

Kind = Literal["numbers", "published-effect", "p-value", "imputed-null"]

NARROW = 0.5
"""Share of the scale's standard deviation below which that of a trial is called narrow."""

SCALES_TOGETHER = 0.7
"""Correlation of two scales of the same thing in the same people."""

_BARRED = {
    "expression-of-concern": "the journal voices concern about it",
    "implausible": "its numbers cannot be right",
    "uncontrolled": "it has no control arm",
    "not-randomised": "it is not randomised",
    "acute": "it tests a single dose",
    "no-results": "its results are not known",
}
_DESIGNS = ("rct", "crossover")


@dataclass(frozen=True)
class Effect:
    """Hedges ``g`` of one outcome, active minus control, in SD of the trial's people, with its standard error.

    Attributes
    ----------
    kind
        What it was made of: ``numbers`` (means, events), ``published-effect``, ``p-value`` (with the flag ``p-bound``
        where p is a bound, ``p-assumed`` where only the word significant or better is known: p = 0.05), or
        ``imputed-null``.
    n_active, n_control
        People in it; of a control arm that several arms share, its part.
    difference, sd
        Difference in points of the scale and the standard deviation that it was divided by, where known.
    flags
        Those of the trial, and of the calculation: ``arms-assumed`` (equal arms), ``change-sd``, ``se-converted``,
        ``sd-of-scale``, ``narrow-sd``, ``responders``, ``p-bound``, ``p-assumed``, ``paired-assumed``, ``p-conflict``.
    """

    trial: Trial
    outcome: Outcome
    kind: Kind
    g: float
    se: float
    n_active: float
    n_control: float
    difference: float | None = None
    sd: float | None = None
    flags: tuple[str, ...] = ()

    @property
    def strains(self) -> tuple[str, ...]:
        """Names of the strains, or species, that were given."""
        return tuple(strain.name for strain in self.trial.strains)

    @property
    def dose(self) -> float | None:
        """CFU a day of all strains together."""
        return self.trial.product.dose

    @property
    def weeks(self) -> float | None:
        """Weeks of treatment up to the outcome."""
        week = self.outcome.week if self.outcome.week is not None else self.trial.weeks
        return week if self.trial.weeks is None or week is None else min(week, self.trial.weeks)

    @property
    def severity(self) -> str:
        """What kind of people."""
        return self.trial.severity

    @property
    def people(self) -> float:
        """People in it, each once: those of a crossover were in both arms."""
        return self.n_active if self.trial.design == "crossover" else self.n_active + self.n_control

    @property
    def of_a_bound(self) -> bool:
        """Whether it is made of ``p < 0.05`` or of the word significant: such effects agree beyond chance."""
        return bool({"p-bound", "p-assumed"} & set(self.flags))

    @property
    def read(self) -> str:
        """Whether its numbers were read."""
        return self.outcome.read or self.trial.read


@dataclass(frozen=True)
class LeftOut:
    """An outcome that gives no effect, and why."""

    trial: str
    scale: str
    reason: str


def effects(
    outcome: str | None = None,
    *,
    products: Iterable[str] = ("bacteria", "synbiotic"),
    nulls: bool = True,
    records: Mapping[str, Trial] | None = None,
    share_controls: bool = True,
) -> list[Effect]:
    """Effects between arms that can be pooled.

    Parameters
    ----------
    outcome
        What was measured (``depression``, ``anxiety``, ``stress``, ``sleep``, ``cognition``, ...); nothing: everything.
    products
        Kinds of product: ``bacteria``, ``synbiotic``, ``prebiotic``, ``other``. Do not pool across them.
    nulls
        Whether results said to be null without a number are in.
    records
        Trials; those of the package where missing.
    share_controls
        Whether a control arm that serves several arms is shared out among them, so that its people count once; where
        one trial is looked at by itself, it is whole.
    """
    made = [_effect(*pair) for pair in _outcomes(outcome, products, records) if not reason(*pair)]
    found = [effect for effect in made if nulls or effect.kind != "imputed-null"]
    if not share_controls:
        return found
    arms = Counter(_control(effect) for effect in found)
    return [_with_part_of_control(effect, arms[_control(effect)]) for effect in found]


def left_out(
    outcome: str | None = None,
    *,
    products: Iterable[str] = ("bacteria", "synbiotic"),
    records: Mapping[str, Trial] | None = None,
) -> list[LeftOut]:
    """Outcomes that :func:`effects` leaves out, and why.

    Parameters
    ----------
    outcome
        ``depression``, ``anxiety``, ``stress`` and so on; all unless given.
    products
        Kinds of products whose trials count.
    records
        Trials by key; those of the package unless given.
    """
    return [
        LeftOut(trial.key, result.scale, why)
        for trial, result in _outcomes(outcome, products, records)
        if (why := reason(trial, result))
    ]


def at_the_end(found: Iterable[Effect]) -> list[Effect]:
    """One effect for each arm and thing measured: its scales at the last visit under treatment, averaged.

    Scales of the same thing go together (0.7), so that two are little better than one. The first effect lends its
    trial, the most exact kind its name; flags are gathered, and one from memory makes the average one from memory.
    """
    groups: dict[tuple[str, str], list[Effect]] = {}
    for effect in found:
        groups.setdefault((effect.trial.key, effect.outcome.measures), []).append(effect)
    return [_average(_last(group)) for group in groups.values()]


def reason(trial: Trial, outcome: Outcome) -> str:
    """Why an outcome gives no effect to be pooled; empty where it does."""
    if trial.same_people:
        return f"its people are counted in {trial.same_people}"
    for flag, why in _BARRED.items():
        if flag in trial.flags:
            return why
    if trial.design not in _DESIGNS:
        return _BARRED["not-randomised"]
    if outcome.comparison == "within-arm":
        return "a change within an arm is no effect"
    if outcome.comparison == "unclear":
        return "whether the arms differ is not clear"
    if outcome.subgroup:
        return f"known for a part of the people only: {outcome.subgroup}"
    if outcome.result not in ("improved", "worse", "no-difference"):
        return "which way it went is not known"
    if trial.read == "memory" and not _has_number(outcome):
        return "nobody read it again, and memory holds no number"
    if _arms(trial, outcome) is None:
        return "the sizes of the arms are not known"
    return ""


def _has_number(outcome: Outcome) -> bool:
    """Whether it says more than better, worse or no different."""
    exact = outcome.p is not None and not outcome.bound
    moments = (getattr(arm, when) for arm in (outcome.active, outcome.control) for when in ("change", "end"))
    return exact or outcome.effect is not None or outcome.events is not None or any(moments)


def _outcomes(
    outcome: str | None, products: Iterable[str], records: Mapping[str, Trial] | None
) -> Iterator[tuple[Trial, Outcome]]:
    """Outcomes that are asked for."""
    wanted = set(products)
    for trial in (trials() if records is None else records).values():
        if trial.product.kind in wanted:
            for result in trial.outcomes:
                if outcome is None or result.measures == outcome:
                    yield trial, result


def _arms(trial: Trial, outcome: Outcome) -> tuple[float, float, bool] | None:
    """Sizes of the arms, and whether they had to be assumed equal."""
    active = outcome.active.n or trial.n.active
    control = outcome.control.n or trial.n.control
    if active and control and active > 1 and control > 1:
        return active, control, False
    if trial.n.total:
        half = trial.n.total / (1 if trial.design == "crossover" else 2)
        return half, half, True
    return None


def _effect(trial: Trial, outcome: Outcome) -> Effect:
    """The best effect that the print allows, with the common sign."""
    arms = _arms(trial, outcome)
    assert arms is not None
    active, control, assumed = arms
    printed = _Print(trial, outcome, active, control)
    made = next(effect for effect in printed.ways() if effect is not None)
    if outcome.result == "no-difference" and abs(made.g) > size.CONFIDENT * made.se:
        null = printed.of_null()
        made = replace(null, flags=(*null.flags, "p-conflict"))
    sign = -1 if outcome.higher_is_better != (outcome.measures == "cognition") else 1
    return replace(
        made,
        g=sign * made.g + 0.0,
        difference=None if made.difference is None else sign * made.difference,
        flags=tuple(dict.fromkeys((*trial.flags, *(("arms-assumed",) if assumed else ()), *made.flags))),
    )


@dataclass(frozen=True)
class _Print:
    """What is printed of an outcome, and the effects that can be made of it; signs as on the scale."""

    trial: Trial
    outcome: Outcome
    active: float
    control: float

    def ways(self) -> Iterator[Effect | None]:
        """Effects by what they are made of, the most exact first; ``None`` where that is not printed."""
        doubt = "se-sd-unclear" in self.trial.flags
        yield None if doubt else self.of_means(errors=False)
        yield self.of_effect()
        yield self.of_events()
        yield self.of_p()
        yield self.of_means(errors=False)
        yield self.of_means(errors=True)
        yield self.of_gap()
        yield self.of_bound()
        yield self.of_null()

    def of_means(self, *, errors: bool) -> Effect | None:
        """Changes, or else end scores, with their standard deviations, or (``errors``) standard errors."""
        for moment in ("change", "end"):
            spreads = _spreads(getattr(self.outcome.active, moment), getattr(self.outcome.control, moment))
            sds = spreads and _sds(spreads, self.active, self.control, errors=errors)
            if spreads and sds:
                gap = spreads[0].mean - spreads[1].mean
                sd = size.pooled_sd((sds[0], self.active), (sds[1], self.control))
                flags = [*(["change-sd"] if moment == "change" else []), *(["se-converted"] if errors else [])]
                return self._made("numbers", size.from_means(gap, sd, self.active, self.control), flags, gap, sd)
        return None

    def of_effect(self) -> Effect | None:
        """The effect that is printed."""
        printed = self.outcome.effect
        if printed is None:
            return None
        if printed.kind in ("z", "t"):
            return self._of_t("published-effect", printed.value)
        if printed.low is None or printed.high is None:
            if printed.kind != "smd":
                return None
            error = size.standard_error(printed.value, self.active, self.control)
            return self._made("published-effect", (printed.value, error))
        bounds = printed.value, printed.low, printed.high
        if printed.kind == "difference":
            made = self._of_t("published-effect", size.t_of_interval(*bounds, self._freedom))
            return self._made("published-effect", (made.g, made.se), made.flags, printed.value, printed.value / made.g)
        pair = size.from_smd(*bounds) if printed.kind == "smd" else size.from_odds_ratio(*bounds)
        if printed.made_of == "p-bound":
            return self._made("p-value", pair, ["p-bound"])
        return self._made(printed.made_of, pair)

    def of_events(self) -> Effect | None:
        """People in whom something happened."""
        events = self.outcome.events
        if events is None:
            return None
        g, se = size.from_events(events.active, events.control)
        return self._made(
            "numbers", (g if self.outcome.good == self.outcome.higher_is_better else -g, se), ["responders"]
        )

    def of_p(self) -> Effect | None:
        """An exact p, where the side is known."""
        toward = _direction(self.outcome)
        if self.outcome.p is None or self.outcome.bound or not toward:
            return None
        return self._of_t("p-value", toward * size.t_of_p(self.outcome.p, self._freedom))

    def of_gap(self) -> Effect | None:
        """Means in points without their spread, by the spread of the scale in the population."""
        gap, sd = _gap(self.outcome), _scale_sd(self.outcome.observable)
        if gap is None or not sd or self.outcome.unit:
            return None
        return self._made("numbers", size.from_means(gap, sd, self.active, self.control), ["sd-of-scale"], gap, sd)

    def of_bound(self) -> Effect | None:
        """The smallest effect that fits a bound of p, or p = 0.05 where only the word better (or worse) is known."""
        toward, printed = _direction(self.outcome), self.outcome.p if self.outcome.bound == "<" else None
        if toward and (printed is not None or self.outcome.result in ("improved", "worse")):
            t = toward * size.t_of_p(printed or 0.05, self._freedom)
            return self._of_t("p-value", t, "p-assumed" if printed is None else "p-bound")
        return None

    def of_null(self) -> Effect:
        """Zero, with the error that the sizes of the arms give."""
        pair = (
            0.0,
            size.paired_error(0.0, self.active)
            if self._paired
            else size.standard_error(0.0, self.active, self.control),
        )
        return self._made("imputed-null", pair, ["paired-assumed"] if self._paired else [])

    @property
    def _paired(self) -> bool:
        return self.trial.design == "crossover"

    @property
    def _freedom(self) -> float:
        return self.active - 1 if self._paired else self.active + self.control - 2

    def _of_t(self, kind: Kind, t: float, *flags: str) -> Effect:
        if self._paired:
            return self._made(kind, size.from_paired_t(t, self.active), [*flags, "paired-assumed"])
        return self._made(kind, size.from_t(t, self.active, self.control), flags)

    def _made(
        self, kind: Kind, pair: size.Pair, flags: Iterable[str] = (), gap: float | None = None, sd: float | None = None
    ) -> Effect:
        narrow = sd is not None and not self.outcome.unit and sd < NARROW * (_scale_sd(self.outcome.observable) or 0.0)
        said = (*flags, *(("narrow-sd",) if narrow else ()))
        return Effect(self.trial, self.outcome, kind, *pair, self.active, self.control, gap, sd, said)


def _direction(outcome: Outcome) -> int:
    """Sign on the scale of a difference of which only a p is known; 0 where not even that is."""
    better = 1 if outcome.higher_is_better else -1
    if outcome.result in ("improved", "worse"):
        return better if outcome.result == "improved" else -better
    if outcome.favours:
        return better if outcome.favours == "active" else -better
    gap = _gap(outcome)
    return int(math.copysign(1, gap)) if gap else 0


def _gap(outcome: Outcome) -> float | None:
    """Difference of the arms' changes in points, or of their end scores where nothing is known of the start."""

    def change(arm: Arm) -> float | None:
        if arm.change:
            return arm.change.mean
        return arm.end.mean - arm.baseline.mean if arm.end and arm.baseline else None

    active, control = change(outcome.active), change(outcome.control)
    if active is None or control is None:
        spreads = _spreads(outcome.active.end, outcome.control.end)
        return spreads[0].mean - spreads[1].mean if spreads else None
    return active - control


def _spreads(active: Spread | None, control: Spread | None) -> tuple[Spread, Spread] | None:
    return (active, control) if active and control else None


def _sds(spreads: tuple[Spread, Spread], active: float, control: float, *, errors: bool) -> tuple[float, float] | None:
    """Standard deviations of both arms: as printed, or from standard errors."""
    sds = []
    for spread, n in zip(spreads, (active, control), strict=True):
        sd = spread.se * math.sqrt(n) if errors and spread.se else spread.sd
        if sd is None:
            return None
        sds.append(sd)
    return sds[0], sds[1]


def _control(effect: Effect) -> tuple[str, str, float | None]:
    """What tells one use of a control arm from another."""
    return effect.trial.people, effect.outcome.scale, effect.outcome.week


def _with_part_of_control(effect: Effect, arms: int) -> Effect:
    """The effect with its part of a control arm that serves several: people must not count twice."""
    if arms == 1 or effect.trial.design == "crossover":
        return effect
    part = effect.n_control / arms
    whole = size.standard_error(effect.g, effect.n_active, effect.n_control)
    wider = size.standard_error(effect.g, effect.n_active, part) / whole
    return replace(effect, n_control=part, se=effect.se * wider)


def _last(group: list[Effect]) -> list[Effect]:
    """Effects of the last visit up to the end of treatment, or of the first after it."""
    end = group[0].trial.weeks
    dated = [(effect, effect.outcome.week) for effect in group if effect.outcome.week is not None]
    if not dated or end is None:
        return group
    under = [week for _, week in dated if week <= end + 0.5]
    chosen = max(under) if under else min(week for _, week in dated)
    return [effect for effect, week in dated if week == chosen]


_ORDER: tuple[Kind, ...] = ("numbers", "published-effect", "p-value", "imputed-null")


def _average(group: list[Effect]) -> Effect:
    """Several scales of one thing in the same people as one effect."""
    k = len(group)
    if k == 1:
        return group[0]
    total = sum(a.se * b.se * (1 if a is b else SCALES_TOGETHER) for a in group for b in group)
    read = "read" if all(effect.read == "read" for effect in group) else "memory"
    return replace(
        group[0],
        outcome=group[0].outcome.model_copy(update={"read": read}),
        kind=min((effect.kind for effect in group), key=_ORDER.index),
        g=sum(effect.g for effect in group) / k,
        se=math.sqrt(total) / k,
        difference=None,
        sd=None,
        flags=tuple(dict.fromkeys(flag for effect in group for flag in effect.flags)),
    )


def _scale_sd(observable: str) -> float | None:
    """Standard deviation of the general population on a scale; None of what is no scale."""
    scale = scales().get(observable)
    return None if scale is None else float(scale["sd"])
