"""The server behind ``gutbrain serve``."""

from __future__ import annotations

import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from pathlib import Path

from gutbrain import world
from gutbrain.errors import InputError, Problem

HOST = "127.0.0.1"
PORT = 8710


def serve(
    host: str = HOST,
    port: int = PORT,
    *,
    hosts: Sequence[str] = (),
    root_path: str = "",
    workers: int | None = None,
    help_file: Path | None = None,
    open_browser: bool = False,
    diary: Path | None = None,
    passphrase: str | None = None,
    told: Callable[[str], None] = print,
) -> None:
    """Serve the pages until interrupted.

    Parameters
    ----------
    host, port
        Where to listen.
    hosts
        Further names by which browsers may ask (behind a reverse proxy, say); ``*`` for all.
    root_path
        Where a reverse proxy puts the application, such as ``/gutbrain``.
    workers
        Processes that compute; one a core unless given.
    help_file
        Crisis lines that are put over those that ship.
    open_browser
        Whether to open the page in the user's browser.
    diary, passphrase
        A diary whose pages are served too, to this machine only.
    told
        Is told the address, once the server listens.

    Raises
    ------
    InputError
        Where it cannot listen there, the file with crisis lines is not as it should be, or a diary is to be shown to
        other machines or cannot be opened.
    """
    if diary is not None:
        _check_own(host, hosts)
    import uvicorn

    from gutbrain.web.app import create
    from gutbrain.web.connections import Connection

    world.check()  # what is wrong with the user's channels is told now, not to whoever asks first
    book = None
    if diary is not None:
        from gutbrain.web.diary import Book

        book = Book(diary, passphrase)
    app = create(hosts=[*hosts, *_names(host)], workers=workers, help_file=help_file, book=book)
    listening = _listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}{root_path}/"

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            told(address)
            if open_browser:
                webbrowser.open(address)

    config = uvicorn.Config(
        app,
        http=Connection,
        root_path=root_path,
        # an address can hold what somebody typed about themselves: none is written down
        access_log=False,
        log_level="warning",
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
    )
    # ended as asked, after the last answers: an end like any other, not one by a signal
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Server(config).run(sockets=[listening])


def is_local(host: str) -> bool:
    """Whether only this machine can reach a host's address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_own(host: str, hosts: Sequence[str]) -> None:
    """Refuse to show a diary to anybody but this machine.

    Raises
    ------
    InputError
        Where others could reach it.
    """
    if not is_local(host):
        wrong = f"a diary is shown on this machine only, and {host} can be reached from others"
        raise InputError([Problem(wrong, "leave --host out", field="--host")])
    if hosts:
        wrong = "a diary is shown on this machine only, not by other names"
        raise InputError([Problem(wrong, "leave --allow-host out", field="--allow-host")])


def _names(host: str) -> list[str]:
    """Names by which a server on this address is asked: any, where it listens on all."""
    return [] if is_local(host) else ["*"] if host in ("0.0.0.0", "::") else [host]


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(place)
    except OSError as error:
        wrong = f"cannot listen on {host}:{port} ({error.strerror or error})"
        raise InputError([Problem(wrong, "another program may be there; try another --port", field="serve")]) from None
    return made
