"""A fiftieth of what ``tests/fuzz.py`` does: random inputs end in an answer or in a refusal with its reason."""

import fuzz
import fuzz_inputs
import pytest

from gutbrain.errors import InputError, Problem


@pytest.mark.slow
@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_random_inputs_are_answered_or_refused_with_a_reason(kind):
    tally = fuzz.fuzz(400 // len(fuzz.KINDS), kinds=(kind,), slow=30.0)[kind]  # others may use the machine
    assert tally.faults == []
    assert tally.done == tally.refused + tally.carried or kind in ("protocol", "finding", "design")
    # as many are right as are needed to see what is behind the reader, and as many are wrong
    assert tally.refused >= 5
    assert tally.carried >= 5


def test_what_must_not_be_is_counted(tmp_path):
    def came(carry, name="design:0", slow=fuzz.SLOW):
        tally = fuzz.Tally()
        fuzz.one(tally, lambda folder, rng: ("given", carry), tmp_path, name, None, slow)
        return tally

    def refuse():
        raise InputError([Problem("wrong")])

    def fall():
        raise KeyError("days")

    assert (came(refuse).refused, came(refuse).faults) == (1, [])
    assert (came(lambda: True).carried, came(lambda: True).faults) == (1, [])
    assert "KeyError: 'days'" in came(fall).faults[0]["wrong"]
    assert came(fall).faults[0]["given"] == "given"
    assert came(lambda: sum(range(10**6)) > 0, slow=1e-6).faults[0]["wrong"].startswith(fuzz.WHY_LONG)


def test_an_input_does_not_depend_on_the_others():
    for kind in fuzz_inputs.MAKERS:
        one, again = (fuzz_inputs.text(fuzz_inputs.generator(3, kind, 7), kind) for _ in range(2))
        assert one == again
        assert one != fuzz_inputs.text(fuzz_inputs.generator(3, kind, 8), kind)
