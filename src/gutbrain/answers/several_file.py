"""A file with options: a protocol in which ``options`` stand in place of ``events``, each with events of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gutbrain.answers.several_question import LETTERS
from gutbrain.errors import InputError
from gutbrain.exposures import Protocol
from gutbrain.reading import Field, read_yaml

OPTIONS = "options"
"""Name of the field."""

LIKE = "options: {A: {events: [{exposure: sleep, amount: 8, start: 0}]}, B: {events: []}}"


def with_options(who: Any) -> Field | None:
    """The content of a file with options; None where it is none."""
    if not isinstance(who, str | Path) or not Path(who).is_file():
        return None
    document = read_yaml(Path(who))
    return document if OPTIONS in document else None


def read_options(document: Field) -> dict[str, Protocol]:
    """The options of a file by what they are called, each as a protocol.

    Parameters
    ----------
    document
        Of a protocol, with ``options`` in place of ``events``.

    Raises
    ------
    InputError
        With everything that is wrong, each at its line.
    """
    from gutbrain.engine.simulation import read_protocol

    options = document[OPTIONS]
    if not options.is_mapping or not 2 <= len(options.value) <= len(LETTERS):
        raise InputError([options.problem(f"is not two to {len(LETTERS)} options by name", LIKE)])
    if "events" in document:
        raise InputError([document["events"].problem("stands beside options", "give each option its own events")])
    found, problems = {}, []
    for label, option in options.items():
        if not option.is_mapping or set(option.value) != {"events"}:
            problems.append(option.problem("is no option", f"an option has its events and nothing else: {LIKE}"))
            continue
        try:
            found[label] = read_protocol(_alone(document, label))
        except InputError as error:
            problems += [one for one in error.problems if one not in problems]
    if problems:
        raise InputError(problems)
    return found


def documents(document: Field) -> Iterator[tuple[str, Field]]:
    """Each option of a file, as the protocol that it stands for."""
    for label in document[OPTIONS].value:
        yield str(label), _alone(document, label)


def _alone(document: Field, label: str) -> Field:
    """One option as a protocol, whose events know the lines at which they stand in the file."""
    rest = {name: value for name, value in document.value.items() if name != OPTIONS}
    lines = {place: line for place, line in document.lines.items() if place[:1] != (OPTIONS,)}
    lines |= {place[2:]: line for place, line in document.lines.items() if place[:2] == (OPTIONS, label)}
    return Field({**rest, "events": document[OPTIONS].value[label]["events"]}, document.file, (), lines)


def as_document(made: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Protocols of one person as a file with options; a protocol where there is one alone.

    Parameters
    ----------
    made
        Protocols as mappings, by what the options are called.
    """
    first = dict(next(iter(made.values())))
    if len(made) == 1:
        return first
    events = {label: {"events": list(one["events"])} for label, one in made.items()}
    return {**{name: value for name, value in first.items() if name != "events"}, OPTIONS: events}
