"""What a person can change, and what they may want to be better: the words and ranges of the page "What if"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from gutbrain.atlas.exposures import exposures
from gutbrain.datafiles import per_language, read
from gutbrain.errors import InputError, Problem, listed
from gutbrain.people.presets import presets


class Choice(BaseModel):
    """A slider; amounts in the unit of the vocabulary."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    hint: str
    unit: str
    least: float = 0.0
    most: float
    step: float
    effort: Literal[1, 2, 3]
    claim: str = ""

    def snapped(self, value: float) -> float:
        """The nearest amount that the slider can stand at."""
        steps = round((min(max(value, self.least), self.most) - self.least) / self.step)
        return round(self.least + steps * self.step, 6)


class Habit(Choice):
    """A usual exposure: always there, and moved from what it is now."""

    group: Literal["food", "day"]
    by: float
    until: float

    def tried(self, now: float) -> float | None:
        """The amount that is tried among the options; None where a person is there already."""
        target = min(now + self.by, self.until) if self.by > 0 else max(now + self.by, self.until)
        enough = 0.25 * abs(self.by)
        return target if (target - now) * self.by > 0 and abs(target - now) >= enough else None


class Supplement(Choice):
    """What is absent until somebody takes it; ``dose`` is the one that is ranked."""

    dose: float


class Outcome(BaseModel):
    """What somebody may want to be better; ``better`` is -1 where less is better.

    ``words`` follow the title where it is better, and where it is worse; ``curve`` is what its curve is called, where
    that counts the opposite of the title.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    term: str
    measures: str
    better: Literal[-1, 1]
    words: tuple[str, str]
    scale: str = ""
    curve: str = ""


class Choices(BaseModel):
    """All of it."""

    model_config = ConfigDict(frozen=True)

    habits: dict[str, Habit]
    supplements: dict[str, Supplement]
    outcomes: dict[str, Outcome]
    ways: tuple[str, ...]
    strain_doses: tuple[float, ...]
    strain_dose: float
    strains_ranked: tuple[str, ...]
    medicine_doses: dict[str, tuple[float, ...]]


@per_language
def choices() -> Choices:
    """The content of ``data/choices.yaml``, as far as the model of the world has what it names.

    A world may leave out the channel of an outcome, of the scale in which it is told, or of a way.

    Raises
    ------
    InputError
        Where it leaves out all outcomes.
    """
    from gutbrain.world import model

    made, there = _made({name: exposure.unit for name, exposure in exposures().items()}), model().observables
    outcomes = {
        name: one if one.scale in there else one.model_copy(update={"scale": ""})
        for name, one in made.outcomes.items()
        if name in there
    }
    if not outcomes:
        wrong = f"the world leaves out all of which can be asked what would be otherwise: {listed(made.outcomes)}"
        raise InputError([Problem(wrong, "leave the channel of one of them in", field="without")])
    ways = tuple(name for name in made.ways if name in there)
    return made.model_copy(update={"outcomes": outcomes, "ways": ways})


@cache
def as_shipped() -> Choices:
    """The same without any world, in English: what is made once, as this file is imported, is made of it."""
    rows = read("gutbrain.atlas", "exposures.yaml", alone=True)
    return _made({name: row["unit"] for name, row in rows.items()}, alone=True)


def _made(units: Mapping[str, str], *, alone: bool = False) -> Choices:
    data = read("gutbrain.answers", "choices.yaml", alone=alone)

    def named(name: str, row: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "unit": units[name], **row}

    supplements = {
        name: Supplement(**named(name, {("dose" if key == "try" else key): value for key, value in row.items()}))
        for name, row in data["supplements"].items()
    }
    return Choices(
        habits={name: Habit(**named(name, row)) for name, row in data["habits"].items()},
        supplements=supplements,
        outcomes={name: Outcome(name=name, **row) for name, row in data["outcomes"].items()},
        **{key: data[key] for key in ("ways", "strain_doses", "strain_dose", "strains_ranked", "medicine_doses")},
    )


def usual(preset: str, habit: str) -> float:
    """What is usual among people of a preset."""
    return float(presets()[preset].usual[habit])


if TYPE_CHECKING:
    OutcomeName = str
else:
    OutcomeName = Literal[tuple(as_shipped().outcomes)]
