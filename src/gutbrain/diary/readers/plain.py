"""Plain tables: wide (a row a day or a moment, a column a thing) or long (``day, name, value``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gutbrain.diary.cells import has_decimal_commas, hours, is_missing, number, truth
from gutbrain.diary.dates import ORDERS, Moment, Order, is_ambiguous, order_of, parse_clock, parse_day, parse_moment
from gutbrain.diary.entry import Daily
from gutbrain.diary.items import named
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing, conversion
from gutbrain.diary.readers.reader import Asked, Reader, Sight, one_person
from gutbrain.diary.settings import Scale, Settings
from gutbrain.diary.tablefile import Row, Table, read_table
from gutbrain.errors import Problem

DAYS = ("day", "date", "datum", "tag", "full_date", "datetime", "timestamp", "jour", "fecha", "data")
CLOCKS = ("time", "beeptime", "hour", "clock", "uhrzeit", "zeit", "resptime_s")
PEOPLE = ("person", "participant", "participant_id", "subject", "user", "user_id", "id", "pid")
COUNTERS = ("dayno", "beepno", "row", "index", "weekday", "unnamed_0", "")
"""What only counts rows, or follows from the day."""

NOTES = (
    "note",
    "notes",
    "comment",
    "comments",
    "text",
    "notiz",
    "notizen",
    "diary",
    "journal",
    "remark",
    "remarks",
    "note_title",
)
NAMES, VALUES = ("name", "observable", "item"), ("value", "wert")
FREE = 25
"""So many different words in a column are somebody's own sentences, not the names of levels."""

_IN_BRACKETS = re.compile(r"^(.*?)\s*[\[(]([^\[\]()]*)[\])]\s*$")
_RANGE = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*(?:-|to|\N{EN DASH})\s*(-?\d+(?:\.\d+)?)\s*$", re.A)


@dataclass(frozen=True)
class Column:
    """A column: its heading, the name of its thing, its unit, and its scale where the heading tells one."""

    heading: str
    name: str
    unit: str = ""
    scale: tuple[float, float] | None = None

    @classmethod
    def of(cls, heading: str) -> Column:
        """A heading such as ``sleep [h]`` or ``mood [0-10]``."""
        found = _IN_BRACKETS.match(heading)
        if not found or not found[1].strip():
            return cls(heading, named(heading))
        if scale := _RANGE.match(found[2]):
            return cls(heading, named(found[1]), "", (float(scale[1]), float(scale[2])))
        unit = found[2].strip()
        is_unit = not unit or conversion(unit, "h") is not None or _UNIT.fullmatch(unit) is not None
        return cls(heading, named(found[1]), unit) if is_unit else cls(heading, named(heading))


_UNIT = re.compile(r"[A-Za-zµμ%][A-Za-z0-9µμ%/. ]{0,15}")


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read a plain table; what cannot be told by itself (which day comes first, whose rows) is a question."""
    table = read_table(piece)
    placing.reading.note(*table.notes)
    day_heading = day_column(table.headings, table)
    if day_heading is None:
        wrong = "no column holds days"
        placing.reading.questions.append(Problem(wrong, "call it day, and write days as 2025-02-01", file=piece.name))
        return
    order = _order(table, day_heading, placing, asked)
    person = next((one for one in table.headings if named(one) in PEOPLE), None)
    rows: Sequence[Row] | None = table.rows
    if person is not None and not _counts_rows(table, person):
        rows = one_person(table.rows, person, placing, asked)
    if rows is None or placing.reading.questions:
        return
    placing.reading.rows = len(rows)
    comma = has_decimal_commas(cell for row in rows for cell in row.cells.values())
    if comma:
        placing.reading.note("numbers were read with decimal commas")
    name, value = (next((one for one in table.headings if named(one) in known), None) for known in (NAMES, VALUES))
    clocks = [one for one in table.headings if named(one) in CLOCKS and one != day_heading]
    moments = [one for one in table.headings if named(one) in ("datetime", "timestamp") and one != day_heading]
    used = {day_heading, person, *clocks, *moments}
    columns = [Column.of(one) for one in table.headings if one not in used]
    is_long = name is not None and value is not None
    for column in columns if not is_long else ():
        placing.settings = with_scale(placing.settings, column, placing)
    free = {column.heading for column in columns if not is_long and _is_free(table, column, placing.settings)}
    counters = [column.heading for column in columns if named(column.heading) in COUNTERS]
    for row in rows:
        day, time, moment = _when(row, day_heading, clocks, moments, order, placing)
        for heading in free if not is_long else ():
            placing.note_text(row[heading])
        if day is None:
            continue
        if is_long and name and value:
            _long(row, name, value, day, time, moment, placing, comma=comma)
            continue
        for column in columns:
            if column.heading not in free and column.heading not in counters:
                place_cell(
                    row[column.heading],
                    column.heading,
                    column.name,
                    column.unit,
                    day,
                    placing,
                    line=row.line,
                    time=time,
                    moment=moment,
                    comma=comma,
                )
    if counters and not is_long:
        placing.reading.note(f"counters of rows are not kept: {', '.join(counters)}")
    _several(placing)


def place_cell(
    text: str,
    heading: str,
    name: str,
    unit: str,
    day: date,
    placing: Placing,
    *,
    line: int | None = None,
    time: str = "",
    moment: Moment | None = None,
    comma: bool = False,
    daily: Daily | None = None,
) -> None:
    """Keep a cell as a number, a yes or no, a duration where the thing is one, or a word.

    Parameters
    ----------
    text
        The cell.
    heading, name, unit
        Of its column.
    day
        The day that it belongs to.
    placing
        Where it goes.
    line, time, moment
        Where it stands, and when it was.
    comma
        Whether numbers have decimal commas.
    daily
        How several of a day become one, where that is told.
    """
    cell = text.strip()
    if is_missing(cell):
        placing.reading.missing += bool(cell)
        return
    said: dict[str, object] = {"line": line, "heading": heading, "time": time, "moment": moment, "daily": daily}
    if cell.lower().lstrip("+-") in ("inf", "infinity", "1.#inf"):
        placing.refuse(f"'{cell}' is not a number", "leave it empty where nothing was recorded", line, heading)
        return
    value = number(cell, comma=comma)
    known = placing.settings.item(name)
    if value is None and known.unit == "h" and (value := hours(cell)) is not None:
        unit = "h"
    if value is None:
        value = truth(cell)
    if value is not None:
        placing.add(day, name, value, unit, **said)  # type: ignore[arg-type]
    elif re.fullmatch(r"[-+]?[\d.,' ]+", cell):
        right = "write numbers of one file with one decimal sign"
        placing.refuse(f"'{cell[:20]}' is not a number", right, line, heading)
    elif known.known and known.unit not in ("", "1"):
        placing.hear(cell)
        placing.refuse(f"'{cell[:20]}' is not a number", f"write it in {known.unit}", line, heading)
    else:
        placing.add_word(day, name, cell, time=time, moment=moment)


def day_column(headings: Sequence[str], table: Table | None = None) -> str | None:
    """The column of days: one that is called so and holds them; else the first that holds nothing else."""
    called = [one for one in headings if named(one) in DAYS]
    plain = [one for one in called if named(one) not in ("datetime", "timestamp")] or called
    if table is None:
        return plain[0] if plain else None
    for heading in [*plain, *headings]:
        cells = table.column(heading)
        if cells and any(_is_day(one) for one in cells) and (heading in called or all(map(_is_day, cells))):
            return heading
    return None


def with_scale(settings: Settings, column: Column, placing: Placing) -> Settings:
    """The settings with the scale that a heading tells; a name of the vocabulary keeps its own.

    Parameters
    ----------
    settings
        The settings so far.
    column
        A column.
    placing
        Where a question is put.
    """
    if column.scale is None or column.name in settings.scales:
        return settings
    known = settings.item(column.name)
    low, high = column.scale
    if known.known and known.most != float("inf") and known.unit == "1" and (known.least, known.most) != (low, high):
        wrong = f"{column.name} is {known.least:g} to {known.most:g} here; a scale from {low:g} to {high:g} needs a map"
        right = f"call the column by another name, and say in the settings what it stands for (is: {column.name}, map)"
        placing.reading.questions.append(Problem(wrong, right, column.heading, placing.reading.file))
        return settings
    return replace(settings, scales={**settings.scales, column.name: Scale(low, high)})


def _order(table: Table, heading: str, placing: Placing, asked: Asked) -> Order | None:
    cells = table.column(heading)
    if asked.dates:
        return asked.dates
    try:
        order = order_of(cells)
    except ValueError as error:
        right = "write all days alike, best as 2025-02-01"
        placing.reading.questions.append(Problem(str(error), right, heading, placing.reading.file))
        return None
    if order is None and is_ambiguous(cells):
        one = next(cell for cell in cells if is_ambiguous([cell]))
        read_as = [parse_day(one, way) for way in ORDERS]
        both = " or ".join(f"{day.day} {day:%B}" for day in read_as if day)
        wrong = f"{one.strip()} can be read as {both}, and no day of the file tells which"
        placing.reading.questions.append(
            Problem(wrong, "say --dates day-first or --dates month-first", heading, placing.reading.file)
        )
    elif order in ORDERS:
        placing.reading.note(f"days were read {order.replace('-', ' ')}, as some can only be read so")
    return order


def _when(
    row: Row, heading: str, clocks: Sequence[str], moments: Sequence[str], order: Order | None, placing: Placing
) -> tuple[date | None, str, Moment | None]:
    written = row[heading]
    moment = parse_moment(written, order)
    if moment is not None and moment.clock.time().isoformat() != "00:00:00":
        moment = placing.zoned(moment)
        return placing.day_of(moment, row.line, heading), "", moment
    day = moment.clock.date() if moment else parse_day(written, order)
    for clock in clocks:
        if (found := parse_clock(row[clock])) is not None:
            return placing.day(day, written, row.line, heading), f"{found:%H:%M}", None
        if row[clock].strip():
            return placing.day(day, written, row.line, heading), row[clock].strip()[:10], None
    for one in moments:
        told = parse_moment(row[one], order)
        if told is not None:
            return placing.day(day, written, row.line, heading), told.hhmm, None
    return placing.day(day, written, row.line, heading), "", None


def _long(
    row: Row, name: str, value: str, day: date, time: str, moment: Moment | None, placing: Placing, *, comma: bool
) -> None:
    thing = row[name].strip()
    known = thing if "." in thing and " " not in thing else named(thing)
    daily = row["daily"].strip()
    if not known:
        placing.refuse("names nothing", "write what it is", row.line, name)
        return
    raw = row["raw"].strip()
    if raw and not row[value].strip():
        placing.add_word(day, known, raw, time=time, moment=moment)
        return
    way: Daily | None = daily if daily in ("mean", "sum", "largest", "last") else None  # type: ignore[assignment]
    unit = row["unit"].strip()
    place_cell(
        row[value], thing, known, unit, day, placing, line=row.line, time=time, moment=moment, comma=comma, daily=way
    )


def _is_day(text: str) -> bool:
    return parse_day(text, "day-first") is not None or parse_day(text, "month-first") is not None


def _is_free(table: Table, column: Column, settings: Settings) -> bool:
    """Whether a column holds somebody's own sentences."""
    if named(column.heading) in NOTES:
        return True
    cells = table.column(column.heading)
    words = {
        cell.strip().lower() for cell in cells if number(cell) is None and truth(cell) is None and hours(cell) is None
    }
    words = {word for word in words if not is_missing(word) and word not in settings.words and not _numeric(word)}
    return len(words) > FREE or any(len(word) > 60 for word in words)


def _numeric(word: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,' ]+", word) is not None


def _counts_rows(table: Table, heading: str) -> bool:
    """Whether a column called as people are only numbers the rows."""
    cells = table.column(heading)
    return len(set(cells)) == len(cells) and len(cells) > 1 and named(heading) in ("id", "pid")


def _several(placing: Placing) -> None:
    """Tell of days that stand twice with other values, where nothing says when."""
    seen: dict[tuple[date, str], float] = {}
    told: list[str] = []
    for entry in placing.reading.entries:
        if entry.time or entry.value is None:
            continue
        first = seen.setdefault((entry.day, entry.name), entry.value)
        if first != entry.value:
            told.append(f"{entry.day} stands more than once with {entry.name} {first:g} and {entry.value:g}")
    if told:
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        placing.reading.note(f"{told[0]}{more}: kept as moments of that day")


def _knows(sight: Sight) -> bool:
    if sight.is_json or len(sight.in_order) < 2:
        return False
    if day_column(sight.in_order):
        return True
    lines = sight.head.decode("utf-8", "replace").splitlines()[1:4]
    return any(_is_day(cell.strip().strip('"')) for line in lines for cell in re.split(r"[,;\t]", line))


READER = Reader("plain", "a plain table (CSV, wide or long)", _knows, _read)
