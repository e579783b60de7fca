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
    over,
    parameter,
    signal,
    state,
    trait,
)
from gutbrain.model.maths import log10, minimum, saturation, sqrt

_NAMED = "StrainsIn"


class Strains(Module):
    """Ingested strains pass through, and while they do they act.

    Density in stool follows dose x survival (viable cells recovered per cell eaten), wash-out with the strain's own
    rate at usual transit, and antibiotics against Gram-positive bacteria. The effect on the person is one drive:
    exposure follows the dose, saturated at the half-dose, within days, and two slow stages follow the exposure. Several
    strains share one exposure: their potencies are averaged by dose, with no bonus for more strains. What is not known
    of each belongs to that strain, and does not average out: a mixture is known as badly as its strains are, since
    nobody has shown that their effects add. Growth in the gut is not needed for an effect (killed cells work in some
    trials), so the drive follows the dose eaten, not the density.

    Pitfalls: trials do not tell the half-dose (few below 1e8 CFU/day), dose slopes are flat above 1e9, most potencies
    are a prior (zero and less are possible), and of what nobody tried not even the sign is known. Counts of whole
    genera do not show an ingested strain.

    What is of each strain is a family over slots, which :func:`strains` adds.
    """

    title = "ingested strains"

    transit_time = signal("h", rest=30.0, claim="transit-washes-out-microbes")
    colon_content = signal("g", rest=150.5, claim="stool-dilutes-ingested-strains")
    stool_antibiotic_gram_positive = signal("1", rest=0.0, claim="antibiotics-kill-ingested-strains")
    stress_level = signal("1", rest=1.0, claim="psychobiotics-act-under-stress")

    usual_transit = constant(30.0, "h", "transit time at rest", human_observation("asnicar-2021"))
    one_colony_per_gram = constant(1.0, "CFU/g", "floor of counts", defined)
    one_colony_per_day = constant(1.0, "CFU/day", "floor of doses", defined)
    cells_per_colony = constant(1.0, "cell/CFU", "cells behind one colony", defined)
    strain_stay = parameter(
        1.0,
        "1",
        "how fast all strains are washed out, against what is known of each",
        (0.6, 1.7),
        assumed,
        spread=0.15,
    )
    strain_kill = parameter(1.0, "1/day", "kill at the activity of clindamycin 600 mg/day", (0.5, 3.0), assumed)
    half_dose = parameter(3e8, "CFU/day", "dose of half the exposure", (3e7, 3e9), assumed)
    exposure_time = parameter(3.0, "day", "time constant of gut exposure", (1.0, 7.0), human_trial("tuohy-2007"))
    effect_time = parameter(
        13.0,
        "day",
        "time constant of each of two stages of the effect",
        (9.0, 18.0),
        human_trial("walden-2023"),
        animal=3.0,
    )
    stress_gate = parameter(
        0.0, "1", "share of the effect that needs an average amount of stress", (0.0, 0.7), human_trial("papalini-2019")
    )
    gaba_half = parameter(1e7, "CFU/g", "density of half the GABA made", (1e6, 1e9), assumed)

    @state("1", "exposure of the gut to ingested strains, saturated by dose", start=0.0)
    def psychobiotic_exposure(v: Any) -> Any:
        return change(saturation(dose_of_all(v), v.half_dose) / v.exposure_time, 1 / v.exposure_time)

    @state("1", "the same, weighted by potency", start=0.0)
    def potent_exposure(v: Any) -> Any:
        return change(potent_dose(v) / (dose_of_all(v) + v.half_dose) / v.exposure_time, 1 / v.exposure_time)

    @state("1", "early change in the host", start=0.0, internal=True)
    def early_change(v: Any) -> Any:
        return change(v.potent_exposure / v.effect_time, 1 / v.effect_time)

    @state("1", "late change in the host", start=0.0, internal=True)
    def late_change(v: Any) -> Any:
        return change(v.early_change / v.effect_time, 1 / v.effect_time)

    @output("1", "drive of ingested strains, 1 = plateau of a typical strain")
    def psychobiotic_drive(v: Any) -> Any:
        return v.late_change * (1 - v.stress_gate * (1 - minimum(1.0, v.stress_level)))

    @output("1", "GABA-making strains in the lumen, 1 = one good producer in plenty")
    def strain_gaba(v: Any) -> Any:
        return sum(v.gaba[k] * saturation(v.density[k], v.gaba_half) for k in v.dose.members)

    @output("cell/g", "ingested lactobacilli in stool")
    def ingested_lactobacillus(v: Any) -> Any:
        return v.cells_per_colony * sum(v.is_lactobacillus[k] * v.density[k] for k in v.dose.members)

    @output("cell/g", "ingested bifidobacteria in stool")
    def ingested_bifidobacterium(v: Any) -> Any:
        return v.cells_per_colony * sum(v.is_bifidobacterium[k] * v.density[k] for k in v.dose.members)


def dose_of_all(v: Any) -> Any:
    """What is eaten of all strains, in CFU/day."""
    return sum(v.dose.of(v.dose.members))


def potent_dose(v: Any) -> Any:
    """What is eaten, weighted by potency; what is not known of each strain adds as if all were one."""
    known = sum(v.dose[k] * v.potency[k] for k in v.dose.members)
    unknown = sum(v.dose[k] * v.luck[k] for k in v.dose.members)
    squares = sum(v.dose[k] ** 2 for k in v.dose.members)
    return known + unknown * dose_of_all(v) / sqrt(squares + v.one_colony_per_day**2)


def carried(k: int) -> Any:
    """Density of one strain in stool."""

    def formula(v: Any) -> Any:
        # as the residents: what clings to mucus stays, so wash-out does not double with speed
        washed = v.strain_stay * v.washout[k] * 2 * v.usual_transit / (v.usual_transit + v.transit_time)
        eaten = v.dose[k] * v.survival[k]
        return change(eaten / v.colon_content, washed + v.strain_kill * v.stool_antibiotic_gram_positive)

    return state("CFU/g", f"density of strain {k} in stool", start=0.0, internal=True)(formula)


def counted(k: int) -> Any:
    """Density of one strain as a laboratory gives it."""
    return output("log10 CFU/g", f"density of strain {k} in stool")(
        lambda v: log10(1 + v.density[k] / v.one_colony_per_gram)
    )


@cache
def strains(slots: int) -> type[Module]:
    """The channel of ingested strains with room for ``slots`` of them at a time; the same class each time."""
    numbers = tuple(range(1, slots + 1))

    class Slotted(Strains):
        __doc__ = Strains.__doc__
        __qualname__ = f"{_NAMED}{slots}"

        dose = over(numbers, "strain_{}_dose")(
            lambda k: exposure("CFU/day", claim="ingested-strains-pass-through-stool")
        )
        potency = over(numbers, "strain_{}_potency")(lambda k: trait("1", rest=1.0))
        luck = over(numbers, "strain_{}_luck")(lambda k: trait("1", rest=0.0))
        survival = over(numbers, "strain_{}_survival")(lambda k: trait("1", rest=0.05))
        washout = over(numbers, "strain_{}_washout")(lambda k: trait("1/day", rest=0.7))
        is_lactobacillus = over(numbers, "strain_{}_lactobacillus")(lambda k: trait("1", rest=0.0))
        is_bifidobacterium = over(numbers, "strain_{}_bifidobacterium")(lambda k: trait("1", rest=0.0))
        gaba = over(numbers, "strain_{}_gaba")(lambda k: trait("1", rest=0.0))
        density = over(numbers, "strain_{}_density")(carried)
        count = over(numbers, "strain_{}")(counted)

    return Slotted


def __getattr__(name: str) -> type[Module]:
    """A class that :func:`strains` made, by the name under which other processes look for it."""
    slots = name.removeprefix(_NAMED)
    if name == slots or not slots.isdecimal():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return strains(int(slots))
