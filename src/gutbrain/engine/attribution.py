"""Through which channel, and from which exposure: an effect shared out over those who take part.

The same person is run as they are (variant 0, without the protocol's events), with all events (variant 1), and with the
influence of some channels on all others held at what it is in variant 0. Channels are let free one after the other in
several orders; what each adds, averaged over the orders, is its contribution (a Shapley value by sampled orders, each
order and its reverse). Interactions are thereby shared equally between those who take part, and contributions plus the
direct part add up to the whole effect exactly, in every draw.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ORDERS = 3
"""Pairs of an order and its reverse, unless said otherwise."""


def orders(channels: Sequence[str], pairs: int, seed: int) -> list[tuple[str, ...]]:
    """Orders in which channels are let free, each followed by its reverse.

    Parameters
    ----------
    channels
        Their names.
    pairs
        How many orders with their reverse; for two channels or fewer one pair is all there is.
    seed
        Same seed, same orders.
    """
    rng = np.random.default_rng(seed)
    found: list[tuple[str, ...]] = []
    for _ in range(pairs if len(channels) > 2 else 1):
        order = tuple(channels[i] for i in rng.permutation(len(channels)))
        found += [order, order[::-1]]
    return found


class Patterns:
    """The sets of free channels that the orders pass through, each run once.

    Variants 0 and 1 are "no events" and "all free"; further ones follow in ``sets``.
    """

    def __init__(self, channels: Sequence[str], pairs: int, seed: int) -> None:
        self.channels = tuple(channels)
        self.orders = orders(self.channels, pairs, seed)
        prefixes = {frozenset(order[:k]) for order in self.orders for k in range(len(self.channels))}
        self.sets = sorted(prefixes, key=lambda s: (len(s), sorted(s)))

    @property
    def variants(self) -> int:
        """How many variants there are in all."""
        return 2 + len(self.sets)

    def held(self, places: Sequence[str]) -> np.ndarray:
        """1 where a channel is held: (channel, variant, 1), channels in the order of ``places``."""
        held = np.zeros((len(places), self.variants, 1))
        for i, free in enumerate(self.sets):
            for channel in self.channels:
                held[places.index(channel), 2 + i] = channel not in free
        return held

    def share(self, effects: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Direct part, and contribution of each channel.

        Parameters
        ----------
        effects
            Effect against variant 0 in every variant: (variant, draw).
        """
        whole = frozenset(self.channels)
        value = {free: effects[2 + i] for i, free in enumerate(self.sets)} | {whole: effects[1]}
        gains: dict[str, list[np.ndarray]] = {c: [] for c in self.channels}
        for order in self.orders:
            for k, channel in enumerate(order):
                gains[channel].append(value[frozenset(order[: k + 1])] - value[frozenset(order[:k])])
        return value[frozenset()], {c: np.mean(g, axis=0) for c, g in gains.items()}
