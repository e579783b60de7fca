"""Trials in which nothing differs: how often each analysis finds something all the same, and holds no effect inside.

``python tests/trials/error_rates.py`` carries out ten thousand of each; the tests a fiftieth.
"""

import sys

import numpy as np

from gutbrain.engine.setup import Setup
from gutbrain.trials import interim, mediation, quick, success
from gutbrain.trials.conduct import conduct
from gutbrain.trials.people import populate

if __name__ == "__main__":
    sys.path.insert(0, "tests")

from trials.designs import STRAIN, made

TRIALS = 10_000

FIBRE = {"exposure": "fibre", "amount": 35, "start": 0}
LOW = {**STRAIN, "strains": {"B. longum 1714": 1.0e8}}
THREE = {"placebo": {"events": []}, "low": {"events": [LOW]}, "high": {"events": [STRAIN]}}
FOUR = {**THREE, "fed": {"events": [FIBRE]}}
SMALL = {"per_arm": 6, "endpoints": ["bdi2"]}
LOST = {"dropout": 0.2}
STRATA = {"kind": "stratified", "by": ["crp"]}
FACTORS = {
    "arms": {"strain": {"events": [STRAIN]}, "fibre": {"events": [FIBRE]}},
    "factorial": {"probiotic": ["none", "strain"], "diet": ["usual", "fibre"]},
}

CONTINUOUS = {
    "six an arm, ancova": SMALL,
    "six an arm, t-test": {**SMALL, "analysis": "t-test"},
    "six an arm, two to one": {**SMALL, "allocation": {"active": 2, "placebo": 1}, **LOST},
    "ten an arm, drop-out": {**SMALL, "per_arm": 10, **LOST},
    "covariates and strata": {
        **SMALL, "per_arm": 15, "covariates": ["age", "sex"], "randomisation": STRATA, "endpoints": ["bdi2", "crp"],
    },
    "matched": {**SMALL, "per_arm": 12, "randomisation": {"kind": "matched", "by": ["sex", "age"]}},
    "five sites": {**SMALL, "per_arm": 20, "sites": 5},
    "clusters": {**SMALL, "per_arm": 40, "clusters": {"number": 12, "icc": 0.1}},
    "eight clusters": {**SMALL, "per_arm": 24, "clusters": {"number": 8, "icc": 0.2}},
    "factorial": {**SMALL, **FACTORS},
    "dose-response": {**SMALL, "arms": THREE, "dose_response": True},
    "one half leaves of one arm": {**SMALL, "per_arm": 20, "dropout": {"rate": {"active": 0.5, "placebo": 0.1}}},
    "lack of effect": {**SMALL, "per_arm": 20, "dropout": {"rate": 0.3, "by": "lack-of-effect"}},
    "many a day": {**SMALL, "endpoints": ["anxiety"], "ema": {"prompts": 4, "days": 7}},
    "under a challenge": {
        **SMALL, "endpoints": ["stai_s"], "challenge": {"exposure": "stressor", "name": "tsst", "visit": "last"},
    },
}  # fmt: skip

DISCRETE = {
    "six an arm, responders": {**SMALL, "primary": {"endpoint": "bdi2", "as": "responder"}, "responder": 0.1},
    "twenty an arm, remission": {**SMALL, "per_arm": 20, "primary": {"endpoint": "bdi2", "as": "remission"}, **LOST},
    "six an arm, time to event": {
        **SMALL,
        "visits": [0, 1, 2, 3, 4],
        "primary": {"endpoint": "bdi2", "as": "time-to-event", "event": "response"},
        "responder": 0.1,
    },
    "thirty an arm, time to event": {
        **SMALL,
        "per_arm": 30,
        "visits": [0, 1, 2, 3, 4],
        "primary": {"endpoint": "bdi2", "as": "time-to-event", "event": {"bdi2": ">=22"}},
        **LOST,
    },
}

FAMILIES = {
    "three arms, Holm": {**SMALL, "arms": FOUR},
    "factors, Holm": {**SMALL, **FACTORS},
    "three arms, not worse": {**SMALL, "arms": FOUR, "non_inferiority": {"margin": 1e-9}},
    "three arms, hierarchy": {**SMALL, "arms": FOUR, "endpoints": ["bdi2", "crp"], "hierarchy": ["bdi2", "crp"]},
    "co-primary": {**SMALL, "endpoints": ["bdi2", "crp"], "co_primary": ["bdi2", "crp"]},
    "looks, O'Brien-Fleming": {**SMALL, "per_arm": 20, "interim": [{"share": 0.5}]},
    "looks, Pocock, three arms": {
        **SMALL, "per_arm": 20, "arms": FOUR,
        "interim": [{"share": 0.33, "efficacy": "pocock"}, {"share": 0.67, "efficacy": "pocock"}],
    },
    "a new size": {**SMALL, "per_arm": 10, "reestimate": {"share": 0.5}, "assume": {"bdi2": -3}},
}  # fmt: skip


def nothing(changes, trials, seed=1):
    """Trials in which everybody gets what the control gets."""
    design = made(**changes)
    people = populate(design, Setup(people=max(design.people, 60), seed=seed))
    return conduct(people, trials=trials, seed=seed, nothing=True)


def continuous(changes, trials):
    """Share of trials that find something, and whose interval holds none: the largest departure of all questions."""
    many = nothing(changes, trials)
    found = [quick.primary(many, many.design.primary, question) for question in many.design.questions]
    low, high = zip(*(one.interval() for one in found), strict=True)
    wrong = [float((one.p < 0.05).mean()) for one in found]
    inside = [float(((a <= 0) & (b >= 0)).mean()) for a, b in zip(low, high, strict=True)]
    return max(wrong, key=lambda share: abs(share - 0.05)), max(inside, key=lambda share: abs(share - 0.95))


def stepped(trials):
    """The same of a stepped wedge, in which a strain does nothing."""
    design = made(per_arm=16, stepped_wedge={"clusters": 8, "steps": 4, "icc": 0.1}, endpoints=["bdi2"], visits=[0, 4])
    many = conduct(populate(design, Setup(people=80, seed=1), potency=0.0), trials=trials, seed=1)
    found = quick.primary(many, "bdi2", design.contrasts[0])
    low, high = found.interval()
    return float((found.p < 0.05).mean()), float(((low <= 0) & (high >= 0)).mean())


def discrete(changes, trials):
    """Share of trials that find something."""
    many = nothing(changes, trials)
    return float((quick.primary(many, many.design.primary, many.design.questions[0]).p < 0.05).mean())


def family(changes, trials):
    """Share of trials that find anything in a family, on either side: at the end, or with looks on the wanted side."""
    many = nothing(changes, trials)
    if many.design.looks:
        return 2 * float(interim.carried(many).won.mean())
    if many.design.margin is not None:
        return 2 * float(success.won(many).mean())
    return float((success.tested(many).p < 0.05).any(axis=0).mean())


def mediated(trials):
    """Share of trials in which something goes through a mediator that nothing moves."""
    many = nothing({**SMALL, "per_arm": 20, "endpoints": ["bdi2", "crp"], "mediation": ["crp"]}, trials)
    return float((mediation.mediated(many, "crp", many.design.contrasts[0]).p < 0.05).mean())


def doses(trials):
    """Share of trials in which Dunnett finds a dose."""
    many = nothing({**SMALL, "arms": FOUR}, trials)
    return float(np.any([p < 0.05 for p in success.dunnett(many, "bdi2").values()], axis=0).mean())


if __name__ == "__main__":
    for name, changes in CONTINUOUS.items():
        print(f"continuous  {name:32s} {continuous(changes, TRIALS)}", flush=True)
    print(f"continuous  {'stepped wedge':32s} {stepped(TRIALS // 5)}", flush=True)
    for name, changes in DISCRETE.items():
        print(f"discrete    {name:32s} {discrete(changes, TRIALS):.4f}", flush=True)
    for name, changes in FAMILIES.items():
        print(f"family      {name:32s} {family(changes, TRIALS):.4f}", flush=True)
    print(f"family      {'Dunnett':32s} {doses(TRIALS):.4f}", flush=True)
    print(f"mediation   {'nothing moves it':32s} {mediated(TRIALS):.4f}", flush=True)
