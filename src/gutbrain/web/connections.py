"""Connections that cannot be held for nothing: whoever says nothing, or too little, is let go."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from gutbrain.web.limits import SECONDS

MOST = 500
"""Open connections; further ones are told to come again."""

BUSY = (
    b"HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json\r\nretry-after: 3\r\nconnection: close\r\n\r\n"
    b'{"problems": [{"wrong": "Too many ask at once.", "right": "Try again in a few seconds.", "field": ""}]}'
)
LATE = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"
    b'{"problems": [{"wrong": "The request did not arrive in time.", "right": "Send it faster.", "field": ""}]}'
)


UNREAD = 30.0
"""Time in which a reader has to take what was written, or most of it where that is much (seconds)."""


class Connection(H11Protocol):
    """A connection that nobody can hold.

    The head of a request has to arrive within :data:`~gutbrain.web.limits.SECONDS`, and an answer has to be read within
    :data:`UNREAD`.
    """

    _late: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, or say that there are too many already."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            self._let_go(BUSY)
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; the clock runs from the first byte of a head to its last."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._late is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Keep the connection open, but not for ever, for a next request."""
        super().on_response_complete()
        self._stop_waiting()
        self._end_if_unread()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection on which nothing more is asked."""
        super().timeout_keep_alive_handler()
        self._end_if_unread()

    def pause_writing(self) -> None:
        """Give a reader who does not read so much time and no more."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(UNREAD, self.transport.abort)

    def resume_writing(self) -> None:
        """Write on: most of what was written is read."""
        self._stop_unread()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clocks."""
        self._stop_waiting()
        self._stop_unread()
        super().connection_lost(exc)

    def _end_if_unread(self) -> None:
        # a transport that is closed waits, for ever if need be, until all that was written is read
        if self.transport.is_closing() and self._unread is None:
            self._unread = self.loop.call_later(UNREAD, self.transport.abort)

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _wait(self) -> None:
        self._late = self.loop.call_later(SECONDS, self._too_late)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        # browsers open connections before they need them: whoever said nothing is told nothing
        self._let_go(LATE if self.conn.trailing_data[0] else b"")

    def _let_go(self, said: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(said)
            self.transport.close()
            self._end_if_unread()
