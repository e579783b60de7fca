"""REDCap: the flat export of records, by the documentation; tried on no real file."""

from __future__ import annotations

from gutbrain.diary.dates import parse_day, parse_moment
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.plain import place_cell
from gutbrain.diary.readers.reader import Asked, Reader, Sight, one_person
from gutbrain.diary.tablefile import Table, read_table
from gutbrain.errors import Problem

OWN = (
    "record_id",
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_survey_identifier",
)


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read a flat export of raw values: the first column of days says when, each record is a person."""
    table = read_table(piece)
    when = _when(table)
    if when is None:
        wrong, right = "no column holds the days", "export a field of dates with the records"
        placing.reading.questions.append(Problem(wrong, right, file=placing.reading.file))
        return
    rows = one_person(table.rows, "record_id", placing, asked)
    if rows is None:
        return
    placing.reading.rows = len(rows)
    values = [
        one for one in table.headings if one not in (*OWN, when) and not one.endswith(("_complete", "_timestamp"))
    ]
    undated = 0
    for row in rows:
        if not row[when].strip():
            undated += any(row[one].strip() for one in values)
            continue
        moment = parse_moment(row[when], "year-first")
        day = moment.clock.date() if moment else parse_day(row[when], "year-first")
        day = placing.day(day, row[when], row.line, when)
        for heading in values:
            if day is not None:
                place_cell(
                    row[heading], heading, heading, "", day, placing, line=row.line, time=moment.hhmm if moment else ""
                )
    if undated:
        placing.reading.note(f"{undated} rows have no day in {when}: not read")


def _when(table: Table) -> str | None:
    """The first column that holds days, and nothing else."""
    for heading in table.headings:
        cells = table.column(heading)
        if (
            heading not in OWN
            and cells
            and all(parse_moment(one, "year-first") or parse_day(one, "year-first") for one in cells)
        ):
            return heading
    return None


def _knows(sight: Sight) -> bool:
    return sight.has("record_id") and any(one.startswith("redcap_") for one in sight.headings)


READER = Reader("redcap", "REDCap (flat export of records, CSV)", _knows, _read, tried=False)
