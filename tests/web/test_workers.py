"""The processes that compute: killed, too busy or too slow, and the server goes on."""

import asyncio
import os
import signal
import time

import apart
import pytest
from pydantic import BaseModel

from gutbrain.errors import InputError, Problem
from gutbrain.web import clients, workers
from gutbrain.web.workers import TooBusy, TooLong, Workers


class Asked(BaseModel):
    """A question of these tests."""

    what: str = ""
    seconds: float = 0.0
    once: str = ""


def answer(asked):
    """Sleeps, fails or dies as it is told."""
    time.sleep(asked.seconds)
    if asked.what == "wrong":
        raise InputError([Problem("is wrong", field="what")])
    if asked.what == "die" or (asked.once and not os.path.exists(asked.once)):
        if asked.once:
            open(asked.once, "w", encoding="utf-8").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"answer {asked.what}"


def processes(pool):
    return [process for process in pool._started if process.is_alive()]


@pytest.fixture
def with_workers(monkeypatch):
    """Runs a coroutine function with workers that need no warming."""
    monkeypatch.setattr(workers, "_warm", None)

    def run(story, count=2):
        async def whole():
            pool = Workers(count)
            pool.start()
            try:
                return await asyncio.wait_for(story(pool), 120)
            finally:
                pool.stop()

        return apart.run(whole())

    return run


def test_the_same_question_is_worked_out_once(with_workers):
    async def story(pool):
        first = await asyncio.gather(*(pool.ask(answer, Asked(what="a", seconds=0.5)) for _ in range(20)))
        start = time.monotonic()
        again = await pool.ask(answer, Asked(what="a", seconds=0.5))
        assert {*first, again} == {"answer a"}
        assert time.monotonic() - start < 0.3

    with_workers(story)


def test_what_is_wrong_comes_through(with_workers):
    async def story(pool):
        with pytest.raises(InputError, match="is wrong"):
            await pool.ask(answer, Asked(what="wrong"))

    with_workers(story)


def test_a_process_that_is_killed_while_idle_is_replaced(with_workers):
    async def story(pool):
        await pool.ask(answer, Asked(what="first"))
        for process in processes(pool):
            os.kill(process.pid, signal.SIGKILL)
        assert await pool.ask(answer, Asked(what="second")) == "answer second"

    with_workers(story)


def test_a_process_that_is_killed_at_work_is_replaced(with_workers, tmp_path):
    async def story(pool):
        assert await pool.ask(answer, Asked(what="again", once=str(tmp_path / "died"))) == "answer again"

    with_workers(story)


def test_a_question_that_always_kills_is_given_up_and_others_are_answered(with_workers):
    async def story(pool):
        with pytest.raises(TooBusy):
            await pool.ask(answer, Asked(what="die"))
        assert await pool.ask(answer, Asked(what="b")) == "answer b"

    with_workers(story)


def test_who_takes_too_long_is_given_up_and_others_are_answered(with_workers, monkeypatch):
    monkeypatch.setattr(workers, "SECONDS", 3.0)

    async def story(pool):
        await pool.ask(answer, Asked(what="warm"))
        slow = asyncio.create_task(pool.ask(answer, Asked(what="slow", seconds=60)))
        await asyncio.sleep(0.2)
        others = await asyncio.gather(*(pool.ask(answer, Asked(what=str(i), seconds=0.3)) for i in range(12)))
        assert others == [f"answer {i}" for i in range(12)]
        with pytest.raises(TooLong):
            await slow

    with_workers(story)


def test_time_in_the_queue_does_not_count(with_workers, monkeypatch):
    monkeypatch.setattr(workers, "SECONDS", 4.0)

    async def story(pool):
        await pool.ask(answer, Asked(what="warm"))
        several = (pool.ask(answer, Asked(what=str(i), seconds=1)) for i in range(8))
        assert len(await asyncio.gather(*several)) == 8

    with_workers(story, count=1)


def test_only_so_many_wait_and_others_are_told_how_long(with_workers):
    async def story(pool):
        asked = workers.WAITING + 2
        several = [asyncio.create_task(pool.ask(answer, Asked(what=str(i), seconds=0.01))) for i in range(asked)]
        # each gets in line
        for _ in range(3):
            await asyncio.sleep(0)
        more = (pool.ask(answer, Asked(what=f"more {i}")) for i in range(30))
        refused = await asyncio.gather(*more, return_exceptions=True)
        assert all(isinstance(one, TooBusy) for one in refused)
        assert len(await asyncio.gather(*several)) == asked
        # nothing was answered yet: each is supposed to take half a second in one of two processes
        assert all(40 < one.seconds < 60 for one in refused)

    with_workers(story)


def test_a_page_that_asks_much_keeps_no_other_waiting(with_workers):
    async def as_page(pool, page, what):
        clients._ASKING.set(f"127.0.0.1 {page}")
        return await pool.ask(answer, Asked(what=what, seconds=0.1))

    async def story(pool):
        await pool.ask(answer, Asked(what="warm"))
        order = []

        async def ask(page, what):
            await as_page(pool, page, what)
            order.append(what)

        greedy = [asyncio.create_task(ask("aaaaaaaa", f"a{i}")) for i in range(clients.PLACES)]
        await asyncio.sleep(0.02)
        with pytest.raises(TooBusy):
            await as_page(pool, "aaaaaaaa", "one more")
        await asyncio.gather(*greedy, ask("bbbbbbbb", "b"), ask("cccccccc", "c"))
        assert {order.index("b"), order.index("c")} < set(range(4))

    with_workers(story, count=1)


def test_many_are_many_people_and_not_many_questions(with_workers):
    async def story(pool):
        for what in range(20):
            await pool.ask(answer, Asked(what=str(what)))
        assert not pool.many
        for page in range(workers.MANY * 2):
            clients._ASKING.set(f"127.0.0.1 {page:08x}")
            await pool.ask(answer, Asked(what="0"))
        assert pool.many

    with_workers(story)


def test_answers_that_are_kept_take_only_so_much_memory(monkeypatch):
    monkeypatch.setattr(workers, "KEPT_BYTES", 100)
    kept = workers._Kept()
    for number in range(5):
        kept.keep(("f", str(number)), b"x" * 40)
    assert [kept.find(("f", str(number))) is not None for number in range(5)] == [False, False, False, True, True]
    kept.keep(("f", "large"), b"x" * 101)
    assert kept.find(("f", "large")) is None


def test_who_goes_away_takes_nothing_from_others(with_workers):
    async def story(pool):
        stays = asyncio.create_task(pool.ask(answer, Asked(what="a", seconds=1)))
        goes = asyncio.create_task(pool.ask(answer, Asked(what="a", seconds=1)))
        await asyncio.sleep(0.1)
        goes.cancel()
        assert await stays == "answer a"

    with_workers(story)
