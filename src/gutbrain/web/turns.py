"""Whose turn it is where many wait for few places: what somebody looks at first, and who has had least, goes first."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass, field
from itertools import count


@dataclass(order=True)
class _Waiting:
    """Somebody who waits: a lower rank goes first, then an earlier turn, then who asked first."""

    rank: int
    turn: float
    number: int
    future: asyncio.Future[None] = field(compare=False)
    seconds: float = field(compare=False)


class Turns:
    """So many places, shared fairly among clients (start-time fair queuing).

    Each client has a time of its own, that moves on by what each of its questions is expected to take; the next place
    goes to whose time is earliest. Who asks for much at once waits behind who asks for little, and who was away for a
    while has saved nothing up.
    """

    def __init__(self, places: int) -> None:
        self._places = self._free = places
        self._waiting: list[_Waiting] = []
        self._number = count()
        self._now = 0.0
        self._served: dict[str, float] = {}
        self._at_work = 0.0

    async def take(self, rank: int, seconds: float, client: str = "", takes: float = 1.0) -> None:
        """Wait for a place, which must be given back; a lower ``rank`` goes first.

        Parameters
        ----------
        rank
            Of the question.
        seconds
            How long to wait at most.
        client
            Who asks.
        takes
            How long the place will be needed, as far as that is known (s); to be said again to :meth:`give`.

        Raises
        ------
        TimeoutError
            Where none is free for so long.
        """
        turn = max(self._now, self._served.get(client, 0.0))
        self._served[client] = turn + takes
        if self._free:
            self._free -= 1
            self._begin(turn, takes)
            return
        one = _Waiting(rank, turn, next(self._number), asyncio.get_running_loop().create_future(), takes)
        heapq.heappush(self._waiting, one)
        try:
            await asyncio.wait_for(asyncio.shield(one.future), seconds)
        except BaseException:
            # it may have been given just now
            if one.future.done() and not one.future.cancelled():
                self.give(takes)
            one.future.cancel()
            raise

    def give(self, takes: float = 1.0) -> None:
        """Give a place back: to whoever is next, or to keep."""
        self._at_work -= takes
        while self._waiting:
            one = heapq.heappop(self._waiting)
            if not one.future.done():
                one.future.set_result(None)
                self._begin(one.turn, one.seconds)
                return
        self._free += 1
        if self._free == self._places:
            # nobody is owed anything
            self._served.clear()
            self._now = self._at_work = 0.0

    @property
    def free(self) -> bool:
        """Whether a place is free now."""
        return self._free > 0

    def ahead(self, rank: int) -> float:
        """Seconds until somebody who asks now gets a place, as far as is known; 0 where one is free.

        What is at work is taken to be half done, and those who wait with this rank or a lower one go before.
        """
        if self._free:
            return 0.0
        before = sum(one.seconds for one in self._waiting if one.rank <= rank and not one.future.done())
        return (self._at_work / 2 + before) / self._places

    def _begin(self, turn: float, takes: float) -> None:
        self._now = max(self._now, turn)
        self._at_work += takes
        if len(self._served) > 4 * len(self._waiting) + 64:
            self._served = {client: until for client, until in self._served.items() if until > self._now}
