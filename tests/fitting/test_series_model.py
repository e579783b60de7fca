"""A series in closed form: the same numbers as the plain formulas with whole matrices."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from gutbrain.fitting.series_model import Noise, Prior, average, grid, learn, whiten


@pytest.fixture
def series():
    rng = np.random.default_rng(3)
    columns = np.column_stack([np.ones(60), rng.standard_normal((60, 3))])
    y = columns @ [6.0, 0.4, 0.0, -0.3] + rng.standard_normal(60)
    y[rng.random(60) < 0.25] = np.nan
    return y, columns, Prior(np.array([5.0, 0.2, 0.0, 0.0]), np.diag([4.0, 0.3, 0.3, 1e-8]))


@pytest.mark.parametrize("noise", [Noise(0.0, 0.9, 0.4), Noise(0.7, 0.8, 0.3), Noise(0.95, 1.2, 0.1)])
def test_evidence_and_posterior_are_those_of_the_whole_covariance(series, noise):
    y, columns, prior = series
    there = np.isfinite(y)
    days = np.flatnonzero(there)
    x = columns[there]
    covariance = noise.process**2 * noise.memory ** np.abs(days[:, None] - days) + noise.white**2 * np.eye(len(days))
    whole = covariance + x @ prior.covariance @ x.T
    gain = prior.covariance @ x.T @ np.linalg.inv(whole)
    (found,) = learn(whiten(y, columns, [noise]), prior)
    assert found.evidence == pytest.approx(multivariate_normal.logpdf(y[there], x @ prior.mean, whole), rel=1e-9)
    assert found.mean == pytest.approx(prior.mean + gain @ (y[there] - x @ prior.mean), abs=1e-8)
    assert found.covariance == pytest.approx(prior.covariance - gain @ x @ prior.covariance, abs=1e-8)


def test_forecasts_begin_where_the_record_ends_and_go_back_to_the_level():
    rng = np.random.default_rng(0)
    y = 5 + np.r_[np.zeros(80), np.full(6, 3.0)] + 0.2 * rng.standard_normal(86)
    found = average(y, np.ones((86, 1)), [Prior(np.array([5.0]), np.array([[1.0]]))], [1.0], grid(1.0))
    ahead = found.draws(2000, rng).ahead(np.ones((200, 1)), 1, rng)
    assert ahead[:, 0].mean() > 7
    assert ahead[:, -1].mean() < 6.5
    assert ahead[:, -1].std() > ahead[:, 0].std()


def test_a_hypothesis_that_foretells_the_record_gains_weight():
    rng = np.random.default_rng(1)
    x = rng.standard_normal(120)
    columns = np.column_stack([np.ones(120), x])
    held = [Prior(np.array([0.0, 0.0]), np.diag([4.0, 1e-8])), Prior(np.array([0.0, 1.0]), np.diag([4.0, 0.1]))]
    for slope, at_least in ((0.0, 0), (1.0, 1)):
        found = average(slope * x + rng.standard_normal(120), columns, held, [0.5, 0.5], grid(1.0))
        assert found.by_prior[at_least] > 0.9
