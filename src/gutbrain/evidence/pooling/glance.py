"""Trials pooled for a sentence: how large, in points of a scale and of a hundred people, how sure, in whom, how long.

The numbers are those of :mod:`gutbrain.evidence.pooling.meta`; they are kept between runs, so that a question needs no
statistics to be loaded. What was kept is keyed by the records and by the code that pools them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from statistics import median
from typing import Any

from gutbrain import cache
from gutbrain.datafiles import active, per_world
from gutbrain.evidence.trials import Trial

MOST = 4000
"""So many glances are remembered by one process."""


@dataclass(frozen=True)
class Glance:
    """What trials found together on an outcome, in Hedges g, active minus control, nulls as zeros.

    Attributes
    ----------
    outcome, arms, people
        What was pooled: comparisons and people. ``arms`` is 0 where nothing can be.
    g, low, high, corrected, corrected_low, corrected_high
        Effect with its 95 % interval, and the same corrected for selective reporting; None where there is none.
    better
        1 where more is better, else -1.
    scale, scale_low, scale_high, points, points_low, points_high
        The effect in points of the scale that most of the trials used, and from where to where that goes.
    of_100
        Of 100 people, how many do better than the middle one of the control arm (50 where it does nothing).
    certainty, why
        By GRADE, and the reason.
    weeks
        Shortest, middle and longest treatment; empty where none is known.
    groups
        Comparisons by kind of people.
    found
        Comparisons that improved, that found no difference, that got worse.
    doses
        Lowest and highest dose (CFU a day); empty where none is known.
    trials
        Keys of the trials in it.
    """

    outcome: str
    arms: int = 0
    people: int = 0
    g: float | None = None
    low: float | None = None
    high: float | None = None
    corrected: float | None = None
    corrected_low: float | None = None
    corrected_high: float | None = None
    better: int = -1
    scale: str = ""
    scale_low: float | None = None
    scale_high: float | None = None
    points: float | None = None
    points_low: float | None = None
    points_high: float | None = None
    of_100: int | None = None
    certainty: str = ""
    why: str = ""
    weeks: tuple[float, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    found: tuple[int, int, int] = (0, 0, 0)
    doses: tuple[float, ...] = ()
    trials: tuple[str, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether the interval excludes no effect."""
        return self.low is not None and self.high is not None and self.low * self.high > 0

    @property
    def good(self) -> float:
        """The effect, positive where it is for the better; 0 where there is none."""
        return self.better * (self.g or 0.0)


def glance(outcome: str, records: Mapping[str, Trial], *, strain: str | None = None) -> Glance:
    """Pool an outcome over trials.

    Parameters
    ----------
    outcome
        One of :data:`gutbrain.evidence.pooling.meta_question.OUTCOMES`.
    records
        The trials, whatever they gave: who asks chooses them.
    strain
        The strain that was asked for, whose mixtures count as indirect.
    """
    name = hashlib.sha256("\n".join((_identity(), outcome, strain or "", *sorted(records))).encode()).hexdigest()
    if name not in _remembered:
        kept = cache.kept(f"glance-{name}.json")
        made = None if kept is None else _from(kept)
        if made is None:
            made = _pooled(outcome, records, strain)
            cache.keep(f"glance-{name}.json", json.dumps(asdict(made)).encode())
        if len(_remembered) >= MOST:
            _remembered.clear()
        _remembered[name] = made
    return _remembered[name]


_remembered: dict[str, Glance] = {}


def _from(kept: bytes) -> Glance | None:
    try:
        values = json.loads(kept)
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        lists["groups"] = tuple((str(name), int(number)) for name, number in values["groups"])
        return Glance(**{**values, **lists})
    except (ValueError, TypeError, KeyError):
        return None


@per_world
def _identity() -> str:
    """Stands for the records of this world and the code that pools them."""
    root = files("gutbrain")
    names = ("evidence/data/trials.yaml", "people/data/scales.yaml", "exposures/data/strains.yaml")
    places = [root / name for name in (*names, "evidence/risk_of_bias.py", "evidence/trials.py")]
    here = root / "evidence" / "pooling"
    places += sorted((part for part in here.iterdir() if part.name.endswith(".py")), key=lambda part: part.name)
    every = hashlib.sha256(active().identity.encode())
    for place in places:
        every.update(place.read_bytes())
    return every.hexdigest()


def _pooled(outcome: str, records: Mapping[str, Trial], strain: str | None) -> Glance:
    from math import erf, sqrt

    from gutbrain.evidence.pooling.effects import at_the_end, effects
    from gutbrain.evidence.pooling.meta import hoped, of_effects
    from gutbrain.evidence.pooling.meta_question import ask

    every = ("bacteria", "synbiotic", "prebiotic", "other")
    found = at_the_end(effects(outcome, products=every, records=records))
    better = hoped(outcome)
    if not found:
        return Glance(outcome, better=better)
    pooled = of_effects(ask(outcome, strain), found)
    pool, corrected, sure = pooled.estimates.imputed, pooled.estimates.corrected, pooled.certainty
    assert pool is not None
    scale = _scale(outcome, (effect.outcome.observable for effect in found))
    sd = float(scale["sd"]) if scale else None
    points = [None if end is None or sd is None else end * sd for end in (pool.estimate, pool.low, pool.high)]
    weeks = sorted(effect.weeks for effect in found if effect.weeks is not None)
    doses = sorted(effect.dose for effect in found if effect.dose)
    told = Counter(effect.outcome.result for effect in found)
    return Glance(
        outcome=outcome,
        arms=len(found),
        people=pooled.people,
        g=pool.estimate,
        low=pool.low,
        high=pool.high,
        corrected=corrected.estimate if corrected else None,
        corrected_low=corrected.low if corrected else None,
        corrected_high=corrected.high if corrected else None,
        better=better,
        scale=str(scale["name"]) if scale else "",
        scale_low=float(scale["low"]) if scale else None,
        scale_high=float(scale["high"]) if scale else None,
        points=points[0],
        points_low=points[1],
        points_high=points[2],
        of_100=round(50 * (1 + erf(better * pool.estimate / sqrt(2)))),
        certainty=sure.level if sure else "",
        why=str(sure) if sure else "",
        weeks=(weeks[0], median(weeks), weeks[-1]) if weeks else (),
        groups=tuple(Counter(effect.severity for effect in found).most_common()),
        found=(told["improved"], told["no-difference"], told["worse"]),
        doses=(doses[0], doses[-1]) if doses else (),
        trials=tuple(dict.fromkeys(effect.trial.key for effect in found)),
    )


def _scale(outcome: str, used: Iterable[str]) -> Mapping[str, Any] | None:
    """The scale of the outcome that most trials used; the first that is known for it where none of them is."""
    from gutbrain.people.scales import scales

    for name, _ in Counter(used).most_common():
        row = scales().get(name)
        if row is not None and row["measures"] == outcome:
            return row
    return next((row for row in scales().values() if row["measures"] == outcome), None)
