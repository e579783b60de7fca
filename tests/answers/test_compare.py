"""Protocols side by side."""

import json
import re

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.errors import InputError

REST = {"title": "rest", "days": 20, "person": "healthy-adult"}
FIBRE = {"exposure": "fibre", "amount": 40, "start": 0}
FED = REST | {"title": "fed", "events": [FIBRE]}


@pytest.fixture(scope="module")
def found():
    return gb.compare(REST, FED, draws=4, observe=["faecal_butyrate", "il10"])


def test_differences_are_paired_by_draw(found):
    row = next(row for row in found.rows if row.protocol == "fed" and row.observable == "faecal_butyrate")
    rest, fed = (gb.simulate(one, draws=4).at("faecal_butyrate", 19) for one in (REST, FED))
    assert row.difference.median == pytest.approx(np.median(fed - rest), rel=1e-5)
    assert row.difference.low == pytest.approx(np.quantile(fed - rest, 0.05), rel=1e-5)
    assert row.end.median == pytest.approx(np.median(fed), rel=1e-5)


def test_no_number_stands_where_the_effect_is_not_in_the_model(found):
    row = next(row for row in found.rows if row.protocol == "fed" and row.observable == "il10")
    assert (row.difference, row.largest) == (None, None)
    assert row.not_in_model == ("fibre",)


def test_the_first_is_what_others_are_held_against(found):
    assert list(found.results) == ["rest", "fed"]
    assert all(row.difference is None for row in found.rows if row.protocol == "rest")
    table = found.to_dataframe()
    assert list(table["protocol"]) == ["rest", "fed"] * 2
    assert {"difference_low", "largest_day", "end_high"} <= {*table.columns}


def test_people_are_the_same_in_all():
    found = gb.compare(REST, FED, people=5, draws=1, observe="depression")
    ages = [result.people().age for result in found.results.values()]
    assert ages[0].tolist() == ages[1].tolist()


def test_what_differs_most_is_shown_at_most_two_of_a_channel():
    found = gb.compare("stressed-adult", changes={"sleep": 8}, draws=1)
    modules = [next(iter(found.results.values())).data[name].attrs["module"] for name in found.observables]
    assert max(map(modules.count, modules)) <= 2
    assert list(found.results) == ["stressed-adult", "with sleep 8"]


@pytest.mark.parametrize(
    ("protocols", "more", "said"),
    [
        ([REST], {}, "1 protocols cannot be compared"),
        ([REST] * 7, {}, "name 2 to 6"),
        ([REST, FED], {"observe": "il66"}, "did you mean 'il6'?"),
        ([REST], {"changes": {"slep": 8}}, "did you mean 'sleep'"),
        ([REST, "nobody"], {}, "there is no protocol, preset or example 'nobody'"),
    ],
)
def test_what_cannot_be_compared_says_why(protocols, more, said):
    with pytest.raises(InputError, match=re.escape(said)):
        gb.compare(*protocols, draws=1, **more)


def test_the_command_writes_one_page_with_curves_and_one_table(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(json.dumps(REST), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(json.dumps(FED), encoding="utf-8")
    wanted = ("--observe", "faecal_butyrate", "--observe", "il10", "--draws", 2)
    status, out, _ = run("compare", "a.yaml", "b.yaml", *wanted)
    assert status == 0
    assert "not in the model" in out
    folder = tmp_path / "results" / "a-b"
    assert {"report.html", "compare.csv", "provenance.json"} == {path.name for path in folder.iterdir()}
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count('class="curve overlay"') == 2
    assert page.count('class="line l1"') == 3  # in each picture and in the key
    status, out, err = run("compare", "a.yaml", "--change", "sleep=5", *wanted, "--json", "--quiet")
    assert (status, err) == (0, "")
    assert json.loads(out)["protocols"] == ["a", "with sleep 5"]
    assert run("compare", "a.yaml")[0] == 2
