"""Who asks: told apart so that places are shared fairly, and by nothing that outlives a page."""

from __future__ import annotations

import re
from contextvars import ContextVar

from fastapi import Request

PAGE = re.compile(r"[0-9a-f]{8,32}")
"""What a page calls itself: random digits that it makes when it is opened, and forgets when it is left."""


PLACES = 12
"""Questions of one page that may wait; more are turned away, so that none fills the queue."""

_ASKING: ContextVar[str] = ContextVar("client", default="")


async def noted(request: Request) -> None:
    """Note who asks, before anything is answered."""
    _ASKING.set(client(request))


def asking() -> str:
    """Who asks for what is answered now."""
    return _ASKING.get()


def client(request: Request) -> str:
    """Who asks: the address of the connection, and the page where it says so (``x-page``).

    A whole class may come from one address, behind a proxy or a school's router: its pages are told apart. A program
    that gives itself many names could take the places of others behind its own door; who may come at all is for the
    proxy to ask.
    """
    address = request.client.host if request.client else ""
    page = request.headers.get("x-page", "")
    return f"{address} {page}" if PAGE.fullmatch(page) else address


def is_page(request: Request) -> bool:
    """Whether one of our own pages asks, with its script."""
    return bool(PAGE.fullmatch(request.headers.get("x-page", "")))


def places(client: str) -> float:
    """How many questions of somebody may wait: a page has few; behind an address alone may be many people."""
    return PLACES if " " in client else float("inf")
