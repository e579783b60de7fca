"""The language of a request: said by the address (``/de/what-if``), else by what the browser accepts.

The prefix is treated as that of a reverse proxy: all links of a page begin with it, so a language that was chosen stays
without anything being kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gutbrain.language import LANGUAGES, negotiated, speaking
from gutbrain.web.paths import inside

BEFORE = "root_before_language"
"""In the scope of a request whose address says a language: the prefix before it."""


def languages(scope: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The languages of a page: code, own name, and the address of the same page, with all that was asked.

    Parameters
    ----------
    scope
        Of the request, as the application sees it.
    """
    prefix = scope.get(BEFORE, scope.get("root_path", ""))
    asked = bytes(scope.get("query_string", b"")).decode("latin-1")
    return [
        (code, name, quote(f"{prefix}/{code}{inside(scope)}", safe="/:@!$&'()*+,;=~") + (f"?{asked}" if asked else ""))
        for code, name in LANGUAGES.items()
    ]


class Speaking:
    """Middleware: speaks the language of each request while it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = inside(scope).split("/")[1] if inside(scope).startswith("/") else ""
        if said in LANGUAGES:
            language = said
            before = str(scope.get("root_path", ""))
            root = f"{before}/{said}"
            scope = {**scope, "root_path": root, BEFORE: before}
            if scope["path"] == root:
                scope["path"] = f"{root}/"
        else:
            accepted = dict(scope["headers"]).get(b"accept-language", b"")
            language = negotiated(accepted.decode("latin-1"))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-language"] = language
                headers.add_vary_header("accept-language")
            await send(message)

        with speaking(language):
            await self.app(scope, receive, told)
