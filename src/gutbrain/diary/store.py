"""What stands in a diary, row by row: settings, entries, where they came from, trials."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from gutbrain.diary.entry import Entry, Reading
from gutbrain.diary.settings import Settings

Key = tuple[str, str, str, str, int]
"""By what an entry is known: source, day, time, name, and which of several it is."""

CLOSE = 1e-9


@dataclass
class Merged:
    """What came of putting entries into a diary: new ones, those that were there, those that are there otherwise."""

    new: int = 0
    known: int = 0
    changed: list[tuple[Entry, Entry]] = field(default_factory=list)


def settings(connection: Any) -> Settings:
    """The settings of a diary."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
    return Settings.of_json(found[0]) if found else Settings()


def keep_settings(connection: Any, said: Settings) -> None:
    """Keep settings in place of those that were there."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('settings', ?)", (said.to_json(),))


def entries(connection: Any) -> list[Entry]:
    """All entries, in order; words have the number that the settings give them."""
    words = settings(connection).words
    rows = connection.execute(
        "SELECT day, name, value, unit, raw, time, offset, daily, source, quality FROM entry"
        " ORDER BY day, time, name, nth"
    ).fetchall()
    found = [Entry(date.fromisoformat(row[0]), *row[1:]) for row in rows]
    return [
        replace(one, value=words.get(one.raw.lower())) if one.value is None and one.raw.lower() in words else one
        for one in found
    ]


def merge(connection: Any, given: Iterable[Entry], *, newer: bool = False, keep: bool = False) -> Merged:
    """Put entries into a diary; the same again adds nothing.

    What is there with another value is counted, and replaced where ``newer`` says so. Unless one of the two is said,
    it is left as it is for whoever asks.

    Parameters
    ----------
    connection
        To the diary.
    given
        The entries.
    newer
        Whether a changed value takes the place of the one that is there.
    keep
        Whether what is there stays (which is no question then).
    """
    merged, nth = Merged(), {}  # type: tuple[Merged, dict[tuple[str, str, str, str], int]]
    there: dict[Key, tuple[int, Entry]] = {
        (row[10], row[2], row[6], row[3], row[1]): (
            row[0],
            Entry(date.fromisoformat(row[2]), row[3], row[4], row[5], row[8], row[6], row[7], row[9], row[10], row[11]),
        )
        for row in connection.execute(
            "SELECT id, nth, day, name, value, unit, time, offset, raw, daily, source, quality FROM entry"
        )
    }
    new: list[tuple[Any, ...]] = []
    for one in given:
        plain = (one.source, one.day.isoformat(), one.time, one.name)
        nth[plain] = nth.get(plain, -1) + 1
        key: Key = (*plain, nth[plain])
        if key not in there:
            merged.new += 1
            new.append(_row(one, nth[plain]))
            continue
        number, before = there[key]
        if is_same(before, one):
            merged.known += 1
            continue
        if not keep:
            merged.changed.append((before, one))
        if newer:
            connection.execute(
                "UPDATE entry SET value = ?, unit = ?, raw = ?, offset = ?, daily = ?, quality = ? WHERE id = ?",
                (one.value, one.unit, one.raw, one.offset, one.daily, one.doubt, number),
            )
    connection.executemany(
        "INSERT INTO entry (day, time, offset, name, nth, value, unit, raw, daily, source, quality)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        new,
    )
    return merged


def add(connection: Any, given: Sequence[Entry]) -> None:
    """Add entries that somebody typed, beside those that are there."""
    for one in given:
        plain = (one.source, one.day.isoformat(), one.time, one.name)
        (count,) = connection.execute(
            "SELECT coalesce(max(nth), -1) + 1 FROM entry WHERE source = ? AND day = ? AND time = ? AND name = ?", plain
        ).fetchone()
        connection.execute(
            "INSERT INTO entry (day, time, offset, name, nth, value, unit, raw, daily, source, quality)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _row(one, count),
        )


def put(connection: Any, day: date, names: Sequence[str], given: Sequence[Entry]) -> None:
    """Put what somebody typed of a whole day in place of what they typed of it before.

    Parameters
    ----------
    connection
        To the diary.
    day
        The day.
    names
        Things of which the day says all: what was typed of them, without a time of day, goes.
    given
        What it says.
    """
    for name in names:
        connection.execute(
            "DELETE FROM entry WHERE day = ? AND name = ? AND source = 'typed' AND time = ''", (day.isoformat(), name)
        )
    add(connection, given)


def is_same(one: Entry, other: Entry) -> bool:
    """Whether two entries of one key say the same."""
    if one.raw != other.raw or one.unit != other.unit:
        return False
    if one.value is None or other.value is None:
        return one.value is other.value or bool(one.raw)
    return abs(one.value - other.value) <= CLOSE * max(1.0, abs(one.value))


def note_source(connection: Any, reading: Reading, sha256: str) -> None:
    """Note which file was read.

    Parameters
    ----------
    connection
        To the diary.
    reading
        What was read.
    sha256
        Hash of the file; empty where there were several.
    """
    said = (reading.file, sha256, reading.kind, _now(), reading.rows, reading.refused_count)
    connection.execute(
        "INSERT INTO source (file, sha256, reader, read_at, rows, refused) VALUES (?, ?, ?, ?, ?, ?)", said
    )


def sources(connection: Any) -> list[dict[str, Any]]:
    """Which files were read."""
    rows = connection.execute("SELECT file, reader, read_at, rows, refused FROM source ORDER BY id").fetchall()
    return [dict(zip(("file", "kind", "read_at", "rows", "refused"), row, strict=True)) for row in rows]


def trials(connection: Any) -> list[dict[str, Any]]:
    """Designs of trials with the moment at which each was kept, the oldest first."""
    rows = connection.execute("SELECT design, made_at FROM trial ORDER BY id").fetchall()
    return [{**json.loads(design), "made_at": made_at} for design, made_at in rows]


def keep_trial(connection: Any, design: dict[str, Any]) -> None:
    """Keep the design of a trial, with its schedule."""
    connection.execute("INSERT INTO trial (design, made_at) VALUES (?, ?)", (json.dumps(design), _now()))


def remove(connection: Any, names: Sequence[str], first: date | None, last: date | None) -> int:
    """Take entries out for good; how many there were.

    Parameters
    ----------
    connection
        To the diary.
    names
        Of which things; none are all.
    first, last
        From which day to which; None is no limit.
    """
    where, values = ["1"], []  # type: tuple[list[str], list[Any]]
    if names:
        where.append(f"name IN ({', '.join('?' * len(names))})")
        values += names
    for day, sign in ((first, ">="), (last, "<=")):
        if day is not None:
            where.append(f"day {sign} ?")
            values.append(day.isoformat())
    count = connection.execute(f"DELETE FROM entry WHERE {' AND '.join(where)}", values).rowcount
    connection.commit()
    connection.execute("VACUUM")
    return int(count)


def _row(one: Entry, nth: int) -> tuple[Any, ...]:
    day = one.day.isoformat()
    return (day, one.time, one.offset, one.name, nth, one.value, one.unit, one.raw, one.daily, one.source, one.doubt)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
