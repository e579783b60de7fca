"""The weeks ahead of a record, and how well its past weeks are foretold from the days before them."""

import numpy as np
import pandas as pd
import pytest

import gutbrain as gb
from gutbrain.errors import InputError
from gutbrain.fitting import foretell, past

DAYS = 84


def days(*, by_sleep=0.0):
    luck = np.random.default_rng(3)
    sleep = luck.normal(7, 1, DAYS)
    frame = pd.DataFrame({"day": range(DAYS), "sleep [h]": sleep.round(2), "coffee [cups]": luck.integers(0, 4, DAYS)})
    frame["mood [0-10]"] = np.clip((6 + by_sleep * (sleep - 7) + luck.normal(0, 1, DAYS)).round(1), 0, 10)
    frame["energy [0-10]"] = 5.0
    frame.loc[20:23, "mood [0-10]"] = np.nan
    return frame


@pytest.fixture(scope="module")
def found():
    return gb.fit(days(by_sleep=1.0), {"days": DAYS + 14}, outcomes="mood", draws=6)


@pytest.fixture(scope="module")
def told(found):
    return foretell.foretell(found, weeks=2, changes={"sleep": 8.5})


def test_the_score_is_that_of_its_definition():
    drawn, seen = np.random.default_rng(0).normal(size=(40, 3)), np.array([0.2, -1.0, 2.0])
    pairs = np.abs(drawn[:, None] - drawn[None]).mean(axis=(0, 1))
    assert past.crps(drawn, seen) == pytest.approx((np.abs(drawn - seen).mean(axis=0) - pairs / 2).sum())


def test_what_was_known_then_is_the_fit_of_the_days_before(found):
    one = found.outcomes["mood"]
    whole = one.known_until(len(one.y))
    np.testing.assert_allclose(whole.mixture.weights, one.mixture.weights)
    then = one.known_until(50)
    assert then.learnt == 50
    assert then.recorded < one.recorded
    other = days(by_sleep=1.0)
    other.loc[50:, "mood [0-10]"] = 0.0  # what came later changes nothing of it
    again = gb.fit(other, {"days": DAYS + 14}, outcomes="mood", draws=6).outcomes["mood"].known_until(50)
    np.testing.assert_allclose(again.mixture.mean(), then.mixture.mean())


def test_past_weeks_are_told_with_their_bands_and_the_days_lived_explain_them(told):
    weeks = told.past.weeks
    assert len(weeks) == 7
    assert all(one.low < one.median < one.high for one in weeks)
    assert told.past.held == sum(one.low <= one.seen <= one.high for one in weeks)
    assert told.past.lived.median > told.past.before.median
    assert told.past.lived.low > 0
    assert told.past.lived.verdict == "better than as usual"


def test_a_week_of_a_gap_is_not_foretold(found):
    one = found.outcomes["mood"]
    starts = past.starts(one)
    assert all(np.isfinite(one.y[start : start + 7]).sum() >= past.FEWEST_DAYS for start in starts)
    assert all(np.isfinite(one.y[:start]).sum() >= past.BEFORE for start in starts)


def test_weeks_as_usual_lie_where_the_record_lies_and_a_change_moves_them(told):
    assert told.start == DAYS
    assert told.usual.shape == told.changed.shape == (foretell.COUNT, 14)
    assert np.median(told.usual) == pytest.approx(6, abs=0.4)
    assert np.median(told.effect) == pytest.approx(1.5, abs=0.5)
    # by the day itself, seven times what the axis has: that it goes with it is sure, that it acts is not
    assert (told.verdict, told.why) == ("goes with better", foretell.ONLY_DAY)
    assert told.better() > 0.8
    assert np.median(told.people) > 0


def test_nothing_is_said_where_nothing_acts():
    found = gb.fit(days(), {"days": DAYS + 14}, outcomes="mood", draws=6)
    told = foretell.foretell(found, weeks=2, changes={"sleep": "+1"})
    assert told.verdict in ("cannot tell", "no difference worth naming")
    assert np.quantile(told.effect, 0.05) <= 0.05
    assert 0.3 < told.better() < 0.7


def test_the_same_again_gives_the_same(found, told):
    again = foretell.foretell(found, weeks=2, changes={"sleep": 8.5})
    np.testing.assert_array_equal(again.changed, told.changed)
    assert again.past == told.past


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"slep": 8}, "did you mean 'sleep'?"),
        ({"calm": 30}, "'calm' was not recorded"),
        ({"energy": 8}, "'energy' is an answer, nothing that one does"),
        ({"mood": 8}, "'mood' is an answer"),
        ({"sleep": 40}, "sleep: 40 h/night is impossible"),
        ({"sleep": "much"}, "'much' is not a number"),
    ],
)
def test_what_cannot_be_changed_is_said(found, changes, wanted):
    with pytest.raises(InputError) as caught:
        foretell.foretell(found, weeks=1, changes=changes)
    assert wanted in str(caught.value)


def test_the_weeks_must_lie_in_the_protocol(found):
    with pytest.raises(InputError, match="the protocol ends before these weeks do"):
        foretell.foretell(found, weeks=3)
