"""The process in which a job is done: what work is, and how it tells what it gives."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

from markupsafe import Markup
from pydantic import BaseModel

from gutbrain.care import go_on
from gutbrain.errors import InputError, Problem
from gutbrain.language import speaking
from gutbrain.web.workers import end_with_server, write_no_files

MEMORY = 6_000_000_000
"""Address space of a process, where the system can bound it (bytes)."""

TOO_LARGE = Problem("This needs more memory than one question may use.", "Ask for less: fewer people, draws or days.")


@dataclass(frozen=True)
class Outcome:
    """What work gives: an answer for programs, its head and body as HTML for pages, and files to download by name."""

    answer: BaseModel
    head: Markup
    body: Markup
    files: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.head) + len(self.body) + sum(len(content) for content in self.files.values())


class Told(Protocol):
    """Takes the share done, 0 to 1, and now and then a first outcome, which is shown until there is the last one."""

    def __call__(self, share: float, first: Outcome | None = None) -> None:
        """Tell it."""


Work = Callable[[Any, Told], Outcome]


def carry_out(sender: Connection, work: Work, question: BaseModel, language: str) -> None:
    """Do the work and send what it gives.

    Parameters
    ----------
    sender
        Where the share done, and in the end what the work gives or what went wrong, is sent.
    work
        What is done.
    question
        What is asked of it.
    language
        That of whoever asks.
    """
    _settle()
    go_on()  # the server looked at what is asked
    last = 0.0

    def told(share: float, first: Outcome | None = None) -> None:
        nonlocal last
        # said from several threads, and thousands of times
        with talking:
            if first is not None:
                sender.send(("first", first))
            if share >= last + 0.005:
                last = share
                with suppress(OSError):
                    sender.send(("share", share))

    talking = threading.Lock()
    try:
        with speaking(language):
            outcome = work(question, told)
        with talking:
            sender.send(("done", outcome))
    except InputError as error:
        sender.send(("problems", error.problems))
    except MemoryError:
        sender.send(("problems", [TOO_LARGE]))
    except Exception:
        sender.send(("failed", traceback.format_exc()))


def _settle() -> None:
    """Give way to the pages, end with the server, keep to the memory, and write no file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_server()
    write_no_files()
    if hasattr(os, "nice"):
        os.nice(5)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
