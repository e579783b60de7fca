"""One person, or the typical person of a group, as a protocol describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.exposures.amounts import read_amount
from gutbrain.exposures.fields import Field
from gutbrain.people.presets import HEALTHY, SEX, Habit, Preset, Spread, Trait, habits, heights, presets, traits

SEXES = {"female": 0.0, "male": 1.0}
MICROBIOTA = "microbiota"


@dataclass(frozen=True)
class Person:
    """A person: what is typical for the preset, changed by what is known of them.

    Attributes
    ----------
    preset
        Name of the preset.
    traits
        By their names in the model (``depression_trait``; ``male``: 0 female, 1 male, 0.5 not known).
    usual
        Usual exposures in the units of the vocabulary.
    given
        Which traits and usual exposures were said of the person, by their names in protocols.
    alike
        Usual exposures that are the same for everybody in a group of such people.
    """

    preset: str
    traits: Mapping[str, float]
    usual: Mapping[str, float]
    given: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, spec: Field | str | Mapping[str, Any] = HEALTHY, usual: Field | Mapping[str, Any] | None = None
    ) -> Person:
        """The person of a protocol.

        Parameters
        ----------
        spec
            Name of a preset, or ``{preset: NAME, traits: {...}}``.
        usual
            Changes of the usual exposures, on top of those among the traits.

        Raises
        ------
        InputError
            With everything that is wrong.
        """
        field = spec if isinstance(spec, Field) else Field(spec, place=("person",))
        problems: list[Problem] = []
        name, said = _parts(field, problems)
        known = presets()
        if name.value not in known:
            right = suggest(str(name.value), known, otherwise=f"one of: {listed(known)}")
            problems.append(name.problem(f"there is no preset '{name.value}'", right))
            raise InputError(problems)
        values = _said(said, problems) if said is not None else {}
        if problems:
            raise InputError(problems)
        person = _person(known[name.value], values)
        return person.with_usual(usual) if usual is not None else person

    def with_usual(self, changes: Field | Mapping[str, Any]) -> Person:
        """The same person with other usual exposures."""
        field = changes if isinstance(changes, Field) else Field(dict(changes), place=("usual",))
        problems: list[Problem] = []
        values: dict[str, float] = {}
        if not field.is_mapping:
            raise InputError([field.problem("must be names with amounts", "for example {fibre: 22}")])
        for name, value in field.items():
            if name in habits():
                _take(values, name, value, habits()[name], problems)
            else:
                right = suggest(name, habits(), otherwise=f"one of: {listed(habits(), 20)}")
                problems.append(value.problem(f"there is no usual exposure '{name}'", right))
        if problems:
            raise InputError(problems)
        return replace(self, usual={**self.usual, **values}, given=self.given | values.keys())

    def spread(self, trait: str) -> Spread:
        """How people like this one lie around its value of a trait (named as in protocols)."""
        kind = traits()[trait]
        usual, value = presets()[self.preset].traits[trait], self.traits[kind.model_name]
        return usual if value == usual.value else usual.around(value, kind.low, kind.high)


def _parts(field: Field, problems: list[Problem]) -> tuple[Field, Field | None]:
    """Name of the preset, and what is said of the traits."""
    if isinstance(field.value, str):
        return field, None
    if not field.is_mapping:
        raise InputError([field.problem("must be a preset, or {preset: NAME, traits: {...}}")])
    for key, value in field.items():
        if key not in ("preset", "traits"):
            right = suggest(key, ("preset", "traits"), otherwise="a person has 'preset' and 'traits'")
            problems.append(value.problem(f"'{key}' means nothing here", right))
    said = field["traits"] if "traits" in field and field["traits"].value is not None else None
    if said is not None and not said.is_mapping:
        raise InputError([*problems, said.problem("must be names with values", "for example {age: 64, sex: female}")])
    name = field["preset"] if "preset" in field else Field(HEALTHY)
    return name, said


def _said(field: Field, problems: list[Problem]) -> dict[str, float]:
    """Checked values in canonical units, by their names in protocols."""
    values: dict[str, float] = {}
    for name, value in field.items():
        if name == SEX:
            word = str(value.value).lower()
            if word in SEXES:
                values[SEX] = SEXES[word]
            else:
                problems.append(value.problem(f"'{value.value}' is not a sex here", "female or male"))
        elif name == MICROBIOTA:
            problems.append(value.problem("a person's own microbiota is not supported yet", "leave it out"))
        elif name in traits():
            _take(values, name, value, traits()[name], problems)
        elif name in habits():
            _take(values, name, value, habits()[name], problems)
        else:
            names = [*traits(), *habits()]
            right = suggest(name, names, otherwise=f"one of: {listed(names, 40)}")
            problems.append(value.problem(f"there is no trait '{name}'", right))
    return values


def _take(values: dict[str, float], name: str, field: Field, kind: Trait | Habit, problems: list[Problem]) -> None:
    """Convert and check one amount."""
    unit = "1" if kind.unit == "z" else kind.unit
    amount = read_amount(field, unit, problems, least=kind.low, most=kind.high)
    if amount is not None:
        values[name] = amount


def _person(preset: Preset, values: Mapping[str, float]) -> Person:
    """The typical person of a preset with some values given."""
    male = values.get(SEX, 0.5)
    own = {name: values.get(name, spread.value) for name, spread in preset.traits.items()}
    height = (1 - male) * heights()["female"].value + male * heights()["male"].value
    if "weight" in values and "bmi" not in values:
        kind = traits()["bmi"]
        own["bmi"] = min(max(values["weight"] / height**2, kind.low), kind.high)
    own["weight"] = values.get("weight", own["bmi"] * height**2)
    own[SEX] = male
    return Person(
        preset=preset.name,
        traits={traits()[name].model_name: float(value) for name, value in own.items()},
        usual={name: values.get(name, value) for name, value in preset.usual.items()},
        given=frozenset(values),
    )
