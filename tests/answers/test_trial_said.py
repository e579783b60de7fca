"""The words of a virtual trial: plain names, ratios as ratios, p never 0, every comparison named."""

import math
import re

import numpy as np
import pytest
from trials.designs import STRAIN, made

from gutbrain.answers import trial_said
from gutbrain.report import trial_page
from gutbrain.trials.design import Criterion
from gutbrain.trials.trial import run

THREE = {
    "kefir": {"events": [{"exposure": "fermented_food", "amount": 2, "start": 0}]},
    "strain": {"events": [STRAIN]},
    "none": {"events": []},
}


@pytest.fixture(scope="module")
def three():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gutbrain.trials.power.DRAWS", 20)
        patch.setattr("gutbrain.trials.power.PEOPLE", 4)
        design = made(
            arms=THREE,
            per_arm=8,
            include={"bmi": ">20", "bdi2": [5, 40]},
            randomisation={"kind": "stratified", "by": ["bmi"]},
            non_inferiority={"margin": 2},
        )
        return run(design, replicates=20)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "<0.001"), (0.00099, "<0.001"), (0.001, "0.001"), (0.0449, "0.045"), (0.1234, "0.12"), (math.nan, "")],
)
def test_a_p_value_is_never_nothing(value, said):
    assert trial_said.p_value(value) == said


def test_measures_have_plain_names():
    assert trial_said.criterion(Criterion("bdi2", 12, 30)) == "BDI-II 12 to 30"
    assert trial_said.criterion(Criterion("bmi", 30, None, strict=True)) == "BMI > 30"
    assert trial_said.heading("bmi") == "BMI"
    assert trial_said.heading("saturated_fat") == "Saturated fat"
    said = trial_said.plain("people: bdi2 >= 17.5 (51 % of them), crp > 3, fibre < 15", made())
    assert said == "people: BDI-II >= 17.5 (51 % of them), C-reactive protein > 3, fibre < 15"
    assert trial_said.measures("with kyn_trp_ratio") == "with Kynurenine to tryptophan"


def test_what_is_analysed_as_a_logarithm_is_told_as_a_ratio():
    assert trial_said.scaled("ratio", (0.0, math.log(2.0))) == pytest.approx((1.0, 2.0))
    assert trial_said.scaled("difference", (0.0, -1.5)) == (0.0, -1.5)


def test_the_page_of_a_trial_has_no_keys_in_its_prose(three):
    page = re.sub(r"<style>.*?</style>", "", trial_page.render(three), flags=re.S)
    assert "let in: BMI &gt; 20, BDI-II 5 to 40" in page
    assert "stratified by BMI" in page
    assert "Low mood below the threshold of illness" in page
    for key in ("bdi2", "bmi", "Bmi", "kg/m2", "subclinical-low-mood"):
        assert key not in page


def test_every_row_names_its_comparison_and_the_lead_that_there_are_several(three):
    rows = [(row.endpoint, row.contrast) for row in trial_page.spreads(three)]
    assert rows == [(name, f"{arm} against none") for name in ("bdi2", "crp") for arm in ("kefir", "strain")]
    assert "in one of 2 comparisons at least" in trial_said.lead(three)
    assert "Control: none." in trial_said.sure(three)
    told = three.as_json()["expected"]["comparisons"]
    assert [(one["endpoint"], one["contrast"], one["kind"]) for one in told][1:3] == [
        ("bdi2", "strain against none", "difference"), ("crp", "kefir against none", "log ratio")
    ]  # fmt: skip


def test_margin_and_verdict_stand_in_lead_and_page(three):
    assert "show BDI-II to be not worse by 2" in trial_said.lead(three)
    page = trial_page.render(three)
    for one in three.non_inferiority:
        verdict = "shown" if one.shown else "not shown"
        assert f"{one.contrast}: not worse by 2 in BDI-II: {verdict}; the interval reaches" in page


def test_a_table_of_many_trials_has_an_interval_in_every_row(three):
    for row in trial_page.spreads(three):
        middle, low, high = row.values
        assert np.isfinite(row.values).all()
        assert low <= middle <= high
