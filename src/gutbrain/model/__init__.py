"""The language that modules of the axis are written in, and their composition."""

from gutbrain.model.compose import compose
from gutbrain.model.composition import Evaluation, Model, Numbers
from gutbrain.model.module import (
    ASSUMPTION,
    GRADES,
    UNPUBLISHED,
    Change,
    ModelError,
    Module,
    change,
    constant,
    exposure,
    intermediate,
    output,
    parameter,
    reference,
    signal,
    state,
    trait,
)

__all__ = [
    "ASSUMPTION",
    "GRADES",
    "UNPUBLISHED",
    "Change",
    "Evaluation",
    "Model",
    "ModelError",
    "Module",
    "Numbers",
    "change",
    "compose",
    "constant",
    "exposure",
    "intermediate",
    "output",
    "parameter",
    "reference",
    "signal",
    "state",
    "trait",
]
