"""By how much a study shows more than there is, by its design: what is printed = what is + bias x its standard error.

Numbers are chosen for print, and small studies more than large ones; people who know what they take tell more; people
who were let in at their worst get better by themselves; cases and controls differ in more than the disease. A bias is
told in standard errors of the printed number, so that it vanishes where a study is exact. There is one for each kind of
design (:data:`DESIGNS`), and they are fitted together with the parameters (``gutbrain calibrate`` writes
``data/bias.yaml``); their prior is half of what the meta-regression of trials of strains shows of small trials
(``potency.yaml``).

Which way a study errs: in trials of what people tell or are rated by towards what was hoped for; in all others towards
where the effect goes, the more the clearer it is (an effect far smaller than its error has no side).

What belief does where arms differ in ``expectation`` is in the simulation already.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from gutbrain.datafiles import read
from gutbrain.findings.finding import PAIRED, Finding
from gutbrain.findings.shape_verdict import DEVIATES
from gutbrain.findings.trial_arms import arms_as_run
from gutbrain.people.scales import scales

FILE = "bias.yaml"

TRIALS = ("rct", "crossover")

HETEROGENEOUS = 0.75
"""A pool whose studies differ by more than this (I2) is a kind of its own."""

BLINDED, UNBLINDED, BEFORE_AFTER, CASE_CONTROL, POOL, MIXED, ANIMALS = (
    "blinded trial",
    "unblinded trial",
    "before-after",
    "case-control",
    "pool",
    "heterogeneous pool",
    "animals",
)
DESIGNS = (BLINDED, UNBLINDED, BEFORE_AFTER, CASE_CONTROL, POOL, MIXED, ANIMALS)
"""Kinds of design that have a bias; cohorts, challenges and what is not compared have none."""

BETTER_HIGHER = ("cognition", "attention")
"""What is better the higher it is."""

PRIOR = 0.6, 0.6
"""Mean and SD of a bias before it is fitted, in standard errors: half of what small trials of strains show, give or
take as much (an assumption)."""

Bias = tuple[float, float]
"""Mean and SD."""


def design_of(finding: Finding) -> str | None:
    """The kind of design of a finding; None where no bias is known or nothing is compared."""
    compare = finding.compare
    if compare.statistic not in PAIRED or compare.statistic == "direction":
        return None
    if finding.species != "human":
        return ANIMALS
    if finding.design == "meta-analysis":
        return MIXED if (finding.i2 or 0.0) > HETEROGENEOUS else POOL
    if finding.design in TRIALS:
        if compare.to is None or compare.to.arm == compare.of.arm:
            return BEFORE_AFTER
        return UNBLINDED if finding.blinded is False and not _believe_differently(finding) else BLINDED
    return {"before-after": BEFORE_AFTER, "case-control": CASE_CONTROL}.get(finding.design)


def _believe_differently(finding: Finding) -> bool:
    """Whether what belief does is in the simulation already."""
    believed = {
        tuple(event.amount for event in arm.events if event.exposure == "expectation")
        for arm in arms_as_run(finding).values()
    }
    return len(believed) > 1


def leaning(finding: Finding, effect: float, error: float) -> float:
    """Which way a study errs, and how clearly: -1 to 1.

    Parameters
    ----------
    finding
        What was compared: ``of`` is taken to be what was hoped for.
    effect
        What there is, on a scale on which nothing is 0.
    error
        Standard error of the printed number there.
    """
    observable = finding.compare.observable
    told = observable in scales() or observable in DEVIATES
    if told and design_of(finding) in (BLINDED, UNBLINDED):
        return 1.0 if observable in BETTER_HIGHER else -1.0
    return math.tanh(effect / error) if error > 0 else 0.0


@lru_cache(maxsize=1)
def known() -> Mapping[str, Bias]:
    """Those of the fit that ships, by design."""
    fitted = read(__package__, FILE)["biases"]
    return {design: (one["mean"], one["sd"]) for design, one in fitted.items()}


def bias(finding: Finding, effect: float, error: float, biases: Mapping[str, Bias] | None = None) -> Bias:
    """By how much the printed number is shifted, and how sure that is, on the scale of the effect.

    Parameters
    ----------
    finding, effect, error
        See :func:`leaning`.
    biases
        By design, those of the shipped fit unless given.
    """
    design = design_of(finding)
    if design is None:
        return 0.0, 0.0
    mean, sd = (known() if biases is None else biases).get(design, PRIOR)
    lean = leaning(finding, effect, error)
    return mean * lean * error, sd * abs(lean) * error


def written(biases: Mapping[str, Bias], findings: Iterable[Finding], fit: str) -> str:
    """The text of the file.

    Parameters
    ----------
    biases
        Mean and SD by design.
    findings
        That they were fitted to.
    fit
        Name of the fit.
    """
    count = Counter(design_of(finding) for finding in findings)
    rows = [
        f"  {name}: {{mean: {mean:.2f}, sd: {sd:.2f}, findings: {count[name]}}}" for name, (mean, sd) in biases.items()
    ]
    head = [
        "# By how much studies show more than there is, by design, in standard errors of what they print: mean and SD.",
        "# Written by `gutbrain calibrate`; not edited by hand. How: findings/design_bias.py.",
        "",
        f"fit: {fit}",
        "biases:",
    ]
    return "\n".join([*head, *rows]) + "\n"
