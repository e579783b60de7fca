"""A fiftieth of the trials of ``error_rates.py``: bounds are those of so few trials around what is promised."""

import pytest
from trials import error_rates as rates

FEW = rates.TRIALS // 50
"""Trials of each."""

SLACK = 0.05
"""More than three standard errors of a share of 5 % in so many trials."""


@pytest.mark.parametrize("name", ["six an arm, two to one", "covariates and strata", "clusters", "factorial"])
def test_what_does_nothing_is_found_in_one_of_twenty_trials(name):
    wrong, inside = rates.continuous(rates.CONTINUOUS[name], FEW)
    assert wrong <= 0.05 + SLACK
    assert inside >= 0.95 - SLACK


@pytest.mark.parametrize("name", rates.DISCRETE)
def test_shares_and_times_find_nothing_more_often(name):
    assert rates.discrete(rates.DISCRETE[name], FEW) <= 0.055 + SLACK


@pytest.mark.parametrize("name", ["three arms, Holm", "three arms, not worse", "looks, Pocock, three arms"])
def test_several_questions_together_keep_the_error_rate(name):
    assert rates.family(rates.FAMILIES[name], FEW) <= 0.05 + 2 * SLACK


def test_a_stepped_wedge_finds_what_does_nothing_in_one_of_twenty_trials():
    wrong, inside = rates.stepped(FEW // 2)
    assert wrong <= 0.05 + 0.07
    assert inside >= 0.95 - 0.07
