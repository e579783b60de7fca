"""Libraries that not everybody needs: what works without them, and what is said where it does not."""

import json
import subprocess
import sys

import pytest

from gutbrain import extras
from gutbrain.errors import InputError
from gutbrain.evidence.pooling import random_effects
from gutbrain.evidence.pooling.meta import meta
from gutbrain.trials.trial import run

WITHOUT = """
import json, sys
for name in sys.argv[1:]:
    sys.modules[name] = None
import gutbrain as gb
from gutbrain import extras
from gutbrain.evidence import about_strain, check_label, find
from gutbrain.examples import named
extras.libraries = lambda extra: [extra]
told = {
    "evidence": find("butyrate barrier").to_dict(),
    "strain": repr(about_strain("B. longum 1714")),
    "label": repr(check_label(named("calm-daily").path)),
    "ask": gb.ask("What is a psychobiotic?").to_dict(),
    "reference": float(gb.simulate({"days": 1}, draws=1, observe=["crp"]).at("crp", 0.5)[0, 0]),
}
print(json.dumps(told))
"""


def told(*blocked):
    done = subprocess.run([sys.executable, "-c", WITHOUT, *blocked], capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def test_evidence_strains_labels_and_runs_are_the_same_without_statistics():
    assert told("pymare", "statsmodels") == told()


@pytest.fixture
def without(monkeypatch):
    """Nothing that could be asked for is installed."""
    for name in ("pymare", "statsmodels"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(extras, "libraries", lambda extra: [f"the-library-of-{extra}"])


TRIAL = {
    "arms": {"active": {"events": [{"exposure": "fibre", "amount": 30, "start": 0}]}, "placebo": {"events": []}},
    "per_arm": 10,
    "weeks": 1,
    "endpoints": ["pss10"],
}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            lambda: run(TRIAL),
            "statsmodels, which analyses a trial, is not installed; install it: pip install 'the-library-of-trials'",
        ),
        (
            lambda: meta("sleep"),
            "PyMARE, which pools trials, is not installed; install it: pip install 'the-library-of-meta'",
        ),
        (lambda: random_effects.pool([0.1, 0.2], [0.1, 0.1]), "PyMARE, which pools trials, is not installed"),
    ],
)
def test_what_needs_statistics_says_in_a_sentence_what_to_install(without, asked, said):
    with pytest.raises(InputError) as refused:
        asked()
    assert str(refused.value).startswith(said)


def test_the_effect_of_one_trial_needs_no_library(without):
    one = random_effects.pool([0.3], [0.1])
    assert one is not None
    assert (one.k, round(one.low, 3), round(one.high, 3)) == (1, 0.104, 0.496)
