"""Whether who asks is the same user of this machine: a diary is not for others who are logged in here."""

from __future__ import annotations

import os
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

TABLES = {4: Path("/proc/net/tcp"), 6: Path("/proc/net/tcp6")}
"""Where Linux tells of each connection whose it is."""


def can_tell() -> bool:
    """Whether this system tells whose a connection is."""
    return TABLES[4].is_file() and _own() is not None


def _own() -> int | None:
    """The user of this process, where the system numbers them."""
    number: Callable[[], int] | None = getattr(os, "getuid", None)
    return number() if number else None


def is_another(client: tuple[str, int] | None) -> bool:
    """Whether the other end of a connection is a program of another user of this machine.

    Parameters
    ----------
    client
        Its address and port, as the server sees them; where the system does not tell whose they are, nobody is refused.
    """
    if client is None or not can_tell():
        return False
    try:
        address = ip_address(client[0])
    except ValueError:
        return False
    wanted = _written(address.packed, client[1])
    try:
        lines = TABLES[address.version].read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return False
    owners = {int(parts[7]) for parts in map(str.split, lines) if len(parts) > 7 and parts[1] == wanted}
    return bool(owners) and _own() not in owners


def _written(packed: bytes, port: int) -> str:
    """An address as the table writes it: words of four bytes, each turned round as the machine counts."""
    words = (packed[k : k + 4][::-1] for k in range(0, len(packed), 4))
    return f"{b''.join(words).hex().upper()}:{port:04X}"
