import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutbrain.exposures import Schedule, load, merge
from gutbrain.exposures.schedule import Table


def schedule(*events: dict[str, Any], days: float = 60) -> Schedule:
    return Schedule(load({"days": days, "events": list(events)}))


def level(table: Table, name: str, time: float, arm: int = 0) -> float:
    return float(table.at([time])[0, table.inputs.index(name), arm])


def test_a_usual_exposure_is_set_and_the_later_in_the_list_wins() -> None:
    table = schedule(
        {"exposure": "fibre", "amount": 40, "start": 1, "days": 10},
        {"exposure": "fibre", "amount": 5, "start": 2, "days": 2},
    ).table
    assert [level(table, "fibre", 24 * day) for day in (1, 2, 3.9, 4, 10.9)] == [40, 5, 5, 40, 40]
    assert math.isnan(level(table, "fibre", 23.9))
    assert math.isnan(level(table, "fibre", 11 * 24))
    assert table.units == ("g/day",)


def test_other_exposures_add_up() -> None:
    table = schedule(
        {"exposure": "inulin", "amount": 4, "start": 0, "days": 10}, {"exposure": "inulin", "amount": 6, "start": 5}
    ).table
    assert [level(table, "inulin", 24 * day) for day in (0, 5, 10, 99)] == [4, 10, 6, 6]


def test_yes_or_no_does_not_add_up() -> None:
    cut = {"exposure": "vagotomy", "amount": 1, "start": 0}
    assert level(schedule(cut, cut).table, "vagotomy", 1) == 1


def test_boluses_are_given_within_minutes() -> None:
    plan = schedule({"exposure": "endotoxin", "amount": 2, "start": 1, "hour": 9})
    assert plan.table.units == ("ng/kg/h",)
    assert level(plan.table, "endotoxin", 33) == pytest.approx(20)
    assert math.isnan(level(plan.table, "endotoxin", 33.1))
    assert plan.acute == (33.0,)
    assert plan.last_event == pytest.approx((33, 33.1))


def test_an_infusion_lasts_its_hours() -> None:
    table = schedule({"exposure": "endotoxin", "amount": 2, "start": 1, "hour": 9, "hours": 4}).table
    assert level(table, "endotoxin", 36.9) == pytest.approx(0.5)


def test_lavage_is_one_in_all() -> None:
    table = schedule({"exposure": "bowel_lavage", "amount": 1, "start": 1}).table
    assert (level(table, "bowel_lavage", 24) * 0.1, table.units) == (pytest.approx(1), ("1/h",))


def test_medicines_become_activities_that_add_up() -> None:
    table = schedule(
        {"exposure": "antibiotic", "name": "clindamycin", "amount": 600, "start": 0, "days": 6},
        {"exposure": "antibiotic", "name": "ampicillin", "amount": 2000, "start": 3, "days": 6},
        {"exposure": "nsaid", "name": "indomethacin", "amount": 150, "start": 0},
    ).table
    kill = [level(table, "antibiotic_gram_positive", 24 * day) for day in (0, 3, 6)]
    assert kill == pytest.approx([1.0, 1.18, 0.18])
    assert level(table, "nsaid_injury", 0) == level(table, "cox_inhibition", 0) == 1


def test_stressors_have_their_strength_and_length() -> None:
    table = schedule({"exposure": "stressor", "name": "restraint", "amount": 2, "start": 1, "hour": 15}).table
    assert level(table, "stressor", 39.5) == pytest.approx(3)
    assert math.isnan(level(table, "stressor", 40))


def test_exercise_bout_without_hours_is_one_hour() -> None:
    table = schedule({"exposure": "exercise_bout", "amount": 0.8, "start": 1, "hour": 9}).table
    assert list(table.edges) == [0, 33, 34]


def test_capsules_by_acid() -> None:
    table = schedule(
        {"exposure": "scfa_capsule", "amount": 100, "start": 0},
        {"exposure": "scfa_capsule", "amount": 10, "mix": "0:0:1", "start": 1},
    ).table
    acids = [level(table, f"scfa_capsule_{acid}", 30) for acid in ("acetate", "propionate", "butyrate")]
    assert acids == pytest.approx([60, 20, 30])


def test_a_transplant_brings_its_donor() -> None:
    table = schedule({"exposure": "fmt", "amount": 50, "donor": "ibs", "start": 1}).table
    assert level(table, "fmt", 24) == pytest.approx(500)
    assert level(table, "donor_dysbiosis", 24) == level(table, "donor_dysbiosis", 999) == 1


def test_germ_free_before_day_zero_is_so_from_the_beginning() -> None:
    table = schedule({"exposure": "germ_free", "amount": 1, "start": -2.5, "days": 10}).table
    assert table.start == -72
    assert table.before.tolist() == [[1.0]]
    assert level(table, "germ_free", -1e6) == 1
    assert math.isnan(level(table, "germ_free", 7.5 * 24))
    later = schedule({"exposure": "germ_free", "amount": 1, "start": 1}).table
    assert np.isnan(later.before).all()


def test_strains_take_slots() -> None:
    one = {"exposure": "probiotic", "strains": {"LGG": 1e9, "B. longum 1714": 2e9}, "start": 0, "days": 10}
    two = {"exposure": "probiotic", "strains": {"Bifidobacterium longum 1714": 3e9}, "start": 5}
    table = schedule(one, two).table
    assert table.slots == 4
    assert [strain.short for strain in table.strains[0]] == ["L. rhamnosus GG", "B. longum 1714"]
    assert level(table, "strain_2_dose", 6 * 24) == 5e9
    assert table.slot_of("lactobacillus rhamnosus gg") == 1
    assert table.slot_of("B. longum 35624") is None
    traits = table.slot_traits()
    assert (traits["strain_1_lactobacillus"], traits["strain_2_bifidobacterium"], traits["strain_3_potency"]) == (
        1,
        1,
        0,
    )
    assert len(traits) == 4 * 8


def test_five_strains_need_eight_slots() -> None:
    names = ["L. rhamnosus GG", "B. longum 1714", "B. longum 35624", "L. plantarum 299v", "L. plantarum DR7"]
    table = schedule({"exposure": "probiotic", "strains": dict.fromkeys(names, 1e9), "start": 0}).table
    assert table.slots == 8


def test_arms_share_segments_and_have_slots_of_their_own() -> None:
    a = schedule({"exposure": "probiotic", "strains": {"LGG": 1e9}, "start": -3}, days=10)
    b = schedule(
        {"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": 1},
        {"exposure": "germ_free", "amount": 1, "start": -1},
        days=20,
    )
    table = merge([a, b, schedule()])
    assert (table.start, table.end) == (-72, 1440)
    assert table.values.shape == (len(table.edges), 2, 3)
    assert table.inputs == ("germ_free", "strain_1_dose")
    assert level(table, "strain_1_dose", 30) == level(table, "strain_1_dose", 30, arm=1) == 1e9
    assert [[s.short for s in taken] for taken in table.strains] == [["L. rhamnosus GG"], ["B. longum 1714"], []]
    assert level(table, "germ_free", -70, arm=1) == 1
    assert np.isnan(table.values[:, :, 2]).all()


def test_nothing_happens() -> None:
    table = schedule().table
    assert (list(table.edges), table.inputs, table.values.shape, table.slots) == ([0.0], (), (1, 0, 1), 4)
    assert schedule().last_event is None


SPANS = st.tuples(
    st.sampled_from(["inulin", "omega3", "fibre", "alcohol", "vagotomy"]),
    st.floats(0, 1),
    st.integers(-20, 50),
    st.integers(2, 40),
)


def events(spans: list[tuple[str, float, int, int]]) -> list[dict[str, Any]]:
    return [{"exposure": name, "amount": amount, "start": start, "days": days} for name, amount, start, days in spans]


@given(st.lists(SPANS, min_size=1, max_size=8))
def test_levels_are_those_of_the_events_at_hand(spans: list[tuple[str, float, int, int]]) -> None:
    table = schedule(*events(spans)).table
    assert np.all(np.diff(table.edges) > 0)
    for day in range(-21, 95):
        for name in table.inputs:
            there = [amount for given, amount, start, days in spans if given == name and start <= day < start + days]
            rule = {"fibre": lambda a: a[-1], "alcohol": lambda a: a[-1], "vagotomy": max}.get(name, sum)
            wanted = rule(there) if there else math.nan
            assert level(table, name, day * 24 + 5) == pytest.approx(wanted, nan_ok=True)


@given(st.lists(SPANS, min_size=1, max_size=6), st.integers(0, 5), st.floats(0.05, 0.95))
def test_an_event_in_two_parts_is_the_same(spans: list[tuple[str, float, int, int]], which: int, share: float) -> None:
    whole = events(spans)
    index = which % len(whole)
    cut = round(share * whole[index]["days"], 3)
    first = {**whole[index], "days": cut}
    second = {**whole[index], "start": whole[index]["start"] + cut, "days": whole[index]["days"] - cut}
    # a part that would begin after the run is no event
    days = 100.0
    one = schedule(*whole, days=days).table
    two = schedule(*whole[:index], first, second, *whole[index + 1 :], days=days).table
    times = np.concatenate([one.edges + 0.001, two.edges + 0.001, two.edges - 0.001])
    assert one.inputs == two.inputs
    np.testing.assert_allclose(one.at(times), two.at(times))


@given(st.floats(0.1, 1e4), st.floats(0, 23.9), st.one_of(st.none(), st.floats(0.1, 100)))
def test_a_bolus_or_infusion_gives_its_amount(amount: float, hour: float, hours: float | None) -> None:
    event = {"exposure": "endotoxin", "amount": amount, "start": 1, "hour": hour}
    table = schedule(event if hours is None else {**event, "hours": hours}).table
    widths = np.diff(table.edges)
    assert np.nansum(table.values[:-1, 0, 0] * widths) == pytest.approx(amount, rel=1e-6)
