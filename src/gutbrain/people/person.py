"""One person, or the typical person of a group, as a protocol describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gutbrain.atlas.exposures import exposures
from gutbrain.errors import InputError, Problem, Problems, listed, suggest
from gutbrain.exposures.amounts import read_amount
from gutbrain.exposures.events import check_keys
from gutbrain.exposures.fields import Field, document
from gutbrain.exposures.protocol import Person as Said
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
        """A person from what is said of them.

        Parameters
        ----------
        spec
            Name of a preset, or ``{preset: NAME, traits: {...}}``.
        usual
            Changes of the usual exposures, on top of those among the traits.

        Returns
        -------
        Person
            Complete: what was not said is that of the preset.

        Raises
        ------
        InputError
            With everything that is wrong.

        Examples
        --------
        >>> from gutbrain.people import Person
        >>> person = Person.of({"preset": "ibs", "traits": {"age": 34, "sex": "female"}}, usual={"fibre": "22 g/day"})
        >>> person.traits["age"], person.traits["male"], person.usual["fibre"]
        (34.0, 0.0, 22.0)
        """
        changes = None if usual is None else document(usual, ("usual",))
        return cls.like(*read_who(Field(spec, place=("person",)) if isinstance(spec, str) else _field(spec), changes))

    @classmethod
    def like(cls, said: Said, usual: Mapping[str, float]) -> Person:
        """The person that was read by :func:`read_who`."""
        values = {name: SEXES[str(value)] if name == SEX else float(value) for name, value in said.traits.items()}
        return _person(presets()[said.preset], values).living(usual)

    def living(self, changes: Mapping[str, float]) -> Person:
        """The same person with other usual exposures, which are in the units of the vocabulary.

        Parameters
        ----------
        changes
            Usual exposures that are other than so far, by name.

        Returns
        -------
        Person
            Another one; this one stays as it is.

        Examples
        --------
        >>> from gutbrain.people import Person
        >>> Person.of("healthy-adult").living({"sleep": 6.0}).usual["sleep"]
        6.0
        """
        return replace(self, usual={**self.usual, **changes}, given=self.given | changes.keys()) if changes else self

    def spread(self, trait: str) -> Spread:
        """How people like this one lie around its value of a trait (named as in protocols)."""
        kind = traits()[trait]
        usual, value = presets()[self.preset].traits[trait], self.traits[kind.model_name]
        return usual if value == usual.value else usual.around(value, kind.low, kind.high)


def read_who(person: Field | None, usual: Field | None) -> tuple[Said, Mapping[str, float]]:
    """Read who somebody is, and changes of their usual exposures, as protocols, designs and findings write them.

    Parameters
    ----------
    person
        The field ``person``; the healthy adult where there is none.
    usual
        The field ``usual``.

    Returns
    -------
    Person, mapping
        Who it is, and the level of each usual exposure that was named, in the units of the vocabulary.

    Raises
    ------
    InputError
        With everything that is wrong, each with its line.

    Examples
    --------
    >>> from gutbrain.exposures import parse_yaml
    >>> from gutbrain.people import read_who
    >>> said, usual = read_who(parse_yaml("{preset: ibs, traits: {age: 34}}"), parse_yaml("{fibre: 22}"))
    >>> said.preset, said.traits["age"], usual
    ('ibs', 34.0, {'fibre': 22.0})
    """
    problems = Problems()
    said = Said() if person is None else _said(person, problems)
    changes = {} if usual is None else _usual(usual, problems)
    if problems:
        raise InputError(problems)
    return said, changes


def _field(spec: Field | Mapping[str, Any]) -> Field:
    if isinstance(spec, Field | Mapping):
        return document(spec, ("person",))
    return Field(spec, place=("person",))


def _said(field: Field, problems: list[Problem]) -> Said:
    """Name of the preset, and what is said of the traits."""
    if not field.is_mapping:
        return Said(_preset(field, problems))
    check_keys(field, ("preset", "traits"), problems, of=" of a person")
    preset = _preset(field["preset"], problems) if "preset" in field else HEALTHY
    if "traits" not in field or field["traits"].value is None:
        return Said(preset)
    if not field["traits"].is_mapping:
        problems.append(field["traits"].problem("is not a set of traits", "write traits: {age: 64, sex: female}"))
        return Said(preset)
    return Said(preset, _traits(field["traits"], problems))


def _preset(field: Field, problems: list[Problem]) -> str:
    if not isinstance(field.value, str):
        problems.append(field.problem("is not a person", f"write the name of a preset, as in {HEALTHY}"))
    elif field.value not in presets():
        right = suggest(field.value, presets(), otherwise=f"known are {', '.join(presets())}")
        problems.append(field.problem(f"'{field.value}' is not a person preset", right))
    return str(field.value)


def _traits(field: Field, problems: list[Problem]) -> dict[str, float | str]:
    """Checked values in canonical units, by their names in protocols."""
    values: dict[str, float | str] = {}
    for name, value in field.items():
        if name == SEX:
            word = str(value.value).strip().lower()
            if word in SEXES:
                values[SEX] = word
            else:
                problems.append(value.problem(f"'{value.value}' is not a sex here", "write female or male"))
        elif name == MICROBIOTA:
            wrong = "a person's own microbiota is not yet in the model"
            problems.append(value.problem(wrong, "leave it out; set_point_bifidobacterium and its like move guilds"))
        elif name in traits() or name in habits():
            amount = _amount(value, traits().get(name) or habits()[name], problems)
            if amount is not None:
                values[name] = amount
        else:
            names = [*traits(), *habits()]
            right = suggest(name, names, otherwise=f"known are {listed(names, 40)}")
            problems.append(value.problem(f"'{name}' is not a trait", right))
    return values


def _usual(field: Field, problems: list[Problem]) -> dict[str, float]:
    """Changes of usual exposures."""
    values: dict[str, float] = {}
    if not field.is_mapping:
        problems.append(field.problem("is not a set of exposures", "write usual: {fibre: 22}"))
        return values
    for name, value in field.items():
        if name not in habits():
            right = suggest(name, habits(), otherwise=f"usual are {', '.join(habits())}")
            right = "give it as an event" if name in exposures() else right
            problems.append(value.problem(f"'{name}' is not a usual exposure", right))
            continue
        amount = _amount(value, habits()[name], problems)
        if amount is not None:
            values[name] = amount
    return values


def _amount(field: Field, kind: Trait | Habit, problems: list[Problem]) -> float | None:
    """Convert and check one amount."""
    return read_amount(field, "1" if kind.unit == "z" else kind.unit, problems, least=kind.low, most=kind.high)


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
