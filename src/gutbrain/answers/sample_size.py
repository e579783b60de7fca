"""The paragraph on sample size of a protocol, from a virtual trial."""

from __future__ import annotations

import math

from gutbrain import words
from gutbrain.answers import trial_said
from gutbrain.trials.effects import residual_sd
from gutbrain.trials.endpoints import is_ratio
from gutbrain.trials.sizes import Sizes
from gutbrain.trials.trial import TrialResult

ANALYSES = {"mmrm": "MMRM", "ancova": "ANCOVA", "t-test": "t-test"}


def paragraphs(result: TrialResult) -> list[str]:
    """A paragraph to paste into a protocol for every comparison of the primary endpoint.

    Parameters
    ----------
    result
        A trial with many trials beside it; without them there is nothing to say.
    """
    return [_paragraph(result, one) for one in result.sizes]


def _paragraph(result: TrialResult, one: Sizes) -> str:
    design, found = result.design, one.effects
    name = words.title(design.primary)
    shape = "crossover" if design.crossover else "parallel-group"
    analysis = (
        "crossover analysis"
        if design.crossover
        else {"mmrm": "MMRM", "ancova": "ANCOVA", "t-test": "t-test"}[design.analysis]
    )
    log = ", on the logarithm" if is_ratio(design.primary) else ""
    said = [
        f"The primary endpoint is {name} at week {design.visits[-1]:g}, compared as {one.contrast} in a {shape} "
        f"trial by {analysis} at a two-sided level of {found.alpha:g}{log}.",
        f"The SD between people at the end is taken to be {words.number(found.sd)}"
        + (f", its correlation with the start {found.r:.2f}" if math.isfinite(found.r) else "")
        + f" (residual SD {words.number(residual_sd(found))}), and {100 * found.kept:.0f} % of those randomised to be "
        "left to analyse (a simulation model, see below).",
    ]
    if one.assumed:
        size = f"{one.assumed.per_arm} people in an arm" if one.assumed.per_arm else "more people than can be asked for"
        sd = f" and an SD of {words.number(one.assumed.sd)}" if one.assumed.given else ""
        said.append(
            f"For an effect of {trial_said.points(one.assumed.effect, design)}{sd}, {size} give a power of 80 %; "
            f"{one.planned} give {_percent(one.assumed.power)}."
        )
    at = f"{one.at_median} people in an arm" if one.at_median else "no number of people"
    said += [
        f"The model expects an effect of {trial_said.effect(one, design)} (median and 90 % over parameter sets); if "
        f"the median is true, {at} would give a power of 80 %, and the planned {one.planned} give "
        f"{_percent(one.power_at_median)}.",
        f"Over all that is not known the chance of success with {one.planned} in an arm (assurance) is "
        f"{_percent(one.chance)} ± {_percent(1.96 * one.error)}; an assurance of 80 % takes {trial_said.assured(one)} "
        "(90 % intervals from resampling the parameter sets).",
    ]
    if result.belief:
        said.append(trial_said.believed(result))
    origin = result.provenance
    said.append(
        f"Power is by the noncentral t distribution; people who are lost are counted in. Computed with gutbrain "
        f"{origin.get('gutbrain', '')}, parameter sets {origin.get('ensemble', '')}, seed {origin.get('seed', '')}. "
        "The expected effect comes from a simulation model and is no evidence that the treatment works; where it "
        "decides how many people are asked to take part, an effect worth having should be named and used instead."
    )
    return " ".join(said)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else trial_said.UNKNOWN
