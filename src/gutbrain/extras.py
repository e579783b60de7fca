"""Libraries that not everybody needs: how to install those of an extra.

Their own names are told, for these can be installed whether gutbrain came from a checkout or from a wheel.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from gutbrain.errors import InputError, Problem


def libraries(extra: str) -> list[str]:
    """What an extra of ``pyproject.toml`` asks for, as in ``python-libsbml>=5.20.4``.

    Raises
    ------
    KeyError
        Where there is no such extra.
    """
    from importlib.metadata import requires

    marked = (line.partition(";") for line in requires("gutbrain") or ())
    found = [needed.strip() for needed, _, marker in marked if re.search(rf"extra\s*==\s*['\"]{extra}['\"]", marker)]
    if not found:
        raise KeyError(extra)
    return found


def install(extra: str) -> str:
    """``install it: pip install 'python-libsbml>=5.20.4'``."""
    names = " ".join(f"'{name}'" for name in libraries(extra))
    return f"install {'it' if len(libraries(extra)) == 1 else 'them'}: pip install {names}"


def need(library: str, extra: str, *, called: str = "", field: str = "") -> None:
    """Say in one sentence that a library of an extra is not installed, before anything is computed.

    Parameters
    ----------
    library
        As it is imported.
    extra
        The extra of ``pyproject.toml`` that asks for it.
    called
        What people call it, where that is another name.
    field
        What asks for it, as messages name it.

    Raises
    ------
    InputError
        Where it is not installed, with how to install it.
    """
    if find_spec(library) is None:
        raise InputError([Problem(f"{called or library} is not installed", install(extra), field=field)])
