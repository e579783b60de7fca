"""What a request may be, and what every response says: sizes, times, text, headers that keep browsers from harm."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gutbrain.web import strict_json
from gutbrain.web.paths import inside

BYTES = 512_000
"""Largest body of a request."""

TABLES = ("/table", "/api/profile", "/api/profile/leaves.zip")
"""Where files may be sent."""

TABLE_BYTES = 8_000_000
"""Largest body there."""

TABLES_AT_ONCE = 4
"""So many of them are held at once."""

LET_PASS = 8 * BYTES
"""A larger body is let pass unread up to this size: many clients hear a refusal only when they have sent everything."""

ADDRESS_BYTES = 8_000
"""Longest address with its query."""

SECONDS = 10.0
"""Time in which a request has to arrive: its head, and then its body."""

HEADERS = {
    # scripts, styles and pictures come from here and nowhere else, and nothing is sent elsewhere
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


STATIC = "/static/"
"""Below here is nothing of anybody's, and browsers may keep it; of all else nothing is kept (``no-store``)."""

FOREIGN = (b"cross-site", b"same-site")
"""What browsers say where another site asks, or another program on this machine."""


class Refused(Exception):
    """A request that is not answered: its status, and why."""

    def __init__(self, status: int, wrong: str, right: str = "") -> None:
        self.status = status
        self.problem = {"wrong": wrong, "right": right, "field": ""}
        super().__init__(wrong)


class Limits:
    """Middleware: refuses what is too large, too slow, no text, or from another site, and adds :data:`HEADERS`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._reading = asyncio.Lock()
        self._tables = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        said = HEADERS if inside(scope).startswith(STATIC) else {**HEADERS, "cache-control": "no-store"}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                added = ((k.encode(), v.encode()) for k, v in said.items() if k.encode() not in known)
                message["headers"] = [*message["headers"], *added]
            elif head:
                message["body"] = b""
            await send(message)

        if scope["method"] == "POST" and inside(scope) in TABLES:
            await self._with_files(scope, receive, send_on)
        else:
            await self._answer(scope, receive, send_on, BYTES)

    async def _with_files(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that may be large: of these only so many are held at once."""
        if self._tables >= TABLES_AT_ONCE:
            await _refuse(send, Refused(429, "Too many tables are read at once.", "Try again in a few seconds."))
            return
        self._tables += 1
        try:
            await self._answer(scope, receive, send, TABLE_BYTES)
        finally:
            self._tables -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        headers = dict(scope["headers"])
        try:
            _check_head(scope, headers)
            body = await _body(headers, receive, most)
            # one after the other, so that between two of them others have their turn
            async with self._reading:
                _check_body(headers, body)
        except Refused as refused:
            await _refuse(send, refused)
            return
        # what can be got can be asked about
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        await self.app(inner, _replay(body, receive), send)


def _check_head(scope: Scope, headers: Mapping[bytes, bytes]) -> None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > ADDRESS_BYTES:
        raise Refused(414, f"The address is longer than {ADDRESS_BYTES} characters.", "Send long text in the body.")
    asked = unquote(scope["query_string"].decode("latin-1"), errors="replace")
    if strict_json.HIDDEN.search(scope["path"] + asked):
        raise Refused(400, "The address has characters that nobody can see or read, such as NUL.", "Leave them out.")
    if _is_foreign(headers) and not _is_link(scope, headers):
        raise Refused(403, "Another site may not ask here.", "A link to a page may be followed.")


def _is_foreign(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a page of another address asks: as the browser says, else, from old ones, by the page's own address.

    Of a form on our own pages browsers say ``origin: null``, as they are told to send no referrer.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in FOREIGN
    origin = headers.get(b"origin")
    return origin is not None and origin.partition(b"://")[2] != headers.get(b"host", b"")


def _is_link(scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
    """Whether somebody follows a link to a page: no picture, script, frame or form of another site."""
    plain = headers.get(b"sec-fetch-mode") == b"navigate" and headers.get(b"sec-fetch-dest") == b"document"
    return plain and scope["method"] in ("GET", "HEAD") and not inside(scope).startswith("/api/")


async def _body(headers: Mapping[bytes, bytes], receive: Receive, most: int) -> bytes:
    """The whole body: whatever its length said, what comes is counted, and the clock runs."""
    large = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    too_large = Refused(413, f"More than {large} were sent.", "Send less.")
    let_pass = max(LET_PASS, most)
    said = headers.get(b"content-length", b"0")
    if not (said.isascii() and said.isdigit()) or len(said) > 12 or int(said) > let_pass:
        raise too_large
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(SECONDS):
            while size <= let_pass:
                message = await receive()
                if message["type"] != "http.request":
                    break
                part = message.get("body", b"")
                size += len(part)
                if size <= most:
                    body += part
                if not message.get("more_body"):
                    break
    except TimeoutError:
        raise Refused(408, f"The request did not arrive within {SECONDS:.0f} seconds.", "Send it faster.") from None
    if size > most:
        raise too_large
    return bytes(body)


def _check_body(headers: Mapping[bytes, bytes], body: bytes) -> None:
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if body and (kind == b"application/json" or kind.endswith(b"+json")):
        wrong = strict_json.problem(body)
        if wrong:
            raise Refused(422, wrong)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A body that was read already, given once; then whatever else the client says."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send, refused: Refused) -> None:
    body = json.dumps({"problems": [refused.problem]}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
