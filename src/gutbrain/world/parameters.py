"""Values of parameters in place of those of the model, for a while: ``--set`` and ``parameters=``.

They are a world of their own over the one that is there, so that whatever is worked out with them carries its own
identity, and nothing that was kept of the model as it ships is mistaken for it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from gutbrain import datafiles
from gutbrain.care import listen
from gutbrain.datafiles import Facts
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.model.module import Quantity
from gutbrain.reading.amounts import read_amount
from gutbrain.world.composing import check, model
from gutbrain.worldfolder import Folder, Given
from gutbrain.yamlfields import Field

Values = Mapping[str, float | str]
"""Values by ``channel.name``: in the unit of the parameter, or text with a unit of its own."""

NAME = "set"
"""What the world is called that holds nothing else."""

FIELD = "parameters"


def checked(given: object, field: str = FIELD) -> dict[str, float]:
    """Values in the units of their parameters.

    Parameters
    ----------
    given
        By ``channel.name``: numbers, or text with a unit.
    field
        What stands before the name in messages.

    Raises
    ------
    InputError
        With every name that no parameter has, every unit that does not fit, and every value outside the range that was
        published (of what has none: below zero where the parameter is positive).
    """
    right = 'write {"mind.omega3_mood": 0.1}'
    if not isinstance(given, Mapping):
        raise InputError([Problem("are not values by name", right, field=field)])
    declared = {one.key: one for one in model().all_of(Quantity)}
    problems: list[Problem] = []
    found = {}
    for name, value in given.items():
        listen(f"{name} {value}")
        place = (field, str(name)) if field == FIELD else (field,)
        if name not in declared:
            known = suggest(str(name), declared, otherwise="`gutbrain model --parameters` lists them")
            problems.append(Field(value, place=place).problem(f"there is no parameter '{name}'", known))
            continue
        one = declared[name]
        said: float | str = value
        if isinstance(value, str):
            with suppress(ValueError):
                said = float(value)
        limits = _limits(one)
        number = read_amount(Field(said, place=place), one.unit, problems, least=limits[0], most=limits[1])
        if number is not None:
            found[str(name)] = number
    if problems:
        raise InputError(problems)
    return found


def _limits(one: Quantity) -> tuple[float, float]:
    if one.low is not None and one.high is not None:
        return one.low, one.high
    return (0.0 if one.value >= 0 else -math.inf), math.inf


@contextmanager
def with_parameters(given: Values | None, field: str = FIELD) -> Iterator[dict[str, float]]:
    """Work with other values of parameters inside a ``with`` block; all threads of the process do.

    Parameters
    ----------
    given, field
        As for :func:`checked`; nothing, or None: nothing is changed.

    Returns
    -------
    dict
        What is otherwise, in the units of the parameters.

    Examples
    --------
    >>> from gutbrain.world.parameters import with_parameters
    >>> with with_parameters({"mind.omega3_mood": 0.1}) as values:
    ...     values
    {'mind.omega3_mood': 0.1}
    """
    if not given:
        yield {}
        return
    values = checked(given, field)
    before = datafiles.enter(_with(values))
    try:
        check()
        yield values
    finally:
        datafiles.enter(before)


@dataclass(frozen=True)
class _Values(Folder):
    """A folder that is none: it holds nothing but values, and is known by them."""

    def files(self) -> tuple[Path, ...]:
        """It has none."""
        return ()

    def identity(self) -> str:
        """Hash of the values."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def _with(values: Mapping[str, float]) -> Facts:
    """The facts of the world that is there, with one folder more that holds nothing but values."""
    text = "\n".join(f"{name} = {value!r}" for name, value in sorted(values.items()))
    own = {name: Given(value) for name, value in values.items()}
    return Facts.of([*datafiles.active().folders, _Values(Path(f"({NAME})"), "named", NAME, parameters=own, text=text)])
