from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from gutbrain.axis import axis
from gutbrain.people import Person, check_correlations, presets, sample
from gutbrain.people.cohort import correlations
from gutbrain.people.luck import deviates
from gutbrain.people.presets import habits, traits

SPREADS = {"vagus.withdrawal": 0.3, "gut.repair": 0.2, "gut.fixed": 0.0}


def arrays(cohort):
    return {**cohort.traits, **cohort.usual, **cohort.eta, "ids": cohort.ids}


def same(one, other):
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def test_one_person_is_the_typical_one():
    person = Person.of({"preset": "major-depression", "traits": {"age": 50}})
    cohort = sample(person, 1, 3, SPREADS)
    assert {name: value[0] for name, value in cohort.traits.items()} == pytest.approx(dict(person.traits))
    assert {name: value[0] for name, value in cohort.usual.items()} == pytest.approx(dict(person.usual))
    assert {name: value[0] for name, value in cohort.eta.items()} == {"vagus.withdrawal": 0, "gut.repair": 0}


def test_the_same_seed_makes_the_same_people():
    person = Person.of("ibs")
    assert same(arrays(sample(person, 50, 1, SPREADS)), arrays(sample(person, 50, 1, SPREADS)))
    ages = [sample(person, 50, seed, SPREADS).traits["age"] for seed in (1, 2)]
    assert not np.array_equal(*ages)


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5, 23])
def test_people_do_not_depend_on_how_they_are_split(cut):
    person = Person.of("ibs")
    whole = arrays(sample(person, 30, 7, SPREADS))
    parts = [arrays(sample(person, n, 7, SPREADS, first=first)) for n, first in [(30 - cut, cut)]]
    assert all(np.array_equal(whole[name][cut:], parts[0][name]) for name in whole)
    longer = arrays(sample(person, 60, 7, SPREADS))
    assert all(np.array_equal(whole[name], longer[name][:30]) for name in whole)


def test_more_parameters_leave_the_others_alone():
    few = sample(Person.of("ibs"), 20, 5, SPREADS)
    many = sample(Person.of("ibs"), 20, 5, {"a.new": 1.0, **SPREADS})
    assert np.array_equal(few.eta["gut.repair"], many.eta["gut.repair"])
    assert np.array_equal(few.traits["bmi"], many.traits["bmi"])


def test_arms_share_their_luck():
    healthy, ill = (sample(Person.of(name), 200, 5, SPREADS) for name in ("healthy-adult", "major-depression"))
    assert np.array_equal(healthy.eta["vagus.withdrawal"], ill.eta["vagus.withdrawal"])
    assert np.corrcoef(healthy.traits["depression_trait"], ill.traits["depression_trait"])[0, 1] > 0.95


@pytest.mark.parametrize("name", sorted(presets()))
def test_a_cohort_lies_around_its_preset(name):
    preset = presets()[name]
    cohort = sample(Person.of(name), 4000, 11, {})
    for trait, spread in preset.traits.items():
        values = cohort.traits[traits()[trait].model_name]
        scale = spread.value * spread.sd if spread.log else spread.sd
        assert np.median(values) == pytest.approx(spread.value, abs=0.1 * scale + 1e-9), trait
        assert spread.low <= values.min() <= values.max() <= spread.high, trait
    for habit, value in preset.usual.items():
        assert np.median(cohort.usual[habit]) == pytest.approx(value, rel=0.05), habit
        assert np.all(cohort.usual[habit] <= habits()[habit].high), habit
    assert cohort.traits["male"].mean() == pytest.approx(1 - preset.female, abs=0.03)


def test_the_sex_that_is_given_holds_for_everybody():
    cohort = sample(Person.of({"traits": {"sex": "female"}}), 100, 1, {})
    assert np.all(cohort.traits["male"] == 0)


def test_a_given_trait_moves_the_middle_and_keeps_the_spread():
    plain = sample(Person.of("ibs"), 2000, 1, {}).traits["depression_trait"]
    moved = sample(Person.of({"preset": "ibs", "traits": {"depression": 1}}), 2000, 1, {}).traits["depression_trait"]
    assert np.median(moved) == pytest.approx(1, abs=0.08)
    assert moved.std() == pytest.approx(plain.std(), rel=0.1)


def test_weights_are_those_of_people():
    cohort = sample(Person.of("healthy-adult"), 2000, 1, {})
    men = cohort.traits["male"] == 1
    height = np.sqrt(cohort.traits["weight"] / cohort.traits["bmi"])
    assert height[men].mean() - height[~men].mean() == pytest.approx(0.13, abs=0.02)
    given = sample(Person.of({"traits": {"weight": 90}}), 2000, 1, {})
    assert np.median(given.traits["weight"]) == pytest.approx(90, rel=0.02)


def test_correlations_have_the_sign_and_about_the_size_of_the_table():
    named = {name for row in correlations() for name in (row.first, row.second)}
    cohort = sample(Person.of("healthy-adult"), 2000, 3, dict.fromkeys(named, 0.3))
    values = {**cohort.eta, **cohort.traits, **cohort.usual}
    for row in correlations():
        first, second = (values.get(f"{name}_trait", values[name]) for name in (row.first, row.second))
        r = np.corrcoef(first, second)[0, 1]
        assert np.sign(r) == np.sign(row.r) or abs(row.r) < 0.06, (row.first, row.second)
        assert r == pytest.approx(row.r, abs=0.12), (row.first, row.second)


def test_the_table_of_correlations_names_what_exists():
    check_correlations(parameter.key for parameter in axis().parameters if parameter.spread)


def test_an_unknown_name_in_the_table_is_an_error(monkeypatch):
    from gutbrain.people import cohort

    row = cohort.Correlation("immunity.no_such_thing", "bmi", 0.1, "assumption")
    monkeypatch.setattr(cohort, "correlations", lambda: (row,))
    with pytest.raises(ValueError, match=r"immunity\.no_such_thing"):
        check_correlations(["immunity.something"])


def test_deviates_are_standard_normal():
    z = deviates(1, "x", 0, 20000)
    assert abs(z.mean()) < 0.03
    assert z.std() == pytest.approx(1, abs=0.03)
    assert abs(np.corrcoef(z, deviates(1, "y", 0, 20000))[0, 1]) < 0.03


def test_nobody_is_no_cohort():
    with pytest.raises(ValueError, match="one person or more"):
        sample(Person.of("ibs"), 0, 1, {})


def test_balanced_groups_have_the_middle_of_many():
    people = sample(Person.of("healthy-adult"), 64, 2, {"a": 0.3}, balanced=8)
    groups = people.eta["a"].reshape(8, 8)
    assert np.abs(groups.mean(axis=1)).max() < 0.25
    # one in each of eight strata
    assert (np.sort(np.floor(ndtr(groups) * 8), axis=1) == np.arange(8)).all()
    assert people.eta["a"].std() == pytest.approx(1.0, abs=0.15)


def test_a_habit_that_all_have_alike_does_not_differ_and_moves_nothing_else():
    person = Person.of("stressed-adult")
    free = sample(person, 50, 1, {})
    held = sample(replace(person, alike=frozenset({"sleep"})), 50, 1, {})
    assert set(held.usual["sleep"]) == {person.usual["sleep"]}
    assert len(set(free.usual["sleep"])) > 40
    assert all(np.array_equal(free.usual[name], held.usual[name]) for name in free.usual if name != "sleep")
