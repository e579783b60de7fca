"""Many people at few visits: what they teach of the parameters that all people share.

The likelihood is that of calibration: what was seen, in its errors, against what parameter sets foretell, made linear
between the sets of the shipped ensemble; numbers that fit nowhere pull less (Student's t). The sets are moved and drawn
together accordingly, so that they go on being parameter sets of the axis.
"""

from __future__ import annotations

import datetime
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gutbrain import csvfiles, files, seeds, world
from gutbrain.atlas.observables import about, group_of
from gutbrain.care import listens
from gutbrain.engine import readout
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.ensemble import Ensemble, shipped
from gutbrain.engine.identity import identity
from gutbrain.engine.lanes import Progress
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Protocol
from gutbrain.exposures.moments import hours_of
from gutbrain.findings.calibration import FREEDOM, ROUNDS, Linear
from gutbrain.model.units import canonical
from gutbrain.observations import Observations, read
from gutbrain.observations.series import recorded

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

LEAST = 3
"""People of a group, at a visit, below which their mean says nothing."""

BY_CHANCE = 3.0
"""A parameter has learnt something where more of its variance is gone than so many times what chance takes away."""

LEAST_LEARNT = 0.005
"""A share of the variance below which nothing counts as learnt, whatever chance takes."""

FAR = 3.0
"""A number so many errors from what the sets foretell is told: it pulls little."""

KIND = "cohort"


@dataclass(frozen=True)
class Seen:
    """A number that a cohort shows: by how much one group changed from its first visit, against another or by itself.

    Attributes
    ----------
    observable, day, hour
        What, and when.
    since
        The day of the first visit.
    group, against
        Places of the groups; ``against`` is -1 where there is no group without exposures.
    value, error
        The change (of the logarithm for what is skewed), and its standard error.
    people
        How many.
    """

    observable: str
    day: float
    hour: float | None
    since: float
    group: int
    against: int
    value: float
    error: float
    people: int


@dataclass(frozen=True)
class CohortFit:
    """What a cohort taught.

    Attributes
    ----------
    ensemble
        The parameter sets afterwards.
    before
        The sets before.
    seen
        The numbers that were fitted.
    foretold, after
        (number, set) what the sets foretold of each before, and foretell now.
    notes, provenance
        What one should know, and what it comes from.
    """

    ensemble: Ensemble
    before: Ensemble
    seen: tuple[Seen, ...]
    foretold: Array
    after: Array
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self) -> pd.DataFrame:
        """Parameters that learnt something: mean and SD before and after, in SD of their priors, and the share learnt.

        Returns
        -------
        DataFrame
            ``parameter, mean_before, sd_before, mean, sd, learnt``, the most first; what is not there learnt no more
            than chance would have it.
        """
        import pandas as pd

        rows = []
        for name, z in self.before.deviates.items():
            now = self.ensemble.deviates[name]
            gone = 1 - float(now.var()) / max(float(z.var()), 1e-12)
            rows.append((name, z.mean(), z.std(), now.mean(), now.std(), gone))
        columns = ["parameter", "mean_before", "sd_before", "mean", "sd", "learnt"]
        table = pd.DataFrame(rows, columns=columns).sort_values("learnt", ascending=False)
        chance = float(table["learnt"].median())
        return table[table["learnt"] > BY_CHANCE * max(chance, LEAST_LEARNT)].reset_index(drop=True)

    def numbers(self) -> pd.DataFrame:
        """What was seen beside what was foretold, before and now (median and 90 %)."""
        import pandas as pd

        rows = []
        for place, one in enumerate(self.seen):
            row = {"observable": one.observable, "day": one.day, "group": one.group, "people": one.people}
            row |= {"seen": one.value, "error": one.error}
            for name, values in (("before", self.foretold[place]), ("now", self.after[place])):
                low, median, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
                row |= {f"{name}_median": median, f"{name}_low": low, f"{name}_high": high}
            rows.append(row)
        return pd.DataFrame(rows)

    def save(self, folder: Path | str) -> Path:
        """Write the parameter sets and tables into a folder, which ``gutbrain simulate --from`` takes."""
        place = Path(folder)
        files.check_folder(place)
        with files.written_aside(place) as aside:
            self.write(aside)
        return place

    def write(self, place: Path) -> None:
        """Write the files of :meth:`save`."""
        self.ensemble.save(place)
        for name, table in (("parameters.csv", self.parameters()), ("numbers.csv", self.numbers())):
            files.write_whole(place / name, csvfiles.table(table))
        files.sign(place, self.provenance)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``--json`` prints them."""
        return {
            "parameters": self.parameters().to_dict("records"),
            "numbers": self.numbers().to_dict("records"),
            "notes": list(self.notes),
        }


@listens
def fit_cohort(
    observations: Observations | pd.DataFrame | str | Path,
    protocol: Protocol | str | Path | Mapping[str, Any],
    *,
    ensemble: Ensemble | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    care: str | None = None,
) -> CohortFit:
    """Learn from many people at few visits.

    People with the same recorded exposures are one group. Of each group the mean change from its first visit counts,
    against that of the group without exposures where there is one: what happens to everybody is no effect.

    Parameters
    ----------
    observations
        A CSV file or a DataFrame with a column ``person``, see :func:`gutbrain.observations.read`.
    protocol
        Who they are, and what acted on all of them.
    ensemble
        Parameter sets to begin with; the shipped ones unless given.
    seed
        Same seed, same numbers.
    progress
        Called with the share done.
    care
        ``"seen"`` goes on where words speak of danger.

    Returns
    -------
    CohortFit
        Parameter sets, and what was learnt.

    Raises
    ------
    InputError
        With everything that is wrong, or where nothing can be learnt.

    Examples
    --------
    >>> import pandas as pd, gutbrain as gb
    >>> took = [(f"p{one}", day, "inulin", 10.0) for one in (0, 2, 4) for day in range(7)]
    >>> counts = [8.5, 8.9, 8.4, 8.4, 8.6, 9.0, 8.3, 8.4, 8.7, 9.2, 8.5, 8.5]
    >>> moments = [(f"p{one}", day) for one in range(6) for day in (0, 7)]
    >>> seen = [(*moment, "bifidobacterium", count) for moment, count in zip(moments, counts)]
    >>> trial = pd.DataFrame([*took, *seen], columns=["person", "day", "observable", "value"])
    >>> found = gb.fit_cohort(trial, {"days": 8})
    >>> round(float(found.numbers()["seen"].iloc[0]), 2)
    0.4
    """
    of = read_protocol(protocol)
    seen = read(observations, start_date=of.start_date)
    seeds.checked(seed)
    sets = shipped() if ensemble is None else ensemble
    groups = _groups(seen)
    notes = list(seen.notes)
    numbers = tuple(_numbers(seen, groups, notes))
    if not numbers:
        wrong = f"has no observable of {LEAST} people or more at two visits"
        raise InputError([Problem(wrong, "give a column person, and visits by day", file=seen.file)])
    days = max(float(of.days), max(one.day for one in numbers) + 1)
    base = replace(of, days=days, observe=(), saw=())
    protocols = [_of_group(base, seen, people) for people in groups]
    foretold = _foretold(protocols, numbers, sets, seed, progress)
    factor = np.array([sets.discrepancy.get(group_of(one.observable), sets.discrepancy.get(readout.ALL, 0.0))
                       for one in numbers])  # fmt: skip
    value = np.array([one.value for one in numbers])
    error = np.hypot([one.error for one in numbers], factor * np.abs(foretold.mean(axis=1)))
    mean, transform = moved(foretold, value, error)
    away = np.abs(value - foretold.mean(axis=1)) / np.hypot(error, foretold.std(axis=1))
    notes += [
        f"{one.observable} of day {one.day:g} ({one.value:.3g}) lies {off:.1f} errors from what the parameter sets "
        "foretell: it pulls little"
        for one, off in zip(numbers, away, strict=True)
        if off > FAR
    ]
    deviates = {name: _apply(z[None], mean, transform)[0] for name, z in sets.deviates.items()}
    name = f"{sets.provenance['name']}, updated by {len(seen.people)} people"
    provenance = {
        "gutbrain": importlib.metadata.version("gutbrain"),
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "kind": KIND,
        "name": name,
        "protocol": of.title,
        "people": len(seen.people),
        "groups": len(groups),
        "numbers": len(numbers),
        "seed": seed,
        "ensemble": sets.provenance["name"],
        "model": identity(world.model()),
    }
    after = Ensemble(deviates, {"name": name, **provenance}, discrepancy=sets.discrepancy)
    return CohortFit(
        after, sets, numbers, foretold, _apply(foretold, mean, transform), tuple(notes), provenance
    )  # fmt: skip


def moved(foretold: Array, value: Array, error: Array) -> tuple[Array, Array]:
    """Where numbers move an ensemble: weights of the sets for its mean, and what draws the sets together.

    Parameters
    ----------
    foretold
        (number, set).
    value, error
        (number,) what was seen, and its error.

    Returns
    -------
    tuple
        (set,) and (set, set): of anything known for each set, its new mean is the old one plus deviations times the
        first, its new deviations are the old ones times the second.
    """
    count = foretold.shape[1]
    centre = foretold.mean(axis=1)
    sensitivity = (foretold - centre[:, None]) / error[:, None] / np.sqrt(count - 1)
    residual = (value - centre) / error
    start, off, still = np.zeros(count), residual, np.zeros(count, bool)
    for _ in range(ROUNDS):
        weight = np.minimum((FREEDOM + 1) / (FREEDOM + off**2), 1.0)
        aim, precision = Linear(start, sensitivity, residual, weight, still).solve(weight)
        off = residual - sensitivity @ aim
    size, direction = np.linalg.eigh(precision)
    return aim / np.sqrt(count - 1), np.asarray((direction / np.sqrt(size)) @ direction.T)


def _apply(values: Array, mean: Array, transform: Array) -> Array:
    """Values of each set (row, set), moved."""
    centre = values.mean(axis=1, keepdims=True)
    away = values - centre
    return np.asarray(centre + (away @ mean)[:, None] + away @ transform)


def _groups(seen: Observations) -> list[tuple[str, ...]]:
    """People by what was recorded to act on them; first those on whom nothing did."""
    exposed = seen.table[seen.table["observable"].isin(seen.names("exposure"))]
    by_key: dict[tuple[Any, ...], list[str]] = {}
    keys = {
        person: tuple(map(tuple, rows[["observable", "day", "value"]].to_numpy().tolist()))
        for person, rows in exposed.groupby("person")
    }
    for person in seen.people:
        by_key.setdefault(keys.get(person, ()), []).append(person)
    return [tuple(people) for _, people in sorted(by_key.items(), key=lambda item: len(item[0]))]


def _of_group(base: Protocol, seen: Observations, people: tuple[str, ...]) -> Protocol:
    first = seen.of(people[0])
    return recorded(base, first) if first.names("exposure") else base


def _numbers(seen: Observations, groups: list[tuple[str, ...]], notes: list[str]) -> list[Seen]:
    control = 0 if not seen.of(groups[0][0]).names("exposure") and len(groups) > 1 else -1
    if control < 0:
        notes.append("no group without exposures: changes count as they are, what happens to everybody among them")
    found: list[Seen] = []
    for name in seen.names("observable"):
        rows = seen.table[seen.table["observable"] == name]
        wide = rows.pivot_table(index="person", columns="day", values="value")
        if about(name).scale == "log":
            wide = wide.where(wide > 0).map(np.log)
        said = rows["hour"].dropna()
        hour = float(said.median()) if len(said) else None
        changes = wide.sub(wide.iloc[:, 0], axis=0).iloc[:, 1:]
        for day in changes.columns:
            means = [changes[day].reindex(list(people)).dropna() for people in groups]
            for place, one in enumerate(means):
                if place == control or len(one) < LEAST or (control >= 0 and len(means[control]) < LEAST):
                    continue
                value, variance = float(one.mean()), float(one.var(ddof=1)) / len(one)
                if control >= 0:
                    other = means[control]
                    value -= float(other.mean())
                    variance += float(other.var(ddof=1)) / len(other)
                error = max(float(np.sqrt(variance)), 1e-9)
                since = float(wide.columns[0])
                found.append(Seen(name, float(day), hour, since, place, control, value, error, len(one)))
    return found


def _foretold(
    protocols: list[Protocol], numbers: tuple[Seen, ...], sets: Ensemble, seed: int, progress: Progress | None
) -> Array:
    """What each parameter set foretells of each number for the typical person: (number, set)."""
    plain = replace(sets, discrepancy={}, luck=False)
    extra = np.array(sorted({hours_of(d, one.hour) for one in numbers for d in (one.since, one.day)}))
    setup = Setup(draws=sets.members, seed=seed, coarse=True, extra=extra, ensemble=plain)
    run = carry_arms([Arm.of(one) for one in protocols], setup, progress=progress)
    time = run.trajectories.time

    def read_at(one: Seen, day: float, group: int) -> Array:
        at = int(np.clip(np.searchsorted(time, hours_of(day, one.hour) - 1e-4), 0, len(time) - 1))
        unit = canonical(run.model.observables[one.observable].unit)[0]
        values = run.trajectories.values[at, run.observables.index(one.observable), group].astype(float) / unit
        return np.asarray(np.log(values) if about(one.observable).scale == "log" else values)

    rows = []
    for one in numbers:
        change = read_at(one, one.day, one.group) - read_at(one, one.since, one.group)
        if one.against >= 0:
            change = change - read_at(one, one.day, one.against) + read_at(one, one.since, one.against)
        rows.append(change)
    return np.array(rows)


def sets_of(folder: Path | str) -> Ensemble:
    """The parameter sets that a fit of a cohort left in a folder.

    Raises
    ------
    InputError
        Where there are none.
    """
    place = Path(folder)
    told = files.provenance(place)
    try:
        lines = (place / "ensemble.csv").read_text(encoding="utf-8").splitlines()[1:]
        deviates = {name: np.array(values, float) for name, *values in (line.split(",") for line in lines)}
    except (OSError, ValueError):
        right = "name a folder that gutbrain fit --cohort wrote"
        raise InputError([Problem(f"{place} holds no parameter sets", right, field="--from")]) from None
    return Ensemble(deviates, told, discrepancy=readout.known())
