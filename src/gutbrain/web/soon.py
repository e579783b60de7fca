"""A first answer where many ask at once, and the full one for whoever stays with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel

from gutbrain.web import clients
from gutbrain.web.workers import FIRST, LAST, TooBusy, Workers

Answer = TypeVar("Answer")
Question = TypeVar("Question", bound=BaseModel)

SURER = "x-surer"
"""The header by which a page that stayed with a first answer asks for the full one."""


async def soon(
    request: Request,
    full: Callable[[Question], Answer],
    first: Callable[[Question], Answer],
    question: Question,
    rank: int = FIRST,
) -> Answer:
    """The full answer; or, where many ask at once, a first one from less, which says so of itself.

    A page that stays with it asks again, and gets the full one as soon as a process is free. Programs, and pages
    without a script, always get the full answer.

    Parameters
    ----------
    request
        What is answered.
    full, first
        What answers the question, in full and in a part of the time.
    question
        What is asked.
    rank
        Whose turn it is.

    Raises
    ------
    TooBusy, TooLong, InputError
        As :meth:`Workers.ask`; TooBusy as well where the full answer has to wait.
    """
    workers: Workers = request.app.state.workers
    if not clients.is_page(request) or workers.knows(full, question):
        return await workers.ask(full, question, rank)
    if SURER in request.headers:
        if not workers.free:
            raise TooBusy(workers.wait(LAST))
        return await workers.ask(full, question, LAST)
    return await workers.ask(first if workers.many else full, question, rank)
