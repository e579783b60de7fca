"""Records with a key and a reference (trials, pooled effects): read row by row, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from gutbrain.errors import Problem, suggest
from gutbrain.evidence.records import Reference
from gutbrain.reading.records import Record, keyed


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
    found, problems = keyed(kind, rows, file)
    for record in found.values():
        if record.reference not in known:
            wrong, right = f"there is no reference '{record.reference}'", suggest(record.reference, known)
            problems.append(Problem(wrong, right, f"{record.key}.reference", file or None))
        problems += [Problem(wrong, right, record.key, file or None) for wrong, right in wrong_with(record)]
    return found, problems
