"""First-order indices by brute force, to hold those of ``gutbrain.sensitivity`` against: ``python brute_force.py``.

Two independent sets of lanes, and a third in which one parameter is that of the first and all others those of the
second: the mean of the first times the difference of the third and the second, over the variance, is its index (pick
and freeze, Saltelli 2010, doi:10.1016/j.cpc.2009.09.018).
"""

from __future__ import annotations

import sys
import time

import numpy as np

import gutbrain as gb
from gutbrain.answers import sensitivity as room
from gutbrain.engine.simulation import read_protocol
from gutbrain.exposures.reach import what_acts_on

FIBRE = {"exposure": "fibre", "amount": 35, "start": 0}
STRAIN = {"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": 0}
PROTOCOL = {"title": "both", "days": 84, "person": "stressed-adult", "events": [FIBRE, STRAIN]}


def brute(protocol, observable, names, lanes, day):
    """Indices of some parameters: (parameter,)."""
    read = read_protocol(protocol)
    space = room.Space.of(read)
    a, b = space.deviates(lanes, seed=101), space.deviates(lanes, seed=202)
    mixed = [a, b]
    for name in names:
        z = b.copy()
        z[space.names.index(name)] = a[space.names.index(name)]
        mixed.append(z)
    arms = [what_acts_on(observable, read), room.as_now(read)]
    apart = []
    for z in mixed:
        carried = room._carried(space, z, arms, observable, 24.0 * day + 8, None)
        apart.append((carried[0] - carried[1])[:lanes])
    whole = np.concatenate(apart[:2])
    first, second = apart[0] - whole.mean(), apart[1]
    return np.array([np.mean(first * (one - second)) / whole.var() for one in apart[2:]])


def main():
    """Print both, and the largest difference."""
    observable, lanes = sys.argv[1], int(sys.argv[2])
    began = time.perf_counter()
    found = gb.sensitivity(PROTOCOL, observable, lanes=4000)
    took = time.perf_counter() - began
    names = [factor.name for factor in found.factors[:3]] + [found.factors[300].name]
    ours = {factor.name: factor.first_order for factor in found.factors}
    theirs = brute(PROTOCOL, observable, names, lanes, int(found.day))
    for name, by_force in zip(names, theirs, strict=True):
        print(f"{name:45} {ours[name]:7.3f} {by_force:7.3f}")
    apart = max(abs(ours[name] - by_force) for name, by_force in zip(names, theirs, strict=True))
    print(f"{observable}: {len(found.factors)} parameters in {took:.0f} s; apart by at most {apart:.3f}")


if __name__ == "__main__":
    main()
