"""Who the model is about: presets, traits, and how people differ from one another."""

from gutbrain.people.cohort import Cohort, check_correlations, sample
from gutbrain.people.noise import observe
from gutbrain.people.person import Person, read_who
from gutbrain.people.presets import Preset, presets
from gutbrain.people.reference import ReferenceRange, reference_ranges

__all__ = [
    "Cohort",
    "Person",
    "Preset",
    "ReferenceRange",
    "check_correlations",
    "observe",
    "presets",
    "read_who",
    "reference_ranges",
    "sample",
]
