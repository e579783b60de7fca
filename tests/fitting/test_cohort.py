"""Many people at few visits move the parameters that all share, as calibration does, and calibrated."""

import numpy as np
import pandas as pd
import pytest

import gutbrain as gb
from gutbrain.errors import InputError
from gutbrain.fitting.cohort import _apply, moved, sets_of
from gutbrain.fitting.onwards import simulate_from

PLAN = {"days": 15, "title": "inulin or nothing"}


def trial(effect, people=40, seed=1):
    """Half of the people take inulin; it changes bifidobacteria by ``effect`` (log10)."""
    rng, rows = np.random.default_rng(seed), []
    for one in range(people):
        took, start = one % 2, rng.normal(8.5, 0.5)
        rows += [(f"p{one}", day, "inulin", 10.0) for day in range(14) if took]
        rows += [
            (f"p{one}", day, "bifidobacterium", start + (effect * took if day else 0.0) + rng.normal(0, 0.1))
            for day in (0, 14)
        ]
    return pd.DataFrame(rows, columns=["person", "day", "observable", "value"])


@pytest.fixture(scope="module")
def found():
    return gb.fit_cohort(trial(0.55), PLAN)


def test_the_change_counts_against_those_who_took_nothing(found):
    (number,) = found.seen
    assert (number.people, number.against) == (20, 0)
    assert number.value == pytest.approx(0.55, abs=0.1)


def test_parameter_sets_move_towards_what_was_seen_and_draw_together(found):
    before, after = found.foretold[0], found.after[0]
    assert abs(after.mean() - 0.55) < abs(before.mean() - 0.55)
    assert after.std() < before.std()
    assert "microbiota.fructan_share" in set(found.parameters()["parameter"])


def test_a_folder_of_a_cohort_is_simulated_from(found, tmp_path):
    folder = found.save(tmp_path / "cohort")
    assert sets_of(folder).members == found.before.members
    plan = {"days": 15, "events": [{"exposure": "inulin", "amount": 10, "start": 0}]}
    result = simulate_from(folder, plan, people=3, draws=2)
    assert result.data.sizes["person"] == 3
    assert "updated by 40 people" in result.provenance["ensemble"]


def test_ranks_of_the_truth_are_even(found):
    rng, ranks = np.random.default_rng(0), []
    foretold = found.foretold
    error = foretold.std(axis=1) * 0.7
    for true in range(0, foretold.shape[1], 2):
        rest = np.delete(foretold, true, axis=1)
        seen = foretold[:, true] + error * rng.standard_normal(len(error))
        mean, transform = moved(rest, seen, error)
        ranks.append((_apply(rest, mean, transform) < foretold[:, true, None]).mean(axis=1))
    ranks = np.array(ranks)
    held = ((ranks > 0.05) & (ranks < 0.95)).mean()
    assert 0.78 < held < 0.99
    assert ranks.mean() == pytest.approx(0.5, abs=0.13)


def test_a_number_that_no_set_foretells_is_told_and_pulls_little(found):
    far = gb.fit_cohort(trial(3.0), PLAN)
    assert any("it pulls little" in note for note in far.notes)
    assert far.after[0].mean() < 1.5


def test_one_visit_teaches_nothing():
    with pytest.raises(InputError, match="at two visits"):
        gb.fit_cohort(pd.DataFrame({"person": ["a", "b"], "day": 0, "crp": [1.0, 2.0]}), {"days": 2})
