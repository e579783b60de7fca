"""Meta-analysis of the trials kept here: what they show as printed, and what is left of it without selective reporting.

Three estimates stand side by side, in Hedges g, active minus control:

crude
    What a review pools that takes what is printed: effects with a number, or made of a p value.
imputed
    The same, with results said to be null without a number as zeros.
corrected
    A selection model (:mod:`gutbrain.evidence.pooling.selection`) of all results, each as it is known.

Arms that share a control, several reports of the same people, changes within an arm, and effects from publications that
cannot be trusted are dealt with by :mod:`gutbrain.evidence.pooling.effects`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from gutbrain.care import listens
from gutbrain.evidence.meta_analyses import MetaAnalysis, meta_analyses
from gutbrain.evidence.pooling import random_effects
from gutbrain.evidence.pooling.account import Account, account
from gutbrain.evidence.pooling.as_json import effect_as_dict, interval, published_as_dict, span
from gutbrain.evidence.pooling.certainty import Body, Certainty, certainty
from gutbrain.evidence.pooling.choice import Choice, Paths, choose
from gutbrain.evidence.pooling.effects import Effect, LeftOut
from gutbrain.evidence.pooling.meta_question import Question, ask
from gutbrain.evidence.pooling.random_effects import Pool, Slope
from gutbrain.evidence.pooling.selection import CRITICAL, Known, Result, Selected, Selection
from gutbrain.evidence.records import Reference, references
from gutbrain.evidence.trials import Trial
from gutbrain.shown import Card, Shown, estimate

DOUBTS = ("family-kashan", "confounded", "narrow-sd", "outlier", "unblinded")
"""Flags of trials whose effects are much larger than those of others, for reasons other than bacteria."""

__all__ = [
    "DOUBTS",
    "Estimates",
    "Group",
    "Meta",
    "Published",
    "Trend",
    "hoped",
    "interval",
    "meta",
    "null_se",
    "of_effects",
]

OF_BOUNDS = 1 / 3
"""From such a share of effects made of bounds of p on, what is said of their spread is worth nothing."""

_NEAR = 0.97
_PUBLISHED_PEOPLE = {
    "": "mixed",
    "healthy": "healthy",
    "healthy-adult": "healthy",
    "clinical": "clinical",
    "major-depression": "clinical",
    "older": "older",
    "older-adult": "older",
    "mci": "mci",
    "mild-cognitive-impairment": "mci",
    "other": "other",
}


@dataclass(frozen=True)
class Estimates:
    """The three estimates; None where there is nothing to pool (``corrected``: fewer than two effects)."""

    crude: Pool | None
    imputed: Pool | None
    corrected: Selected | None

    def by_name(self) -> dict[str, Pool | Selected]:
        """Those that exist."""
        every = {"crude": self.crude, "imputed": self.imputed, "corrected": self.corrected}
        return {name: found for name, found in every.items() if found is not None}


@dataclass(frozen=True)
class Group:
    """Part of the trials: those of one kind (``by`` people, blinding, ..., doubts), or all without one trial."""

    by: str
    name: str
    k: int
    estimates: Estimates


@dataclass(frozen=True)
class Trend:
    """How the effect changes with something, crude and with nulls as zeros; None where that cannot be told."""

    of: str
    unit: str
    crude: Slope | None
    imputed: Slope | None


@dataclass(frozen=True)
class Published:
    """A published pooled effect of the same outcome in the same kind of people.

    ``inside`` names the estimates of ours whose interval lies within its own.
    """

    record: MetaAnalysis
    inside: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Meta(Shown):
    """A meta-analysis.

    Attributes
    ----------
    estimates
        Of all trials.
    small_studies
        Effect against its standard error (Egger's test; by the error at no effect, as Pustejovsky and Rodgers 2019):
        its ``start`` is the effect that a trial without error would have.
    without_one
        All trials but one, in the order of ``effects``.
    groups, differ
        Parts of the trials, and by what they are divided with the p that the parts do not differ (nulls as zeros).
    trends
        By dose and duration.
    published
        Pooled effects in print.
    effects, left_out
        What was pooled, and what was not and why.
    choice, account
        Which records were looked at, and what became of how many.
    """

    question: Question
    estimates: Estimates
    small_studies: Trend
    without_one: tuple[Group, ...]
    groups: tuple[Group, ...]
    differ: dict[str, float | None]
    trends: tuple[Trend, ...]
    published: tuple[Published, ...]
    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]
    sources: Mapping[str, Reference]
    choice: Choice | None = None

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(name, estimate(one.estimate, one.low, one.high)) for name, one in self.estimates.by_name().items()]
        headline = f"{self.question.outcome}, {len(self.effects)} effects, {len(self.left_out)} left out"
        return Card(headline, ("estimate", "Hedges g (95 %)"), rows)

    @property
    def account(self) -> Account | None:
        """What was looked at, until when, and what became of it; None where nothing was looked for."""
        return account(self.choice, self.effects, self.left_out, self.people) if self.choice else None

    @property
    def people(self) -> int:
        """People in the trials, those of a shared control once."""
        return round(sum(effect.people for effect in self.effects))

    @property
    def of_bounds(self) -> str:
        """What makes I2 and tau2 mean little; empty where they mean what they say."""
        printed = [effect for effect in self.effects if effect.kind != "imputed-null"]
        bounds = sum(effect.of_a_bound for effect in printed)
        if not self.estimates.crude or self.estimates.crude.i2 is None or bounds < OF_BOUNDS * len(printed):
            return ""
        return (
            f"{bounds} of the {len(printed)} effects with a size are made of 'p < 0.05' or of the word significant: "
            "such effects agree too well, I2 and tau2 mean nothing here, and true effects may differ more"
        )

    @property
    def too_few(self) -> str:
        """Why something has no interval; empty where everything has one."""
        if not any(pool.too_few for pool in self._pools()):
            return ""
        return "two trials are too few to pool: their mean is shown without an interval"

    @cached_property
    def certainty(self) -> Certainty | None:
        """How sure the estimate with nulls as zeros is, and why; None where there is nothing to rate."""
        pool, outcome = self.estimates.imputed, self.question.outcome
        if pool is None:
            return None
        return certainty(
            Body(
                question=self.question,
                effects=self.effects,
                pool=pool,
                hoped=hoped(outcome),
                corrected=self.estimates.corrected,
                small=self.small_studies.imputed,
                people_differ=self.differ["people"],
                of_bounds=bool(self.of_bounds),
            )
        )

    @property
    def doses_within(self) -> dict[str, str]:
        """How the doses of one trial came out against one another, by trial: worth more than doses across trials."""
        return {
            effect.trial.people: effect.trial.dose_response for effect in self.effects if effect.trial.dose_response
        }

    @property
    def cautions(self) -> tuple[str, ...]:
        """What has to be known before the numbers are read."""
        own = self.choice.cautions if self.choice else ()
        return tuple(said for said in (self.warning, *own, self.of_bounds, self.too_few) if said)

    def _pools(self) -> Iterator[Pool]:
        for one in (self.estimates, *(group.estimates for group in (*self.groups, *self.without_one))):
            yield from (pool for pool in (one.crude, one.imputed) if pool is not None)

    @property
    def warning(self) -> str:
        """What has to be said of the question."""
        strain = self.question.strain
        if strain is None or strain.level == "strain":
            return ""
        return f"{strain.name} names no strain: what is pooled over strains holds for none of them"

    def to_dict(self) -> dict[str, Any]:
        """Everything, for JSON."""
        asked = self.question
        return {
            "outcome": asked.outcome,
            "strain": asked.strain.name if asked.strain else None,
            "population": list(asked.population),
            "weeks": span(asked.weeks),
            "unit": "Hedges g, active minus control",
            "better": "higher" if hoped(asked.outcome) == 1 else "lower",
            "people": self.people,
            "estimates": asdict(self.estimates),
            "certainty": self.certainty.to_dict() if self.certainty else None,
            "small_studies": asdict(self.small_studies),
            "leave_one_out": [asdict(group) for group in self.without_one],
            "subgroups": [asdict(group) for group in self.groups],
            "differ": self.differ,
            "trends": [asdict(trend) for trend in self.trends],
            "doses_within": self.doses_within,
            "published": [published_as_dict(found, self.sources) for found in self.published],
            "trials": [effect_as_dict(effect, self.sources) for effect in self.effects],
            "left_out": [{**asdict(out), "reference": asdict(self.sources[out.trial])} for out in self.left_out],
            "account": asdict(self.account) if self.account else None,
            "listed": [asdict(one) for one in self.choice.listed] if self.choice else [],
            "warning": self.warning,
            "cautions": list(self.cautions),
        }


@listens
def meta(
    outcome: str,
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
) -> Meta:
    """Pool what trials of bacteria and synbiotics found.

    Parameters
    ----------
    outcome
        depression, anxiety, stress, mood, distress, reactivity, sleep, cognition or gut.
    strain
        Only trials that gave this strain, alone or with others; a species or genus stands for all its strains.
    population
        Only these kinds of people: healthy, stressed, subclinical, clinical, older, mci, ibs, other, or a preset.
    weeks
        Only effects after so many weeks of treatment, from and to.
    records
        Trials; those of the package where missing.
    add
        Files or folders of your own trials: CSV, YAML, RIS, nbib (:func:`gutbrain.evidence.own.read_own`).
    exclude
        Keys of records to leave out.
    without
        Flags of records or effects to leave out.
    only
        ``"numbers"``: only effects made of printed means, counts or effects, none of p values or of words.
    care
        ``"seen"`` goes on where a name speaks of danger.

    Returns
    -------
    Meta
        Estimates as printed, with nulls and corrected; groups, trends, and what was left out and why.

    Raises
    ------
    InputError
        With every name that does not exist.
    CareNeeded
        Where one speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence.pooling.meta import meta
    >>> found = meta("cognition", population="mci")
    >>> found.question.outcome, found.question.population
    ('cognition', ('mci',))
    """
    question = ask(outcome, strain, population, weeks)
    choice = choose(records, add, exclude, without, only)
    every_one = question.effects(choice.kept)
    found = sorted(
        (effect for effect in every_one if not choice.barred_effect(effect)),
        key=lambda e: (e.kind == "imputed-null", hoped(outcome) * -e.g, e.trial.key),
    )
    out = [*question.left_out(choice.kept), *_as_asked(question, choice, every_one)]
    pooled = _Pooled(found, Selection([_result(effect, hoped(outcome)) for effect in found], hoped(outcome)))
    every = pooled.estimates(range(len(found)))
    parts = [(by, _names(found, kind)) for by, kind in _KINDS.items()]
    cited = references()
    keys = {effect.trial.key for effect in found} | {left.trial for left in out}
    return Meta(
        question=question,
        estimates=every,
        small_studies=_trend("standard error", "SD", found, null_se),
        without_one=tuple(pooled.without(place) for place in range(len(found))) if len(found) > 2 else (),
        groups=tuple(pooled.group(by, name, places) for by, names in parts for name, places in names.items()),
        differ={by: _differ(found, _KINDS[by]) for by, _ in parts},
        trends=(
            _trend("dose", "tenfold CFU a day", found, lambda e: math.log10(e.dose) if e.dose else None),
            _trend("duration", "week", found, lambda e: e.weeks),
        ),
        published=_published(question, every),
        effects=tuple(found),
        left_out=tuple(out),
        sources={key: choice.references[key] for key in sorted(keys)}
        | {f"pooled:{p.key}": cited[p.reference] for p in meta_analyses().values()},
        choice=choice,
    )


def _as_asked(question: Question, choice: Choice, found: Sequence[Effect]) -> Iterator[LeftOut]:
    """What the user leaves out of what would answer the question."""
    barred = {key: trial for key, trial in choice.records.items() if choice.barred(key)}
    said = [(effect.trial.key, effect.outcome.scale) for effect in question.effects(barred)]
    said += [(left.trial, left.scale) for left in question.left_out(barred)]
    for key, scale in dict.fromkeys(said):
        yield LeftOut(key, scale, choice.barred(key))
    for effect in found:
        if why := choice.barred_effect(effect):
            yield LeftOut(effect.trial.key, effect.outcome.scale, why)


def of_effects(question: Question, found: Sequence[Effect]) -> Meta:
    """The estimates and the certainty of effects, without their parts: what a sentence needs, and soon done.

    ``found`` answer the question; nothing is looked for.
    """
    better = hoped(question.outcome)
    every = _Pooled(found, Selection([_result(effect, better) for effect in found], better)).estimates(
        range(len(found))
    )
    small = _trend("standard error", "SD", found, null_se)
    return Meta(
        question, every, small, (), (), {"people": _differ(found, _KINDS["people"])}, (), (), tuple(found), (), {}
    )


def hoped(outcome: str) -> Literal[-1, 1]:
    """Which way is better: 1 more, -1 less."""
    return 1 if outcome == "cognition" else -1


def null_se(effect: Effect) -> float:
    """Standard error that an effect would have at zero, from the arms alone."""
    whole = effect.se**2
    return math.sqrt(max(whole - effect.g**2 / (2 * (effect.n_active + effect.n_control)), whole / 4))


def _result(effect: Effect, better: Literal[-1, 1]) -> Result:
    """An effect as it is known."""
    error = null_se(effect)
    known: Known = "number"
    if effect.kind == "imputed-null":
        known = "null"
    # of a scale with a bound averaged with a null one, neither is left: the average counts as a number
    elif {"p-bound", "p-assumed"} & set(effect.flags) and better * effect.g >= _NEAR * CRITICAL * error:
        known = "beyond" if effect.kind == "p-value" else "number"
    return Result(effect.g, effect.se, error, known)


@dataclass(frozen=True)
class _Pooled:
    """Effects, and the selection model made ready for them."""

    effects: Sequence[Effect]
    selection: Selection

    def estimates(self, places: Sequence[int]) -> Estimates:
        chosen = [self.effects[place] for place in places]
        printed = [effect for effect in chosen if effect.kind != "imputed-null"]
        return Estimates(_pool(printed), _pool(chosen), self.selection.pool(places))

    def group(self, by: str, name: str, places: Sequence[int]) -> Group:
        return Group(by, name, len(places), self.estimates(places))

    def without(self, place: int) -> Group:
        rest = [other for other in range(len(self.effects)) if other != place]
        return self.group("all but one", self.effects[place].trial.key, rest)


def _pool(found: Sequence[Effect]) -> Pool | None:
    return random_effects.pool([effect.g for effect in found], [effect.se for effect in found])


def _genus(effect: Effect) -> str:
    lactobacilli = any(strain.lactobacillus for strain in effect.trial.strains)
    bifidobacteria = any(strain.bifidobacterium for strain in effect.trial.strains)
    if lactobacilli and bifidobacteria:
        return "lactobacilli and bifidobacteria"
    return "lactobacilli" if lactobacilli else "bifidobacteria" if bifidobacteria else "others, or not named"


def _doubt(effect: Effect) -> str:
    return "with a doubt" if set(DOUBTS) & set(effect.flags) else "without"


_KINDS: dict[str, Callable[[Effect], str]] = {
    "people": lambda effect: effect.severity,
    "blinding": lambda effect: effect.trial.blinding or "not told",
    "family": lambda effect: "Kashan trials" if "family-kashan" in effect.flags else "all without them",
    "bacteria": _genus,
    "doubts": _doubt,
}


def _names(found: Sequence[Effect], kind: Callable[[Effect], str]) -> dict[str, list[int]]:
    """Places of the effects of each kind, the largest kind first."""
    places: dict[str, list[int]] = {}
    for place, effect in enumerate(found):
        places.setdefault(kind(effect), []).append(place)
    return dict(sorted(places.items(), key=lambda item: (-len(item[1]), item[0])))


def _differ(found: Sequence[Effect], kind: Callable[[Effect], str]) -> float | None:
    return random_effects.difference([e.g for e in found], [e.se for e in found], [kind(e) for e in found])


def _trend(of: str, unit: str, found: Sequence[Effect], value: Callable[[Effect], float | None]) -> Trend:
    def line(chosen: Sequence[Effect]) -> Slope | None:
        pairs = [(effect, x) for effect in chosen if (x := value(effect)) is not None]
        return random_effects.slope([e.g for e, _ in pairs], [e.se for e, _ in pairs], [x for _, x in pairs])

    return Trend(of, unit, line([effect for effect in found if effect.kind != "imputed-null"]), line(found))


def _published(question: Question, estimates: Estimates) -> tuple[Published, ...]:
    """Published pooled effects of bacteria in the same kind of people, where the question is as wide as theirs."""
    if question.strain or question.weeks or len(question.population) > 1:
        return ()
    people = _PUBLISHED_PEOPLE.get("".join(question.population))
    found = []
    for record in meta_analyses().values():
        effect = record.effect
        alike = record.measures == question.outcome and record.severity == people and "pre-post" not in record.flags
        if alike and record.intervention == "probiotic" and effect and effect.kind == "smd":
            inside = (
                name
                for name, mine in estimates.by_name().items()
                if effect.low is not None
                and effect.high is not None
                and mine.low is not None
                and mine.high is not None
                and effect.low <= mine.low <= mine.high <= effect.high
            )
            found.append(Published(record, tuple(inside)))
    return tuple(found)
