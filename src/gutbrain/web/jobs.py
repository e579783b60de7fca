"""Long work, one after the other, each in a process of its own that can be stopped; what it gave is kept in memory."""

from __future__ import annotations

import logging
import multiprocessing
import secrets
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Literal

from pydantic import BaseModel

from gutbrain.errors import Problem
from gutbrain.language import in_language, spoken
from gutbrain.web.jobs_process import Outcome, Work, carry_out
from gutbrain.web.workers import TooBusy

SECONDS = 180.0
"""What takes longer is given up."""

WAITING = 8
"""Work that may wait for its turn; more is turned away."""

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


@dataclass
class Job:
    """One piece of work.

    ``kind`` and ``title`` name what it gives; ``share`` is how much is done, 0 to 1; ``low`` are kinds of distress that
    were heard in what was asked (``care``).
    """

    id: str
    kind: str
    title: str
    work: Work
    question: BaseModel
    state: State = "waiting"
    share: float = 0.0
    outcome: Outcome | None = None
    problems: list[Problem] = field(default_factory=list)
    ended: float = 0.0
    process: BaseProcess | None = None
    low: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """Runs work in the order in which it came, one at a time, and forgets results after a while."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._changed = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End the process that works, and whatever waits."""
        with self._changed:
            self._ending = True
            for job in self._jobs.values():
                self._cancel(job)
            self._changed.notify_all()
        self._thread.join(10)

    def submit(self, kind: str, title: str, work: Work, question: BaseModel) -> Job:
        """Put work in the queue.

        Parameters
        ----------
        kind, title
            What it is, and what its files are named after.
        work
            Of a module; called with the question and something to tell the share done.
        question
            What it is called with.

        Raises
        ------
        TooBusy
            Where too much waits already.
        """
        with self._changed:
            self._forget()
            if sum(job.state == "waiting" for job in self._jobs.values()) >= WAITING:
                raise TooBusy
            job = Job(secrets.token_urlsafe(16), kind, title, partial(in_language, spoken(), work), question)
            self._jobs[job.id] = job
            self._changed.notify_all()
        return job

    def find(self, name: str) -> Job | None:
        """A job by its id, if it is still known."""
        with self._changed:
            self._forget()
            return self._jobs.get(name)

    def ahead(self, job: Job) -> int:
        """How much is worked on before a job."""
        with self._changed:
            open_jobs = [other.id for other in self._jobs.values() if not other.over]
            return open_jobs.index(job.id) if job.id in open_jobs else 0

    def cancel(self, job: Job) -> None:
        """Stop a job; what is over stays as it is."""
        with self._changed:
            self._cancel(job)

    def _cancel(self, job: Job) -> None:
        if job.over:
            return
        self._end(job, "cancelled")
        if job.process is not None:
            job.process.kill()

    def _end(self, job: Job, state: State) -> None:
        job.state, job.ended = state, time.monotonic()

    def _forget(self) -> None:
        """Drop what is too old, too many or too large, oldest first."""
        over = sorted((job for job in self._jobs.values() if job.over), key=lambda job: job.ended)
        bytes_kept = sum(job.outcome.size for job in over if job.outcome)
        now, left = time.monotonic(), len(over)
        for job in over:
            if now - job.ended <= KEPT_SECONDS and left <= KEPT and bytes_kept <= KEPT_BYTES:
                return
            bytes_kept -= job.outcome.size if job.outcome else 0
            left -= 1
            del self._jobs[job.id]

    # in the thread

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._ending and not (job := self._next()):
                    self._changed.wait()
                if self._ending:
                    return
                assert job is not None
                job.state = "working"
            try:
                self._carry(job)
            except Exception:
                logging.getLogger("gutbrain").exception("a job could not be run")
                self._fail(job, BROKEN)

    def _next(self) -> Job | None:
        return next((job for job in self._jobs.values() if job.state == "waiting"), None)

    def _carry(self, job: Job) -> None:
        """Run a job's process to its end."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=carry_out, args=(sender, job.work, job.question), daemon=True)
        process.start()
        sender.close()
        with self._changed:
            job.process = process
            if job.over:
                process.kill()
        try:
            self._listen(job, receiver)
        finally:
            process.kill()
            process.join()
            receiver.close()

    def _listen(self, job: Job, receiver: Connection) -> None:
        until = time.monotonic() + SECONDS
        while not job.over:
            if not receiver.poll(max(0.0, min(0.5, until - time.monotonic()))):
                if time.monotonic() >= until:
                    self._fail(job, TOO_LONG)
                continue
            try:
                what, told = receiver.recv()
            except (EOFError, OSError):
                # killed: by a cancel, or from outside
                self._fail(job, ENDED)
                return
            self._note(job, what, told)

    def _note(self, job: Job, what: str, told: Any) -> None:
        if what == "share":
            job.share = max(job.share, min(1.0, float(told)))
        elif what == "done":
            with self._changed:
                if not job.over:
                    job.outcome, job.share = told, 1.0
                    self._end(job, "done")
                self._forget()
        elif what == "problems":
            self._fail(job, *told)
        else:
            logging.getLogger("gutbrain").error("a job of %s failed\n%s", job.kind, told)
            self._fail(job, BROKEN)

    def _fail(self, job: Job, *problems: Problem) -> None:
        with self._changed:
            if not job.over:
                job.problems = list(problems)
                self._end(job, "failed")
