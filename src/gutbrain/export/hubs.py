"""Outputs that are read in so many places that writing them out in each makes a model too large.

libRoadRunner (2.10) generates code for an assignment rule anew wherever it is read, and does so through all rules: our
equations, 8,000 operations, become 250 million. Where the outputs chosen here follow their formula as fast states
instead, 40,000 are left. With fewer, libRoadRunner is done sooner, and COPASI, which then carries more states, later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter

from gutbrain.datafiles import per_world
from gutbrain.export.equations import Equations
from gutbrain.export.terms import Term

MOST = 40_000
"""Operations that may be left when every rule is written out where it is read."""


def hubs(equations: Equations, most: int = MOST) -> frozenset[str]:
    """Outputs to cut at so that no more than ``most`` operations are left, chosen one by one by what each saves."""
    every = {**equations.values, **equations.rates}
    reads = {name: Counter(read for read in _names(term) if read in equations.values) for name, term in every.items()}
    own = {name: _operations(term) for name, term in every.items()}
    order = list(TopologicalSorter({name: set(read) for name, read in reads.items()}).static_order())
    cut: set[str] = set()
    while True:
        size: dict[str, int] = {}
        for name in order:
            size[name] = own[name] + sum(
                count * (size[read] - 1) for read, count in reads[name].items() if read not in cut
            )
        if sum(size.values()) <= most:
            return frozenset(cut)
        written = Counter(every.keys())
        for name in reversed(order):
            for read, count in reads[name].items():
                if read not in cut:
                    written[read] += count * written[name]
        cut.add(max((n for n in equations.values if n not in cut), key=lambda n: (written[n] - 1) * (size[n] - 1)))


def _names(term: Term) -> Iterator[str]:
    if term.operation == "name":
        yield str(term.value)
    for argument in term.arguments:
        yield from _names(argument)


@per_world
def _operations(term: Term) -> int:
    return 1 + sum(map(_operations, term.arguments))
