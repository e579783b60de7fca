import json

import pytest

from gutbrain.axis import axis
from gutbrain.exposures import exposures, strains
from gutbrain.findings.finding import STATISTICS
from gutbrain.people import presets
from gutbrain.people.presets import traits
from gutbrain.report.lists import LISTS


def listed(run, kind):
    status, out, _ = run("list", kind, "--json")
    assert status == 0
    return {row["name"]: row for row in json.loads(out) if row["name"]}


def test_every_list_is_shown_with_names_and_nothing_is_empty(run):
    _, out, _ = run("list")
    for kind in LISTS:
        assert f"\n{kind} " in out
        status, table, _ = run("list", kind)
        assert status == 0
        assert all(name in table for name in listed(run, kind))


def test_lists_hold_all_that_the_reader_knows(run):
    assert listed(run, "exposures").keys() == exposures().keys()
    assert listed(run, "presets").keys() == presets().keys()
    assert listed(run, "traits").keys() >= {*traits(), "sex", "fibre"}
    assert len(listed(run, "strains")) == len(strains())
    assert listed(run, "statistics").keys() == STATISTICS.keys()
    assert listed(run, "channels").keys() == {m.name for m in axis().modules}


def test_a_row_tells_unit_range_usual_level_and_meaning(run):
    assert listed(run, "exposures")["fibre"] == {
        "name": "fibre",
        "unit": "g/day",
        "kind": "usual",
        "healthy_adult": 18.0,
        "range": [0, 150.0],
        "also": [],
        "not_in_model": ["psqi", "cognition"],
        "meaning": "dietary fibre from food",
    }
    cortisol = listed(run, "observables")["cortisol"]
    assert cortisol["unit"] == "nmol/L"
    assert cortisol["healthy_range"][0] < cortisol["healthy_adult"] < cortisol["healthy_range"][1]
    assert listed(run, "medicines")["sertraline"]["usual_dose"] == 50


def test_what_a_thing_can_not_do_stands_beside_it(run):
    from gutbrain.exposures.events import Event
    from gutbrain.exposures.reach import is_carried

    for name, row in listed(run, "exposures").items():
        assert all(not is_carried(Event(name, 0.0), outcome) for outcome in row["not_in_model"])
    assert "depression" not in listed(run, "medicines")["sertraline"]["not_in_model"]
    assert "depression" in listed(run, "medicines")["ciprofloxacin"]["not_in_model"]
    alone = {name for name, row in listed(run, "observables").items() if "not in the model" in row["meaning"]}
    assert not any(is_carried(Event(exposure, 0.0), name) for exposure in exposures() for name in alone)
    assert "depression" not in alone
    assert listed(run, "templates")["ramadan"]["not_in_model"][0] == "fasting itself"
    _, table, _ = run("list", "exposures")
    assert "not in model" in table


def test_everything_listed_can_be_written(run, tmp_path):
    from gutbrain.engine.simulation import read_protocol

    names = [name for name in listed(run, "observables") if name != "strain.NAME"]
    events = [
        {"exposure": row["exposure"], "name": name, "amount": row["usual_dose"], "start": 0}
        for name, row in listed(run, "medicines").items()
    ]
    # one a day: what acts at the same time is held against the limit together
    stressors, donors = list(listed(run, "stressors")), list(listed(run, "donors"))
    events += [{"exposure": "stressor", "name": name, "amount": 1, "start": i} for i, name in enumerate(stressors)]
    events += [{"exposure": "fmt", "donor": name, "amount": 50, "start": i} for i, name in enumerate(donors)]
    given = {row["name"]: row["healthy_adult"] for row in listed(run, "traits").values() if "healthy_adult" in row}
    given = {name: value for name, value in given.items() if value is not None} | {"sex": "female"}
    people = [{"preset": name, "traits": given} for name in listed(run, "presets")]
    for person in people:
        read = read_protocol({"title": "all", "days": 30, "person": person, "events": events, "observe": names})
        assert len(read.events) == len(events)


@pytest.mark.parametrize("kind", ["exposure", "food", ""])
def test_a_list_that_is_none_is_refused_with_what_there_is(run, kind):
    status, out, err = run("list", kind)
    assert (status, out) == (2, "")
    assert "exposures" in err
