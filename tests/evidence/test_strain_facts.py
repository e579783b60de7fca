import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutbrain.errors import InputError
from gutbrain.evidence import about_strain
from gutbrain.exposures.strains import strains


def test_a_strain_by_any_name():
    names = ("L. helveticus R0052", "Lactobacillus helveticus Rosell-52", "CNCM I-1722", "r0052")
    assert {about_strain(name).name for name in names} == {"Lactobacillus helveticus R0052"}
    assert about_strain("Lactobacillus rhamnosus GG").name == "Lacticaseibacillus rhamnosus GG"


def test_what_was_tested_at_which_dose_for_whom():
    facts = about_strain("B. longum 1714")
    tests = {test.trial: test for test in facts.tests}
    assert tests["moloney-2021"].cfu == 1e9
    assert tests["moloney-2021"].findings["stress"] == "against"
    assert tests["allen-2016"].weak
    assert facts.deposit == "NCIMB 41676"
    assert "moloney-2021" in facts.results["stress"]["against"]
    assert any("beyond" in line for line in facts.unknown)


def test_a_strain_of_a_mixture_has_no_dose_of_its_own():
    test = next(t for t in about_strain("B. longum R0175").tests if t.trial == "messaoudi-2011")
    assert (test.cfu, test.product_cfu, test.together) == (None, 3e9, ("L. helveticus R0052",))


def test_one_strain_under_two_codes():
    assert about_strain("BB536").same_strain == ("B. longum NCC3001",)
    assert {t.trial for t in about_strain("BB536").tests} == {t.trial for t in about_strain("NCC3001").tests}


def test_dead_cells_are_told():
    assert not all(test.alive for test in about_strain("L. gasseri CP2305").tests)


def test_animal_work_is_told_apart():
    facts = about_strain("JB-1")
    assert [(seen.grade, seen.source) for seen in facts.animals] == [("animal", "bravo-2011")]


def test_an_unknown_strain_is_said_to_be_unknown():
    facts = about_strain("Lactobacillus reuteri QX-9917")
    assert facts.level == "species"
    assert facts.tests == ()
    assert "nothing is known of it" in facts.unknown[0]
    assert facts.sisters


def test_what_is_no_microbe_is_an_error():
    with pytest.raises(InputError, match="is not a strain"):
        about_strain("chocolate")


@pytest.mark.parametrize("strain", strains(), ids=lambda strain: strain.short)
def test_every_strain_has_its_facts(strain):
    facts = about_strain(strain.name)
    assert facts.name == strain.name
    assert facts.unknown
    assert "professional" in facts.safety[-1]
    json.dumps(facts.to_dict(), allow_nan=False)


@given(st.text(max_size=300))
def test_any_name_is_known_or_refused(name):
    with contextlib.suppress(InputError):
        about_strain(name)
