"""From observations to what they teach: :func:`fit`."""

from __future__ import annotations

import datetime
import importlib.metadata
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gutbrain import seeds, world
from gutbrain.arguments import names as as_names
from gutbrain.arguments import whole
from gutbrain.care import listens
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.identity import identity
from gutbrain.engine.lanes import Progress
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError, Problem
from gutbrain.exposures import Protocol
from gutbrain.fitting import day as days_of
from gutbrain.fitting import effects, person
from gutbrain.fitting.fit import COUNT, Fit
from gutbrain.fitting.outcome import Outcome, outcome, outcomes_in
from gutbrain.fitting.paths import DRAWS, Paths, Read, acting, paths
from gutbrain.observations import OWN, Observations, read

if TYPE_CHECKING:
    import pandas as pd

LEAST = 8
"""Days with an outcome below which there is no fit of it."""


@listens
def fit(
    observations: Observations | pd.DataFrame | str | Path,
    protocol: Protocol | str | Path | Mapping[str, Any] = "",
    *,
    outcomes: str | Sequence[str] = (),
    measures: Mapping[str, str] | None = None,
    person: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    care: str | None = None,
) -> Fit:
    """Learn from one person's days.

    Two layers explain what was recorded. The slow one is the axis: what each recorded exposure does to people in
    general, day by day, times how strongly this person follows it; several hypotheses of that are averaged, "nothing
    acts" among them. The fast one is the day itself: weekday, drift, what is recorded of the same day and the day
    before, and noise with a memory.

    Parameters
    ----------
    observations
        A CSV file or a DataFrame, see :func:`gutbrain.observations.read`.
    protocol
        Who it is, and what else acted on them: a file, a mapping, or a protocol. Its ``days`` are those of the record,
        or more; the days after the last recorded one are forecast.
    outcomes
        What is to be explained; all that can be, unless given.
    measures
        What an item shows: ``{"mood": "-depression"}`` where more of it is less of depression.
    person
        Whose rows; needed where there are several people.
    draws
        People in general by which the effects of factors are told.
    seed
        Same seed, same numbers.
    progress
        Called with the share done.
    care
        ``"seen"`` goes on where words or answers speak of danger.

    Returns
    -------
    Fit
        Tables of what was learnt; ``save`` writes a folder.

    Raises
    ------
    InputError
        With everything that is wrong.
    CareNeeded
        Where words or answers speak of danger.

    Examples
    --------
    >>> import numpy as np, pandas as pd, gutbrain as gb
    >>> luck = np.random.default_rng(1)
    >>> sleep, mood = luck.normal(7, 1, 40), luck.normal(6, 1, 40)
    >>> days = pd.DataFrame({"day": range(40), "sleep [h]": sleep, "mood [0-10]": mood})
    >>> found = gb.fit(days, {"days": 40}, draws=8)
    >>> found.factors()[["outcome", "factor"]].values.tolist()
    [['mood', 'sleep']]
    """
    read_of = read_protocol(protocol) if protocol != "" else read_protocol({"days": 1})
    seen = read(observations, start_date=read_of.start_date)
    seen = _of_one(seen, person)
    asked = as_names("outcomes", outcomes)
    told = dict(measures or {})
    chosen = asked or outcomes_in(seen, told)
    if not chosen:
        right = "name it with outcomes=, and what it shows with measures={'item': '-depression'}"
        raise InputError([Problem("has nothing to explain: no observable and no item that is known", right,
                                  "outcomes", seen.file)])  # fmt: skip
    length = max(float(read_of.days), float(seen.table["day"].max() + 1))
    whose = replace(read_of, days=float(math.ceil(length)), observe=(), saw=())
    first_of = [outcome(seen, name, told, {}) for name in chosen]
    acts = {one.observable: acting(whose, seen, one.observable) for one in first_of}
    factors = tuple(dict.fromkeys(name for found in acts.values() for name in found))
    factors, constant = _that_vary(seen, factors)
    reads = list(dict.fromkeys((one.observable, one.hour) for one in first_of))
    many = whole("draws", draws, least=2)
    seed = seeds.checked(seed)
    made = paths(whose, seen, factors, reads, draws=many, seed=seed, progress=progress)
    spread = {name: float(made.base[name, hour].std()) or 1.0 for name, hour in reads}
    of = [outcome(seen, name, told, spread) for name in chosen]
    notes = [*(text for text in seen.notes if not text.startswith(OWN)), *_own(seen, chosen)]
    notes += _notes(seen, acts, constant)
    notes += [f"{one.name}: effects, level and noise are of its logarithm" for one in of if one.is_log]
    fits = {}
    for one in of:
        found = _one(one, seen, made, [name for name in factors if name in acts[one.observable]], notes)
        if found is not None:
            fits[one.name] = found
    if not fits:
        raise InputError([Problem(f"has fewer than {LEAST} days of every outcome", "record some weeks",
                                  "outcomes", seen.file)])  # fmt: skip
    changes = {name: effects.usual_change(seen, name)[1] for name in factors}
    lasting = effects.lasting(whose, seen, changes, reads, draws=many, seed=seed) if changes else {}
    return Fit(
        protocol=whose,
        seen=seen,
        outcomes=fits,
        effects=_effects(fits, made, lasting, factors, seed),
        changes=changes,
        weeks=effects.WEEKS,
        notes=tuple(notes),
        provenance=_provenance(whose, seen, chosen, factors, many, seed),
        seed=seed,
    )


def _of_one(seen: Observations, person: str | None) -> Observations:
    if person is not None:
        return seen.of(person)
    if len(seen.people) > 1:
        counted = seen.table.groupby("person")["day"].nunique()
        said = ", ".join(f"{name}: {days} days" for name, days in counted.head(4).items())
        wrong = f"has {len(seen.people)} people ({said})"
        raise InputError([Problem(wrong, "name one with person", "person", seen.file)])
    return seen


def _that_vary(seen: Observations, factors: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Factors that differ between days, and those that do not."""
    constant = [name for name in factors if abs(effects.usual_change(seen, name)[1]) < 1e-9]
    return tuple(name for name in factors if name not in constant), constant


def _own(seen: Observations, outcomes: Sequence[str]) -> list[str]:
    """What the model does not know, and is no outcome."""
    own = [name for name in seen.names("own") if name not in outcomes]
    said = ", ".join(f"{name} [{seen.items[name].unit}]" if seen.items[name].unit else name for name in own)
    return [f"{OWN}: {said}; looked at in the layer of the day alone"] if own else []


def _notes(seen: Observations, acts: Mapping[str, Sequence[str]], constant: Sequence[str]) -> list[str]:
    found = [f"{name} is the same every day: what never changes cannot be told apart from you" for name in constant]
    for observable, factors in acts.items():
        silent = [name for name in seen.names("exposure") if name not in factors]
        if silent:
            of_day = "looked at in the layer of the day alone"
            found.append(f"{', '.join(silent)}: no effect on {observable} is in the model; {of_day}")
    return found


def _one(
    one: Outcome, seen: Observations, made: Paths, factors: Sequence[str], notes: list[str]
) -> person.OnePerson | None:
    read_as: Read = (one.observable, one.hour)
    alone = made.alone[read_as]
    y = one.series(seen, made.first, len(alone))
    recorded = int(np.isfinite(y).sum())
    if recorded < LEAST:
        notes.append(f"{one.name}: {recorded} days: nothing can be told from so few")
        return None
    learnt = int(np.flatnonzero(np.isfinite(y))[-1]) + 1
    others = [name for name in seen.names() if name != one.name and seen.items[name].kind != "observable"]
    day = days_of.columns(seen, _not_the_same(seen, others, one), made.first, len(y), learnt)
    places = [made.factors.index(name) for name in factors]
    return person.fit(one, tuple(factors), alone[:, places], y, day, made.first)


def _not_the_same(seen: Observations, names: Sequence[str], one: Outcome) -> list[str]:
    """Factors of the day: not other ratings, which are answers of the same evening and explain nothing."""
    return [name for name in names if not seen.items[name].is_rating]


def _effects(
    fits: Mapping[str, person.OnePerson], made: Paths, lasting: Mapping[Read, Any], factors: Sequence[str], seed: int
) -> dict[tuple[str, str], tuple[Any, Any, Any]]:
    found = {}
    for name, one in fits.items():
        read_as = (one.outcome.observable, one.outcome.hour)
        own = one.own(COUNT, seed) if one.factors else np.empty((0, 0))
        over_all = one.sensitivities(one.draws(COUNT, seed))
        for place, factor in enumerate(one.factors):
            at = factors.index(factor)
            people = lasting[read_as][at]
            days = made.alone[read_as][: one.learnt, at]
            mine, both = (
                effects.of_person(each[:, place], people, days, one.outcome.per_unit, seed) for each in (own, over_all)
            )
            found[name, factor] = (mine, one.outcome.per_unit * people, both)
    return found


def _provenance(
    protocol: Protocol, seen: Observations, outcomes: Sequence[str], factors: Sequence[str], draws: int, seed: int
) -> dict[str, Any]:
    return {
        "gutbrain": importlib.metadata.version("gutbrain"),
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "kind": "fit",
        "protocol": protocol.title,
        "days": int(protocol.days),
        "recorded": {name: int((seen.table["observable"] == name).sum()) for name in seen.items},
        "outcomes": list(outcomes),
        "factors": list(factors),
        "draws": draws,
        "seed": seed,
        "ensemble": shipped().provenance["name"],
        "model": identity(world.model()),
    } | ({} if world.current().is_shipped else {"world": world.current().provenance()})
