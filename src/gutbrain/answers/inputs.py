"""By which exposure of the vocabulary an input of the model is set."""

from __future__ import annotations

from gutbrain.datafiles import some_per_world
from gutbrain.exposures.vocabulary import exposures

INPUTS = {
    "probiotic": ("strain_",),
    "antibiotic": ("antibiotic_", "minocycline"),
    "nsaid": ("nsaid_injury", "cox_inhibition"),
    "fmt": ("fmt", "donor_dysbiosis"),
}
"""Under which names the inputs of an exposure reach the modules, where that is not its own name."""


@some_per_world(256)
def exposure_of(name: str) -> str:
    """The exposure that sets an input: ``strain_1_dose`` is set by ``probiotic``.

    Raises
    ------
    LookupError
        Where no exposure sets it.
    """
    if name in exposures():
        return name
    for exposure, starts in INPUTS.items():
        if name.startswith(starts):
            return exposure
    # an exposure of several parts: scfa_capsule_butyrate
    wholes = [e for e in exposures() if name.startswith(f"{e}_")]
    if not wholes:
        raise LookupError(f"no exposure sets {name}")
    return max(wholes, key=len)
