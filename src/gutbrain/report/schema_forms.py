"""What editors are told of files that are read elsewhere than by forms: the head of a world, and rows of a table.

Their readers (:mod:`gutbrain.worldfolder`, :mod:`gutbrain.observations`) stand below forms; tests hold both together.
"""

from __future__ import annotations

import math

from gutbrain.reading.shapes import AsWritten, Choice, Each, Either, Entry, Form, Hour, Named, Number, Text

FINITE = Number(least=-math.inf)
RANGE = Form(
    "a range",
    {
        "value": Entry(FINITE, "the typical value", "write {value = 0.1, low = 0.05, high = 0.2}"),
        "low": Entry(FINITE, "lowest plausible value"),
        "high": Entry(FINITE, "highest plausible value"),
    },
    "{value = 0.1, low = 0.05, high = 0.2}",
)


def _channels() -> tuple[str, ...]:
    from gutbrain.axis import axis

    return tuple(module.name for module in axis().modules)


WORLD = Form(
    "a world",
    {
        "name": Entry(Text("a name"), "what it is called; that of its folder unless given"),
        "channels": Entry(Each(Text("a Python file", pattern=r"\.py$")), "its channels: Python files of the folder"),
        "without": Entry(Each(Choice(_channels, "a channel")), "channels that ship and are left out"),
        "parameters": Entry(
            Named(
                Either(FINITE, mapping=AsWritten((RANGE, Named(Either(FINITE, RANGE), "is no value", "{name = 0.1}")))),
                "is not a table of values",
                '"mind.omega3_mood" = 0.1',
            ),
            'values of parameters by "channel.name"',
        ),
    },
    'name = "mine"',
)
"""``gutbrain.toml`` (TOML; editors check that by JSON Schemas as well)."""

OBSERVATIONS = Form(
    "a row of observations",
    {
        "person": Entry(Text("a person"), "who; one person where the column is absent"),
        "day": Entry(Text("a day", "3 or 2025-02-01"), "from day 0, or a date where day 0 has one", "give day"),
        "hour": Entry(Hour(), "clock hour"),
        "observable": Entry(
            Text("a name"), "an observable, an exposure, or a name of one's own", "say what was observed"
        ),
        "value": Entry(AsWritten((FINITE, Text())), "empty: not recorded; 0 is none", "give value"),
        "unit": Entry(Text("a unit"), "that of the vocabulary unless given"),
        "sd": Entry(Number(), "standard deviation of its error, in the same unit"),
        "source": Entry(Text("a source"), "where it was recorded"),
    },
    "{day: 0, observable: sleep, value: 7.5}",
)
"""A row of the long table, column by column (CSV)."""
