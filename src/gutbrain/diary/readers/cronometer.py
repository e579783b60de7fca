"""Cronometer: the daily summary of nutrition."""

from __future__ import annotations

from gutbrain.diary.cells import is_missing, number, truth
from gutbrain.diary.dates import parse_day
from gutbrain.diary.pieces import Piece
from gutbrain.diary.placing import Placing
from gutbrain.diary.readers.reader import Asked, Reader
from gutbrain.diary.tablefile import read_table

COLUMNS = {
    "Energy (kcal)": ("energy_intake", "kcal"),
    "Fiber (g)": ("fibre", "g"),
    "Starch (g)": ("starch", "g"),
    "Sugars (g)": ("total_sugar", "g"),
    "Protein (g)": ("protein", "g"),
    "Saturated (g)": ("saturated_fat", "g"),
    "Carbs (g)": ("carbohydrates", "g"),
    "Alcohol (g)": ("alcohol", "g"),
    "Caffeine (mg)": ("caffeine", "mg"),
    "Water (g)": ("water", "g"),
}
"""What is read, under which name, in which unit."""

UNFINISHED = "the food of this day is not marked as complete"


def _read(piece: Piece, placing: Placing, asked: Asked) -> None:
    """Read ``dailysummary.csv``; a day that is not completed is marked in all its values."""
    table = read_table(piece)
    placing.reading.rows = len(table.rows)
    unfinished = 0
    for row in table.rows:
        day = placing.day(parse_day(row["Date"], asked.dates), row["Date"], row.line, "Date")
        if day is None:
            continue
        completed = truth(row["Completed"])
        doubt = UNFINISHED if completed == 0 else ""
        unfinished += completed == 0
        if completed is not None:
            placing.add(day, "food_completed", completed, line=row.line)
        for heading, (name, unit) in COLUMNS.items():
            value = number(row[heading])
            if value is not None:
                placing.add(day, name, value, unit, line=row.line, heading=heading, daily="last", doubt=doubt)
            elif not is_missing(row[heading]):
                placing.refuse(f"'{row[heading][:20]}' is not a number", "", row.line, heading)
    if unfinished:
        placing.reading.note(
            f"{unfinished} of {len(table.rows)} days are not marked as complete: their food may lack something"
        )
    if "Sugars (g)" in table.headings:
        placing.reading.note("Sugars are all sugars, not free sugar: kept as total_sugar")
    placing.unread([one for one in table.headings if one not in (*COLUMNS, "Date", "Completed")])


READER = Reader(
    "cronometer", "Cronometer (dailysummary.csv)", lambda sight: sight.has("Date", "Energy (kcal)", "Fiber (g)"), _read
)
