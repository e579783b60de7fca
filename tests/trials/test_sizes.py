"""How many people a design needs, against closed formulas, and one number for one plan wherever it is printed."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from trials.designs import made

from gutbrain.answers import sample_size, trial_said, trial_tables
from gutbrain.report import trial_checklist, trial_codebook, trial_page
from gutbrain.trials.effects import LARGE, Effects
from gutbrain.trials.sizes import resampled, sizes
from gutbrain.trials.spread import published, sd_interval
from gutbrain.trials.trial import run

t_tests = pytest.importorskip("statsmodels.stats.power")


def _plain(d, *, side=-1, sets=1):
    """A t-test of an effect of so many SD, known for sure."""
    se = np.full(sets, np.sqrt(2 / LARGE))
    return Effects(np.full(sets, d * (side or 1)), se, side, 0.05, columns=2, sd=1.0, r=0.5)


@pytest.mark.parametrize("d", [0.2, 0.5, 0.8])
def test_people_for_a_power_of_80_percent_are_those_of_the_t_test(d):
    exact = t_tests.TTestIndPower().solve_power(d, alpha=0.05, power=0.8)
    assert _plain(d).sample_size() == np.ceil(exact)


@pytest.mark.parametrize(("n", "d"), [(3, 0.5), (10, 0.5), (60, 0.3)])
def test_power_of_few_people_has_the_tails_of_t(n, d):
    both = t_tests.TTestIndPower().power(d, n, 0.05)
    assert _plain(d, side=0).assurance(n) == pytest.approx(both, abs=1e-6)
    one = t_tests.TTestIndPower().power(d, n, 0.025, alternative="larger")
    assert _plain(d).assurance(n) == pytest.approx(one, abs=1e-6)


def test_an_assumed_effect_and_sd_stand_in_place_of_the_models():
    design = made(endpoints=["bdi2"], visits=[0, 4], assume={"bdi2": {"effect": "-4", "sd": 8}})
    found = sizes(design, "active against placebo", _plain(0.2, sets=20), 0)
    assert found.assumed.given
    assert found.assumed.per_arm == _plain(0.5).sample_size()
    said = made(endpoints=["bdi2"], visits=[0, 4], assume={"bdi2": "-0.5 SD"})
    assert sizes(said, "active against placebo", _plain(0.2, sets=20), 0).assumed.per_arm == found.assumed.per_arm


def test_the_interval_of_people_holds_the_number_and_widens_near_the_ceiling():
    random = np.random.default_rng(0)
    sure = Effects(-random.normal(0.5, 0.02, 100), np.full(100, np.sqrt(2 / LARGE)), -1, 0.05)
    unsure = dataclasses.replace(sure, effect=-np.where(np.arange(100) < 14, 0.0, sure.effect * -1))
    widths = []
    for found in (sure, unsure):
        needed, unreached, top = resampled(found, 0)
        assert needed.low <= needed.value
        assert needed.high is None or needed.value <= needed.high
        assert top.low <= top.value <= top.high
        widths.append(np.inf if needed.high is None else needed.high / needed.low)
        assert 0 <= unreached < 0.5
    assert widths[0] < 1.2 < 1.5 < widths[1]


def test_sensitivity_follows_the_formulas():
    rows = {row.what: row for row in sizes(made(endpoints=["bdi2"]), "x", _plain(0.3, sets=9), 0).sensitivity}
    planned = rows["as planned"].at_median
    assert rows["SD 1.5 times"].at_median == pytest.approx(2.25 * planned, rel=0.02)
    ratio = (1 - 0.3**2) / (1 - 0.5**2)
    assert rows["correlation with the start 0.3 (model 0.50)"].at_median == pytest.approx(ratio * planned, rel=0.02)
    assert rows["drop-out 20 %"].at_median == pytest.approx(planned / 0.8, rel=0.03)


@pytest.fixture(scope="module")
def told():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gutbrain.trials.power.DRAWS", 40)
        patch.setattr("gutbrain.trials.power.PEOPLE", 6)
        patch.setattr("gutbrain.trials.power.OPTION_PEOPLE", 4)
        design = made(population="major-depression", endpoints=["hamd17"], visits=[0, 4], assume={"hamd17": "-3"})
        return run(design, replicates=40, with_power=True)


def test_one_plan_has_one_number_wherever_it_is_printed(told):
    size, options = told.sizes[0], told.power.options
    planned = [choice for found in options.values() for choice in found if choice.planned]
    assert set(options) >= {"visits and analysis", "dose", "weeks"}
    assert {(choice.assurance, choice.per_arm) for choice in planned} == {(size.chance, size.assured.value)}
    chance = f"about {100 * size.chance:.0f} of 100"
    assert chance in trial_said.lead(told)
    assert told.as_json()["expected"]["assurance"] == size.chance


def test_paragraph_and_page_say_all_three_sizes(told):
    size = told.sizes[0]
    (paragraph,) = sample_size.paragraphs(told)
    for part in (
        f"{size.at_median or 'no number of'} people",
        f"{size.assumed.per_arm} people",
        "no evidence that the treatment works",
    ):
        assert part in paragraph
    tables = trial_tables.size_tables(told)
    assert [table.rows[0][0] for table in tables][1] == "as planned"
    page = trial_page.render(told)
    assert "How many people" in page
    assert "goldstein-2004" in page


def test_spread_stands_beside_published_placebo_arms(told):
    rows = {row.what: row for row in told.spreads[0].rows}
    end = next(one for one in rows["SD at the end"].published if one.study == "goldstein-2004")
    assert (end.value, end.low, end.high, end.people) == (7.83, 6.68, 9.47, 65)
    residual = next(one for one in rows["residual SD"].published if one.study == "goldstein-2004")
    assert residual.value == pytest.approx(7.83 * np.sqrt(1 - 0.62**2))
    assert all(row.low <= row.median <= row.high for row in rows.values())
    assert rows["SD at the end"].verdict in ("inside", "below", "above")
    assert published("crp") == ()
    assert sd_interval(7.83, 65) == pytest.approx((6.68, 9.47), abs=0.01)


def test_the_analysis_in_r_names_the_estimates_that_least_squares_gives_on_the_exported_data(told):
    import statsmodels.formula.api as smf

    text = trial_checklist.files(told)["analysis.R"].decode()
    line = next(line for line in text.splitlines() if line.startswith("# active against placebo"))
    numbers = [float(part) for part in line.partition("interval ")[2].partition(";")[0].split(", ")]
    end = told.data[told.data.week == 4]
    fit = smf.ols("hamd17_change ~ C(arm, Treatment('placebo')) + hamd17_baseline", end).fit()
    name = "C(arm, Treatment('placebo'))[T.active]"
    assert numbers == pytest.approx([fit.params[name], *fit.conf_int().loc[name]], rel=1e-4)
    assert "lm(hamd17_change ~ arm + hamd17_baseline, data = d[d$week == 4, ])" in text


def test_codebook_checklist_and_cdisc_names_cover_the_data(told):
    made_files = trial_checklist.files(told)
    book = made_files["codebook.csv"].decode().splitlines()
    assert [line.partition(",")[0] for line in book[1:]] == list(told.data.columns)
    listed = made_files["checklist.csv"].decode()
    assert "SPIRIT 2025,19,sample size,yes" in listed
    assert "CONSORT 2025,27,harms seen,no,to be written by the investigators" in listed
    long = trial_codebook.adam(told)
    assert len(long) == len(told.data)
    assert {"SUBJID", "TRTA", "PARAMCD", "AVAL", "BASE", "CHG"} <= set(long)
    pd.testing.assert_series_equal(long["AVAL"], told.data["hamd17"], check_names=False)
