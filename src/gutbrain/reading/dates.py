"""Days as people write them: a number from the start, or a date of the calendar (``2025-02-01``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from gutbrain.errors import Problem
from gutbrain.reading.shapes import Json, Number, Shape, or_text
from gutbrain.yamlfields import Field

_LIKE = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"


def is_date(value: object) -> bool:
    """Whether something is written like a date; it need not be one (2025-02-31 is written like one)."""
    return isinstance(value, str) and len(value) <= 20 and bool(re.match(_LIKE, value))


@dataclass(frozen=True)
class Date(Shape):
    """A date of the calendar: year, month, day."""

    def read(self, part: Field, problems: list[Problem]) -> date | None:
        """The date."""
        try:
            if is_date(part.value):
                return date.fromisoformat(part.value.strip())
        except ValueError:
            pass
        said = f"'{part.value}'" if isinstance(part.value, str | int | float) else "this"
        problems.append(part.problem(f"{said} is not a date", "write it as in 2025-02-01"))
        return None

    def schema(self, defs: Json) -> Json:
        """Text."""
        return {"type": "string", "pattern": _LIKE}


@dataclass(frozen=True)
class Day(Shape):
    """A day: a number from the start, within its limits, or a date."""

    number: Number

    def read(self, part: Field, problems: list[Problem]) -> Any:
        """A number of days, or a date."""
        return (Date() if is_date(part.value) else self.number).read(part, problems)

    def schema(self, defs: Json) -> Json:
        """A number, or text."""
        return or_text(self.number.schema(defs), _LIKE)
