"""Exports with something broken in them: read, or refused in words, but never with a traceback.

``python tests/diary/fuzz_diaries.py --count 5000 [--folder FOLDER OF REAL EXPORTS]``; the tests do a fiftieth of it.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import diary_exports as exports

from gutbrain import CareNeeded
from gutbrain.diary import store
from gutbrain.diary.file import made
from gutbrain.diary.importing import read_files
from gutbrain.diary.settings import Settings
from gutbrain.diary.table import completeness, daily
from gutbrain.errors import InputError

ODD = (
    b"",
    b"\0",
    b"\xff",
    b"nan",
    b"inf",
    b"-1",
    b"1e400",
    b'"',
    b",",
    b";",
    b"\n",
    b"9" * 400,
    b"{",
    b"]",
    b"\xc3\xa4",
    b"2025-13-45",
)
ODD += (
    b"25:99",
    b"<Record",
    b"/>",
    b"&lol;",
    b"null",
    b"[]",
    b"{}",
    b"true",
    b"\r",
    b"\x0b",
    b"--",
    b"0000-00-00",
    b"9999-12-31",
    b"-0",
)


def broken(content, luck):
    """The same with up to five things wrong."""
    content = bytearray(content)
    for _ in range(luck.randint(1, 5)):
        at = luck.randrange(len(content) + 1)
        to = min(len(content), at + luck.choice((0, 1, 3, 20)))
        kind = luck.randrange(5)
        if kind == 0:
            content[at:to] = luck.choice(ODD)
        elif kind == 1:
            content[at:to] = content[at:to] * 3
        elif kind == 2:
            del content[at : at + luck.choice((1, 50, 4000))]
        elif kind == 3 and content:
            content[luck.randrange(len(content))] = luck.randrange(256)
        else:
            numbers = luck.choice((b"1e308", b"-5", b"99999", b"0.5"))
            place = content.find(luck.choice((b"7", b"2", b"0")), at)
            content[place : place + 1] = numbers
    return bytes(content)


def read_one(path, luck, connection):
    """Read it as somebody would, and put it into a diary; gives whether it was read."""
    person = luck.choice((None, None, "7", "11", "p1", "1000000001", "234609"))
    dates = luck.choice((None, "day-first", "month-first"))
    try:
        readings = read_files([path], Settings(zone="Europe/Berlin"), today=exports.TODAY, person=person, dates=dates)
    except (InputError, CareNeeded):
        return False
    entries = [one for reading in readings for one in reading.entries]
    for reading in readings:
        assert all(str(problem) for problem in (*reading.refused, *reading.questions))
    store.merge(connection, entries, newer=True)
    completeness(entries)
    daily(entries[:500], Settings())
    return bool(entries)


def run(count, seed=0, folder=None):
    """How many of so many broken files could still be read."""
    whole = [text.encode("utf-8") for text in exports.ALL.values()]
    if folder:
        whole += [
            path.read_bytes() for path in Path(folder).rglob("*") if path.is_file() and path.stat().st_size < 60_000
        ]
    read = 0
    with tempfile.TemporaryDirectory() as place, made(Path(place) / "x.diary") as connection:
        for n in range(count):
            luck = random.Random(seed * 1_000_003 + n)
            path = Path(place) / "export.csv"
            path.write_bytes(broken(luck.choice(whole), luck))
            try:
                read += read_one(path, luck, connection)
            except Exception:
                sys.stderr.write(f"file {n} of seed {seed}\n")
                raise
    return read


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=100)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--folder")
    said = asked.parse_args()
    sys.stdout.write(f"{run(said.count, said.seed, said.folder)} of {said.count} broken files were read in part\n")
