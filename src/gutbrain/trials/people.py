"""The people of a trial: who is screened, who is let in, and how each would fare in every course."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gutbrain import cache, seeds
from gutbrain.atlas.observables import about
from gutbrain.engine import door
from gutbrain.engine.arms import Plan, plan
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.identity import hashed
from gutbrain.engine.lanes import carry
from gutbrain.engine.machine.program import Fixed
from gutbrain.engine.setup import Setup
from gutbrain.errors import InputError, Problem
from gutbrain.exposures.moments import READ_AT
from gutbrain.findings.statistics import on_scale
from gutbrain.model.units import canonical
from gutbrain.people.presets import habits, trait_units, traits
from gutbrain.trials.design import BACKGROUND, BEFORE, DAYS_A_WEEK, SITE, SUBGROUP, Design
from gutbrain.trials.luck import Luck, generator
from gutbrain.trials.measurement import deviates, error_sd, measured, varies
from gutbrain.trials.questions import Criterion
from gutbrain.trials.readings import momentary_sd, readings
from gutbrain.trials.variants import Variants, screening, variants

Array = NDArray[np.float64]
Progress = Callable[[float], None]

PILOT = 400
"""People looked at first, to know how many must be screened."""

MOST_SCREENED = 12_000
"""Most people who are screened for a trial; then eligibility counts as met by too few."""

LANES = 640
"""People and parameter sets that run together; what was done of a long run is kept in pieces of this size."""

SPARE = 1.25
"""So many times more people are screened than would do on average."""

AGE_AND_SEX = ("age", "male", "bmi")


@dataclass(frozen=True)
class Screening:
    """How many were looked at, how many were let in of them, and how many each criterion kept out (alone)."""

    screened: int
    eligible: int
    failed: Mapping[str, int]


@dataclass(frozen=True)
class Population:
    """People who may be randomised, in every course.

    Attributes
    ----------
    design, variants
        What they go through.
    days
        Days from randomisation of what is kept of them, ascending.
    values
        True values by name: (course, draw, person, day).
    fixed
        What does not change, by name: (draw, person): age, sex, habits.
    entry_error
        Error at screening in SD by measure: (draw, person); empty where nobody was screened.
    deviates
        Which parameter sets: deviates of the priors by parameter, (draw,) each.
    takes
        Who has the background treatment: (draw, person); nothing where everybody has it.
    """

    design: Design
    variants: Variants
    days: Array
    values: Mapping[str, Array]
    fixed: Mapping[str, Array]
    entry_error: Mapping[str, Array]
    screening: Screening
    error_sd: Mapping[str, float]
    deviates: Mapping[str, Array] = field(default_factory=dict)
    takes: NDArray[np.bool_] | None = None

    @property
    def draws(self) -> int:
        """Parameter sets."""
        return int(next(iter(self.fixed.values())).shape[0])

    @property
    def control(self) -> int:
        """Course of those who begin with the control arm: what people are like untreated is read from it."""
        firsts = [sequence[0] for sequence in self.design.sequences]
        return self.variants.full[firsts.index(self.design.reference)]

    @property
    def people(self) -> int:
        """People in each set."""
        return int(next(iter(self.fixed.values())).shape[1])


def adjusted(design: Design) -> tuple[str, ...]:
    """What the analyses take besides an endpoint: covariates, strata, the subgroup, what an event is judged by."""
    judged = [design.responder.beyond, design.primary_as.event, design.subgroup]
    names = [name for criterion in judged if criterion for name in criterion.names]
    return tuple(dict.fromkeys((*design.covariates, *_strata(design), *names, *design.mediators)))


def _strata(design: Design) -> tuple[str, ...]:
    """What is measured of what people are stratified or matched by."""
    return tuple(name for name in design.randomisation.by if name not in (SITE, SUBGROUP, BACKGROUND))


def names_of(design: Design) -> tuple[str, ...]:
    """Everything that is measured in each person, the endpoints first."""
    criteria = [*design.include, *(one for some in design.include_any for one in some)]
    criteria += [one for one in (design.subgroup, design.rescue.when if design.rescue else None) if one]
    criteria += [one for one in (design.responder.beyond, design.primary_as.event) if one]
    asked = [name for criterion in criteria for name in criterion.names]
    return tuple(dict.fromkeys((*design.endpoints, *asked, *_strata(design), *design.covariates, *design.mediators)))


def populate(
    design: Design,
    setup: Setup,
    *,
    potency: float | None = None,
    further: tuple[float, ...] = (),
    also: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Population:
    """Screen and simulate the people of a trial.

    Parameters
    ----------
    design
        The trial.
    setup
        ``people``: how many must be let in, for each parameter set; ``draws`` parameter sets, of which one is the
        middle of the ensemble. Steps, and what is kept, follow from the design.
    potency
        Potency of every strain, in place of what is known of it; 0 makes all strains do nothing.
    further
        Days from randomisation that are kept besides the visits.
    also
        What is kept of people besides what the trial measures.
    progress
        Called with the share done.

    Returns
    -------
    Population
        The people, with what each would show in every course that the design holds.

    Raises
    ------
    InputError
        Where nobody, or too few, can be let in; says how many were screened.

    Notes
    -----
    Interrupted, the parameter sets that are done are given back; run again, only what is missing is run.

    Examples
    --------
    >>> from gutbrain.trials.people import populate
    >>> from gutbrain.trials.reading import read_design
    >>> arms = {"fed": {"events": [{"exposure": "fibre", "amount": 40, "start": 0}]}, "usual": {"events": []}}
    >>> design = read_design({"arms": arms, "per_arm": 10, "weeks": 1, "endpoints": ["faecal_butyrate"]})
    >>> from gutbrain.engine.setup import Setup
    >>> people = populate(design, Setup(people=design.people))
    >>> people.screening.eligible, people.draws
    (20, 1)
    """
    told, seed = progress or (lambda share: None), seeds.checked(setup.seed)
    setup = replace(setup, seed=seed)
    people, draws = setup.people, setup.draws
    chosen, entry, found, candidates = _screen(design, setup)
    laid = variants(design)
    days = _kept_days(design, further)
    # what begins on a day is read on the day before, while nothing of it has been given
    read_on = days - BEFORE * np.isin(days, design.starts)
    otherwise = readings(design)
    mornings = 24.0 * (np.floor(read_on + design.lead)) + READ_AT
    moments = np.concatenate([mornings, 24.0 * (otherwise.moments + design.lead)])
    order = np.argsort(moments, kind="stable")
    names = tuple(dict.fromkeys((*names_of(design), *also)))

    def planned(coarse: bool) -> Plan:
        made = plan(
            laid.arms,
            replace(setup, people=candidates, extra=moments[order], coarse=coarse, nested=draws > 1),
        )
        return _with_potency(made, potency)

    # what moves within the day takes shorter steps; what else is measured does not see them
    careful = [name for name in names_of(design) if about(name).within_a_day or name in otherwise.names]
    plain = [name for name in names if name not in careful]
    runs = [(planned(coarse), part) for coarse, part in ((True, plain), (False, careful)) if part]
    made = runs[0][0]
    known = made.compiled.layout.observables
    groups = [(one, [name for name in part if name in known]) for one, part in runs]
    simulated = [name for _, part in groups for name in part]
    pieces: list[NDArray[np.float32]] = []
    each = max(1, LANES // people)
    try:
        for first in range(0, draws, each):
            lanes = chosen[first : first + each].ravel()
            parts = []
            for place, (one, inside) in enumerate(groups):
                begin = (first + place / len(groups) * each) / draws
                length = min(each, draws - first) / draws / len(groups)

                def further_on(share: float, begin: float = begin, length: float = length) -> None:
                    told(begin + share * length)

                parts.append(_carried(one, lanes, inside, moments[order], further_on))
            part = np.concatenate(parts)
            pieces.append(part.reshape(len(simulated), len(laid.arms), -1, people, len(moments)))
    except KeyboardInterrupt:
        if not pieces:
            raise
    values = np.concatenate(pieces, axis=2)
    done = values.shape[2]
    lanes = chosen[:done]
    fixed = {name: _fixed(made, name, lanes) for name in dict.fromkeys((*AGE_AND_SEX, *names)) if name not in simulated}
    values = values[..., np.argsort(order)]
    by_name = {name: otherwise.read(name, one.astype(float), days) for name, one in zip(simulated, values, strict=True)}
    return Population(
        design=design,
        variants=laid,
        days=days,
        values=by_name,
        fixed=fixed,
        entry_error={name: error[:done] for name, error in entry.items()},
        screening=found,
        error_sd=_error_sds(design, (*simulated, *fixed), setup) | _momentary_sds(design, by_name),
        deviates=_deviates(made, setup, done),
        takes=_takes(design, (done, people), seed),
    )


def _momentary_sds(design: Design, values: Mapping[str, Array]) -> dict[str, float]:
    """SD of the error of a mean of many prompts, from how people differ in that mean at the start."""
    if design.momentary is None:
        return {}
    spread = {name: float(np.nanstd(on_scale(name, values[name][0, ..., 0]))) for name in design.momentary.measures}
    return {name: momentary_sd(design.momentary, between) for name, between in spread.items()}


def _takes(design: Design, shape: tuple[int, int], seed: int) -> NDArray[np.bool_] | None:
    """Who has the background treatment, where not everybody has it."""
    if design.background_share >= 1:
        return None
    return np.asarray(generator(seed, "background").random(shape) < design.background_share)


def _kept_days(design: Design, further: tuple[float, ...]) -> Array:
    """Visits, and as far around them as the window goes."""
    around = (-design.window, 0.0, design.window) if design.window else (0.0,)
    days = {day + off for day in design.visit_days for off in around} | set(further)
    last = design.days - DAYS_A_WEEK * design.run_in
    kept = np.unique(np.round(np.clip(sorted(days), -DAYS_A_WEEK * design.run_in, last), 6))
    return kept if len(kept) > 1 else np.append(kept, kept + 1)


def _error_sds(design: Design, names: Sequence[str], setup: Setup) -> dict[str, float]:
    """SD of the error of one visit by measure, as :func:`gutbrain.trials.measurement.error_sd` gives it.

    People differ as so many of this kind do before a trial, the same for every trial: an error does not depend on how
    many people a trial has, whom it lets in, or what its arms get.
    """
    between = dict.fromkeys(names, 0.0)
    asked = tuple(name for name in names if varies(name))
    if asked:
        true, _ = _before(design, asked, replace(setup, people=PILOT, draws=1, seed=0))
        between |= {name: float(np.nanstd(on_scale(name, values))) for name, values in true.items()}
    return {name: error_sd(name, spread) for name, spread in between.items()}


# screening


def _screen(design: Design, setup: Setup) -> tuple[NDArray[np.intp], dict[str, Array], Screening, int]:
    """Lanes (draw, person) of those let in, their errors at screening, what was found, and candidates for each draw."""
    people, draws = setup.people, setup.draws
    if not design.include and not design.include_any:
        count = max(people, 2)
        lanes = np.arange(draws)[:, None] * count + np.arange(people)
        return lanes, {}, Screening(people, people, {}), count
    pilot, _, failed = _let_in(design, replace(setup, people=PILOT, draws=1))
    rate = pilot.mean()
    if rate * PILOT < 8:
        pilot, _, failed = _let_in(design, replace(setup, people=10 * PILOT, draws=1))
        rate = pilot.mean()
    if not rate:
        raise InputError([_nobody(design, pilot.size, failed)])
    needed = int(SPARE * people / rate) + 30
    if needed > MOST_SCREENED:
        wrong = f"only {pilot.sum()} of {pilot.size} people screened can be let in, and {people} are needed"
        raise InputError(
            [Problem(wrong, "widen the criteria, choose another population, or plan fewer people", "include")]
        )
    needed = min(needed, max(people + 2, MOST_SCREENED * 4 // draws))
    allowed, errors, failed = _let_in(design, replace(setup, people=needed))
    enough = allowed.sum(axis=1)
    if draws == 1 and enough[0] < people:
        wrong = f"only {enough[0]} of {needed} people screened can be let in, and {people} are needed"
        raise InputError([Problem(wrong, "widen the criteria, or plan fewer people", "include")])
    if not enough.any():
        raise InputError([_nobody(design, allowed.size, failed)])
    picked = np.empty((draws, people), int)
    for draw in range(draws):
        # where a parameter set lets in too few, the same people stand for more; where none, those nearest in number
        inside = np.flatnonzero(allowed[draw]) if enough[draw] else np.flatnonzero(allowed.any(axis=0))
        picked[draw] = np.resize(inside, people)
    lanes = np.arange(draws)[:, None] * needed + picked
    entry = {name: np.take_along_axis(error, picked, axis=1) for name, error in errors.items()}
    screened = int(picked[0, -1]) + 1 if draws == 1 else round(people / max(float(allowed.mean()), 1e-9))
    # of one trial those who came before the last who was let in; of many, what is usual
    counts = {
        name: int(out[0, :screened].sum()) if draws == 1 else round(screened * float(out.mean()))
        for name, out in failed.items()
    }
    return lanes, entry, Screening(screened, people, counts), needed


def _nobody(design: Design, screened: int, failed: Mapping[str, NDArray[np.bool_]]) -> Problem:
    """Nobody meets the criteria: which of them keeps out how many."""
    each = ", ".join(f"{out.sum()} fail {said}" for said, out in failed.items())
    return Problem(
        f"none of {screened} people screened can be let in ({each})",
        "widen the criteria or choose another population",
        "include",
    )


def _let_in(design: Design, setup: Setup) -> tuple[NDArray[np.bool_], dict[str, Array], dict[str, NDArray[np.bool_]]]:
    """Who may come in, the errors of their screening, and who failed each criterion: (draw, candidate) each."""
    every = (*design.include, *(one for some in design.include_any for one in some))
    names = tuple(dict.fromkeys(criterion.name for criterion in every))
    true, shape = _before(design, names, setup)
    spreads = _error_sds(design, names, setup)
    errors = deviates(Luck(setup.seed, setup.draws), names, "screening", setup.people)
    allowed = np.ones(shape, bool)
    failed: dict[str, NDArray[np.bool_]] = {}
    shown = {name: measured(name, true[name], spreads[name] * errors[name]) for name in names}
    for some in (*((one,) for one in design.include), *design.include_any):
        met = np.any([meets(criterion, shown[criterion.name]) for criterion in some], axis=0)
        failed[" or ".join(map(str, some))] = ~met
        allowed &= met
    return allowed, errors, failed


def _before(design: Design, names: Sequence[str], setup: Setup) -> tuple[dict[str, Array], tuple[int, int]]:
    """True values of a trial's kind of people before it, by name: (draw, person) each, and that shape."""
    people, draws = setup.people, setup.draws
    moment = np.array([READ_AT])
    made = plan(
        [screening(design)],
        replace(setup, extra=moment, coarse=True, nested=draws > 1),
    )
    simulated = [name for name in names if name in made.compiled.layout.observables]
    lanes = np.arange(draws * people)
    shape = (draws, people)
    true = {name: _fixed(made, name, lanes.reshape(shape)) for name in names if name not in simulated}
    if simulated:
        parts = [
            _carried(made, lanes[first : first + 4 * LANES], simulated, moment)[:, 0, :, 0]
            for first in range(0, len(lanes), 4 * LANES)
        ]
        values = np.concatenate(parts, axis=1).astype(float)
        true |= {name: row.reshape(shape) for name, row in zip(simulated, values, strict=True)}
    return true, shape


def meets(criterion: Criterion, values: Array) -> NDArray[np.bool_]:
    """Whether values meet a criterion; what is missing does not."""
    found = np.isfinite(values)
    if criterion.low is not None:
        found &= values > criterion.low if criterion.strict else values >= criterion.low
    if criterion.high is not None:
        found &= values < criterion.high if criterion.strict else values <= criterion.high
    return np.asarray(found)


def meets_all(criterion: Criterion, values: Mapping[str, Array]) -> NDArray[np.bool_]:
    """Whether values, by what is measured, meet a criterion and all that must hold besides."""
    found = meets(criterion, values[criterion.name])
    for other in criterion.also:
        found = found & meets_all(other, values)
    return found


# simulation


def _with_potency(made: Plan, potency: float | None) -> Plan:
    if potency is None:
        return made
    traits_ = made.fixed.traits.copy()
    for row, name in enumerate(made.compiled.layout.traits):
        if name.endswith("_potency"):
            traits_[row] = potency
        elif name.endswith("_luck"):
            traits_[row] = 0.0
    return replace(made, fixed=made.fixed._replace(traits=traits_))


def _carried(
    made: Plan, lanes: NDArray[np.intp], names: list[str], moments: Array, progress: Progress | None = None
) -> NDArray[np.float32]:
    """Some lanes of a plan, in the units of the vocabulary: (name, course, lane, moment); kept between runs."""
    if not names:
        return np.empty((0, made.fixed.usual.shape[1], len(lanes), len(moments)), np.float32)
    every = made.fixed.usual.shape[-1]
    fixed = Fixed(
        *(a[..., lanes].astype(np.float32) if a.shape[-1] == every else a.astype(np.float32) for a in made.fixed)
    )
    key = _key(made, fixed, names, moments)
    kept = cache.kept(key)
    if kept is not None:
        try:
            return np.asarray(np.load(io.BytesIO(kept)))
        except (ValueError, EOFError, OSError):  # a damaged file is written anew
            pass
    run = carry(made.compiled, made.grid, made.drive, fixed, progress)
    model = made.compiled.model
    places = np.minimum(np.searchsorted(run.time, moments - 1e-4), len(run.time) - 1)
    rows = [made.compiled.layout.observables.index(name) for name in names]
    values = run.values[places][:, rows]
    units = np.array([canonical(model.observables[name].unit)[0] for name in names], np.float32)
    values = np.moveaxis(np.where(run.bad, np.nan, values), 0, -1) / units[:, None, None, None]
    stream = io.BytesIO()
    np.save(stream, values.astype(np.float32))
    cache.keep(key, stream.getvalue())
    return np.asarray(values, np.float32)


def _key(made: Plan, fixed: Fixed, names: list[str], moments: Array) -> str:
    """Name of what a run gives, from everything that goes into it."""
    return f"trial-{hashed(replace(made, fixed=fixed).identity, moments, names)}.npy"


def _fixed(made: Plan, name: str, lanes: NDArray[np.intp]) -> Array:
    """A trait or habit of people, in the units of the vocabulary."""
    layout, model = made.compiled.layout, made.compiled.model
    if name in habits():
        row = made.fixed.usual[layout.exposures.index(name), 0]
        return np.asarray(row[lanes] / door.factor(name, habits()[name].unit, model.exposures[name].unit), float)
    if name == "sex":
        name = "male"
    inside = traits()[name].model_name if name in traits() else name
    if inside in layout.traits:
        row = made.fixed.traits[layout.traits.index(inside), 0]
        return np.asarray(row[lanes] / door.factor(inside, trait_units()[inside], model.traits[inside].unit), float)
    known = np.asarray(made.cohorts[0].traits[inside], float)
    return np.asarray(known[lanes % len(known)])


def _deviates(made: Plan, setup: Setup, done: int) -> dict[str, Array]:
    """The parameter sets that were used."""
    used = shipped() if setup.ensemble is None else setup.ensemble
    return {key: z[:done] for key, z in used.draws(made.compiled.model, setup.draws, setup.seed, setup.species).items()}
