"""Repeated measures among few people: Kenward and Roger written out with whole matrices, and error rates."""

import numpy as np
import pytest
from scipy import stats

from gutbrain.trials import mmrm


def _people(trials, n, visits, drop, seed=3):
    """Two arms of n people each with correlated visits, of whom a share leaves: columns and changes."""
    random = np.random.default_rng(seed)
    spread = 0.5 + 0.5 * np.eye(visits + 1)
    y = random.multivariate_normal(np.zeros(visits + 1), spread, (trials, 2 * n))
    arm = np.tile(np.repeat([0.0, 1.0], n), (trials, 1))
    gone = np.cumsum(random.random((trials, 2 * n, visits)) < 1 - (1 - drop) ** (1 / visits), axis=2) > 0
    columns = np.stack([np.ones_like(arm), arm, y[..., 0]], axis=2)
    return columns, np.where(gone, np.nan, y[..., 1:] - y[..., :1])


def _written_out(columns, y, covariance):
    """Adjusted covariance of the coefficients and freedom of the last visit's, by matrices of the whole trial."""
    visits, width = y.shape[1], columns.shape[1]
    seen = np.isfinite(y)
    rows = [(person, visit) for person in range(len(y)) for visit in range(visits) if seen[person, visit]]
    x = np.zeros((len(rows), visits * width))
    for row, (person, visit) in enumerate(rows):
        x[row, visit * width : (visit + 1) * width] = columns[person]
    people, at = (np.array(part) for part in zip(*rows, strict=True))
    same = people[:, None] == people[None]

    def whole(matrix):
        return np.where(same, matrix[np.ix_(at, at)], 0.0)

    inverse = np.linalg.inv(whole(covariance))
    phi = np.linalg.inv(x.T @ inverse @ x)
    steps = []
    for a in range(visits):
        for b in range(a, visits):
            one = np.zeros((visits, visits))
            one[a, b] = one[b, a] = 1.0
            steps.append(whole(one))
    p = [-x.T @ inverse @ step @ inverse @ x for step in steps]
    q = [[x.T @ inverse @ i @ inverse @ j @ inverse @ x for j in steps] for i in steps]
    count = range(len(steps))
    information = np.array(
        [
            [
                0.5 * np.trace(inverse @ steps[i] @ inverse @ steps[j])
                - np.trace(phi @ q[i][j])
                + 0.5 * np.trace(phi @ p[i] @ phi @ p[j])
                for j in count
            ]
            for i in count
        ]
    )
    weight = np.linalg.inv(information)
    lost = sum(weight[i, j] * (q[i][j] - p[i] @ phi @ p[j]) for i in count for j in count)
    adjusted = phi + 2 * phi @ lost @ phi
    line = np.zeros(visits * width)
    line[-width + 1] = 1.0
    slope = np.array([-line @ phi @ one @ phi @ line for one in p])
    return np.sqrt(line @ adjusted @ line), 2 * (line @ phi @ line) ** 2 / (slope @ weight @ slope)


def test_errors_and_freedom_are_those_of_the_formulas_written_out():
    columns, y = _people(3, 8, 3, 0.3)
    found = mmrm.fit(columns, y)
    for trial in range(3):
        se, df = _written_out(columns[trial], y[trial], found.covariance[trial])
        assert found.se[trial, -1, 1] == pytest.approx(se, rel=1e-8)
        assert found.df[trial, 1] == pytest.approx(df, rel=1e-8)


def test_without_missing_visits_it_is_the_ancova_of_the_last_visit():
    columns, y = _people(5, 6, 3, 0.0)
    found = mmrm.fit(columns, y)
    assert found.df[:, 1] == pytest.approx(12 - 3)
    for trial in range(5):
        inverse = np.linalg.inv(columns[trial].T @ columns[trial])
        beta = inverse @ columns[trial].T @ y[trial, :, -1]
        rest = ((y[trial, :, -1] - columns[trial] @ beta) ** 2).sum() / 9
        assert found.beta[trial, -1, 1] == pytest.approx(beta[1])
        assert found.se[trial, -1, 1] == pytest.approx(np.sqrt(rest * inverse[1, 1]), rel=1e-5)


def test_six_people_in_an_arm_of_whom_three_of_ten_leave_find_nothing_as_often_as_promised():
    found = mmrm.fit(*_people(1200, 6, 2, 0.3))
    known = np.isfinite(found.beta[:, -1, 1])
    assert known.mean() > 0.97
    p = 2 * stats.t.sf(np.abs(found.beta[:, -1, 1] / found.se[:, -1, 1]), found.df[:, 1])[known]
    assert 0.035 <= (p < 0.05).mean() <= 0.067  # 5 % and two standard errors


def test_what_cannot_be_told_is_not_estimated():
    found = mmrm.fit(*_people(200, 4, 3, 0.3))
    known = np.isfinite(found.beta[:, -1, 1])
    assert known.mean() < 0.9
    assert np.isfinite(found.se[known, -1, 1]).all()
    assert np.isfinite(found.df[known, 1]).all()
