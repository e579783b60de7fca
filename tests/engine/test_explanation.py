"""Through which channel: parts add up, and what cannot act does not."""

import numpy as np
import pytest

import gutbrain
from gutbrain.engine.attribution import Patterns
from gutbrain.errors import InputError

CHANNELS = ("a", "b", "c", "d")


def effects(patterns, value):
    """Effects of the variants of a made-up system, for a value of every set of free channels."""
    return np.array([[0.0], [value(frozenset(CHANNELS))], *([value(free)] for free in patterns.sets)])


def test_parts_and_direct_add_up_to_the_whole():
    rng = np.random.default_rng(0)
    known = {}

    def anything(free):
        return known.setdefault(free, rng.normal())

    patterns = Patterns(CHANNELS, 3, seed=1)
    values = effects(patterns, anything)
    direct, parts = patterns.share(values)
    assert direct[0] + sum(p[0] for p in parts.values()) == pytest.approx(values[1, 0])


def test_what_acts_alone_gets_its_own_and_a_pair_shares_alike():
    patterns = Patterns(CHANNELS, 3, seed=2)
    direct, parts = patterns.share(
        effects(patterns, lambda free: 1.0 + 2.0 * ("a" in free) + 4.0 * ({"b", "c"} <= free))
    )
    assert direct[0] == pytest.approx(1.0)
    assert {name: part[0] for name, part in parts.items()} == pytest.approx({"a": 2.0, "b": 2.0, "c": 2.0, "d": 0.0})


@pytest.mark.slow
def test_stress_opens_the_gut_through_the_hormones_alone():
    event = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 1, "hour": 15, "hours": 0.25}
    found = gutbrain.explain({"title": "t", "days": 2, "events": [event]}, "permeability", draws=1, orders=1)
    assert found.total[0] == pytest.approx(found.direct[0] + sum(row.contribution for row in found.rows), rel=0.02)
    assert found.rows[0].channel == "stress_hormones"
    assert found.rows[0].contribution > 0.8 * found.total[0]


PERSON = {"title": "t", "days": 28, "person": "stressed-adult"}
SLEEP = {"exposure": "sleep", "amount": 8, "start": 0}
FIBRE = {"exposure": "fibre", "amount": 35, "start": 0}
ALCOHOL = {"exposure": "alcohol", "amount": 60, "start": 0}


def test_what_each_exposure_did_adds_up_and_is_near_what_it_does_alone():
    both = gutbrain.explain({**PERSON, "events": [SLEEP, FIBRE]}, "depression", day=27, draws=1, orders=1)
    parts = {share.exposure: share.contribution for share in both.exposures}
    assert sum(parts.values()) == pytest.approx(both.total[0], rel=1e-4)
    for event in (SLEEP, FIBRE):
        alone = gutbrain.explain({**PERSON, "events": [event]}, "depression", day=27, draws=1, orders=1)
        (share,) = alone.exposures
        assert share.contribution == alone.total[0]
        # what two do together is little here
        assert parts[event["exposure"]] == pytest.approx(share.contribution, rel=0.2, abs=2e-3)
    assert both.exposures[0].exposure == "sleep"


def test_medicines_strains_and_stops_have_parts_of_their_own():
    events = [
        {"exposure": "ssri", "name": "sertraline", "amount": 50, "start": -90, "days": 94},
        {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0},
        {"exposure": "omega3", "amount": 2, "start": -60},
    ]
    found = gutbrain.explain({**PERSON, "events": events}, "depression", day=27, draws=1, orders=1)
    named = {(share.exposure, share.name): share.contribution for share in found.exposures}
    # omega-3 goes on as before: nothing is changed by it
    assert set(named) == {("ssri", "sertraline"), ("probiotic", "B. longum 1714")}
    assert named["ssri", "sertraline"] > 0 > named["probiotic", "B. longum 1714"]


def test_an_effect_that_is_not_in_the_model_has_no_number():
    with pytest.raises(InputError) as refused:
        gutbrain.explain({**PERSON, "events": [ALCOHOL]}, "depression")
    assert str(refused.value) == (
        "--observable: the effect of alcohol on depression is not in the model; "
        "in it is that on permeability, plasma_lps"
    )
    beside = gutbrain.explain({**PERSON, "events": [ALCOHOL, SLEEP]}, "depression", day=27, draws=1, orders=1)
    assert [share.exposure for share in beside.exposures] == ["sleep"]
    assert beside.not_in_model == ("alcohol",)
    # what it would do by long ways round is in no number
    alone = gutbrain.explain({**PERSON, "events": [SLEEP]}, "depression", day=27, draws=1, orders=1)
    assert (beside.total, beside.rows) == (alone.total, alone.rows)
    both = gutbrain.explain({**PERSON, "events": [ALCOHOL, SLEEP]}, ["permeability", "depression"], draws=1, orders=1)
    assert [(e.observable, e.not_in_model) for e in both] == [
        ("permeability", ("sleep",)),
        ("depression", ("alcohol",)),
    ]
    wished = {**PERSON, "observe": ["depression", "permeability"], "events": [ALCOHOL]}
    assert [e.observable for e in gutbrain.explain(wished, None, draws=1, orders=1)] == ["permeability"]


def test_where_nothing_happens_nothing_is_explained():
    found = gutbrain.explain(PERSON, "cortisol")
    assert (found.unit, found.total, found.rows, found.exposures) == ("nmol/L", (0.0, 0.0, 0.0), (), ())
    assert "no events" in found.method
    assert [one.observable for one in gutbrain.explain(PERSON, ["il6", "crp"])] == ["il6", "crp"]
    assert gutbrain.explain({**PERSON, "observe": ["cortisol"]}, None)[0].method == found.method
    goes_on = {**PERSON, "events": [{"exposure": "omega3", "amount": 2, "start": -60}]}
    assert gutbrain.explain(goes_on, "depression").method == found.method


@pytest.mark.parametrize("events", [[], [SLEEP]])
def test_a_misspelt_observable_is_refused_with_events_and_without(events):
    with pytest.raises(InputError, match="did you mean 'cortisol'"):
        gutbrain.explain({**PERSON, "events": events}, "cortisoll")


@pytest.mark.parametrize("day", [29, 28, -1, (20, 40), (20, 10), float("nan")])
def test_a_day_outside_the_run_is_refused(day):
    said = r"^day: (day .* lies outside the run; it goes from day 0, 00:00 to day 28|the second day|nan is not)"
    with pytest.raises(InputError, match=said):
        gutbrain.explain({**PERSON, "events": [SLEEP]}, "depression", day=day)


def test_a_mean_over_days_is_between_its_days():
    totals = [
        gutbrain.explain({**PERSON, "events": [SLEEP]}, "depression", day=day, draws=1, orders=1)
        for day in (13, 27, (13, 27))
    ]
    first, last, mean = (found.total[0] for found in totals)
    assert last < mean < first < 0
    assert (totals[2].since, totals[2].day) == (pytest.approx(13 + 1 / 3), pytest.approx(27 + 1 / 3))
