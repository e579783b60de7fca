"""Who goes first."""

import asyncio

import apart
import pytest

from gutbrain.web.turns import Turns


def test_a_lower_rank_goes_first_and_within_a_rank_who_asked_first():
    async def all_of_it():
        turns, order = Turns(1), []

        async def someone(name, rank):
            await turns.take(rank, 5)
            order.append(name)
            await asyncio.sleep(0)
            turns.give()

        await turns.take(0, 5)
        waiting = [asyncio.create_task(someone(name, rank)) for name, rank in (("a", 1), ("b", 0), ("c", 1), ("d", 0))]
        await asyncio.sleep(0)
        turns.give()
        await asyncio.gather(*waiting)
        return order

    assert apart.run(all_of_it()) == ["b", "d", "a", "c"]


def test_no_place_is_lost_to_who_gave_up_or_was_cancelled():
    async def all_of_it():
        turns = Turns(2)
        await turns.take(0, 1)
        await turns.take(0, 1)
        with pytest.raises(TimeoutError):
            await turns.take(0, 0.01)
        leaving = asyncio.create_task(turns.take(0, 5))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        turns.give()
        turns.give()
        await turns.take(0, 0.01)
        await turns.take(0, 0.01)
        with pytest.raises(TimeoutError):
            await turns.take(0, 0.01)

    apart.run(all_of_it())
