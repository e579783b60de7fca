"""Help first: every text of every request is looked at before its route is called, so that no route can forget it.

What is heard, and what it means, is :mod:`gutbrain.care`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

from fastapi import Request
from pydantic import BaseModel

from gutbrain.care import SEEN, CareNeeded, listen, note, start_anew, words
from gutbrain.care.hearing import is_seen
from gutbrain.care.spelling import MOST
from gutbrain.web.paths import inside

NEVER_REFUSED = ("/care", "/api/care")
"""Where help is: nothing that is said there keeps anybody from it."""

NO_WORDS = ("protocol", "design", "care", "from")
"""Fields of addresses that hold no words as they are: packed text is looked at once it is unpacked."""

SHORT = 2_000
"""Characters that are looked at at once; the processes that compute look at longer texts, and nobody else waits."""


class Text(BaseModel):
    """A text to look at."""

    text: str


class Spoken(BaseModel):
    """What a text speaks of: see :class:`gutbrain.care.words.Heard`."""

    danger: str
    low: tuple[str, ...]


async def hear(request: Request) -> None:
    """Look at every text of a request: in its path, its address and its JSON.

    Raises
    ------
    CareNeeded
        Where one speaks of danger, unless its sender has seen the page with help and goes on.
    """
    start_anew(seen=SEEN in (request.query_params.get("care"), request.headers.get("x-care")))
    if inside(request.scope) not in NEVER_REFUSED:
        await hear_text(request, " \n ".join([text async for text in _texts(request)]))


async def hear_text(request: Request, text: str) -> None:
    """Look whether free text speaks of danger, however long it is.

    Raises
    ------
    CareNeeded
        Where it does, unless its sender has seen the page with help and goes on.
    """
    if len(text) <= SHORT:
        listen(text)
    elif not is_seen():
        heard = await request.app.state.workers.ask(spoken, Text(text=text[:MOST]))
        if heard.danger:
            raise CareNeeded("words", heard.danger)
        note(*heard.low)


def spoken(question: Text) -> Spoken:
    """What a text speaks of; for a process that computes."""
    return Spoken(**asdict(words.heard(question.text)))


async def _texts(request: Request) -> AsyncIterator[str]:
    for value in request.path_params.values():
        yield str(value)
    for name, value in request.query_params.multi_items():
        if name not in NO_WORDS:
            yield value
    if "json" in request.headers.get("content-type", ""):
        try:
            sent = await request.json()
        except ValueError:  # said by whoever reads it
            return
        for text in _strings(sent):
            yield text


def _strings(value: Any) -> Iterator[str]:
    """All texts in a JSON value, whose depth and size are bounded (``strict_json``)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
