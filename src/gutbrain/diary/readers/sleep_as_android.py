"""Sleep as Android: a header of its own before every night, and the time that was tracked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gutbrain.diary.cells import number
from gutbrain.diary.dates import Moment, parse_moment, zoned
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader
from gutbrain.diary.tablefile import raw_rows


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read its CSV: what was tracked is kept as ``sleep_tracked``, for it is not time asleep."""
    headings: list[str] = []
    for line, cells in raw_rows(piece):
        if cells and cells[0].strip() == "Id":
            headings = [cell.strip() for cell in cells]
            continue
        if not headings or not cells or not cells[0].strip().isdigit():
            continue
        row = dict(zip(headings, cells, strict=False))
        placing.reading.rows += 1
        placing.note_text(row.get("Comment", ""))
        end, tracked = parse_moment(row.get("To", ""), "day-first"), number(row.get("Hours", ""))
        if end is None or tracked is None:
            placing.refuse("a night without its end or its length", "", line, "To")
            continue
        end = _there(end, row.get("Tz", ""), placing)
        day = placing.day_of(end, line, "To", night=True)
        if day is not None:
            placing.add(day, "sleep_tracked", tracked, "h", line=line, heading="Hours", moment=end)
    placing.reading.note("Hours is the time that was tracked, not time asleep: kept as sleep_tracked")


def _there(moment: Moment, zone: str, placing: Placing) -> Moment:
    try:
        return zoned(moment, ZoneInfo(zone)) if zone else placing.zoned(moment)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return placing.zoned(Moment(datetime.combine(moment.clock.date(), moment.clock.time())))


READER = Reader(
    "sleep-as-android", "Sleep as Android (CSV)", lambda sight: sight.has("Id", "Tz", "From", "To", "Hours"), _read
)
