import io
import re

from rich.console import Console

from gutbrain.report.table import observed, table


def test_the_table_shows_what_is_observed(result):
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(table(result))
    text = console.export_text()
    assert all(name in text for name in result.protocol.observe)
    assert "gaps in knowledge" in text


def test_without_a_wish_the_largest_changes_are_shown(result):
    import dataclasses

    import fake_result as made

    free = made.Record(**{**vars(result), "protocol": dataclasses.replace(result.protocol, observe=())})
    assert [c.observable for c in observed(free)][:2] == ["strain.B. longum 1714", "bifidobacterium"]


def test_the_largest_change_stands_there_with_its_interval_and_when(result):
    console = Console(width=140, record=True, file=io.StringIO())
    console.print(table(result))
    text = console.export_text()
    butyrate = next(line for line in text.splitlines() if line.startswith("faecal_butyrate"))
    # start, largest change with its interval, when, end, what is left with its interval
    assert re.search(r"14\.\d +\+4\.\d \(\+\d\.\d to \+\d\.\d\) +day 28 +14\.\d +\+0\.\d+ \(", butyrate), butyrate
    mood = next(line for line in text.splitlines() if line.startswith("depression"))
    assert "best day 28" in mood
    assert "read at 08:00" in text
