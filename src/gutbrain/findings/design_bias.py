"""By how much a study looks better than what it studies, by its design.

What is known comes from the meta-regression of trials of strains (``potency.yaml``): people who know what they take
tell more, and numbers are chosen for print, the more so the less exact they are. It was learned from mood, and is taken
to be the same for all that people tell or are rated by, and for thinking. What belief does where arms differ in
``expectation`` is in the simulation already (a waiting list has none), and so is regression to the mean where people
were let in by a score (before-after designs and arms of trials). Of cohorts, case-control studies, challenges,
meta-analyses, animals and what is measured in blood or stool nothing is known: there the bias is zero.
"""

from __future__ import annotations

from gutbrain.datafiles import read
from gutbrain.findings.finding import PAIRED, Finding
from gutbrain.findings.shape_verdict import DEVIATES
from gutbrain.findings.trial_arms import arms_as_run
from gutbrain.people.scales import scales

TRIALS = ("rct", "crossover")
"""Designs that the meta-regression was made on."""

BETTER_HIGHER = ("cognition", "attention")
"""What is better the higher it is."""

Bias = tuple[float, float]
"""Mean and SD, in SD between people."""


def bias(finding: Finding, error: float) -> Bias:
    """By how much the printed difference is shifted, and how sure that is.

    Parameters
    ----------
    finding
        What was compared: ``of`` is taken to be what was hoped for.
    error
        Standard error of the printed difference, in SD between people.
    """
    compare = finding.compare
    told = compare.observable in scales() or compare.observable in DEVIATES
    if finding.species != "human" or finding.design not in TRIALS or not told or compare.statistic not in PAIRED:
        return 0.0, 0.0
    if compare.to is None or compare.to.arm == compare.of.arm:
        return 0.0, 0.0
    known = read("gutbrain.exposures", "potency.yaml")
    small = known["quantities"]["small_study"]
    mean, variance = small["mean"] * error, (small["sd"] * error) ** 2
    if finding.blinded is False and not _believe_differently(finding):
        unblinded = known["biases"]["unblinded"]
        mean, variance = mean + unblinded["mean"], variance + unblinded["sd"] ** 2
    return (-mean if compare.observable in BETTER_HIGHER else mean), float(variance**0.5)


def _believe_differently(finding: Finding) -> bool:
    """Whether the arms differ in belief already."""
    believed = {
        tuple(event.amount for event in arm.events if event.exposure == "expectation")
        for arm in arms_as_run(finding).values()
    }
    return len(believed) > 1
