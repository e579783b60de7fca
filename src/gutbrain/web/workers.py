"""Processes that compute answers, so that the server never waits for a simulation."""

from __future__ import annotations

import asyncio
import hashlib
import os
import pickle
import tempfile
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from pydantic import BaseModel

from gutbrain.language import in_language, spoken
from gutbrain.web import clients
from gutbrain.web.turns import Turns

Answer = TypeVar("Answer")
Key = tuple[str, str]

SECONDS = 20.0
"""What takes longer is given up; the time for which a question waited for a process does not count."""

WAITING = 200
"""Questions that may wait for a free process; more are turned away."""

PATIENCE = 60.0
"""Seconds for which a question waits for a free process before it is turned away."""

KEPT = 2000
"""Answers that are kept for whoever asks the same again."""

KEPT_BYTES = 64_000_000
"""Most bytes of all answers that are kept."""


FIRST, LATER, LAST = 0, 1, 2
"""Ranks of questions: what is waited for, what comes below it on a page, and what makes an answer surer."""

SUPPOSED = 0.5
"""Seconds that a kind of question is supposed to take before one was answered."""

WINDOW = 20.0
"""Seconds over which it is counted how many ask."""

MANY = 2
"""Many ask where so many people a process asked in that time."""

TRIES = 3
"""How often a question is asked whose process ended, by its own fault or another's."""


class TooBusy(Exception):
    """More questions wait than can be answered soon, or the processes that should answer keep ending.

    Parameters
    ----------
    seconds
        After how long it is worth to ask again.
    """

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__(f"{self.seconds} s")


class TooLong(Exception):
    """An answer took longer than :data:`SECONDS`."""


class Workers:
    """A pool of warm processes, and the answers that they gave last.

    Answers follow from questions and the language alone, so that who asks the same gets the same, at once; nothing is
    written to disk, and of a question no more is kept than a hash. Places are shared fairly among those who ask.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or os.cpu_count() or 1
        self._started: list[BaseProcess] = []
        self._pool = self._new_pool()
        self._ready: Future[None] = Future()
        self._turns = Turns(self._count)
        self._kept = _Kept()
        self._asked: dict[Key, asyncio.Task[Any]] = {}
        self._places: Counter[str] = Counter()
        self._takes: dict[str, float] = {}
        self._seen: deque[tuple[float, str]] = deque()

    def start(self) -> None:
        """Start and warm all processes, without waiting for them."""
        self._ready = self._warming()

    def stop(self) -> None:
        """End all processes."""
        self._end(self._pool, self._started)

    async def ask(
        self,
        function: Callable[[Any], Answer],
        question: BaseModel,
        rank: int = FIRST,
        *,
        keep: bool = True,
        seconds: float = SECONDS,
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
        seconds
            What takes longer is given up.

        Raises
        ------
        TooBusy, TooLong
            Where the answer does not come soon.
        InputError
            What the function says of the question.
        """
        client, key = clients.asking(), self.key(function, question)
        self._note(client)
        kept = self._kept.find(key)
        if kept is not None:
            found: Answer = pickle.loads(kept)
            return found
        if key not in self._asked:
            if len(self._asked) >= WAITING + self._count or self._places[client] >= clients.places(client):
                raise TooBusy(self.wait(rank))
            self._places[client] += 1
            self._asked[key] = asyncio.create_task(self._work(key, function, question, rank, keep, seconds, client))
        # whoever goes away does not take the answer from others who wait for it
        answer: Answer = await asyncio.shield(self._asked[key])
        return answer

    def knows(self, function: Callable[[Any], Any], question: BaseModel) -> bool:
        """Whether an answer is there already, or on its way."""
        key = self.key(function, question)
        return key in self._asked or self._kept.find(key) is not None

    def wait(self, rank: int = FIRST) -> float:
        """Seconds until a question that comes now is begun, from what is at work and what such questions took here."""
        return self._turns.ahead(rank)

    @property
    def free(self) -> bool:
        """Whether a process has nothing to do."""
        return self._turns.free

    @property
    def many(self) -> bool:
        """Whether more people ask, of late, than can be answered in full."""
        return len({client for _, client in self._lately()}) > MANY * self._count

    @staticmethod
    def key(function: Callable[[Any], Any], question: BaseModel) -> Key:
        """By what an answer is known again: what is asked, in the language that is spoken."""
        hashed = hashlib.sha256(f"{spoken()} {question.model_dump_json()}".encode()).hexdigest()
        return f"{function.__module__}.{function.__qualname__}", hashed

    def _note(self, client: str) -> None:
        self._lately()
        self._seen.append((time.monotonic(), client))

    def _lately(self) -> deque[tuple[float, str]]:
        """Who asked in the last seconds."""
        since = time.monotonic() - WINDOW
        while self._seen and (self._seen[0][0] < since or len(self._seen) > KEPT):
            self._seen.popleft()
        return self._seen

    async def _work(
        self,
        key: Key,
        function: Callable[[Any], Answer],
        question: BaseModel,
        rank: int,
        keep: bool,
        seconds: float,
        client: str,
    ) -> Answer:
        try:
            answer = await self._compute(key[0], function, question, rank, seconds, client)
            if keep:
                self._kept.keep(key, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            return answer
        finally:
            del self._asked[key]
            self._places[client] -= 1
            if not self._places[client]:
                del self._places[client]

    async def _compute(
        self, kind: str, function: Callable[[Any], Answer], question: BaseModel, rank: int, seconds: float, client: str
    ) -> Answer:
        takes = self._takes.get(kind, SUPPOSED)
        try:
            await self._turns.take(rank, PATIENCE, client, takes)
        except TimeoutError:
            raise TooBusy(self.wait(rank)) from None
        try:
            for _ in range(TRIES):
                pool = self._pool
                try:
                    await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._ready)), PATIENCE)
                    begun = time.monotonic()
                    future: Future[Answer] = pool.submit(in_language, spoken(), function, question)
                    answer = await asyncio.wait_for(asyncio.wrap_future(future), seconds)
                    took = time.monotonic() - begun
                    # the last ones count most
                    self._takes[kind] = 0.7 * self._takes.get(kind, took) + 0.3 * took
                    return answer
                except TimeoutError:
                    # a process cannot be told to stop: all are ended, and what others asked is asked again
                    self._renew(pool)
                    raise TooLong from None
                except BrokenProcessPool:
                    self._renew(pool)
            raise TooBusy
        finally:
            self._turns.give(takes)

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


class _Kept:
    """Answers as bytes, so that it is known how much of the memory they take; what was not asked for longest goes."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0

    def find(self, key: Key) -> bytes | None:
        """An answer that is kept."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: Key, answer: bytes) -> None:
        """Keep an answer."""
        self._bytes += len(answer) - len(self._answers.pop(key, b""))
        self._answers[key] = answer
        while self._answers and (len(self._answers) > KEPT or self._bytes > KEPT_BYTES):
            self._bytes -= len(self._answers.popitem(last=False)[1])


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
    from gutbrain.answers.question import Question
    from gutbrain.answers.question_protocol import protocol
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
