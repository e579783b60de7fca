"""Seeds: which numbers luck may begin with, the same at every door."""

from __future__ import annotations

import numbers
from typing import Any

from gutbrain.errors import InputError, Problem

LARGEST = 2**31 - 1
"""The largest seed."""


def checked(seed: Any) -> int:
    """A seed as a plain whole number; NumPy's whole numbers count.

    Raises
    ------
    InputError
        Where it is none from 0 to :data:`LARGEST`.
    """
    if isinstance(seed, bool) or not isinstance(seed, numbers.Integral) or not 0 <= int(seed) <= LARGEST:
        raise InputError([Problem(f"{seed!r} is not a seed", f"a whole number from 0 to {LARGEST}", field="seed")])
    return int(seed)
