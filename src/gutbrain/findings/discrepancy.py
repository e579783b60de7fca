"""How far the model is off beyond what its parameters leave open: the one place where that is known.

``data/discrepancy.yaml`` holds it by kind of scale and group of observables, as an SD. It is worked out by
:mod:`gutbrain.findings.misses` from how findings were missed that were left out of the fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from gutbrain.atlas.observables import group_of
from gutbrain.datafiles import read

FILE = "discrepancy.yaml"
ALL = "all"


@lru_cache(maxsize=1)
def known() -> Mapping[str, Any]:
    """What the file holds."""
    found: Mapping[str, Any] = read(__package__, FILE)
    return found


def discrepancy(kind: str, observable: str) -> float:
    """SD of what the model is off, on a kind of scale.

    Parameters
    ----------
    kind
        See :data:`gutbrain.findings.scale.KINDS`.
    observable
        Its group counts; one of which nothing is known is as all.
    """
    by_group = known()["sd"][kind]
    return float(by_group.get(group_of(observable), by_group[ALL]))
