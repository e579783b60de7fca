"""What the program writes: whole or not at all, and never over what is not its own.

All that is written goes through here. A folder that a run ends in is looked at before anything is worked out; what is
written is made aside and moved; what lies there and was not made by gutbrain is never deleted.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from gutbrain.errors import InputError, Problem

PROVENANCE = "provenance.json"
"""The file by which a folder is known as a result of gutbrain."""

RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""

ASIDE = ".part-"
"""How the names of folders and files begin in which something is half-written."""

OUT = "--out"


def check_folder(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder for a result, before anything is worked out for it.

    Parameters
    ----------
    folder
        Where a result is to be written; it and those above it need not exist.
    force
        Whether it may hold things that gutbrain did not make; they stay as they are.

    Raises
    ------
    InputError
        Where it is a file, where it holds other things, or where nothing can be written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem(f"{folder} is a file", "name a folder", field=OUT)])
    with writing(folder):
        if not (force or is_free(folder) or is_result(folder)):
            wrong = f"{folder} holds something that is not a result of gutbrain"
            right = "name another folder, or add --force to put the files beside it"
            raise InputError([Problem(wrong, right, field=OUT)])
        _try(folder)


def check_file(file: Path) -> None:
    """Refuse a file that is to be written, before anything is worked out for it.

    Raises
    ------
    InputError
        Where it is a folder, where there is no folder for it, or where nothing can be written.
    """
    if file.is_dir() or not file.parent.is_dir():
        wrong = f"{file} is a folder" if file.is_dir() else f"there is no folder {file.parent}"
        raise InputError([Problem(wrong, "name a file", field=OUT)])
    with writing(file):
        _try(file.parent)


def is_free(folder: Path) -> bool:
    """Whether nothing lies there but what a run left that was ended while it wrote."""
    return not folder.exists() or all(inner.name.startswith(ASIDE) for inner in folder.iterdir())


def is_result(folder: Path) -> bool:
    """Whether gutbrain wrote this folder."""
    return "gutbrain" in provenance(folder)


def provenance(folder: Path) -> dict[str, Any]:
    """What a result says of where it comes from; nothing where the folder is none."""
    try:
        told = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def name_anywhere(name: str) -> str:
    """The name of a folder as every system takes it, the one that is handed on to as well as this one.

    What Windows does not write becomes ``-``, dots and spaces at the end fall away, and a name that it keeps for a
    device gets a ``-`` behind.

    Parameters
    ----------
    name
        The name, as of a protocol.
    """
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", name).rstrip(". ")
    return f"{plain}-" if not plain or RESERVED.match(plain) else plain


def sign(folder: Path, told: Mapping[str, Any]) -> None:
    """Say in a folder what its contents come from, by which it is known as a result."""
    write_whole(folder / PROVENANCE, json.dumps(dict(told), indent=2) + "\n")


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say in one line where something could not be written, and why; the outermost place is named.

    Raises
    ------
    InputError
        In place of any OSError.
    """
    try:
        yield
    except InputError as error:
        if not isinstance(error.__cause__, OSError) or error.problems[0].field != OUT:
            raise
        raise InputError([unwritable(place, error.__cause__)]) from error.__cause__
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # a terminal that went away, no file
            raise
        raise InputError([unwritable(place, error)]) from error


def unwritable(place: Path, error: OSError) -> Problem:
    """What is wrong where a file or folder cannot be written."""
    why = error.strerror or str(error)
    right = "make room, and start the same command again" if error.errno == errno.ENOSPC else "name another place"
    return Problem(f"{place} cannot be written ({why})", right, field=OUT)


def write_whole(file: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file that appears whole or not at all; an older one stays until then.

    Parameters
    ----------
    file
        Where.
    content
        What stands in it.
    private
        Whether nobody but its owner may read it (mode 0600).

    Raises
    ------
    InputError
        Where it cannot be written.
    """
    aside = file.with_name(f"{ASIDE}{secrets.token_hex(4)}-{file.name}")
    with writing(file):
        try:
            if private:
                aside.touch(mode=0o600)
            aside.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            aside.replace(file)
        except BaseException:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
            raise


@contextmanager
def temporary(parent: Path) -> Iterator[Path]:
    """A new folder for what is half-written, taken away at the end; its rights are the usual ones of the user."""
    made = parent / f"{ASIDE}{secrets.token_hex(4)}"
    # not of tempfile, whose folders are for one user alone however wide the umask is
    made.mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def written_aside(folder: Path) -> Iterator[Path]:
    """Give a folder to write to; if all goes well its contents end up in ``folder``, else nothing does.

    Files that are already there and have other names stay as they are. Where the folder is no result of gutbrain, those
    of the same name are kept too, as ``NAME~``.

    Raises
    ------
    InputError
        Where something cannot be written, a full disk for example.
    """
    with writing(folder):
        _, first_made = _nearest(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            # within the folder where there is one: the one above may be another disk, or closed to the user
            with temporary(folder if folder.is_dir() else folder.parent) as aside:
                yield aside
                if folder.is_dir():
                    move(aside, folder)
                else:
                    aside.rename(folder)
        except BaseException:
            _clear(folder.parent, first_made)
            raise


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Keep other processes of this machine from making the same result meanwhile, as far as the system can.

    Raises
    ------
    InputError
        Where one is at it.
    """
    lock = target.with_name(f".{target.name}.lock")
    _, first_made = _nearest(lock)
    held = _locked(lock, target)
    try:
        yield
    finally:
        if held is not None:
            lock.unlink(missing_ok=True)
            held.close()
            _clear(lock.parent, first_made)


def _locked(lock: Path, target: Path) -> IO[str] | None:
    """The lock of a folder; nothing where the system, the disk or the folder above allows none."""
    try:
        import fcntl

        lock.parent.mkdir(parents=True, exist_ok=True)
        held = lock.open("w", encoding="utf-8")
    except (ImportError, OSError):
        return None
    # the system gives it back however the process ends
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        wrong = f"another process is making {target}"
        raise InputError([Problem(wrong, "wait for it, or name another folder", field=OUT)]) from None
    except OSError:
        pass
    return held


def _try(place: Path) -> None:
    """Write where something is to be written: rights alone do not tell (root, a read-only disk)."""
    nearest, _ = _nearest(place)
    with temporary(nearest) as made:
        (made / "empty").write_bytes(b"")


def _nearest(place: Path) -> tuple[Path, Path]:
    """The nearest folder that exists, and the first below it that does not."""
    absent = place = place.absolute()
    while not place.exists() and place != place.parent:
        absent, place = place, place.parent
    return place, absent


def _clear(folder: Path, first: Path) -> None:
    """Take away empty folders that were made on the way, from ``folder`` up to ``first``."""
    folder = folder.absolute()
    with suppress(OSError):
        while folder == first or first in folder.parents:
            folder.rmdir()
            folder = folder.parent


def move(source: Path, target: Path) -> None:
    """Put what was made in place of what has the same name; the provenance, by which a result is known, goes last.

    In a folder that is no result of gutbrain, what has the same name is kept as ``NAME~``.
    """
    made = sorted(source.iterdir(), key=lambda file: (file.name == PROVENANCE, file.name))
    if is_result(target):
        with temporary(target) as away:
            _rename(_in_place(made, target, lambda old: away / old.name))
    else:
        _rename(_in_place(made, target, _unused))


def _in_place(made: Iterable[Path], target: Path, aside: Callable[[Path], Path]) -> Iterator[tuple[Path, Path]]:
    """What is to be renamed: of each name what is there, then what was made; thus the last one stays to the end."""
    for new in made:
        old = target / new.name
        if os.path.lexists(old):
            yield old, aside(old)
        yield new, old


def _rename(pairs: Iterable[tuple[Path, Path]]) -> None:
    """Rename all or none: a file that another program holds open cannot be renamed on Windows."""
    done: list[tuple[Path, Path]] = []
    try:
        for before, after in pairs:
            before.rename(after)
            done.append((before, after))
    except OSError:
        for before, after in reversed(done):
            after.rename(before)
        raise


def _unused(file: Path) -> Path:
    """A name beside a file that nothing has: ``NAME~``."""
    while os.path.lexists(file):
        file = file.with_name(file.name + "~")
    return file
