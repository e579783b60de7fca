import pytest

from gutbrain.errors import InputError
from gutbrain.people import Person, presets


def test_a_preset_by_name():
    person = Person.of("major-depression")
    assert person.traits["depression_trait"] == 2.45
    assert person.traits["male"] == 0.5
    assert person.usual["stress_load"] == 1.4
    assert person.given == frozenset()


def test_traits_in_their_names_of_the_model():
    said = {"age": 71.5, "sex": "Female", "depression": 1, "fibre": 14}
    person = Person.of({"preset": "older-adult", "traits": said})
    assert person.traits["age"] == 71.5
    assert person.traits["male"] == 0
    assert person.traits["depression_trait"] == 1
    assert person.usual["fibre"] == 14
    assert person.given == {"age", "sex", "depression", "fibre"}


def test_a_person_without_preset_is_a_healthy_adult():
    assert Person.of({"traits": {"age": 50}}).preset == "healthy-adult"


def test_units_are_converted():
    said = {"weight": "70000 g", "fibre": "0.03 kg/day", "sleep": "450 min/night", "age": "64 years"}
    person = Person.of({"traits": said})
    assert person.traits["weight"] == pytest.approx(70)
    assert person.usual["fibre"] == pytest.approx(30)
    assert person.usual["sleep"] == pytest.approx(7.5)
    assert person.traits["age"] == 64


def test_weight_and_body_mass_index_follow_from_each_other():
    by_bmi = Person.of({"traits": {"bmi": 30, "sex": "male"}})
    by_weight = Person.of({"traits": {"weight": by_bmi.traits["weight"], "sex": "male"}})
    assert by_weight.traits["bmi"] == pytest.approx(30)
    assert 85 < by_bmi.traits["weight"] < 100


def test_usual_exposures_of_a_protocol_come_last():
    person = Person.of({"traits": {"fibre": 14}}, usual={"fibre": 22})
    assert person.usual["fibre"] == 22
    assert person.living({"sleep": 6}).usual["sleep"] == 6
    assert person.usual["sleep"] == presets()["healthy-adult"].usual["sleep"]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("helthy-adult", "did you mean 'healthy-adult'?"),
        ({"preset": "ibs", "traits": {"agee": 3}}, "did you mean 'age'?"),
        ({"traits": {"sex": "x"}}, "female or male"),
        ({"traits": {"fibre": "40 kg"}}, "the unit here is g/day"),
        ({"traits": {"bmi": 300}}, "more than is plausible"),
        ({"traits": {"depression": True}}, "not a number"),
        ({"traits": {"fibre": -1}}, "is negative"),
        ({"traits": {"age": float("nan")}}, "write a finite number"),
        ({"traits": {"microbiota": "table.tsv"}}, "table.tsv: cannot be read"),
        ({"presets": "ibs"}, "did you mean 'preset'?"),
        ({"preset": "ibs", "traits": [1]}, "is not a set of traits"),
        (7, "is not a person"),
    ],
)
def test_what_is_wrong_is_said(spec, said):
    with pytest.raises(InputError) as caught:
        Person.of(spec)
    assert said in str(caught.value)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InputError) as caught:
        Person.of({"traits": {"agee": 3, "bmi": 300, "sex": "x"}})
    assert len(caught.value.problems) == 3


def test_an_unknown_usual_exposure():
    with pytest.raises(InputError, match="did you mean 'fibre'"):
        Person.of("ibs", usual={"fiber": 3})
