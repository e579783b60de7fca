"""Whether a diary is whole, and for its owner alone."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

from gutbrain.diary import file, store


def checked(path: str | Path, passphrase: str | None = None) -> list[dict[str, Any]]:
    """What was looked at: ``ok``, and ``says`` what was found.

    Parameters
    ----------
    path
        The diary.
    passphrase
        Where it is locked.

    Returns
    -------
    list
        A mapping for each thing.

    Raises
    ------
    InputError
        Where it cannot be opened.
    """
    path = Path(path)
    with file.reading(path, passphrase) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        count = connection.execute("SELECT count(*), min(day), max(day) FROM entry").fetchone()
        sources = store.sources(connection)
        settings = store.settings(connection)
    span = f", {count[1]} to {count[2]}" if count[0] else ""
    found = [
        _said(verdict == "ok", f"the file is whole: {count[0]} entries{span}" if verdict == "ok" else f"{verdict}")
    ]
    for one in (path, file.backup_of(path)):
        if one.exists():
            mode = stat.S_IMODE(one.stat().st_mode)
            alone = not mode & 0o077
            right = "" if alone else f": chmod 600 {one.name}"
            found.append(_said(alone, f"{one.name} can be read by {'you alone' if alone else 'others, too'}{right}"))
    locked = file.is_locked(path)
    found.append(_said(True, "it is locked" if locked else "it is not locked: whoever can read the file can read it"))
    zone = settings.zone
    found.append(
        _said(bool(zone), f"clocks without a zone are in {zone}" if zone else "no zone is named: zone: in its settings")
    )
    found += [
        _said(True, f"read {one['read_at'][:10]}: {one['file']} ({one['kind']}, {one['rows']} rows)") for one in sources
    ]
    return found


def _said(ok: bool, says: str) -> dict[str, Any]:
    return {"ok": ok, "says": says}
