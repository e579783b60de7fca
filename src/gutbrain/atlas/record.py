"""What every record of facts is, and how records that stand by their names are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from gutbrain.errors import InputError, Problem, suggest

OWN = "own"
"""Group of what somebody added without saying more of it."""


class Record(BaseModel):
    """A fact: cannot be changed, and holds nothing that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


R = TypeVar("R", bound=Record)


def by_name(kind: type[R], rows: Mapping[str, Mapping[str, Any]], file: str) -> dict[str, R]:
    """Records of a kind by their names.

    Parameters
    ----------
    kind
        The class of the records.
    rows
        The records, as they stand in the file.
    file
        Its name, for messages.

    Returns
    -------
    dict
        Record by name, in their order.

    Raises
    ------
    InputError
        With every field that is wrong.
    """
    problems: list[Problem] = []
    found: dict[str, R] = {}
    for name, fields in rows.items():
        try:
            found[name] = kind.model_validate(fields)
        except ValidationError as error:
            for fault in error.errors():
                where, unknown = ".".join(map(str, (name, *fault["loc"]))), fault["type"] == "extra_forbidden"
                right = suggest(str(fault["loc"][-1]), kind.model_fields) if unknown else ""
                wrong = "there is no such field" if unknown else fault["msg"]
                problems.append(Problem(wrong, right, field=where, file=file))
    if problems:
        raise InputError(problems)
    return found
