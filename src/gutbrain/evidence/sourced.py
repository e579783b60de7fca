"""Records with a key and a reference (trials, pooled effects): read row by row, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from gutbrain.atlas import Record
from gutbrain.errors import Problem, suggest
from gutbrain.evidence.records import KEY, Reference


class Sourced(Record):
    """A record that says where it was published."""

    key: str
    reference: str


R = TypeVar("R", bound=Sourced)


def load_records(
    kind: type[R],
    rows: Iterable[Mapping[str, Any]],
    known: Mapping[str, Reference],
    wrong_with: Callable[[R], Iterable[tuple[str, str]]],
    file: str,
) -> tuple[dict[str, R], list[Problem]]:
    """Records of a kind by key, and all problems.

    Parameters
    ----------
    kind
        The class of the records.
    rows
        The records, as they stand in the file.
    known
        References by key, among which theirs must be.
    wrong_with
        Gives what is wrong with a record of this kind though its fields are right, and what would be right.
    file
        Its name, for messages.
    """
    problems: list[Problem] = []
    found: dict[str, R] = {}
    for place, row in enumerate(rows):
        record = _checked(kind, row, place, problems, file)
        if record is None:
            continue
        for wrong, right in (*_wrong_key(record, known, found), *wrong_with(record)):
            problems.append(Problem(wrong, right, field=record.key, file=file or None))
        found[record.key] = record
    return found, problems


def _wrong_key(
    record: Sourced, known: Mapping[str, Reference], found: Mapping[str, Sourced]
) -> Iterable[tuple[str, str]]:
    if not KEY.fullmatch(record.key):
        yield f"'{record.key}' cannot be a key", "lower-case words with hyphens"
    if record.key in found:
        yield "stands twice", "keep one"
    if record.reference not in known:
        yield f"there is no reference '{record.reference}'", suggest(record.reference, known)


def _checked(kind: type[R], row: Mapping[str, Any], place: int, problems: list[Problem], file: str) -> R | None:
    """A record of a kind, or nothing and what is wrong with it."""
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        name = str(row.get("key") or f"record {place + 1}")
        for fault in error.errors():
            where = ".".join(map(str, (name, *fault["loc"])))
            if fault["type"] == "extra_forbidden":
                right = suggest(str(fault["loc"][-1]), kind.model_fields)
                problems.append(Problem("there is no such field", right, field=where, file=file or None))
            else:
                problems.append(Problem(fault["msg"], field=where, file=file or None))
        return None
