"""The language that modules of the axis are written in, and their composition."""

from gutbrain.model.basis import (
    ASSUMPTION,
    GRADES,
    UNPUBLISHED,
    Basis,
    animal,
    assumed,
    assumed_after,
    defined,
    human_observation,
    human_trial,
    in_vitro,
)
from gutbrain.model.compose import compose
from gutbrain.model.composition import Evaluation, Model, Numbers
from gutbrain.model.declare import (
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
from gutbrain.model.errors import ModelError
from gutbrain.model.family import named, over
from gutbrain.model.module import Change, Module

__all__ = [
    "ASSUMPTION",
    "GRADES",
    "UNPUBLISHED",
    "Basis",
    "Change",
    "Evaluation",
    "Model",
    "ModelError",
    "Module",
    "Numbers",
    "animal",
    "assumed",
    "assumed_after",
    "change",
    "compose",
    "constant",
    "defined",
    "exposure",
    "human_observation",
    "human_trial",
    "in_vitro",
    "intermediate",
    "named",
    "output",
    "over",
    "parameter",
    "reference",
    "signal",
    "state",
    "trait",
]
