"""A grid of values."""

import re

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.answers.scan import steps
from gutbrain.errors import InputError

REST = {"title": "rest", "days": 15, "person": "healthy-adult"}
STRAIN = {"exposure": "probiotic", "strains": {"B. longum 1714": 1e9, "LGG": 1e9}, "start": 3}


@pytest.mark.parametrize(
    ("text", "values"),
    [("10:50:20", (10, 30, 50)), ("0:1:0.4", (0, 0.4, 0.8)), ("5,6,7.5", (5, 6, 7.5)), ("3", (3,))],
)
def test_values_are_written_from_to_step_or_as_a_list(text, values):
    assert steps(text) == pytest.approx(values)


@pytest.mark.parametrize("text", ["10:5:1", "1:2", "a,b", "", "0:1:0", "0:1:1e-9", "1:inf:1"])
def test_what_is_no_row_of_values_says_what_would_be_right(text):
    with pytest.raises(ValueError, match="from, to, step"):
        steps(text)


def test_each_place_is_the_run_with_those_values_and_differences_are_paired():
    found = gb.scan(REST, {"fibre": [20, 40], "sleep": [6]}, draws=3, observe="faecal_butyrate")
    assert [cell.values for cell in found.cells] == [(20, 6), (40, 6)]
    events = [{"exposure": "fibre", "amount": 40, "start": 0}, {"exposure": "sleep", "amount": 6, "start": 0}]
    there, rest = (gb.simulate(one, draws=3).at("faecal_butyrate", 14) for one in (REST | {"events": events}, REST))
    # steps of half an hour in place of a quarter
    assert found.cells[1].level.median == pytest.approx(np.median(there), rel=2e-3)
    assert found.cells[1].difference.median == pytest.approx(np.median(there - rest), rel=2e-2)
    assert list(found.to_dataframe().columns[:4]) == ["fibre", "sleep", "observable", "unit"]


def test_what_the_protocol_gives_keeps_its_times():
    late = REST | {"events": [{"exposure": "fibre", "amount": 30, "start": 10}]}
    early = gb.scan(REST, {"fibre": [40]}, draws=1, observe="shannon").cells[0].level.median
    from gutbrain.answers.scan import _at
    from gutbrain.engine.simulation import read_protocol

    (event,) = _at(read_protocol(late), {"fibre": 40.0}).events
    assert (event.amount, event.start) == (40, 10)
    assert gb.scan(late, {"fibre": [40]}, draws=1, observe="shannon").cells[0].level.median != pytest.approx(
        early, rel=1e-6
    )
    doses = _at(read_protocol(REST | {"events": [STRAIN]}), {"B. longum 1714": 5e9}).events[0].strains
    assert doses["B. longum 1714"] == 5e9
    assert len(doses) == 2


def test_traits_change_the_person_and_nothing_is_told_where_nothing_acts():
    found = gb.scan(REST, {"bmi": [22, 35]}, draws=1, observe="crp")
    assert found.cells[0].level.median < found.cells[1].level.median
    assert gb.scan(REST, {"fibre": [40]}, draws=1, observe="il10").cells[0].difference is None


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"fibr": [20]}, "did you mean 'fibre'?"),
        ({"fibre": ["much"]}, "'much' is not a number"),
        ({"fibre": []}, "has no values"),
        ({"fibre": list(range(50)), "sleep": [5 + i / 10 for i in range(20)]}, "the most is 400"),
        ({"bmi": [300]}, "bmi"),
        ({}, "is no grid"),
        ([1], "is no grid"),
    ],
)
def test_what_cannot_be_scanned_says_why(over, said):
    with pytest.raises(InputError, match=re.escape(said)):
        gb.scan(REST, over, draws=1)


def test_the_command_leaves_table_and_page(run, tmp_path):
    over = ("--over", "fibre=20:40:20", "--over", "sleep=6,8", "--observe", "crp", "--weeks")[:-1]
    status, out, _ = run("scan", "healthy-adult", *over, "--draws", 2, "--out", tmp_path / "grid")
    assert status == 0
    rows = (tmp_path / "grid" / "scan.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 5
    assert rows[1].startswith("20,6,crp,mg/L,")
    assert (tmp_path / "grid" / "report.html").read_text(encoding="utf-8").count('class="curve overlay"') == 1
    assert "C-reactive protein" in out
    status, _, err = run("scan", "healthy-adult", "--over", "fibre=20:10:1")
    assert status == 2
    assert "from, to, step" in err
