"""What is not in the model is said, with the nearest, wherever it is written or asked."""

from pathlib import Path

import pytest

import gutbrain as gb
from gutbrain.atlas.not_modelled import instead_of, not_modelled, written
from gutbrain.errors import InputError
from gutbrain.evidence import find
from gutbrain.exposures.events import names
from gutbrain.exposures.medicines import named
from gutbrain.observations.names import item
from gutbrain.people.presets import habits, presets, traits
from gutbrain.report import lists, not_modelled_doc

ROOT = Path(__file__).parents[2]


def known():
    medicines = {name for kind in ("antibiotic", "nsaid", "ssri") for name in named(kind)}
    observables = {row["name"] for row in lists.observables()}
    return {*names(), *presets(), *traits(), *habits(), *observables, *medicines, "microbiota"}


def test_what_is_nearest_may_be_written_and_what_is_missing_may_not():
    there = known()
    for one in not_modelled():
        assert set(one.nearest) <= there, one.key
        assert there.isdisjoint(one.names), one.key
        assert set(one.only) <= set(one.names), one.key
    every = [name for one in not_modelled() for name in one.asked_as]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("gluten", "gluten"),
        ("FODMAP", "fodmap"),
        ("low-carb", "ketosis"),
        ("penicillin V", "other-antibiotics"),
        ("metformin", "metformin"),
        ("energy", "energy-intake"),
        ("fibre", None),
        ("fiber", None),
    ],
)
def test_a_name_is_known_however_it_is_written(name, key):
    found = written(name)
    assert (found.key if found else None) == key


def test_what_is_missing_is_no_slip_for_what_is_spelt_alike():
    assert "lactulose" not in instead_of("lactose", ["lactulose"]).lower().replace("lactulose is another thing", "")
    assert instead_of("lactulos", ["lactulose"]) == "did you mean 'lactulose'?"
    assert item("lactose", "g/day").kind == "own"  # in a diary it is the person's own


@pytest.mark.parametrize(
    ("protocol", "said"),
    [
        ({"events": [{"exposure": "gluten", "amount": 1, "start": 0}]}, "Nearest: fibre, starch, low_fodmap_diet"),
        ({"events": [{"exposure": "contraceptive", "amount": 1, "start": 0}]}, "Sex and thyroid hormones"),
        ({"usual": {"caffeine": 200}}, "caffeine: not in the model"),
        ({"person": {"preset": "healthy-adult", "traits": {"pregnant": 1}}}, "Nobody in a run is pregnant"),
        ({"person": "coeliac"}, "the nearest preset is not the illness"),
        ({"observe": ["ibs_sss"]}, "Nearest: gi_symptoms, bowel_gas"),
        ({"observe": ["bristol"]}, "Nearest: transit_time"),
    ],
)
def test_a_protocol_that_holds_it_is_refused_with_the_nearest(protocol, said):
    with pytest.raises(InputError, match=said):
        gb.simulate({"days": 1, **protocol})


def test_a_question_and_a_search_say_that_it_is_not_in_the_model():
    said = "not in the model, which is not the same as no effect"
    found = find("gluten")
    assert not found
    assert said in found.said_first[-1]
    assert found.to_dict()["not_modelled"] == list(found.not_modelled)
    assert said in gb.ask("Does coffee make anxiety worse?").lines[-1]
    assert said not in " ".join(gb.ask("What is the energy of youth?").lines)
    assert find("butyrate barrier").not_modelled == ()


def test_a_world_that_adds_it_is_not_told_that_it_is_missing(tmp_path):
    (tmp_path / "gutbrain.toml").write_text('name = "coeliac"\n', encoding="utf-8")
    preset = "coeliac_disease: {title: Coeliac, meaning: cannot bear gluten, traits: {age: 35}, usual: {}}\n"
    (tmp_path / "presets.yaml").write_text(preset, encoding="utf-8")
    assert find("coeliac disease").not_modelled
    with gb.in_world(tmp_path):
        assert find("coeliac disease").not_modelled == ()


def test_the_page_is_what_the_data_say():
    page = (ROOT / "docs" / "not-modelled.md").read_text(encoding="utf-8")
    assert page == not_modelled_doc.document()
    assert len(lists.rows_of("not-modelled")) == len(not_modelled())
