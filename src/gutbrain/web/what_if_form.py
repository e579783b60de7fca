"""What the form of "What if" shows of a question, and what a form asks that is more than a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from gutbrain.answers.choices import choices, usual
from gutbrain.answers.daily import Daily, daily
from gutbrain.answers.question import CHANGES, TAKEN, TRAITS, Question, now, strain, then
from gutbrain.answers.question_opened import opened
from gutbrain.answers.several_file import OPTIONS, documents
from gutbrain.answers.several_question import LETTERS, PREFIXES, SeveralQuestion, as_given, letters, single
from gutbrain.errors import InputError
from gutbrain.exposures.strains import UnknownStrain
from gutbrain.people.presets import presets
from gutbrain.web import data, yaml_text

MOVES = ("edit", "add", "drop", "was", "show", "outcome", "care")
"""What a form or an address says besides the question: which option is edited, added or taken out, who it was about."""


class Saved(BaseModel):
    """A file that was saved, as text."""

    text: str


def read(question: Saved) -> SeveralQuestion:
    """The question of a file that was saved, within the limits of the pages; for a process that computes.

    Raises
    ------
    InputError
        With everything that is wrong, or that the page cannot ask.
    """
    document = yaml_text.read(question.text)
    if OPTIONS not in document:
        return opened({LETTERS[0]: data.protocol_of(document)})
    from gutbrain.answers.several_file import read_options

    read_options(document)
    return opened({label: data.protocol_of(one) for label, one in documents(document)})


@dataclass
class Asked:
    """A question as the page shows it: which option is edited, what went, and what was not understood."""

    question: SeveralQuestion = field(default_factory=SeveralQuestion)
    edited: str = LETTERS[0]
    wrong: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """With what the fields of the edited option begin."""
        return PREFIXES[self.edited]

    @property
    def one(self) -> Question:
        """The question of the edited option alone."""
        return single(self.question, self.edited)

    @property
    def letters(self) -> tuple[str, ...]:
        """The options."""
        return letters(self.question)

    @property
    def given(self) -> dict[str, str]:
        """What an address says of it."""
        return as_given(self.question)

    @property
    def elsewhere(self) -> dict[str, str]:
        """What is said of options that are not edited."""
        here = {self.prefix + name for name in CHANGES}
        every = {prefix + name for prefix in PREFIXES.values() for name in CHANGES}
        return {name: value for name, value in self.given.items() if name in every - here}

    @property
    def answer(self) -> str:
        """The address of the API that answers it."""
        return "/api/what-if/side-by-side" if self.question.options > 1 else "/api/what-if"

    @property
    def opened(self) -> frozenset[str]:
        """Groups of fields in which something is said, by their ids in the page."""
        said = set(as_given(self.one))
        return frozenset(group for group, fields in _groups().items() if fields & said)

    def medicines(self) -> list[tuple[int, Daily | None, float]]:
        """Medicines that are taken now, each with its number and dose (mg a day), and room for one more."""
        found: list[tuple[int, Daily | None, float]] = []
        for i in range(1, TAKEN + 1):
            known = daily().get(getattr(self.question, f"now_medicine_{i}"))
            given = getattr(self.question, f"now_mg_{i}")
            found.append((i, known, given or (known.usual if known else 0.0)))
        return _with_room(found)

    def strains(self) -> list[tuple[int, str, float]]:
        """Strains that are taken now, each with its number and dose (CFU a day), and room for one more."""
        names = [(i, _short(self.question, f"now_strain_{i}")) for i in range(1, TAKEN + 1)]
        return _with_room([(i, name, getattr(self.question, f"now_cfu_{i}")) for i, name in names])


def asked(params: Mapping[str, str]) -> Asked:
    """What an address asks; where it cannot be read, what is wrong with it and a question that begins anew.

    Parameters
    ----------
    params
        Of the address: the fields of a question, and :data:`MOVES`. A field that is empty stands for nothing.
    """
    given = {name: value for name, value in params.items() if value and name not in MOVES}
    moves = {name: value for name, value in params.items() if value and name in MOVES}
    try:
        given = _options(_unmoved(given), moves)
        made = Asked(SeveralQuestion.model_validate(given))
    except ValidationError as error:
        told = [f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        return Asked(wrong=told)
    edited = moves.get("edit", LETTERS[0]).upper()
    made.edited = edited if edited in made.letters else made.letters[-1]
    was = moves.get("was", made.question.person)
    if was != made.question.person and was in presets():
        _of_another(made, was)
    return made


def _groups() -> dict[str, frozenset[str]]:
    """Groups of the form that can be closed, with their fields."""
    habits, supplements, counted = choices().habits, choices().supplements, range(1, TAKEN + 1)
    taken = [f"now_{what}_{i}" for what in ("medicine", "strain") for i in counted]
    food = {name for name, habit in habits.items() if habit.group == "food"}
    return {
        "takes-now": frozenset([*taken, *(f"now_{name}" for name in supplements)]),
        "supplements-now": frozenset(f"now_{name}" for name in supplements),
        "lives-now": frozenset(f"now_{name}" for name in habits),
        "more": frozenset(TRAITS) - {"age", "sex"},
        "food": frozenset(food),
        "start-strains": frozenset(f"strain_{i}" for i in counted),
        "supplements": frozenset(supplements),
        "medicines": frozenset(("medicine", "antibiotic", "nsaid", "hard_days")),
    }


def _options(given: dict[str, str], moves: dict[str, str]) -> dict[str, str]:
    """Fields where an option is added or taken out; what is edited then stands in the moves."""
    count = int(given.get("options", "1")) if given.get("options", "1") in ("1", "2", "3") else 1
    if "add" in moves and count < len(LETTERS):
        moves["edit"] = LETTERS[count]
        return {**given, "options": str(count + 1)}
    dropped = moves.get("drop", "").upper()
    if count > 1 and dropped in LETTERS[:count]:
        left = [letter for letter in LETTERS[:count] if letter != dropped]
        kept = {n: v for n, v in given.items() if not any(n == p + c for p in PREFIXES.values() for c in CHANGES)}
        for new, old in zip(LETTERS, left, strict=False):
            said = {name: given.get(PREFIXES[old] + name) for name in CHANGES}
            kept |= {PREFIXES[new] + name: value for name, value in said.items() if value is not None}
        moves["edit"] = LETTERS[0]
        return {**kept, "options": str(count - 1)}
    return given


def _unmoved(given: dict[str, str]) -> dict[str, str]:
    """What a form without a script sends, less the sliders that stand where they were: it sends them all."""
    kept = dict(given)
    person = given.get("person", "healthy-adult")
    for name, slider in (*choices().habits.items(), *choices().supplements.items()):
        at_first = usual(person, name) if person in presets() and name in choices().habits else 0.0
        stood = f"{slider.snapped(at_first):g}"
        if given.get(f"now_{name}") == stood:
            del kept[f"now_{name}"]
        for prefix in PREFIXES.values():
            if given.get(prefix + name) == given.get(f"now_{name}", None if name in choices().supplements else stood):
                kept.pop(prefix + name, None)
    return kept


def _of_another(made: Asked, was: str) -> None:
    """Leave out the changes that make no sense for another kind of person: those that would go the other way."""
    given = made.given
    for letter in made.letters:
        one = single(made.question, letter)
        for name, level in then(one).items():
            if name not in choices().habits or f"now_{name}" in given:
                continue
            meant = level - usual(was, name)
            if meant * (level - now(one, name)) <= 0:
                field = PREFIXES[letter] + name
                given.pop(field, None)
                habit = choices().habits[name]
                at_all = f"{letter}: " if len(made.letters) > 1 else ""
                made.went.append(f"{at_all}{habit.title} {level:g}")
        for name, habit in choices().habits.items():
            # said of the other kind, and so already here
            field = PREFIXES[letter] + name
            if field in given and getattr(one, name) == now(one, name):
                del given[field]
                made.went.append(f"{habit.title} {getattr(one, name):g}")
    made.question = SeveralQuestion.model_validate(given)


def _with_room(rows: list[Any]) -> list[Any]:
    """Rows that are filled, and one more."""
    empty = next((place for place, row in enumerate(rows) if not row[1]), len(rows))
    last = max((place for place, row in enumerate(rows) if row[1]), default=-1)
    return rows[: max(empty, last) + 1]


def _short(question: Question, name: str) -> str:
    try:
        return strain(question, name)
    except (InputError, UnknownStrain):
        return str(getattr(question, name))
