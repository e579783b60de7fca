"""One person, or the typical person of a group, as a protocol describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gutbrain.atlas.exposures import exposures
from gutbrain.atlas.not_modelled import instead_of
from gutbrain.errors import InputError, Problem, Problems, listed
from gutbrain.exposures.protocol import Who
from gutbrain.people.microbiota import MICROBIOTA, OfStool, no_own_set_points
from gutbrain.people.presets import HEALTHY, SEX, Habit, Preset, Spread, Trait, habits, heights, presets, traits
from gutbrain.reading.fields import document
from gutbrain.reading.shapes import Choice, Either, Entry, Form, Number
from gutbrain.yamlfields import Field

if TYPE_CHECKING:
    from gutbrain.microbiome.community import Community

SEXES = {"female": 0.0, "male": 1.0}


def _number(kind: Trait | Habit) -> Entry:
    unit = "1" if kind.unit == "z" else kind.unit
    return Entry(Number(unit, kind.low, kind.high), kind.meaning if isinstance(kind, Trait) else "")


def _habits() -> dict[str, Entry]:
    return {name: _number(habit) for name, habit in habits().items()}


def _traits() -> dict[str, Entry]:
    sex = Entry(Choice(SEXES, "a sex here", folded=True), "of everybody in the group")
    stool = Entry(OfStool(), "the person's own: a sample of a table, which sets the shares of day 0")
    numbers = {name: _number(trait) for name, trait in traits().items() if name != SEX}
    return {SEX: sex, **numbers, **_habits(), MICROBIOTA: stool}


def _no_habit(name: str) -> tuple[str, str]:
    right = instead_of(name, habits(), otherwise=f"usual are {', '.join(habits())}")
    return f"'{name}' is not a usual exposure", "give it as an event" if name in exposures() else right


def _no_trait(name: str) -> tuple[str, str]:
    return f"'{name}' is not a trait", instead_of(name, _traits(), otherwise=f"known are {listed(_traits(), 40)}")


PRESET = Choice(presets, "a person preset", right=instead_of)
"""The name of a preset."""

USUAL = Form("a set of exposures", _habits, "usual: {fibre: 22}", _no_habit, empty=False)
"""Changes of usual exposures."""


@dataclass(frozen=True)
class _Traits(Form):
    """Traits, of which some do not go together."""

    def read(
        self, part: Field, problems: list[Problem], defaults: Mapping[str, Field] | None = None
    ) -> dict[str, Any] | None:
        said = super().read(part, problems, defaults)
        if said:
            no_own_set_points(part, said, problems)
        return said


TRAITS = _Traits("a set of traits", _traits, "traits: {age: 64, sex: female}", _no_trait, empty=False)
"""What may be said of a person besides the preset."""

PERSON = Either(
    PRESET,
    Form(
        "a person",
        {"preset": Entry(PRESET, "kind of people"), "traits": Entry(TRAITS, "what is known of the person")},
        "the name of a preset, or {preset: ibs, traits: {age: 34}}",
    ),
)
"""Who somebody is: a preset, or what is changed in it."""


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
    microbiota
        What was measured of their stool, in place of what is typical.
    """

    preset: str
    traits: Mapping[str, float]
    usual: Mapping[str, float]
    given: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    microbiota: Community | None = None

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
    def like(cls, said: Who, usual: Mapping[str, float]) -> Person:
        """The person that was read by :func:`read_who`."""
        values = {name: SEXES[str(value)] if name == SEX else float(value) for name, value in said.traits.items()}
        person = _person(presets()[said.preset], values)
        return replace(person, microbiota=said.microbiota).living(usual)

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


def read_who(person: Field | None, usual: Field | None) -> tuple[Who, Mapping[str, float]]:
    """Read who somebody is, and changes of their usual exposures, as protocols, designs and findings write them.

    Parameters
    ----------
    person
        The field ``person``; the healthy adult where there is none.
    usual
        The field ``usual``.

    Returns
    -------
    Who, mapping
        Who it is, and the level of each usual exposure that was named, in the units of the vocabulary.

    Raises
    ------
    InputError
        With everything that is wrong, each with its line.

    Examples
    --------
    >>> from gutbrain.reading import parse_yaml
    >>> from gutbrain.people import read_who
    >>> said, usual = read_who(parse_yaml("{preset: ibs, traits: {age: 34}}"), parse_yaml("{fibre: 22}"))
    >>> said.preset, said.traits["age"], usual
    ('ibs', 34.0, {'fibre': 22.0})
    """
    problems = Problems()
    said = None if person is None else PERSON.read(person, problems)
    changes = None if usual is None else USUAL.read(usual, problems)
    if problems:
        raise InputError(problems)
    return who(said), changes or {}


def who(said: str | Mapping[str, Any] | None) -> Who:
    """Who it is, from what was read by :data:`PERSON`."""
    if isinstance(said, Mapping):
        numbers = dict(said.get("traits") or {})
        stool = numbers.pop(MICROBIOTA, None)
        return Who(said.get("preset") or HEALTHY, numbers, stool, stool.warnings if stool else ())
    return Who(said or HEALTHY)


def _field(spec: Field | Mapping[str, Any]) -> Field:
    if isinstance(spec, Field | Mapping):
        return document(spec, ("person",))
    return Field(spec, place=("person",))


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
