"""Processes that compute answers, so that the server never waits for a simulation."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from pydantic import BaseModel

from gutbrain.language import in_language, spoken
from gutbrain.web.turns import Turns

Answer = TypeVar("Answer")

SECONDS = 20.0
"""What takes longer is given up; the time for which a question waited for a process does not count."""

WAITING = 64
"""Questions that may wait for a free process; more are turned away."""

PATIENCE = 60.0
"""Seconds for which a question waits for a free process before it is turned away."""

KEPT = 256
"""Answers that are kept for whoever asks the same again."""


FIRST, LATER = 0, 1
"""Ranks of questions: what is waited for goes before what comes below it on a page."""

TRIES = 3
"""How often a question is asked whose process ended, by its own fault or another's."""


class TooBusy(Exception):
    """More questions wait than can be answered soon, or the processes that should answer keep ending."""


class TooLong(Exception):
    """An answer took longer than :data:`SECONDS`."""


class Workers:
    """A pool of warm processes, and the answers that they gave last.

    Answers follow from questions and the language alone, so that who asks the same gets the same, at once; nothing is
    written to disk, and of a question no more is kept than a hash.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or os.cpu_count() or 1
        self._started: list[BaseProcess] = []
        self._pool = self._new_pool()
        self._ready: Future[None] = Future()
        self._turns = Turns(self._count)
        self._answers: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._asked: dict[tuple[str, str], asyncio.Task[Any]] = {}

    def start(self) -> None:
        """Start and warm all processes, without waiting for them."""
        self._ready = self._warming()

    def stop(self) -> None:
        """End all processes."""
        self._end(self._pool, self._started)

    async def ask(
        self, function: Callable[[Any], Answer], question: BaseModel, rank: int = FIRST, *, keep: bool = True
    ) -> Answer:
        """Answer a question in one of the processes.

        Parameters
        ----------
        function
            Of a module, and so known to the processes by its name.
        question
            What it is called with.
        rank
            :data:`FIRST`, or :data:`LATER` for what a page can do without for a while.
        keep
            Whether the answer is kept for whoever asks the same again.

        Raises
        ------
        TooBusy, TooLong
            Where the answer does not come soon.
        InputError
            What the function says of the question.
        """
        hashed = hashlib.sha256(question.model_dump_json().encode()).hexdigest()
        key = (f"{function.__module__}.{function.__qualname__} {spoken()}", hashed)
        if key in self._answers:
            self._answers.move_to_end(key)
            kept: Answer = self._answers[key]
            return kept
        if key not in self._asked:
            if len(self._asked) >= WAITING + self._count:
                raise TooBusy
            self._asked[key] = asyncio.create_task(self._work(key, function, question, rank, keep))
        # whoever goes away does not take the answer from others who wait for it
        answer: Answer = await asyncio.shield(self._asked[key])
        return answer

    async def _work(
        self, key: tuple[str, str], function: Callable[[Any], Answer], question: BaseModel, rank: int, keep: bool
    ) -> Answer:
        try:
            answer = await self._compute(function, question, rank)
            if keep:
                self._answers[key] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
            return answer
        finally:
            del self._asked[key]

    async def _compute(self, function: Callable[[Any], Answer], question: BaseModel, rank: int) -> Answer:
        try:
            await self._turns.take(rank, PATIENCE)
        except TimeoutError:
            raise TooBusy from None
        try:
            for _ in range(TRIES):
                pool = self._pool
                try:
                    await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._ready)), PATIENCE)
                    future: Future[Answer] = pool.submit(in_language, spoken(), function, question)
                    return await asyncio.wait_for(asyncio.wrap_future(future), SECONDS)
                except TimeoutError:
                    # a process cannot be told to stop: all are ended, and what others asked is asked again
                    self._renew(pool)
                    raise TooLong from None
                except BrokenProcessPool:
                    self._renew(pool)
            raise TooBusy
        finally:
            self._turns.give()

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            started = self._started
            self._pool = self._new_pool()
            self._ready = self._warming()
            self._end(broken, started)

    def _warming(self) -> Future[None]:
        """Start all processes of the pool; done when the first of them is warm."""
        first, *_ = [self._pool.submit(_nothing) for _ in range(self._count)]
        return first

    def _new_pool(self) -> ProcessPoolExecutor:
        context = _Noting()
        self._started = context.started
        return ProcessPoolExecutor(self._count, mp_context=context, initializer=_warm)

    @staticmethod
    def _end(pool: ProcessPoolExecutor, started: list[BaseProcess]) -> None:
        for process in started:
            if process.is_alive():
                process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)


class _Noting(SpawnContext):
    """Starts processes anew (not forked: the server has threads), and notes them: a pool does not tell which."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[BaseProcess] = []

    def Process(self, *args: Any, **named: Any) -> BaseProcess:  # type: ignore[override]
        """A process that is noted."""
        process = super().Process(*args, **named)
        self.started.append(process)
        return process


def _nothing() -> None:
    """What a process is started for before anybody asks."""


def _warm() -> None:
    """Do once what every answer needs: imports, records, and one small simulation and explanation."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_server()
    write_no_files()
    # what a label and a pooled effect would wait for is imported as well
    import gutbrain.evidence.label.check
    import gutbrain.report.meta_page  # noqa: F401
    from gutbrain import explain
    from gutbrain.answers.question import Question, protocol
    from gutbrain.answers.what_if import answer
    from gutbrain.care import go_on, words

    go_on()  # the server looked at what is asked before it asks
    words.heard("")
    question = Question.model_validate({"fibre": 30, "strain_1": "B. longum 1714"})
    answer(question)
    explain(protocol(question), ["depression"], orders=1)


def write_no_files() -> None:
    """In a process: no temporary files, in which something typed would stay on disk if the process were killed."""
    # there can be no such folder, so that whoever tries fails
    tempfile.tempdir = os.path.join(os.devnull, "no files")


def end_with_server() -> None:
    """In a process: end as soon as the server does, even where it was killed."""

    def watch() -> None:
        server = parent_process()
        if server is not None:
            server.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
