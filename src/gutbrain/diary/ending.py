"""What takes from a diary, or shuts it: entries deleted for good, the whole of it, a lock put on and taken off."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gutbrain import files
from gutbrain.diary import file, store
from gutbrain.errors import InputError, Problem


def delete(
    path: str | Path,
    *,
    names: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    passphrase: str | None = None,
) -> int:
    """Take entries out of a diary for good, of its backup too; how many there were. Always possible, whatever it holds.

    Parameters
    ----------
    path
        The diary.
    names
        Things to delete; none are all.
    first, last
        From which day to which.
    passphrase
        Where it is locked.

    Returns
    -------
    int
        Entries that were deleted.

    Raises
    ------
    InputError
        Where it cannot be opened or written.

    Examples
    --------
    >>> from gutbrain import diary
    >>> kept = diary.new("short.diary").add({"mood": 6})
    >>> diary.delete("short.diary", names=["mood"])
    1
    """
    with file.changing(Path(path), passphrase, backup=False) as connection:
        return store.remove(connection, names, first, last)


def destroy(path: str | Path) -> None:
    """Delete a diary and its backup.

    Parameters
    ----------
    path
        The diary.

    Raises
    ------
    InputError
        Where it is not there, is no diary, or cannot be deleted.

    Examples
    --------
    >>> from gutbrain import diary
    >>> made = diary.new("gone.diary")
    >>> diary.destroy("gone.diary")
    """
    path = Path(path)
    if not file.is_locked(path):
        with file.reading(path):
            pass
    with file.alone(path), files.writing(path):
        file.backup_of(path).unlink(missing_ok=True)
        os.unlink(path)


def lock(path: str | Path, passphrase: str) -> None:
    """Lock a diary with a pass phrase (SQLCipher); its backup goes. Nobody can open it without.

    Parameters
    ----------
    path
        The diary.
    passphrase
        Eight letters or more.

    Raises
    ------
    InputError
        Where it is locked already, the phrase is too short, or SQLCipher is not there.

    Examples
    --------
    >>> from gutbrain import diary
    >>> made = diary.new("open.diary")
    >>> diary.lock("open.diary", "short")
    Traceback (most recent call last):
    gutbrain.errors.InputError: pass phrase: is too short; 8 letters or more
    """
    _turn(Path(path), None, file.check_phrase(passphrase))


def unlock(path: str | Path, passphrase: str) -> None:
    """Take the lock off a diary; its backup goes.

    Parameters
    ----------
    path
        The diary.
    passphrase
        The phrase that locks it.

    Raises
    ------
    InputError
        Where it is not locked, or the pass phrase is another.

    Examples
    --------
    >>> from gutbrain import diary
    >>> made = diary.new("plain.diary")
    >>> diary.unlock("plain.diary", "correct horse battery")
    Traceback (most recent call last):
    gutbrain.errors.InputError: plain.diary: is not locked
    """
    _turn(Path(path), passphrase, None)


def _turn(path: Path, before: str | None, after: str | None) -> None:
    locked = path.is_file() and file.is_locked(path)
    if locked == (before is None):
        wrong = "is locked already" if locked else "is not locked"
        raise InputError(
            [Problem(wrong, "unlock it first to take another pass phrase" if locked else "", file=str(path))]
        )
    with file.reading(path, before):
        library = file.cipher()
    with file.alone(path), file.aside(path) as copy, files.writing(path):
        connection = library.connect(str(path))
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            if before is not None:
                connection.execute(f"PRAGMA key = {file.quoted(before)}")
            connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(copy), after or ""))
            connection.execute("SELECT sqlcipher_export('other')").fetchall()
            connection.execute(f"PRAGMA other.application_id = {file.APPLICATION}")
            connection.execute(f"PRAGMA other.user_version = {file.VERSION}")
            connection.commit()
            connection.execute("DETACH DATABASE other")
        finally:
            connection.close()
        file.replace(copy, path, backup=False)
