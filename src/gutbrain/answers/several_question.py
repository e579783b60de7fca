"""The question of "What if" with two or three options: one person, and what would be otherwise in each."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from gutbrain.answers.question import CHANGES, Question, whole
from gutbrain.answers.question_protocol import protocol

LETTERS = ("A", "B", "C")
"""What options are called."""

PREFIXES = {"A": "", "B": "b_", "C": "c_"}
"""With what the fields of an option begin."""


class _Several(Question):
    """The question with up to three options; see :func:`_several` for their fields."""

    options: Annotated[Literal[1, 2, 3], BeforeValidator(whole)] = Field(
        1, description="how many options; fields of the second begin with b_, those of the third with c_", examples=[2]
    )


def _several() -> type[_Several]:
    fields: dict[str, Any] = {}
    for letter in LETTERS[1:]:
        for name in CHANGES:
            field = copy(Question.model_fields[name])
            field.description = f"{name} of option {letter}"
            fields[PREFIXES[letter] + name] = (field.annotation, field)
    return create_model("SeveralQuestion", __base__=_Several, __module__=__name__, **fields)


if TYPE_CHECKING:
    SeveralQuestion = _Several
else:
    SeveralQuestion = _several()


def single(question: Question, letter: str) -> Question:
    """The question of one option alone.

    Parameters
    ----------
    question
        With options or without.
    letter
        ``A``, ``B`` or ``C``.
    """
    shared = {name: getattr(question, name) for name in Question.model_fields if name not in CHANGES}
    own = {name: getattr(question, PREFIXES[letter] + name) for name in CHANGES}
    return Question.model_validate({**shared, **own})


def letters(question: SeveralQuestion) -> tuple[str, ...]:
    """The options of a question."""
    return LETTERS[: question.options]


def plans(question: SeveralQuestion) -> dict[str, dict[str, Any]]:
    """Each option as a protocol of the contract."""
    return {letter: protocol(single(question, letter)) for letter in letters(question)}


def as_given(question: Question) -> dict[str, str]:
    """What an address says of a question: all that is not as it is unless said."""
    said = question.model_dump(exclude_defaults=True)
    return {name: f"{value:.12g}" if isinstance(value, float) else str(value) for name, value in said.items()}
