"""A fiftieth of the broken exports."""

from fuzz_diaries import run


def test_broken_exports_are_read_or_refused_in_words():
    assert 20 < run(100) < 100
