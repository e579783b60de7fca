"""What a number of a run hangs on: first-order indices over all free parameters, signs, elasticities and a tornado.

All parameters are drawn at once, each over what the calibration leaves open of it and without regard to the others
(Latin hypercube); the first-order index of one, the share of the variance that goes with it alone, is then estimated
from those same lanes (RBD-FAST on given data, SALib). Beside them each parameter is moved by itself, the others in the
middle: a little to both sides for sign and elasticity, and to the ends of its range for the tornado.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import seeds
from gutbrain.answers.asked import as_now
from gutbrain.arguments import whole
from gutbrain.care import listens
from gutbrain.engine.arms import Arm, Plan, carry_arms
from gutbrain.engine.asked import check_moment, check_observables
from gutbrain.engine.draws import is_free, stratified, typical_values
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.engine.lanes import Progress
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import known_observables, read_protocol
from gutbrain.engine.trajectories import Keep
from gutbrain.errors import InputError, Problem, listed
from gutbrain.exposures import Protocol, Schedule
from gutbrain.exposures.reach import NOT_IN_THE_MODEL, happening, is_silent, not_carried, what_acts_on
from gutbrain.extras import need
from gutbrain.model.module import Quantity
from gutbrain.model.units import canonical
from gutbrain.shown import Card, Shown, estimate

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

LANES, LEAST_LANES, MOST_LANES = 4000, 500, 50_000
"""Parameter sets."""

END = 1.6448536
"""The ends of a tornado's bar: 5 % and 95 % of the range of a parameter, in SD."""

STEP = 0.5
"""How far a parameter is moved to each side for sign and elasticity, in SD."""

HARMONICS = 10
"""What counts as going with a parameter: the first harmonics along it."""

WITH_INTERVAL = 20
"""So many parameters, those that matter most, have an interval of their index."""

UNMOVED = 1e-3
"""What moves the result less than this share of its 90 % interval does not move it."""

POTENCY = "potency of "


@dataclass(frozen=True)
class Factor:
    """One parameter, and what hangs on it.

    Attributes
    ----------
    name, meaning, unit
        As the model declares it; ``potency of STRAIN`` for the luck of a strain, in SD.
    middle, low, high
        The middle and the 5 and 95 % ends of what the calibration leaves open, in ``unit``.
    first_order
        Share of the variance that goes with this parameter alone. Estimated: it may be a little below 0.
    uncertainty
        Half the 95 % interval of that, by bootstrap; of those that matter most.
    at_low, at_high
        The result with this parameter at its ends, all others in the middle; in the unit of the observable.
    slope
        Change of the result for one SD of the parameter, around the middle.
    elasticity
        Per cent of the result for one per cent of the parameter, around the middle; None where either has no such
        measure (it turns its sign, or is zero).
    """

    name: str
    meaning: str
    unit: str
    middle: float
    low: float
    high: float
    first_order: float
    uncertainty: float | None
    at_low: float
    at_high: float
    slope: float
    elasticity: float | None


@dataclass(frozen=True, repr=False)
class Sensitivity(Shown):
    """What a number of a run hangs on; factors in the order of their indices.

    ``change`` says whether it is about the change against as now (or about the level); ``median``, ``low`` and ``high``
    are of the result over all lanes, ``middle`` with all parameters in the middle.
    """

    title: str
    observable: str
    unit: str
    day: float
    change: bool
    middle: float
    median: float
    low: float
    high: float
    lanes: int
    lost: int
    factors: tuple[Factor, ...]
    not_in_model: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def acting(self) -> tuple[Factor, ...]:
        """The factors that move the result at all by themselves; the index of the others is an error of estimation."""
        least = UNMOVED * (self.high - self.low)
        return tuple(factor for factor in self.factors if not abs(factor.at_high - factor.at_low) <= least)

    @property
    def additive(self) -> float:
        """Sum of the first-order indices of what acts: what is left to 1 is what parameters do together."""
        return float(sum(factor.first_order for factor in self.acting))

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [(one.name, f"{100 * one.first_order:.1f} %", f"{one.slope:+.3g}", one.meaning) for one in self.acting]
        what = f"{'change of ' if self.change else ''}{self.observable} on day {self.day:.0f}"
        headline = f"{what}: {estimate(self.median, self.low, self.high)} {self.unit}, {self.lanes} lanes"
        return Card(headline, ("parameter", "share of variance", "slope for 1 SD", "meaning"), rows, ".plot()")

    def plot(self) -> Figure:
        """The tornado, as a figure of matplotlib (the extra ``plot``).

        Returns
        -------
        Figure
            What the result does when one parameter goes to the ends of its range.
        """
        from gutbrain.answers.plots import of_sensitivity

        return of_sensitivity(self)

    def to_dataframe(self) -> pd.DataFrame:
        """The factors as a table, one row each.

        Returns
        -------
        DataFrame
            Columns are the attributes of :class:`Factor`.
        """
        import pandas as pd

        return pd.DataFrame([vars(factor) for factor in self.factors])


@listens
def sensitivity(
    protocol: Protocol | str | Path | Mapping[str, Any],
    observable: str,
    day: float | None = None,
    *,
    hour: float | None = None,
    level: bool = False,
    lanes: int = LANES,
    seed: int = 0,
    progress: Progress | None = None,
    care: str | None = None,
) -> Sensitivity:
    """What one observable hangs on at a moment, over all free parameters of the model.

    Parameters
    ----------
    protocol
        As for :func:`gutbrain.simulate`.
    observable
        Its name.
    day, hour
        When; 08:00 of the last day unless given.
    level
        Whether it is asked for the level of the observable, not for what the protocol changes in it.
    lanes
        Parameter sets (500 to 50,000).
    seed
        Same seed, same numbers.
    progress, care
        As for :func:`gutbrain.simulate`.

    Returns
    -------
    Sensitivity
        First-order indices, and what each parameter does by itself, the most important first.

    Raises
    ------
    InputError
        Where the protocol cannot be run, the name is no observable, the moment lies outside the run, the effect is not
        in the model, nothing hangs on anything, or SALib is not installed.
    CareNeeded
        Where what was written in the protocol speaks of danger.

    Examples
    --------
    >>> import gutbrain as gb
    >>> fibre = {"exposure": "fibre", "amount": 40, "start": 0}
    >>> found = gb.sensitivity({"days": 15, "events": [fibre]}, "faecal_butyrate", lanes=500)
    >>> found.unit, found.median > 0, found.factors[0].first_order > 0.1
    ('mmol/kg', True, True)
    """
    need("SALib", "sensitivity", field="sensitivity")
    read, count = read_protocol(protocol), whole("lanes", lanes, least=LEAST_LANES, most=MOST_LANES)
    (name,) = check_observables("observable", observable, known_observables())
    when = check_moment("", math.floor(read.days - 1e-6) if day is None else day, hour, read)
    acting = happening(read)
    change = bool(acting) and not level
    if change and is_silent(acting, name):
        did = listed(sorted({event.exposure for event in acting}))
        right = "name another observable, or ask for its level"
        raise InputError([Problem(f"the effect of {did} on {name} is {NOT_IN_THE_MODEL}", right, field="observable")])
    arms = [what_acts_on(name, read), as_now(read)] if change else [read]
    space = Space.of(read)
    drawn = space.deviates(count, seeds.checked(seed))
    run = _carried(space, drawn, arms, name, when, progress)
    values = run[0] - run[1] if change else run[0]
    return _answer(read, name, when, change, space, drawn, values)


class Space:
    """The free parameters of a model, each with what the calibration leaves open: middle and SD, standard deviates."""

    def __init__(self, parameters: Sequence[Quantity], strains: Sequence[tuple[str, float]], sets: Ensemble) -> None:
        self.parameters = tuple(parameters)
        self.strains = tuple(strains)
        self.names = [*(p.key for p in parameters), *(POTENCY + short for short, _ in strains)]
        known = [sets.deviates.get(name) for name in self.names]
        self.middle = np.array([0.0 if z is None else float(np.mean(z)) for z in known])
        self.sd = np.array([1.0 if z is None else float(np.std(z)) for z in known])

    @classmethod
    def of(cls, protocol: Protocol) -> Space:
        """Those on which a run of a protocol hangs."""
        from gutbrain import world

        table = Schedule(protocol).table
        model = world.model(table.slots)
        strains = [(strain.short, strain.potency_sd) for strain in table.strains[0] if strain.potency_sd > 0]
        return cls([p for p in model.parameters if is_free(p)], strains, shipped())

    def deviates(self, count: int, seed: int) -> np.ndarray:
        """All drawn at once, each without regard to the others: (parameter, lane)."""
        drawn = [stratified(seed, f"sensitivity/{name}", count) for name in self.names]
        return np.asarray(self.middle[:, None] + self.sd[:, None] * np.stack(drawn))

    def one_by_one(self, *steps: float) -> np.ndarray:
        """All in the middle but one, which lies so many SD off: (parameter, parameter x step), steps slowest."""
        aside = [np.diag(step * self.sd) for step in steps]
        return np.asarray(self.middle[:, None] + np.concatenate(aside, axis=1))

    def values(self, place: int, z: np.ndarray) -> np.ndarray:
        """A parameter in its own unit at deviates; that of a strain's luck is the deviate."""
        if place >= len(self.parameters):
            return z
        parameter = self.parameters[place]
        return typical_values(parameter, z, "human") / canonical(parameter.unit)[0]


@dataclass(frozen=True)
class Lanes(Ensemble):
    """Parameter sets as they are laid out here, in the order of the lanes, with the luck of strains."""

    potencies: Mapping[str, np.ndarray] = field(default_factory=dict)

    def potency(self, name: str, count: int, seed: int) -> np.ndarray:
        """Deviates of a strain's potency, as they are laid out: (lane,).

        Parameters
        ----------
        name
            Short name of the strain; zeros where its luck is not laid out.
        count
            Lanes.
        seed
            Of no account here.
        """
        return self.potencies.get(name, np.zeros(count))


def _carried(
    space: Space,
    drawn: np.ndarray,
    protocols: Sequence[Protocol],
    name: str,
    when: float,
    progress: Progress | None,
) -> np.ndarray:
    """An observable at a moment: (protocol, lane); first what is drawn, then what is moved by itself, then the middle.

    Lanes that left the finite numbers are NaN.
    """
    z = np.concatenate([drawn, space.one_by_one(-END, -STEP, STEP, END), space.middle[:, None]], axis=1)
    own = len(space.parameters)
    deviates = {p.key: row for p, row in zip(space.parameters, z[:own], strict=True)}
    potencies = {short: row for (short, _), row in zip(space.strains, z[own:], strict=True)}
    sets = Lanes(deviates, luck=False, potencies=potencies)
    setup = Setup(draws=z.shape[1], ensemble=sets, extra=np.array([when]), coarse=True)

    def keep(made: Plan) -> Keep:
        places = np.array([made.compiled.layout.observables.index(name)])
        return Keep(np.isclose(made.grid.kept, when, atol=1e-5, rtol=0.0), places)

    run = carry_arms([Arm.of(protocol) for protocol in protocols], setup, progress=progress, keep=keep)
    values = run.trajectories.values[-1, 0].astype(float) / canonical(run.model.observables[name].unit)[0]
    values[:, run.trajectories.bad] = np.nan
    return np.asarray(values)


def _answer(
    read: Protocol, name: str, when: float, change: bool, space: Space, z: np.ndarray, values: np.ndarray
) -> Sensitivity:
    from gutbrain import world
    from gutbrain.engine.identity import identity

    count = z.shape[1]
    drawn, rest = values[:count], values[count:-1].reshape(4, len(space.names))
    there = np.isfinite(drawn)
    if not there.any() or np.ptp(drawn[there]) <= 1e-6 * max(1e-9, float(np.abs(drawn[there]).max())):
        right = "name another observable or day, or ask for its level"
        raise InputError([Problem(f"{name} does not hang on any parameter there", right, field="observable")])
    first, apart = first_order(z[:, there].T, drawn[there])
    ends = np.stack([space.middle - END * space.sd, space.middle, space.middle + END * space.sd], axis=1)
    steps = np.stack([space.middle - STEP * space.sd, space.middle + STEP * space.sd], axis=1)
    declared = {p.key: p for p in space.parameters}
    factors = []
    for place, key in enumerate(space.names):
        low, middle, high = (float(value) for value in np.asarray(space.values(place, ends[place])))
        at_low, below, above, at_high = (float(value) for value in rest[:, place])
        own = declared.get(key)
        moved = None if own is None else np.asarray(space.values(place, steps[place]))
        factors.append(
            Factor(
                name=key,
                meaning=own.meaning if own else "how far the strain lies from the mean potency, in SD",
                unit=own.unit if own else "1",
                middle=middle,
                low=low,
                high=high,
                first_order=float(first[place]),
                uncertainty=apart.get(place),
                at_low=at_low,
                at_high=at_high,
                slope=(above - below) / (2 * STEP),
                elasticity=_elasticity(moved, below, above),
            )
        )
    low, median, high = (float(value) for value in np.quantile(drawn[there], (0.05, 0.5, 0.95)))
    model = world.model(Schedule(read).table.slots)
    return Sensitivity(
        title=read.title,
        observable=name,
        unit=model.observables[name].unit,
        day=when / 24.0,
        change=change,
        middle=float(values[-1]),
        median=median,
        low=low,
        high=high,
        lanes=count,
        lost=int((~there).sum()),
        factors=tuple(sorted(factors, key=lambda factor: -factor.first_order)),
        not_in_model=not_carried(happening(read), name) if change else (),
        warnings=read.warnings,
        provenance={"ensemble": shipped().provenance["name"], "model": identity(model)},
    )


def first_order(inputs: np.ndarray, output: np.ndarray) -> tuple[np.ndarray, dict[int, float]]:
    """First-order indices from lanes that were drawn anyhow, by RBD-FAST with its correction of bias.

    Parameters
    ----------
    inputs
        (lane, parameter), independent of one another.
    output
        (lane,).

    Returns
    -------
    ndarray, dict
        (parameter,) indices, and half the 95 % interval of the largest by their places.
    """
    from SALib.analyze import rbd_fast

    def analysed(places: Sequence[int], resamples: int) -> Any:
        problem = {"num_vars": len(places), "names": [str(place) for place in places]}
        return rbd_fast.analyze(problem, inputs[:, places], output, M=HARMONICS, num_resamples=resamples, seed=0)

    every = list(range(inputs.shape[1]))
    found = np.array(analysed(every, 2)["S1"], float)
    most = [int(place) for place in np.argsort(-found)[:WITH_INTERVAL]]
    half = analysed(most, 100)["S1_conf"]
    return found, {place: float(width) for place, width in zip(most, half, strict=True)}


def _elasticity(moved: np.ndarray | None, below: float, above: float) -> float | None:
    """Change of a logarithm for that of another; None where one of them has none."""
    if moved is None or not (moved > 0).all() or moved[0] == moved[1] or not below * above > 0:
        return None
    return float(math.log(above / below) / math.log(moved[1] / moved[0]))
