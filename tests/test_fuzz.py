"""A fiftieth of what ``tests/fuzz.py`` does: random inputs end in an answer or in a refusal with its reason."""

import fuzz
import pytest


@pytest.mark.slow
@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_random_inputs_are_answered_or_refused_with_a_reason(kind):
    tally = fuzz.fuzz(400 // len(fuzz.KINDS), kinds=(kind,), slow=30.0)[kind]  # others may use the machine
    assert tally.faults == []
    assert tally.done == tally.refused + tally.carried or kind in ("protocol", "finding", "design")
    # as many are right as are needed to see what is behind the reader, and as many are wrong
    assert tally.refused >= 5
    assert tally.carried >= 5
