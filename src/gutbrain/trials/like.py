"""Published trials as designs: simulated as they were done, and held against what they found."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gutbrain.atlas.observables import side
from gutbrain.datafiles import per_world, read
from gutbrain.engine.ensemble import Ensemble
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.pooling.effects import Effect, at_the_end, effects
from gutbrain.evidence.pooling.potency_data import USUAL_DOSE, USUAL_WEEKS
from gutbrain.evidence.trials import Trial, trials
from gutbrain.exposures import AS_TRIED, Event
from gutbrain.exposures.strains import UnsafeStrain, resolve
from gutbrain.findings.trial_arms import BLINDED
from gutbrain.people import Person, presets
from gutbrain.people.presets import traits
from gutbrain.trials import endpoints, quick
from gutbrain.trials.blinding import OPEN, believed_by
from gutbrain.trials.conduct import Conducted, conduct
from gutbrain.trials.design import DAYS_A_WEEK, Arm, Design, Randomisation
from gutbrain.trials.luck import Luck
from gutbrain.trials.people import populate

Array = NDArray[np.float64]

MEASURES = ("depression", "anxiety", "stress", "distress", "mood", "cognition", "sleep", "reactivity")
"""What is compared, the first that a trial has a number for."""

NEAREST = {
    "depression": "depression",
    "anxiety": "anxiety",
    "stress": "pss10",
    "distress": "depression",
    "mood": "poms_tmd",
    "cognition": "cognition",
    "sleep": "psqi",
    "reactivity": "leids_r",
}
"""What stands for a scale that the model does not have; effects are in SD, so that the unit does not matter."""

INEXACT = ("p-bound", "p-assumed")
"""Effects that are known only to lie beyond a bound."""

NAMELESS = f"Bifidobacterium {AS_TRIED}"
"""What a mixture without names is simulated as: a strain of which only is known that it was tried."""

DRAWS, PEOPLE = 60, 12
REPLICATES = 600


@dataclass(frozen=True)
class Published:
    """A published trial as a design, with the effect that it printed."""

    trial: Trial
    effect: Effect
    design: Design

    @property
    def role(self) -> str:
        """What the outcome was to the trial: ``primary``, ``secondary``, or empty where that is not recorded."""
        if self.effect.outcome.primary:
            return "primary"
        return "secondary" if any(outcome.primary for outcome in self.trial.outcomes) else ""

    @property
    def exact(self) -> bool:
        """Whether a number was printed: not only "no difference", nor a bound of p."""
        return self.effect.kind != "imputed-null" and not set(INEXACT) & set(self.effect.flags)


@dataclass(frozen=True)
class Range:
    """Median and 90 % interval of results."""

    median: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Comparison:
    """Hedges g as published, and what was to be expected.

    ``results`` is what such trials show, ``printed`` what is printed of them (see :func:`printing`); ``significant``
    the share of simulated trials with p < 0.05.
    """

    published: Published
    results: Range
    printed: Range
    significant: float

    @property
    def expected(self) -> Range:
        """What the published effect is held against: what is printed, where a number was chosen for print."""
        return self.printed if self.published.exact else self.results

    @property
    def inside(self) -> bool:
        """Whether the published effect lies in the interval."""
        return self.expected.holds(self.published.effect.g)


def published(key: str) -> Published:
    """A published trial by its key.

    Parameters
    ----------
    key
        Of the trial, as ``gutbrain list trials`` shows it.

    Returns
    -------
    Published
        The trial, the effect that it printed, and its design.

    Raises
    ------
    InputError
        Where there is no such trial, or it has no comparison that can be simulated.

    Examples
    --------
    >>> from gutbrain.trials.like import published
    >>> one = published("andersson-2016")
    >>> one.design.weeks, [arm.name for arm in one.design.arms]
    (2.0, ['active', 'control'])
    """
    known = trials()
    if key not in known:
        right = suggest(key, known, otherwise="gutbrain list trials shows all")
        raise InputError([Problem(f"there is no trial '{key}'", right, "--like")])
    found = [one for one in every() if one.trial.key == key]
    if not found:
        wrong = f"{key} has no comparison of randomised arms that can be simulated"
        raise InputError(
            [
                Problem(
                    wrong,
                    "trials of bacteria, prebiotics, diets, fats and medicines with a measure of mood can be",
                    "--like",
                )
            ]
        )
    return found[0]


PRODUCTS = ("bacteria", "synbiotic", "prebiotic", "other")
"""Kinds of product that can be simulated; what is no bacterium as far as :func:`given` knows what it is."""


@per_world
def given() -> Mapping[str, Mapping[str, Any]]:
    """What the arms of published trials got besides bacteria, by key of the trial."""
    found: Mapping[str, Mapping[str, Any]] = read("gutbrain.trials", "published_arms.yaml", alone=True)
    return found


def every() -> list[Published]:
    """Every published trial that can be simulated, each with one outcome and its whole control arm.

    The outcome is the trial's primary one where that is known and of a kind that is compared, else an exact one if
    there is one.
    """
    best: dict[str, tuple[tuple[bool, bool], Published]] = {}
    for measure in MEASURES:
        found = [
            effect
            for effect in effects(measure, products=PRODUCTS, share_controls=False)
            if effect.trial.product.kind in ("bacteria", "synbiotic") or effect.trial.key in given()
        ]
        main = [effect for effect in found if effect.outcome.primary]
        with_main = {effect.trial.key for effect in main}
        others = [effect for effect in found if effect.trial.key not in with_main]
        for effect in (*at_the_end(main), *at_the_end(others)):
            one = Published(effect.trial, effect, as_design(effect))
            rank = (effect.outcome.primary, one.exact)
            if effect.trial.key not in best or rank > best[effect.trial.key][0]:
                best[effect.trial.key] = (rank, one)
    return [one for _, one in best.values()]


def as_design(effect: Effect) -> Design:
    """The design of the trial behind an effect; what is not printed is as usual (8 weeks, 5e9 CFU a day)."""
    trial = effect.trial
    weeks = effect.weeks or USUAL_WEEKS
    endpoint = effect.outcome.observable
    if endpoint not in known_observables():
        endpoint = NEAREST[effect.outcome.measures]
    blinded = trial.blinding != "open" and "unblinded" not in trial.flags
    crossover = trial.design == "crossover"
    besides = given().get(trial.key, {})
    events = [*_events(besides.get("active", ()), weeks)]
    if trial.product.kind in ("bacteria", "synbiotic"):
        events.insert(0, Event("probiotic", 0.0, days=DAYS_A_WEEK * weeks, strains=_strains(trial)))
    kind = besides.get("kind")
    arms = (
        Arm("active", tuple(events), OPEN if kind or not blinded else BLINDED),
        Arm(
            "control",
            tuple(_events(besides.get("control", ()), weeks)),
            believed_by(kind, treated="control" in besides, blinded=blinded),
            kind,
        ),
    )
    people = 2 / (1 / effect.n_active + 1 / effect.n_control)
    return Design(
        title=f"{trial.key}: {trial.population}",
        person=_person(trial),
        arms=arms,
        control="control",
        blinded=blinded,
        per_arm=max(2, round(people / 2 if crossover else people)),
        weeks=weeks,
        visits=(0.0, weeks),
        endpoints=(endpoint,),
        better={endpoint: side(endpoint)},
        randomisation=Randomisation(block=2),
        crossover=crossover,
        washout=4.0 if crossover else 0.0,
    )


def _events(said: Iterable[Mapping[str, Any]], weeks: float) -> Iterable[Event]:
    """Events of what an arm got: to the end, or on the days that are given."""
    for one in said:
        on = one.get("days")
        for start in on or (0.0,):
            if start < DAYS_A_WEEK * weeks:
                days = None if on else DAYS_A_WEEK * weeks
                yield Event(one["exposure"], float(start), float(one["amount"]), days=days, name=one.get("name", ""))


def _person(trial: Trial) -> Person:
    said: dict[str, float] = {}
    if trial.age:
        kind = traits()["age"]
        said["age"] = min(max(trial.age.mean, kind.low), kind.high)
    return Person.of({"preset": trial.preset if trial.preset in presets() else "healthy-adult", "traits": said})


def _strains(trial: Trial) -> dict[str, float]:
    """Doses by strain; a sum is shared out evenly, and strains that resolve to one name are added up."""
    parts = trial.product.strains
    total = trial.product.dose or USUAL_DOSE
    if not parts:
        return {NAMELESS: total}
    doses: dict[str, float] = {}
    for part in parts:
        given = part.strain
        name = given.short if given.level == "strain" or given.designation else f"{given.short} {AS_TRIED}"
        with contextlib.suppress(UnsafeStrain):  # refused with its reason when it is to be simulated
            # two species may share a short name: the engine calls what is taken by the one that it is read as
            name = resolve(name).strain.short
        doses[name] = doses.get(name, 0.0) + (part.cfu or total / len(parts))
    return doses


def compare(
    one: Published,
    *,
    seed: int = 0,
    replicates: int = REPLICATES,
    ensemble: Ensemble | None = None,
    progress: Callable[[float], None] | None = None,
) -> Comparison:
    """Simulate a published trial many times, over the whole ensemble, and read off its effect as it was printed.

    Parameters
    ----------
    one
        The published trial, as a design, with its effect.
    seed
        Same seed, same numbers.
    replicates
        How many trials.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done, 0 to 1.

    Returns
    -------
    Comparison
        The effect as published, and what such trials show in the model.

    Examples
    --------
    >>> from gutbrain.trials.like import compare, published
    >>> found = compare(published("andersson-2016"), replicates=10)
    >>> found.results.low < found.results.median < found.results.high
    True
    """
    people = populate(one.design, Setup(people=PEOPLE, draws=DRAWS, seed=seed, ensemble=ensemble), progress=progress)
    g, p = results(conduct(people, trials=replicates, seed=seed), one.effect)
    printed = g + printing(one.effect, seed, len(g))
    return Comparison(one, _range(g), _range(printed), float((p < 0.05).mean()))


def printing(effect: Effect, seed: int, count: int) -> Array:
    """By how much results that are printed as numbers look better than results are: (count,) draws of what is known.

    From the meta-regression of trials (:mod:`gutbrain.evidence.pooling.potency`): numbers are chosen for print, the
    more so the less exact they are; and one family of trials, and treatments that go along with the active arm alone,
    shift an effect further. What it does to know what one takes is in the simulation already. It was learned from
    mood, and is taken to be the same for sleep and thinking.

    Parameters
    ----------
    effect
        What was printed.
    seed
        Same seed, same numbers.
    count
        How many draws.
    """
    known = read("gutbrain.exposures", "potency.yaml")
    luck = Luck(seed, count)

    def drawn(name: str, estimate: Mapping[str, float]) -> Array:
        z = luck.normals(f"printing {effect.trial.key}: {name}", 1)[:, 0]
        return np.asarray(estimate["mean"] + estimate["sd"] * z)

    shift = effect.se * drawn("small_study", known["quantities"]["small_study"])
    for name in biases(effect):
        shift = shift + drawn(name, known["biases"][name])
    return -shift if effect.outcome.measures == "cognition" else shift


def biases(effect: Effect) -> list[str]:
    """Which of the biases of the meta-regression a trial has, apart from being open."""
    there = {
        "family": any(flag.startswith("family-") for flag in effect.flags),
        "narrow-sd": "narrow-sd" in effect.flags,
        "confounded": "confounded" in effect.flags,
        "add-on": bool(effect.trial.antidepressant),
    }
    return [name for name, here in there.items() if here]


def _range(values: Array) -> Range:
    low, middle, high = np.nanquantile(values, [0.05, 0.5, 0.95])
    return Range(float(middle), float(low), float(high))


def results(conducted: Conducted, effect: Effect) -> tuple[Array, Array]:
    """Hedges g of simulated trials (negative: symptoms better, positive: cognition better), and p: (trial,) each.

    Of end scores where the publication gives those, else of changes, each in its own SD between people; in a crossover
    in the SD of end scores.
    """
    design = conducted.design
    name, place = design.primary, design.contrasts[0]
    if design.crossover:
        found = quick.crossover(conducted, name, place)
        spread = np.nanstd(endpoints.periods(conducted, name), axis=(1, 2))
        return found.estimate / spread, found.p
    what = endpoints.measured(conducted, name)
    if effect.kind == "numbers" and not {"change-sd", "responders"} & set(effect.flags):
        # end scores against one another: as if everybody had begun at zero
        what = replace(what, start=np.zeros_like(what.start))
    found = quick.t_test(conducted, what, place)
    counts = [(conducted.sequence == arm).sum(axis=1) for arm in (place, design.reference)]
    sd = found.se / np.sqrt(sum(1 / n for n in counts))
    small = 1 - 3 / (4 * found.df - 1)
    return found.estimate / sd * small, found.p


def compare_all(
    which: Iterable[Published],
    *,
    seed: int = 0,
    ensemble: Ensemble | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Comparison]:
    """Hold many published trials against the model.

    Parameters
    ----------
    which
        The published trials.
    seed
        Same seed, same numbers.
    ensemble
        Parameter sets, the shipped ones unless given.
    progress
        Called with the share done, 0 to 1.
    """
    listed = list(which)
    made = []
    for place, one in enumerate(listed):
        if progress:
            progress(place / len(listed))
        made.append(compare(one, seed=seed, ensemble=ensemble))
    return made


def coverage(compared: Iterable[Comparison], *, as_printed: bool = True) -> tuple[int, int]:
    """How many published effects lie inside, of how many; with or without what printing does to results."""
    inside = [(one.expected if as_printed else one.results).holds(one.published.effect.g) for one in compared]
    return sum(inside), len(inside)
