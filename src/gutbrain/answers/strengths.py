"""How strong the arrows of the axis are, worked out from the model.

An arrow between channels: in a healthy adult who takes a strain and has a stressful hour (some influences act only
then), the signal is pushed for four weeks, as this listener alone hears it, by one standard deviation of what it is in
people who live ordinary lives (``data/everyday_lives.yaml``), to the side on which they mostly lie. The rest of the
axis answers freely. The arrow's strength is how far the listener's main observable that moves most goes from where it
would have been, in standard deviations of the same people. An arrow from outside: the same for an ordinary course of
the exposure (``course`` of its record), in a healthy adult who does nothing else.

The figures ship as ``data/strengths.json`` with the identity of the model that they were worked out from. After a
change of the axis: ``python -m gutbrain.answers.strengths`` (about half a minute) writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gutbrain import world
from gutbrain.datafiles import per_world, read
from gutbrain.engine.setup import Setup
from gutbrain.files import write_whole
from gutbrain.language import N_

if TYPE_CHECKING:
    import numpy as np

    from gutbrain.model.wiring import Arrow

DAYS = 28
PEOPLE = 24
"""People in each of the everyday lives."""

READ = ((26, 8.0), (26, 20.0), (27, 8.0), (27, 15.75), (27, 20.0))
"""Days and clock hours at which lives are compared."""

PUSHED = {
    "title": "A healthy adult with a strain and a stressful hour",
    "days": DAYS,
    "events": [
        {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0},
        {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 20, "hour": 15, "hours": 0.25},
    ],
}
"""In whom signals are pushed."""

SAME = 1e-6
"""A signal whose standard deviation is smaller than this share of its size does not differ between people."""

GROUPS = ((0.02, N_("hardly any")), (0.1, N_("weak")), (0.3, N_("medium")), (float("inf"), N_("strong")))
"""Up to which strength (SD) an arrow is called what."""


class Strength(NamedTuple):
    """Which observable of the listener moves most, and by how many standard deviations.

    Up is positive, for more of the signal: where it was pushed down, the sign is turned.
    """

    observable: str
    change: float

    @property
    def size(self) -> float:
        """Without the sign."""
        return abs(self.change)


@per_world
def everyday_lives() -> list[dict[str, Any]]:
    """Protocols of ordinary lives, without title and days."""
    found: list[dict[str, Any]] = read("gutbrain.answers", "everyday_lives.yaml")
    return found


def called(size: float) -> str:
    """A strength in words."""
    return next(word for most, word in GROUPS if size < most)


@per_world
def shipped() -> Mapping[str, Strength] | None:
    """Strengths by ``listener.signal`` or ``listener.exposure``; None where they are those of another axis.

    In a world, those of arrows between channels that ship: they were measured in the shipped axis. Of others there is
    none.
    """
    from gutbrain.axis import axis
    from gutbrain.engine.identity import identity

    made = json.loads((files("gutbrain.answers") / "data" / "strengths.json").read_text(encoding="utf-8"))
    if made["model"] != identity(axis()):
        return None
    here, ours = world.model(), set(axis().modules)
    changed = {module.name for module in here.modules if module not in ours}
    named = {module.name for module in here.modules}

    def is_ours(key: str) -> bool:
        listener, _, signal = key.partition(".")
        giver = here.givers.get(signal)
        return listener in named - changed and (giver is None or giver.module not in changed)

    return {key: Strength(*value) for key, value in made["strengths"].items() if is_ours(key)}


def measure() -> dict[str, Strength]:
    """Work out the strength of every arrow of the axis."""
    from gutbrain.model.wiring import arrows

    every = arrows(world.model())
    outer = [a for a in every if a.giver.startswith("exposure:")]
    inner = [a for a in every if a not in outer]
    spread, side = _everyday()
    return _of_signals(inner, spread, side) | _of_exposures(outer, spread)


def _everyday() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Of every observable the SD between people, and on which side of the healthy adult (1, -1) they mostly are."""
    import numpy as np

    from gutbrain.engine.arms import Arm, carry_arms
    from gutbrain.engine.simulation import read_protocol

    protocols = [read_protocol({"title": "An ordinary life", "days": DAYS, **life}) for life in everyday_lives()]
    extra = np.array([24.0 * day + hour for day, hour in READ])
    run = carry_arms([Arm.of(p) for p in protocols], Setup(people=PEOPLE, draws=1, seed=0, extra=extra))
    alone = carry_arms([Arm.of(protocols[0])], Setup(people=1, draws=1, seed=0, extra=extra))
    rows = [int(np.argmin(np.abs(run.trajectories.time - moment))) for moment in extra]
    kept = [int(np.argmin(np.abs(alone.trajectories.time - moment))) for moment in extra]
    spread, side = {}, {}
    for i, name in enumerate(run.observables):
        values = run.trajectories.values[rows, i].astype(float).reshape(len(rows), -1)
        rest = alone.trajectories.values[kept, alone.observables.index(name), 0, 0].astype(float)
        # within a moment: the time of day makes no difference between people
        spread[name] = float(np.sqrt(np.mean(values.var(axis=1))))
        side[name] = float(np.sign(np.mean(values - rest[:, None]))) or 1.0
        if spread[name] < SAME * float(np.abs(values).mean()):
            spread[name] = 0.0
    return spread, side


def _of_signals(inner: Sequence[Arrow], spread: Mapping[str, float], side: Mapping[str, float]) -> dict[str, Strength]:
    import numpy as np

    lanes = 1 + len(inner)
    pushes: dict[tuple[str, str], np.ndarray] = {}
    for lane, arrow in enumerate(inner, 1):
        push = pushes.setdefault((arrow.listener, arrow.signal), np.zeros(lanes))
        push[lane] = side[arrow.signal] * spread[arrow.signal]
    names = sorted({name for arrow in inner for name in _main(arrow.listener, spread)})
    furthest = {name: np.zeros(lanes) for name in names}
    for values in _carried(lanes, pushes, names):
        for name, value in values.items():
            moved = (value - value[0]) / spread[name]
            furthest[name] = np.where(np.abs(moved) > np.abs(furthest[name]), moved, furthest[name])
    return {
        f"{arrow.listener}.{arrow.signal}": _largest(
            {name: side[arrow.signal] * float(furthest[name][lane]) for name in _main(arrow.listener, spread)}
        )
        for lane, arrow in enumerate(inner, 1)
    }


def _of_exposures(outer: Sequence[Arrow], spread: Mapping[str, float]) -> dict[str, Strength]:
    """Ordinary courses, all beside a healthy adult who has none, by the engine itself."""
    import numpy as np

    from gutbrain.atlas.exposures import exposure_of, exposures
    from gutbrain.engine.arms import Arm, carry_arms
    from gutbrain.engine.simulation import read_protocol

    courses = {name: known.course for name, known in exposures().items() if known.course is not None}
    protocols = [
        read_protocol({"title": name, "days": DAYS, "events": [{"exposure": name, "start": 0, **course}]})
        for name, course in courses.items()
    ]
    nothing = read_protocol({"title": "nothing", "days": DAYS})
    run = carry_arms([Arm.of(p) for p in (nothing, *protocols)], Setup(people=1, draws=1, seed=0))
    values = run.trajectories.values[..., 0].astype(float)
    index = {name: i for i, name in enumerate(run.observables)}
    places = {exposure: arm for arm, exposure in enumerate(courses, 1)}
    found = {}
    for listener, exposure in sorted({(a.listener, exposure_of(a.signal)) for a in outer}):
        if exposure not in places:
            continue
        furthest = {}
        for name in _main(listener, spread):
            moved = (values[:, index[name], places[exposure]] - values[:, index[name], 0]) / spread[name]
            furthest[name] = float(moved[np.argmax(np.abs(moved))])
        found[f"{listener}.{exposure}"] = _largest(furthest)
    return found


def _main(module: str, spread: Mapping[str, float]) -> list[str]:
    """The main observables of a channel that differ between people."""
    from gutbrain.atlas.observables import main_of

    return [name for name in main_of(module, world.model()) if spread.get(name, 0.0) > 0]


def _largest(moved: Mapping[str, float]) -> Strength:
    """The observable that goes furthest, and how far."""
    name = max(moved, key=lambda n: abs(moved[n]))
    return Strength(name, round(moved[name], 4))


def _carried(
    lanes: int, pushes: Mapping[tuple[str, str], np.ndarray], names: Sequence[str]
) -> Iterator[dict[str, np.ndarray]]:
    """The person of :data:`PUSHED` in so many lanes, each with its own pushed signals: observables after every step.

    The compiled engine can hold what a channel gives, but not shift what one listener hears; so the equations are
    carried in plain NumPy.
    """
    import numpy as np

    from gutbrain.engine.arms import Arm, plan
    from gutbrain.engine.lanes import settled
    from gutbrain.engine.plain import Plain
    from gutbrain.engine.simulation import read_protocol

    made = plan([Arm.of(read_protocol(PUSHED))], Setup(people=1, draws=1, seed=0, coarse=True))
    layout, fixed = made.compiled.layout, made.fixed
    begun = settled(made.compiled, made.grid, made.drive, fixed)
    plain = Plain(
        made.compiled.model,
        states={name: np.full(lanes, begun[i, 0, 0]) for i, name in enumerate(layout.states)},
        parameters={key: fixed.parameters[i, 0, 0] for i, key in enumerate(layout.parameters)},
        traits={name: fixed.traits[i, 0, 0] for i, name in enumerate(layout.traits)},
    )

    def heard(listener: str, giver: str, signal: str, value: Any) -> Any:
        push = pushes.get((listener, signal))
        return value if push is None else value + push

    usual = fixed.usual[:, 0, 0]
    for time, width in zip(made.grid.time, made.grid.width, strict=True):
        if time < made.grid.start - 1e-9:
            continue
        level = made.drive.at(np.array([time]))[0, :, 0]
        acting = dict(zip(layout.exposures, np.where(np.isnan(level), usual, level), strict=True))
        now = plain.at(time, acting, heard=heard)
        yield {name: np.broadcast_to(now.value(name), (lanes,)) for name in names}
        plain.step(now, width)


def write(told: Callable[[str], None] = print) -> None:
    """Work out all strengths and write them where they ship."""
    from gutbrain.engine.identity import identity

    found = {key: [strength.observable, strength.change] for key, strength in sorted(measure().items())}
    path = Path(str(files("gutbrain.answers"))) / "data" / "strengths.json"
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
    model = json.dumps(identity(world.model()))
    write_whole(path, f'{{"model": {model}, "strengths": {{\n{lines}\n}}}}\n')
    told(f"{len(found)} strengths written to {path}")


if __name__ == "__main__":
    write()
