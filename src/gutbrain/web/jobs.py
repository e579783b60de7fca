"""Long work, so much at once as cores allow, each in a process of its own; what it gave is kept in memory."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from pydantic import BaseModel

from gutbrain.errors import Problem
from gutbrain.language import spoken
from gutbrain.web.jobs_process import Outcome, Work, carry_out
from gutbrain.web.workers import TooBusy

SECONDS = 180.0
"""What takes longer is given up."""

WAITING = 64
"""Work that may wait for its turn; more is turned away."""

PLACES = 3
"""Work of one page that may wait."""

SUPPOSED = 60.0
"""Seconds that work is supposed to take before any of its kind was done."""

KEPT_SECONDS = 30 * 60.0
"""How long a result is kept."""

KEPT = 32
"""Most results that are kept."""

KEPT_BYTES = 300_000_000
"""Most bytes of all results that are kept."""

TOO_LONG = Problem(
    f"This took longer than {SECONDS:.0f} seconds and was given up.", "Ask for less: fewer people, draws or days."
)
ENDED = Problem("The work was ended from outside.", "Run it again; if that happens again, ask for less.")
BROKEN = Problem("Something went wrong here, not with you.", "The server's log says what.")

State = Literal["waiting", "working", "done", "failed", "cancelled"]


@dataclass(eq=False)
class Run:
    """One piece of work, for all who asked for the same.

    ``share`` is how much is done, 0 to 1; ``first`` is what it gave on the way, ``outcome`` what it gave in the end.
    ``wanted`` are the jobs that wait for it.
    """

    key: str
    kind: str
    work: Work
    question: BaseModel
    client: str
    language: str
    state: State = "waiting"
    share: float = 0.0
    first: Outcome | None = None
    outcome: Outcome | None = None
    problems: list[Problem] = field(default_factory=list)
    begun: float = 0.0
    ended: float = 0.0
    process: BaseProcess | None = None
    wanted: set[str] = field(default_factory=set)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "cancelled")


@dataclass(eq=False)
class Job:
    """What one person asked for: a run, that others may have asked for as well.

    ``kind`` and ``title`` name what it gives; ``low`` are kinds of distress that were heard in what was asked
    (``care``). Who stops it does not stop it for others.
    """

    id: str
    kind: str
    title: str
    run: Run
    low: tuple[str, ...] = ()
    stopped: bool = False

    @property
    def state(self) -> State:
        """How far it is."""
        return "cancelled" if self.stopped else self.run.state

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return self.run.share

    @property
    def outcome(self) -> Outcome | None:
        """What it gave, once it is done."""
        return None if self.stopped else self.run.outcome

    @property
    def first(self) -> Outcome | None:
        """What it gave on the way."""
        return None if self.over else self.run.first

    @property
    def problems(self) -> list[Problem]:
        """Why it failed."""
        return [] if self.stopped else self.run.problems

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.stopped or self.run.over


class Jobs:
    """Runs work in fair turns, so much at once, and forgets results after a while.

    Parameters
    ----------
    count
        Pieces of work at once; one less than there are cores unless given, so that pages are answered meanwhile.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or max(1, (os.cpu_count() or 1) - 1)
        self._jobs: dict[str, Job] = {}
        self._runs: list[Run] = []
        self._takes: dict[str, float] = {}
        self._changed = threading.Condition()
        self._ending = False
        self._threads = [threading.Thread(target=self._run, name="jobs", daemon=True) for _ in range(self._count)]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the processes that work, and whatever waits."""
        with self._changed:
            self._ending = True
            for run in self._runs:
                self._cancel(run)
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(10)

    def submit(self, kind: str, title: str, work: Work, question: BaseModel, client: str = "") -> Job:
        """Put work in the queue; what is asked for already is done once.

        Parameters
        ----------
        kind, title
            What it is, and what its files are named after.
        work
            Of a module; called with the question and something to tell the share done.
        question
            What it is called with.
        client
            Who asks: those who have less at work go first.

        Raises
        ------
        TooBusy
            Where too much waits already, in all or of this client.
        """
        asked = f"{work.__module__}.{work.__qualname__} {spoken()} {question.model_dump_json()}"
        key = hashlib.sha256(asked.encode()).hexdigest()
        with self._changed:
            self._forget()
            run = next((one for one in self._runs if one.key == key and one.state not in ("failed", "cancelled")), None)
            if run is None:
                waiting = [one for one in self._runs if one.state == "waiting"]
                of_client = sum(one.client == client for one in waiting) if " " in client else 0
                if len(waiting) >= WAITING or of_client >= PLACES:
                    raise TooBusy(self._seconds(waiting[-1]))
                run = Run(key, kind, work, question, client, spoken())
                self._runs.append(run)
                self._changed.notify_all()
            job = Job(secrets.token_urlsafe(16), kind, title, run)
            run.wanted.add(job.id)
            self._jobs[job.id] = job
        return job

    def find(self, name: str) -> Job | None:
        """A job by its id, if it is still known."""
        with self._changed:
            self._forget()
            return self._jobs.get(name)

    def ahead(self, job: Job) -> int:
        """How much is begun before a job."""
        with self._changed:
            return len(self._before(job.run))

    def wait(self, job: Job) -> float:
        """Seconds until a job is begun, from what is at work and what such work took here; 0 once it is begun."""
        with self._changed:
            return self._seconds(job.run) if job.run.state == "waiting" else 0.0

    def cancel(self, job: Job) -> None:
        """Stop a job, and its run where nobody else waits for it; what is over stays as it is."""
        with self._changed:
            if job.over:
                return
            job.run.wanted.discard(job.id)
            job.stopped = True
            if not job.run.wanted:
                self._cancel(job.run)
                self._changed.notify_all()

    def _cancel(self, run: Run) -> None:
        if run.over:
            return
        self._end(run, "cancelled")
        if run.process is not None:
            run.process.kill()

    def _end(self, run: Run, state: State) -> None:
        run.state, run.ended, run.first = state, time.monotonic(), None

    def _forget(self) -> None:
        """Drop what is too old, too many or too large, oldest first."""
        over = sorted((run for run in self._runs if run.over), key=lambda run: run.ended)
        bytes_kept = sum(run.outcome.size for run in over if run.outcome)
        now, left = time.monotonic(), len(over)
        for run in over:
            if now - run.ended <= KEPT_SECONDS and left <= KEPT and bytes_kept <= KEPT_BYTES:
                break
            bytes_kept -= run.outcome.size if run.outcome else 0
            left -= 1
            self._runs.remove(run)
        known = set(map(id, self._runs))
        self._jobs = {name: job for name, job in self._jobs.items() if id(job.run) in known}

    def _order(self) -> list[Run]:
        """What waits, as it will be begun: everybody's first, then everybody's second, and so on."""
        had = Counter(run.client for run in self._runs if run.state == "working")
        turns = []
        for place, run in enumerate(run for run in self._runs if run.state == "waiting"):
            turns.append((had[run.client], place, run))
            had[run.client] += 1
        return [run for *_, run in sorted(turns, key=lambda turn: turn[:2])]

    def _before(self, run: Run) -> list[Run]:
        if run.state != "waiting":
            return []
        order = self._order()
        return [one for one in self._runs if one.state == "working"] + order[: order.index(run)]

    def _seconds(self, run: Run) -> float:
        now = time.monotonic()
        left = 0.0
        for one in self._before(run):
            takes = self._takes.get(one.kind, SUPPOSED)
            # what takes longer than others did has some way to go yet
            left += max(takes - (now - one.begun), takes / 4) if one.state == "working" else takes
        return left / self._count

    # in the threads

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._ending and not (order := self._order()):
                    self._changed.wait()
                if self._ending:
                    return
                run = order[0]
                run.state, run.begun = "working", time.monotonic()
            try:
                self._carry(run)
            except Exception:
                logging.getLogger("gutbrain").exception("a job could not be run")
                self._fail(run, BROKEN)

    def _carry(self, run: Run) -> None:
        """Run a process to its end."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=carry_out, args=(sender, run.work, run.question, run.language), daemon=True)
        process.start()
        sender.close()
        with self._changed:
            run.process = process
            if run.over:
                process.kill()
        try:
            self._listen(run, receiver)
        finally:
            process.kill()
            process.join()
            receiver.close()

    def _listen(self, run: Run, receiver: Connection) -> None:
        until = time.monotonic() + SECONDS
        while not run.over:
            if not receiver.poll(max(0.0, min(0.5, until - time.monotonic()))):
                if time.monotonic() >= until:
                    self._fail(run, TOO_LONG)
                continue
            try:
                what, told = receiver.recv()
            except (EOFError, OSError):
                # killed: by a cancel, or from outside
                self._fail(run, ENDED)
                return
            self._note(run, what, told)

    def _note(self, run: Run, what: str, told: Any) -> None:
        if what == "share":
            run.share = max(run.share, min(1.0, float(told)))
        elif what == "first":
            run.first = told
        elif what == "done":
            with self._changed:
                if not run.over:
                    run.outcome, run.share = told, 1.0
                    self._end(run, "done")
                    took = run.ended - run.begun
                    self._takes[run.kind] = 0.7 * self._takes.get(run.kind, took) + 0.3 * took
                self._forget()
        elif what == "problems":
            self._fail(run, *told)
        else:
            logging.getLogger("gutbrain").error("a job of %s failed\n%s", run.kind, told)
            self._fail(run, BROKEN)

    def _fail(self, run: Run, *problems: Problem) -> None:
        with self._changed:
            if not run.over:
                run.problems = list(problems)
                self._end(run, "failed")
