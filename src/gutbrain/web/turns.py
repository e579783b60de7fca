"""Whose turn it is where many wait for few places: what somebody looks at first goes first."""

from __future__ import annotations

import asyncio
import heapq
from itertools import count


class Turns:
    """So many places; who waits gets the next one by rank, and within a rank in the order of asking."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._number = count()

    async def take(self, rank: int, seconds: float) -> None:
        """Wait for a place, which must be given back; a lower ``rank`` goes first.

        Raises
        ------
        TimeoutError
            Where none is free for so long.
        """
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._number), turn))
        try:
            await asyncio.wait_for(asyncio.shield(turn), seconds)
        except BaseException:
            # it may have been given just now
            if turn.done() and not turn.cancelled():
                self.give()
            turn.cancel()
            raise

    def give(self) -> None:
        """Give a place back: to whoever is next, or to keep."""
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
