"""A fiftieth of what ``fuzz_groups.py`` does."""

from fuzz_groups import fuzz


def test_cohorts_with_something_wrong_are_compared_or_refused():
    done, refused, faults = fuzz(40)
    assert faults == []
    assert done > 5
    assert refused > 5
