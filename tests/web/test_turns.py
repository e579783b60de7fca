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


def test_who_has_had_less_goes_first_and_time_away_saves_nothing_up():
    async def all_of_it():
        turns, order = Turns(1), []

        async def someone(client, takes):
            await turns.take(0, 5, client, takes)
            order.append(client)
            await asyncio.sleep(0)
            turns.give(takes)

        await turns.take(0, 5, "a", 1.0)
        asked = [("a", 1.0), ("a", 1.0), ("a", 1.0), ("b", 3.0), ("b", 3.0), ("c", 1.0)]
        waiting = [asyncio.create_task(someone(*one)) for one in asked]
        await asyncio.sleep(0)
        assert turns.ahead(0) == 0.5 + sum(takes for _, takes in asked)
        turns.give(1.0)
        await asyncio.gather(*waiting)
        assert turns.ahead(0) == 0
        return order

    assert apart.run(all_of_it()) == ["b", "c", "a", "a", "a", "b"]
