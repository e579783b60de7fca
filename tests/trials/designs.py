"""Designs that tests begin from."""

from copy import deepcopy

from gutbrain.trials.reading import read_design

STRAIN = {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0, "days": 28}

SSRI = {"exposure": "ssri", "name": "sertraline", "amount": 100, "start": 0}

ILL = {
    "arms": {"active": {"events": [SSRI]}, "placebo": {"events": []}},
    "population": "major-depression",
    "endpoints": ["madrs"],
    "weeks": 8,
    "visits": [0, 8],
}
"""People in depression, and a treatment that does something."""

PLAIN = {
    "title": "Four weeks of a strain",
    "population": "subclinical-low-mood",
    "arms": {"active": {"events": [STRAIN]}, "placebo": {"events": []}},
    "per_arm": 50,
    "weeks": 4,
    "visits": [0, 2, 4],
    "endpoints": ["bdi2", "crp"],
}


def plain(**changes):
    return {**deepcopy(PLAIN), **changes}


def made(**changes):
    return read_design(plain(**changes))
