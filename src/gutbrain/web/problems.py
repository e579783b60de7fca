"""What is wrong with a request or a text, as the API tells it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from gutbrain import errors


class Problem(BaseModel):
    """One thing that is wrong."""

    wrong: str
    right: str = ""
    field: str = ""
    line: int | None = None


class Problems(BaseModel):
    """Everything that is wrong with a request."""

    problems: list[Problem]


def told(problems: Iterable[errors.Problem]) -> list[Problem]:
    """Problems of an error, for an answer."""
    return [Problem(wrong=p.wrong, right=p.right, field=p.field, line=p.line) for p in problems]
