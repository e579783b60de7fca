"""The file of a diary: SQLite, for its owner alone (mode 0600), changed whole or not at all, locked where they wish it.

A change is made to a copy beside it, which then takes its place; the one before stays as ``NAME~``. Nothing else is
written anywhere: no journal, no cache, no log. A lock is SQLCipher's (the extra ``diary``); without the pass phrase
nobody can open it, we neither.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gutbrain import files
from gutbrain.errors import InputError, Problem
from gutbrain.extras import install

PLAIN = b"SQLite format 3\0"
"""How a file of SQLite begins that is not locked."""

APPLICATION = 0x67626469
"""The mark (``gbdi``) of a diary among files of SQLite."""

VERSION = 1
"""Version of the tables; a file of a newer one is left alone."""

WAITS = 5.0
"""Seconds that a command waits for another that is writing."""

OWNER_ONLY = 0o600
SHORTEST = 8
"""Letters of the shortest pass phrase."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE source (
  id INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, reader TEXT NOT NULL, read_at TEXT NOT NULL,
  rows INTEGER NOT NULL, refused INTEGER NOT NULL
);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, time TEXT NOT NULL, offset INTEGER, name TEXT NOT NULL,
  nth INTEGER NOT NULL, value REAL, unit TEXT NOT NULL, raw TEXT NOT NULL, daily TEXT NOT NULL, source TEXT NOT NULL,
  quality TEXT NOT NULL,
  UNIQUE (source, day, time, name, nth)
);
CREATE TABLE trial (id INTEGER PRIMARY KEY, design TEXT NOT NULL, made_at TEXT NOT NULL);
"""

MISSING = "SQLCipher is not there"


def is_locked(path: Path) -> bool:
    """Whether a file is locked: it is no plain file of SQLite."""
    with path.open("rb") as stream:
        head = stream.read(len(PLAIN))
    return len(head) > 0 and head != PLAIN


def cipher() -> Any:
    """SQLCipher.

    Raises
    ------
    InputError
        Where it is not installed.
    """
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise InputError([Problem(MISSING, install("diary"))]) from None
    return dbapi2


def check_phrase(phrase: str) -> str:
    """A pass phrase that can lock a diary.

    Raises
    ------
    InputError
        Where it is too short, or holds what cannot be typed.
    """
    if len(phrase) < SHORTEST:
        raise InputError([Problem("is too short", f"{SHORTEST} letters or more", field="pass phrase")])
    if "\0" in phrase:
        raise InputError([Problem("holds a sign that cannot be typed", "", field="pass phrase")])
    return phrase


@contextmanager
def reading(path: Path, phrase: str | None = None) -> Iterator[Any]:
    """A connection to a diary that cannot change it.

    Raises
    ------
    InputError
        Where it is not there, is no diary, or cannot be opened with this pass phrase.
    """
    with _connected(_there(path), phrase, readonly=True) as connection:
        yield connection


@contextmanager
def changing(path: Path, phrase: str | None = None, *, backup: bool = True) -> Iterator[Any]:
    """A connection to a copy of a diary, which takes its place where all goes well.

    Parameters
    ----------
    path
        The diary.
    phrase
        Its pass phrase, where it is locked.
    backup
        Whether the diary as it was stays beside it; if not, an older one goes, too.

    Raises
    ------
    InputError
        Where it is not there, is no diary, cannot be opened or written, or another program is writing.
    """
    path = _there(path)
    with alone(path), aside(path) as copy:
        with files.writing(path):
            shutil.copyfile(path, copy)
        with _connected(copy, phrase) as connection:
            yield connection
        replace(copy, path, backup=backup)


@contextmanager
def made(path: Path) -> Iterator[Any]:
    """A connection to a new diary, which is there where all goes well.

    Raises
    ------
    InputError
        Where something lies there, or it cannot be written.
    """
    files.check_file(path)
    if os.path.lexists(path):
        raise InputError(
            [Problem("is there already", "name another file; a diary is never written over", file=str(path))]
        )
    with alone(path), aside(path) as copy, files.writing(path):
        connection = sqlite3.connect(copy)
        try:
            _prepare(connection)
            connection.executescript(TABLES)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            yield connection
            connection.commit()
        finally:
            connection.close()
        copy.rename(path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other commands from writing meanwhile; waits for them a little.

    Raises
    ------
    InputError
        Where another goes on writing.
    """
    began = time.monotonic()
    while True:
        held = files.alone(path)
        try:
            held.__enter__()
            break
        except InputError as error:
            if "another process" not in str(error):
                raise
            if time.monotonic() - began > WAITS:
                wrong = f"another program is writing; waited {WAITS:g} s"
                raise InputError([Problem(wrong, "close it, and try again", file=str(path))]) from None
            time.sleep(0.1)
    try:
        yield
    finally:
        held.__exit__(None, None, None)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A place beside a diary for what is half-written, for its owner alone; gone at the end."""
    made = path.with_name(f"{files.ASIDE}{secrets.token_hex(4)}-{path.name}")
    with files.writing(path):
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    try:
        yield made
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def replace(copy: Path, path: Path, *, backup: bool) -> None:
    """Put a copy in place of a diary.

    Parameters
    ----------
    copy
        What takes its place.
    path
        The diary.
    backup
        Whether the one before stays as ``NAME~``.
    """
    with files.writing(path):
        with copy.open("rb+") as stream:
            os.fsync(stream.fileno())
        if backup:
            with aside(path) as older:
                shutil.copyfile(path, older)
                older.replace(backup_of(path))
        else:
            backup_of(path).unlink(missing_ok=True)
        copy.replace(path)


def backup_of(path: Path) -> Path:
    """Where the diary as it was before the last change lies."""
    return path.with_name(path.name + "~")


def quoted(phrase: str) -> str:
    """A pass phrase as a text of SQL."""
    return "'" + phrase.replace("'", "''") + "'"


@contextmanager
def _connected(path: Path, phrase: str | None, *, readonly: bool = False) -> Iterator[Any]:
    locked = is_locked(path)
    if locked and phrase is None:
        raise InputError([Problem("is locked, or no diary", "give its pass phrase", file=_named(path))])
    library: Any = cipher() if locked else sqlite3
    connection = library.connect(f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rw'}", uri=True)
    try:
        if locked:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = {quoted(phrase or '')}")
        try:
            _prepare(connection)
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except library.DatabaseError:
            wrong = "wrong pass phrase, or not a diary" if locked else "is not a diary, or is damaged"
            right = "nothing was changed" if locked else "the one before lies beside it, with a ~ at the end"
            raise InputError([Problem(wrong, right, file=_named(path))]) from None
        if mark != APPLICATION:
            raise InputError([Problem("is not a diary", "make one: gutbrain diary new FILE", file=_named(path))])
        if version > VERSION:
            right = "update gutbrain, or export the diary there"
            raise InputError([Problem("was written by a newer gutbrain", right, file=_named(path))])
        try:
            yield connection
        except library.DatabaseError as error:
            raise InputError(
                [
                    Problem(
                        f"is damaged ({error})", "the one before lies beside it, with a ~ at the end", file=_named(path)
                    )
                ]
            ) from None
        if not readonly:
            connection.commit()
    finally:
        connection.close()


def _prepare(connection: Any) -> None:
    """Leave nothing beside the file, and nothing of what is deleted in it."""
    connection.execute("PRAGMA journal_mode = MEMORY").fetchall()
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = ON").fetchall()


def _named(path: Path) -> str:
    """The diary of which a file may be the copy."""
    return str(path) if not path.name.startswith(files.ASIDE) else path.name.split("-", 2)[-1]


def _there(path: Path) -> Path:
    path = Path(path)
    if not path.is_file():
        right = f"make one: gutbrain diary new {path.name}"
        raise InputError([Problem("is not there", right, file=str(path))])
    try:
        with path.open("rb") as stream:
            head = stream.read(1)
    except OSError as error:
        raise InputError([Problem(f"cannot be read: {error.strerror}", file=str(path))]) from None
    if not head:
        raise InputError(
            [Problem("is empty, and no diary", f"make one: gutbrain diary new {path.name}", file=str(path))]
        )
    return path
