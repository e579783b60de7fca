"""Arguments of the Python API, checked as the fields of files are: nothing becomes a default in silence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any

from gutbrain.care import listen
from gutbrain.errors import InputError, Problem, listed, suggest


def is_number(value: object) -> bool:
    """Whether something is a real number: Python's and NumPy's scalars are, truth values and arrays are not."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_truth(value: object) -> bool:
    """Whether something is a truth value, Python's or NumPy's."""
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


def as_float(value: Any) -> float:
    """A number as a float; infinite where it is too large for one."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def shown(value: object) -> str:
    """A value in a message: short, and on one line."""
    if getattr(value, "ndim", 0):
        return "an array"
    if isinstance(value, str):
        text = f"'{value}'"
    elif isinstance(value, list | tuple | set | dict):
        return "a list" if not isinstance(value, dict) else "a mapping"
    else:
        try:
            text = f"{value}"
        except ValueError:  # Python prints no number of thousands of figures
            text = "a very long number"
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."


def number(
    name: str,
    value: object,
    *,
    least: float = -math.inf,
    most: float = math.inf,
    unit: str = "",
    finite: bool = True,
) -> float:
    """A number within limits.

    Parameters
    ----------
    name
        The argument, as messages name it.
    value
        What was given.
    least, most
        The limits, which are themselves allowed.
    unit
        What the number is in, for the message.
    finite
        Whether infinite and not-a-number are refused.

    Raises
    ------
    InputError
        Naming the argument, what was given and what would be right.
    """
    right = f"give a number{_within(least, most)}{f' ({unit})' if unit else ''}"
    if not is_number(value):
        raise _refused(name, f"{shown(value)} is not a number", right)
    found = as_float(value)
    if (finite and not math.isfinite(found)) or not least <= found <= most:
        raise _refused(name, f"{shown(value)} is not possible here", right)
    return found


def whole(name: str, value: object, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within limits.

    Parameters
    ----------
    name
        The argument, as messages name it.
    value
        What was given; ``3.0`` is a whole number too.
    least, most
        The limits, which are themselves allowed; None is no limit.

    Raises
    ------
    InputError
        Naming the argument, what was given and what would be right.
    """
    right = f"give a whole number{_within(least, math.inf if most is None else most)}"
    if not is_number(value) or not (isinstance(value, Integral) or as_float(value).is_integer()):
        raise _refused(name, f"{shown(value)} is not a whole number", right)
    found: int = int(value)  # type: ignore[call-overload]
    if found < least or (most is not None and found > most):
        raise _refused(name, f"{shown(value)} is not possible here", right)
    return found


def one_of(name: str, value: object, known: Sequence[str]) -> str:
    """One of a few names, written as it stands there.

    Parameters
    ----------
    name
        The argument, as messages name it.
    value
        What was given.
    known
        The names that are allowed.

    Raises
    ------
    InputError
        With all that are known, and the nearest.
    """
    if isinstance(value, str) and value in known:
        return value
    near = suggest(value, known) if isinstance(value, str) else ""
    right = f"{near} known are {listed(known, 40)}".strip()
    raise _refused(name, f"{shown(value)} is not known", right)


def text(name: str, value: object) -> str:
    """Text that somebody typed.

    Raises
    ------
    InputError
        Where something else is given.
    CareNeeded
        Where it speaks of danger.
    """
    if not isinstance(value, str):
        raise _refused(name, f"{shown(value)} is not text", "give it in quotes")
    listen(value)
    return value


def names(name: str, value: object) -> tuple[str, ...]:
    """Names: a list of them, or a single text, which is one name.

    Raises
    ------
    InputError
        Where something else is given.
    """
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable) or isinstance(value, bytes | dict):
        raise _refused(name, f"{shown(value)} is not a list of names", "give names, as in ['crp', 'il6']")
    found: list[Any] = list(value)
    wrong = [one for one in found if not isinstance(one, str)]
    if wrong:
        raise _refused(name, f"{shown(wrong[0])} is not a name", "give names, as in ['crp', 'il6']")
    return tuple(dict.fromkeys(str(one) for one in found))


def is_file(value: object) -> bool:
    """Whether something can be the name of a file: numbers, which Python takes for open files, are none."""
    return isinstance(value, str | PathLike)


def check_files(name: str, value: object) -> tuple[str | Path, ...]:
    """Names of files: a list of them, or one.

    Raises
    ------
    InputError
        Where something else is given.
    """
    if is_file(value):
        return (value,)  # type: ignore[return-value]
    found: list[Any] = list(value) if isinstance(value, Iterable) and not isinstance(value, bytes | dict) else [value]
    for one in found:
        if not is_file(one):
            raise _refused(name, f"{shown(one)} is not a file", "name a file, or several in a list")
    return tuple(found)


def _within(least: float, most: float) -> str:
    if math.isfinite(least) and math.isfinite(most):
        return f" from {_plain(least)} to {_plain(most)}"
    return f" from {_plain(least)} on" if math.isfinite(least) else ""


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def _refused(name: str, wrong: str, right: str) -> InputError:
    return InputError([Problem(wrong, right, field=name)])
