"""What to expect of a design over everything that is not known: chance of success (assurance), and what would raise it.

Power at one assumed effect says what happens if that effect is true. Here the effect differs between parameter sets, as
far as findings leave it open, and the chance of success is the mean of the power over all of them. It has a ceiling:
where the treatment does nothing in a third of the sets, no number of people gives more than two thirds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain.engine.setup import Setup
from gutbrain.exposures import Event, exposures
from gutbrain.trials import quick
from gutbrain.trials.conduct import conduct
from gutbrain.trials.design import DAYS_A_WEEK, Arm, Design
from gutbrain.trials.effects import MOST_PER_ARM, Effects, compared, effects, large, middle
from gutbrain.trials.endpoints import pairs
from gutbrain.trials.information import MARKERS, SIGNALS
from gutbrain.trials.luck import generator
from gutbrain.trials.measurement import measured
from gutbrain.trials.people import Population, meets, populate
from gutbrain.trials.questions import Criterion
from gutbrain.trials.success import won

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Progress = Callable[[float], None]

DRAWS, PEOPLE = 100, 24
"""Parameter sets, and people in each who stand for all of a trial."""

OPTION_PEOPLE = 10
"""People in each set where a design with other doses, or a longer time, is held against the plan."""

MATTERS = 0.03
"""A change of the chance of success that is worth a word."""

ENRICHED = (Criterion("crp", 3.0, None, strict=True), Criterion("fibre", None, 15.0, strict=True))
"""Parts of the people that might respond better."""


@dataclass(frozen=True)
class Option:
    """One choice, the chance of success with it at the planned size, and people in an arm for 80 %."""

    name: str
    assurance: float
    error: float
    per_arm: int | None
    planned: bool = False


@dataclass(frozen=True)
class Expected:
    """What trials of this design show: estimates by endpoint and comparison, and who succeeds.

    ``comparisons`` and ``won`` have the trial along them, NaN where a trial could not be analysed; ``won`` is of the
    primary endpoint, and so is ``analysed``: whether there was an estimate at all.
    """

    trials: int
    sets: int
    comparisons: dict[tuple[str, str], Array]
    won: Bools
    analysed: Bools
    draw: NDArray[np.intp]

    @property
    def estimates(self) -> dict[str, Array]:
        """Estimates of the first comparison by endpoint."""
        first: dict[str, Array] = {}
        for (endpoint, _), values in self.comparisons.items():
            first.setdefault(endpoint, values)
        return first

    @property
    def assurance(self) -> float:
        """Share of trials that succeed."""
        return float(self.won.mean())

    @property
    def error(self) -> float:
        """Standard error of that share; trials with the same parameter set go together."""
        means = np.array([self.won[self.draw == draw].mean() for draw in np.unique(self.draw)])
        return float(means.std(ddof=1) / np.sqrt(len(means))) if len(means) > 1 else float("nan")

    def interval(self, endpoint: str, contrast: str = "", level: float = 0.9) -> tuple[float, float, float]:
        """Median, low and high of the estimates of a comparison.

        Parameters
        ----------
        endpoint
            Its name.
        contrast
            Label of the comparison; the first one unless named.
        level
            Share of the trials between low and high.
        """
        values = self.comparisons[endpoint, contrast] if contrast else self.estimates[endpoint]
        return middle(values, level)


@dataclass(frozen=True)
class Power:
    """Chance of success of a design, what it depends on, and what to change; all of one comparison, the first."""

    contrast: str
    effects: Effects
    sizes: tuple[tuple[int, float], ...]
    options: dict[str, tuple[Option, ...]]
    per_arm: int | None
    ceiling: float
    advice: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())


def crowd(design: Design, setup: Setup, *, progress: Progress | None = None) -> Population:
    """People over the whole ensemble, for many trials of a design.

    Parameters
    ----------
    design
        The design.
    setup
        Seed and ensemble; how many people and sets there are is set here.
    progress
        Called with the share done, 0 to 1.

    Returns
    -------
    Population
        A hundred parameter sets with 24 people in each.

    Examples
    --------
    >>> from gutbrain.engine.setup import Setup
    >>> from gutbrain.trials.power import crowd
    >>> from gutbrain.trials.reading import read_design
    >>> arms = {"fed": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}, "usual": {"events": []}}
    >>> asked = {"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["faecal_butyrate"]}
    >>> crowd(read_design(asked), Setup(seed=0)).draws
    100
    """
    also = (*(c.name for c in ENRICHED), *SIGNALS, *MARKERS)
    return populate(design, replace(setup, people=PEOPLE, draws=DRAWS), also=also, progress=progress)


def expected(population: Population, trials: int, seed: int) -> Expected:
    """What so many trials show, each with a parameter set of its own as far as there are.

    Parameters
    ----------
    population
        The people, in every parameter set.
    trials
        How many.
    seed
        Same seed, same numbers.

    Returns
    -------
    Expected
        Estimates, and who succeeds.

    Examples
    --------
    >>> from gutbrain.engine.setup import Setup
    >>> from gutbrain.trials.people import populate
    >>> from gutbrain.trials.power import expected
    >>> from gutbrain.trials.reading import read_design
    >>> arms = {"fed": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}, "usual": {"events": []}}
    >>> design = read_design({"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["faecal_butyrate"]})
    >>> show = expected(populate(design, Setup(people=6, draws=4)), trials=20, seed=0)
    >>> show.trials, show.sets, 0 <= show.assurance <= 1
    (20, 4, True)
    """
    conducted = conduct(population, trials=trials, seed=seed)
    comparisons = {
        (name, label): quick.primary(conducted, name, place).estimate
        for name in population.design.endpoints
        for place, label in pairs(conducted)
    }
    main = [values for (name, _), values in comparisons.items() if name == population.design.primary]
    known = np.asarray(np.isfinite(main).any(axis=0))
    return Expected(trials, population.draws, comparisons, won(conducted), known, conducted.draw)


def power(
    population: Population, setup: Setup, *, base: Effects | None = None, progress: Progress | None = None
) -> Power:
    """Chance of success over sample sizes, endpoints, visits, people, doses and weeks.

    Parameters
    ----------
    population
        Of :func:`crowd`.
    setup
        As for the population.
    base
        Effects of the plan on the primary endpoint (:func:`gutbrain.trials.effects.effects`), where they are known.
    progress
        Called with the share done.

    Returns
    -------
    Power
        Options with the chance of success of each, and advice.

    Examples
    --------
    >>> from gutbrain.engine.setup import Setup
    >>> from gutbrain.trials.people import populate
    >>> from gutbrain.trials.power import power
    >>> from gutbrain.trials.reading import read_design
    >>> arms = {"fed": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}, "usual": {"events": []}}
    >>> asked = {"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["faecal_butyrate"], "crossover": True}
    >>> found = power(populate(read_design(asked), Setup(people=6, draws=4)), Setup())
    >>> 0 <= found.ceiling <= 1, found.contrast
    (True, 'fed against usual')
    """
    told = progress or (lambda share: None)
    design, seed = population.design, setup.seed
    base = effects(population, seed) if base is None else base
    planned = design.per_arm
    sizes = sorted({planned, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000})
    options: dict[str, tuple[Option, ...]] = {}
    if len(design.endpoints) > 1:
        made = [
            _option(name, effects(population, seed, endpoint=name), planned, name == design.primary)
            for name in design.endpoints
        ]
        options["primary endpoint"] = tuple(made)
    told(0.1)
    if design.plain:
        options["visits and analysis"] = _visits(population, seed)
        options["people"] = _people(population, seed, base)
    told(0.25)
    notes: list[str] = []
    try:
        if design.plain:
            doses = _doses(design, base, setup, lambda share: told(0.25 + 0.35 * share))
            if doses:
                options["dose"] = doses
        told(0.6)
        if design.plain and not design.rescue:
            options["weeks"] = _weeks(design, base, setup, lambda share: told(0.6 + 0.4 * share))
    except KeyboardInterrupt:
        notes.append("interrupted: other doses or weeks were not looked at; run again to go on")
    told(1.0)
    advice = _advice(design, base, options)
    if design.plain:
        advice += _together(population, seed, options)
    size = base.sample_size()
    return Power(
        contrast=design.label(design.questions[0]),
        effects=base,
        sizes=tuple((n, base.assurance(n)) for n in sizes),
        options=options,
        per_arm=size,
        ceiling=base.assurance(MOST_PER_ARM),
        advice=tuple(advice),
        notes=tuple(notes),
    )


def _best(options: tuple[Option, ...]) -> Option | None:
    """The choice with the largest chance, of those that can be estimated."""
    return max((o for o in options if np.isfinite(o.assurance)), key=lambda o: o.assurance, default=None)


def _option(name: str, found: Effects, planned: int, is_planned: bool = False) -> Option:
    return Option(name, found.assurance(planned), found.error(planned), found.sample_size(), is_planned)


def _visits(population: Population, seed: int) -> tuple[Option, ...]:
    """The analysis of the end alone, and of all visits."""
    design = population.design
    made = []
    kinds = ("ancova", "t-test", "mmrm") if len(design.visits) > 2 else ("ancova", "t-test")
    for analysis in kinds:
        seen = f"all {len(design.visits)} visits" if analysis == "mmrm" else "first and last visit"
        found = effects(population, seed, analysis=analysis)
        made.append(_option(f"{seen}, {analysis}", found, design.per_arm, analysis == design.analysis))
    return tuple(made)


def _people(population: Population, seed: int, base: Effects) -> tuple[Option, ...]:
    """Everybody, and parts of the people who might respond better."""
    design = population.design
    made = [_option("all who are eligible", base, design.per_arm, True)]
    for criterion, inside in _parts(population, seed):
        share = inside.mean()
        if inside.sum() < 100 or share > 0.9:
            continue
        found = effects(population, seed, among=inside)
        made.append(_option(f"{criterion} ({100 * share:.0f} % of them)", found, design.per_arm))
    return tuple(made)


def _parts(population: Population, seed: int) -> list[tuple[Criterion, Bools]]:
    """Parts of the people by what is measured at the start: (draw, person) each."""
    design = population.design
    half = float(f"{np.nanmedian(population.values[design.primary][population.control, :, :, 0]):.3g}")
    severe = (
        Criterion(design.primary, half, None)
        if design.better[design.primary] <= 0
        else Criterion(design.primary, None, half)
    )
    made = []
    for criterion in (*ENRICHED, severe):
        name = criterion.name
        found = population.values.get(name)
        true = population.fixed[name] if found is None else found[population.control, :, :, 0]
        error = generator(seed, f"enrichment {name}").standard_normal(true.shape) * population.error_sd[name]
        made.append((criterion, meets(criterion, measured(name, true, error))))
    return made


def _together(population: Population, seed: int, options: dict[str, tuple[Option, ...]]) -> list[str]:
    """The best people and the best analysis in one design, where that beats the plan."""
    design = population.design
    parts = {str(criterion): inside for criterion, inside in _parts(population, seed)}
    people, analysed_by = _best(options["people"]), _best(options["visits and analysis"])
    if people is None or analysed_by is None:
        return []
    analysis = analysed_by.name.rpartition(", ")[2]
    if people.planned:
        return []
    name = people.name.partition(" (")[0]
    best = _option(name, effects(population, seed, among=parts[name], analysis=analysis), design.per_arm)
    needed = f"{best.per_arm} people in an arm for 80 %" if best.per_arm else "80 % not reachable"
    return [f"recommended: let in those with {name}, analyse by {analysis}: {100 * best.assurance:.0f} %, {needed}"]


DOSES = (0.1, 1.0, 10.0)


def _against(plan: Effects, base: Effects, found: Effects) -> Effects:
    """Another design, held against the plan among the same few people: what differs is added to the plan's effects.

    So the plan has the same number in every table.

    Parameters
    ----------
    plan
        The plan among those few people.
    base
        The plan as it is known.
    found
        The other design among those few people.
    """
    if found is plan:
        return base
    sets = min(len(base.effect), len(found.effect))
    effect = base.effect[:sets] + (found.effect - plan.effect)[:sets]
    return replace(found, effect=effect, se=base.se[:sets] * (found.se / plan.se)[:sets], alpha=base.alpha)


def _doses(design: Design, base: Effects, setup: Setup, told: Progress) -> tuple[Option, ...]:
    """The first treated arm at other doses."""
    arm = design.arms[design.contrasts[0]]
    tried = [(factor, dosed(arm, factor)) for factor in DOSES]
    found = [(factor, other) for factor, other in tried if other is not None]
    if len(found) < 2:
        return ()
    control = design.arms[design.reference]
    made = replace(
        design,
        arms=(*(replace(other, name=f"x{factor:g}") for factor, other in found), control),
        rescue=None,
        randomisation=replace(design.randomisation, block=len(found) + 1),
    )
    people = populate(made, replace(setup, people=OPTION_PEOPLE, draws=DRAWS), progress=told)
    conducted = large(people, setup.seed)
    # one comparison at a time: the doses are alternatives, not arms of one trial
    effect = {factor: compared(conducted, "", "", place) for place, (factor, _) in enumerate(found)}
    return tuple(
        _option(
            "as planned" if factor == 1 else f"{factor:g} times",
            _against(effect[1.0], base, other),
            design.per_arm,
            factor == 1,
        )
        for factor, other in effect.items()
    )


def dosed(arm: Arm, factor: float) -> Arm | None:
    """An arm with other doses of its supplements and medicines; nothing where there is none, or too much."""
    events: list[Event] = []
    changed = False
    for event in arm.events:
        kind = exposures()[event.exposure]
        if kind.kind not in ("supplement", "medicine") or kind.flag:
            events.append(event)
            continue
        most = max([event.amount, *event.strains.values()]) * factor
        if most > kind.most:
            return None
        strains = {name: dose * factor for name, dose in event.strains.items()}
        events.append(replace(event, amount=event.amount * factor, strains=strains))
        changed = True
    return replace(arm, events=tuple(events)) if changed else None


def _weeks(design: Design, base: Effects, setup: Setup, told: Progress) -> tuple[Option, ...]:
    """The same trial shorter and longer; what is taken to the end is taken to the new end."""
    longest = longer(design, 2.0)
    wanted = sorted(
        {max(1.0, round(design.weeks * factor)) for factor in (1 / 3, 2 / 3, 1.0, 1.5, 2.0)} | {design.weeks}
    )
    whole = replace(longest, visits=(0.0, *(week for week in wanted)))
    people = populate(whole, replace(setup, people=OPTION_PEOPLE, draws=DRAWS), progress=told)
    found = {}
    for week in wanted:
        part = replace(
            people,
            design=replace(
                whole, weeks=week, visits=(0.0, week), dropout=1 - (1 - design.dropout) ** (week / design.weeks)
            ),
        )
        analysis = "ancova" if design.analysis == "mmrm" else ""
        found[week] = effects(part, setup.seed, analysis=analysis)
    plan = found[design.weeks]
    return tuple(
        _option(f"{week:g}", _against(plan, base, other), design.per_arm, week == design.weeks)
        for week, other in found.items()
    )


def longer(design: Design, factor: float) -> Design:
    """A design that goes on; events that lasted to the end still do."""
    end = DAYS_A_WEEK * design.weeks

    def stretched(event: Event) -> Event:
        lasts = event.days is None or event.start + event.days >= end - 1
        return replace(event, days=None) if lasts and event.hours is None else event

    arms = tuple(replace(arm, events=tuple(stretched(event) for event in arm.events)) for arm in design.arms)
    return replace(
        design,
        follow_up=(),
        arms=arms,
        weeks=factor * design.weeks,
        visits=tuple(factor * week for week in design.visits),
    )


def _advice(design: Design, base: Effects, options: dict[str, tuple[Option, ...]]) -> list[str]:
    """What to change, with reasons."""
    now = base.assurance(design.per_arm)
    said = []
    size = base.sample_size()
    if not np.isfinite(now):
        said.append(
            f"the plan cannot be estimated: of {design.per_arm} people in an arm about "
            f"{design.per_arm * base.kept:.1f} are left to analyse"
        )
    if size is None and not np.isfinite(base.assurance(MOST_PER_ARM)):
        said.append("what more people would do cannot be estimated either")
    elif size is None:
        ceiling = base.assurance(MOST_PER_ARM)
        said.append(
            f"80 % assurance is not reachable with this question: with {MOST_PER_ARM} people in an arm it is "
            f"{100 * ceiling:.0f} %, since in the other parameter sets there is next to no effect"
        )
    elif size > design.per_arm:
        given = f"{design.per_arm} give {100 * now:.0f} %" if np.isfinite(now) else f"{design.per_arm} are too few"
        said.append(f"plan {size} people in an arm: {given}")
    else:
        said.append(f"{design.per_arm} people in an arm are enough; {size} would do")
    for what, choices in options.items():
        planned = next((choice for choice in choices if choice.planned), None)
        best = _best(choices)
        if planned is None or best is None or not np.isfinite(planned.assurance):
            continue
        if best.assurance > planned.assurance + max(MATTERS, best.error / 2):
            chances = f"{100 * best.assurance:.0f} against {100 * planned.assurance:.0f} %"
            said.append(f"{what}: {best.name} rather than {planned.name} ({chances})")
        elif what in ("dose", "weeks"):
            less = [c for c in choices[: choices.index(planned)] if c.assurance > planned.assurance - MATTERS]
            if less:
                said.append(f"{what}: {less[0].name} does as well as {planned.name}")
    return said
