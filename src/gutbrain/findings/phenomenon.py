"""The phenomenon that a finding is about: what acted, and on what.

Findings of one phenomenon tell of one another, whoever published them. Left out together they show what the model
would have said of a phenomenon that nobody had measured.
"""

from __future__ import annotations

from gutbrain.axis.observables import group_of
from gutbrain.findings.finding import Finding

EXPOSURE_GROUPS = {
    "food": (
        *("fibre", "starch", "free_sugar", "protein", "saturated_fat"),
        *("polyphenols", "fermented_food", "alcohol"),
    ),
    "prebiotics": (
        *("inulin", "gos", "fos", "resistant_starch", "psyllium", "polydextrose", "lactulose"),
        *("scfa_capsule", "omega3"),
    ),
    "probiotics": ("probiotic", "fmt"),
    "medicines": (
        *("antibiotic", "nsaid", "ppi", "ssri", "anti_tnf", "dexamethasone", "hydrocortisone"),
        *("interferon_alpha", "sorbent", "mast_cell_blocker"),
    ),
    "stress": ("stress_load", "stressor"),
    "nights": ("sleep", "sleep_irregularity", "circadian_misalignment"),
    "exercise": ("exercise", "exercise_bout", "calm"),
    "expectation": ("expectation",),
    "laboratory": (
        *("endotoxin", "il6_injection", "crh_injection", "tryptophan_depletion", "tryptophan"),
        *("vagus_stimulation", "vagotomy", "bowel_lavage", "germ_free", "ethylphenol_producer"),
    ),
}
"""Groups of exposures, as they stand on the map."""

OTHER, PEOPLE, REST = "other", "people", "rest"
"""Exposures of no group; kinds of people compared with one another; people whom nothing happens to."""


def exposure_group(exposure: str) -> str:
    """The group of an exposure."""
    return next((group for group, members in EXPOSURE_GROUPS.items() if exposure in members), OTHER)


def phenomenon(finding: Finding) -> str:
    """What acted and on what, as ``prebiotics on microbiota``: groups of exposures and of observables."""
    return f"{acted(finding)} on {group_of(finding.compare.observable)}"


def acted(finding: Finding) -> str:
    """Groups of what the compared arms differ in, or of what happened in the one arm; belief only where it is alone."""
    compare = finding.compare
    of, to = compare.of.arm, compare.to.arm if compare.to else compare.of.arm
    arms = [finding.arms[name] for name in dict.fromkeys((of, to)) if name in finding.arms]
    took = [{**arm.person.traits, **arm.usual, **{event.exposure: event for event in arm.events}} for arm in arms]
    if len(took) == 2:
        first, second = took
        names = {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}
    else:
        names = {name for one in took for name in one}
    groups = {exposure_group(name) for name in names} - {OTHER}
    if groups:
        return " and ".join(sorted(groups - {"expectation"} or groups))
    return PEOPLE if len({repr(arm.person) for arm in arms}) > 1 or names else REST
