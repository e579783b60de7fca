"""Ingested strains: how many live in the stool, and the drive that they give to the axis."""

from __future__ import annotations

from functools import cache
from typing import Any

from gutbrain.model import (
    Module,
    assumed,
    change,
    constant,
    defined,
    exposure,
    human_observation,
    human_trial,
    output,
    parameter,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import log10, minimum, saturation, sqrt

_NAMED = "StrainsIn"

DESCRIPTION = """Ingested strains pass through, and while they do they act.

Density in stool follows dose x survival (viable cells recovered per cell eaten), wash-out with the strain's own rate at
usual transit, and antibiotics against Gram-positive bacteria. The effect on the person is one drive: exposure follows
the dose, saturated at the half-dose, within days, and two slow stages follow the exposure. Several strains share one
exposure: their potencies are averaged by dose, with no bonus for more strains. What is not known of each belongs to
that strain, and does not average out: a mixture is known as badly as its strains are, since nobody has shown that their
effects add. Growth in the gut is not needed for an effect (killed cells work in some trials), so the drive follows the
dose eaten, not the density.

Pitfalls: trials do not tell the half-dose (few below 1e8 CFU/day), dose slopes are flat above 1e9, most potencies are a
prior (zero and less are possible), and of what nobody tried not even the sign is known. Counts of whole genera do not
show an ingested strain.
"""


def carried(slot: int) -> Any:
    def formula(v: Any) -> Any:
        washed = getattr(v, f"strain_{slot}_washout") * v.usual_transit / v.transit_time
        eaten = getattr(v, f"strain_{slot}_dose") * getattr(v, f"strain_{slot}_survival")
        return change(eaten / v.colon_content, washed + v.strain_kill * v.stool_antibiotic_gram_positive)

    return state("CFU/g", f"density of strain {slot} in stool", start=0.0, internal=True)(formula)


def counted(slot: int) -> Any:
    def formula(v: Any) -> Any:
        return log10(1 + getattr(v, f"strain_{slot}_density") / v.one_colony_per_gram)

    return output("log10 CFU/g", f"density of strain {slot} in stool")(formula)


@cache
def strains(slots: int) -> type[Module]:
    """The module of ingested strains with room for ``slots`` of them at a time; the same class each time."""
    numbers = range(1, slots + 1)

    def over_slots(v: Any, value: Any) -> Any:
        return sum(value(v, k) for k in numbers)

    def dose(v: Any) -> Any:
        return over_slots(v, lambda v, k: getattr(v, f"strain_{k}_dose"))

    def potent_dose(v: Any) -> Any:
        known = over_slots(v, lambda v, k: getattr(v, f"strain_{k}_dose") * getattr(v, f"strain_{k}_potency"))
        unknown = over_slots(v, lambda v, k: getattr(v, f"strain_{k}_dose") * getattr(v, f"strain_{k}_luck"))
        squares = over_slots(v, lambda v, k: getattr(v, f"strain_{k}_dose") ** 2)
        return known + unknown * dose(v) / sqrt(squares + v.one_colony_per_day**2)

    def carried_of(kind: str) -> Any:
        def value(v: Any, k: int) -> Any:
            return getattr(v, f"strain_{k}_{kind}") * getattr(v, f"strain_{k}_density")

        return lambda v: over_slots(v, value)

    def gaba_made(v: Any, k: int) -> Any:
        return getattr(v, f"strain_{k}_gaba") * saturation(getattr(v, f"strain_{k}_density"), v.gaba_half)

    lactobacilli, bifidobacteria = carried_of("lactobacillus"), carried_of("bifidobacterium")

    namespace: dict[str, Any] = {
        "__module__": __name__,
        "__qualname__": f"{_NAMED}{slots}",
        "__doc__": DESCRIPTION,
        "title": "ingested strains",
        "transit_time": signal("h", rest=30.0, claim="transit-washes-out-microbes"),
        "colon_content": signal("g", rest=150.5, claim="stool-dilutes-ingested-strains"),
        "stool_antibiotic_gram_positive": signal("1", rest=0.0, claim="antibiotics-kill-ingested-strains"),
        "stress_level": signal("1", rest=1.0, claim="psychobiotics-act-under-stress"),
        "usual_transit": constant(30.0, "h", "transit time at rest", human_observation("asnicar-2021")),
        "one_colony_per_gram": constant(1.0, "CFU/g", "floor of counts", defined),
        "one_colony_per_day": constant(1.0, "CFU/day", "floor of doses", defined),
        "cells_per_colony": constant(1.0, "cell/CFU", "cells behind one colony", defined),
        "strain_kill": parameter(1.0, "1/day", "kill at the activity of clindamycin 600 mg/day", (0.5, 3.0), assumed),
        "half_dose": parameter(3e8, "CFU/day", "dose of half the exposure", (3e7, 3e9), assumed),
        "exposure_time": parameter(3.0, "day", "time constant of gut exposure", (1.0, 7.0), human_trial("tuohy-2007")),
        "effect_time": parameter(
            13.0, "day", "time constant of each of two stages of the effect", (9.0, 18.0), human_trial("walden-2023")
        ),
        "stress_gate": parameter(
            0.0,
            "1",
            "share of the effect that needs an average amount of stress",
            (0.0, 0.7),
            human_trial("papalini-2019"),
        ),
        "gaba_half": parameter(1e7, "CFU/g", "density of half the GABA made", (1e6, 1e9), assumed),
        "psychobiotic_exposure": state("1", "exposure of the gut to ingested strains, saturated by dose", start=0.0)(
            lambda v: change(saturation(dose(v), v.half_dose) / v.exposure_time, 1 / v.exposure_time)
        ),
        "potent_exposure": state("1", "the same, weighted by potency", start=0.0)(
            lambda v: change(potent_dose(v) / (dose(v) + v.half_dose) / v.exposure_time, 1 / v.exposure_time)
        ),
        "early_change": state("1", "early change in the host", start=0.0, internal=True)(
            lambda v: change(v.potent_exposure / v.effect_time, 1 / v.effect_time)
        ),
        "late_change": state("1", "late change in the host", start=0.0, internal=True)(
            lambda v: change(v.early_change / v.effect_time, 1 / v.effect_time)
        ),
        "psychobiotic_drive": output("1", "drive of ingested strains, 1 = plateau of a typical strain")(
            lambda v: v.late_change * (1 - v.stress_gate * (1 - minimum(1.0, v.stress_level)))
        ),
        "strain_gaba": output("1", "GABA-making strains in the lumen, 1 = one good producer in plenty")(
            lambda v: over_slots(v, gaba_made)
        ),
        "ingested_lactobacillus": output("cell/g", "ingested lactobacilli in stool")(
            lambda v: v.cells_per_colony * lactobacilli(v)
        ),
        "ingested_bifidobacterium": output("cell/g", "ingested bifidobacteria in stool")(
            lambda v: v.cells_per_colony * bifidobacteria(v)
        ),
    }
    for k in numbers:
        namespace |= {
            f"strain_{k}_dose": exposure("CFU/day", claim="ingested-strains-pass-through-stool"),
            f"strain_{k}_potency": trait("1", rest=1.0),
            f"strain_{k}_luck": trait("1", rest=0.0),
            f"strain_{k}_survival": trait("1", rest=0.05),
            f"strain_{k}_washout": trait("1/day", rest=0.7),
            f"strain_{k}_lactobacillus": trait("1", rest=0.0),
            f"strain_{k}_bifidobacterium": trait("1", rest=0.0),
            f"strain_{k}_gaba": trait("1", rest=0.0),
            f"strain_{k}_density": carried(k),
            f"strain_{k}": counted(k),
        }
    return type("Strains", (Module,), namespace)


def __getattr__(name: str) -> type[Module]:
    """A class that :func:`strains` made, by the name under which other processes look for it."""
    slots = name.removeprefix(_NAMED)
    if name == slots or not slots.isdecimal():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return strains(int(slots))
