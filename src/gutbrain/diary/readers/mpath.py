"""m-Path: beeps as rows of a table with semicolons, seconds that are already those of the person's clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from gutbrain.diary.cells import number
from gutbrain.diary.dates import Moment
from gutbrain.diary.items import slug
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader, one_person
from gutbrain.diary.tablefile import read_table

PERSON = "connectionId"
_KIND = re.compile(
    r"_(slider[A-Za-z]+|yesno|steps|multipleChoice_likert|number|numeric|open|basic|multipleChoice_index|multipleChoice_string)$"
)
NUMBERS = ("slider", "yesno", "steps", "number", "numeric", "multipleChoice_likert")
"""Kinds of questions whose answer is a number; places in a list of choices are none."""


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read a basic export; a beep without a start was not answered, and is no value."""
    table = read_table(piece)
    rows = one_person(table.rows, PERSON, placing, asked)
    if rows is None:
        return
    placing.reading.rows = len(rows)
    questions = {heading: found[1] for heading in table.headings if (found := _KIND.search(heading))}
    numbers = [one for one, kind in questions.items() if kind.startswith(NUMBERS)]
    answered = 0
    for row in rows:
        began, offset = number(row["timeStampStart"]), number(row["timeZoneOffset"])
        for heading, kind in questions.items():
            if kind == "open":
                placing.note_text(row[heading])
        if began is None or not 0 < began < 1e11:
            continue
        answered += 1
        clock = datetime.fromtimestamp(began, UTC).replace(tzinfo=None)
        moment = Moment(clock, None if offset is None else int(offset // 60))
        day = placing.day_of(moment, row.line, "timeStampStart")
        for heading in numbers:
            value = number(row[heading])
            if day is not None and value is not None:
                name = slug(_KIND.sub("", heading))
                placing.add(day, name, value, line=row.line, heading=heading, moment=moment)
    placing.reading.note(f"{answered} of {len(rows)} beeps were answered; the others are missing, not 0")
    placing.unread([one for one, kind in questions.items() if kind.startswith("multipleChoice") and one not in numbers])


READER = Reader(
    "m-path", "m-Path (basic export, CSV)", lambda sight: sight.has(PERSON, "timeStampStart", "questionListName"), _read
)
